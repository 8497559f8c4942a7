// A desktop of Amazon WorkSpaces, billed by the hour while it runs, or by the month.
import { ModifyWorkspacePropertiesCommand, paginateDescribeWorkspaces, StartWorkspacesCommand, StopWorkspacesCommand, TerminateWorkspacesCommand, type Workspace } from '@aws-sdk/client-workspaces';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject } from '../../core/types.ts';
import { defineKind } from '../kind.ts';
import { recallSwitch, switching, type Switched } from '../switching.ts';
import { inPieces } from '../waiting.ts';

/** `always`: it never stops by itself, and AWS stops only what may. */
interface Desktop extends Switched { readonly always: boolean }
const TITLE = say('WorkSpace');
const ON = 'workspaces:StartWorkspaces', OFF = 'workspaces:StopWorkspaces', MODE = 'workspaces:ModifyWorkspaceProperties', REMOVE = 'workspaces:TerminateWorkspaces';
const SET = [MODE, 'workspaces:RebuildWorkspaces', 'workspaces:RestoreWorkspace', 'workspaces:ModifyWorkspaceState'] as const;
const GONE = ['TERMINATING', 'TERMINATED'], AT_REST = ['AVAILABLE', 'IMPAIRED', 'UNHEALTHY', 'ERROR', 'ADMIN_MAINTENANCE', 'SUSPENDED'];

function desktopOf({ region, accountId, partition }: ReadAws, { WorkspaceId: name = '', State, UserName: user = '', BundleId: bundle = '', WorkspaceProperties: properties }: Workspace): Desktop[] {
  const state: string = State ?? '', arn = `arn:${partition}:workspaces:${region}:${accountId}:workspace/${name}`;
  return GONE.includes(state) ? [] : [{ arn, uid: arn, name, region, on: state !== 'STOPPED' && state !== 'STOPPING', always: properties?.RunningMode === 'ALWAYS_ON', seen: { state, user, bundle } }];
}
/** As many as AWS takes in one request. */
async function read(aws: ReadAws, names: readonly string[]): Promise<readonly Workspace[]> {
  const client = await aws.client('workspaces');
  const found: Workspace[] = [];
  for (const ids of inPieces(names, 25)) for await (const { Workspaces = [] } of paginateDescribeWorkspaces({ client }, { WorkspaceIds: ids })) found.push(...Workspaces);
  return found;
}
const requests = (r: Desktop, of: string): JsonObject => ({ [of]: [{ WorkspaceId: r.name }] });
const modeCall = (r: Desktop, RunningMode: string): Call => ({ operation: MODE, region: r.region, input: { WorkspaceId: r.name, WorkspaceProperties: { RunningMode } } });
const startCall = (r: Desktop): Call => ({ operation: ON, region: r.region, input: requests(r, 'StartWorkspaceRequests') });
const stopCall = (r: Desktop): Call => ({ operation: OFF, region: r.region, input: requests(r, 'StopWorkspaceRequests') });

/** What AWS refuses it answers like what it does. https://docs.aws.amazon.com/workspaces/latest/api/API_StopWorkspaces.html */
async function send(aws: ChangeAws, { operation, input }: Call): Promise<void> {
  const client = await aws.client('workspaces');
  if (operation === MODE) { await client.send(new ModifyWorkspacePropertiesCommand(input as never)); return; }
  const { FailedRequests: [refused] = [] } = await (operation === ON ? client.send(new StartWorkspacesCommand(input as never))
    : operation === OFF ? client.send(new StopWorkspacesCommand(input as never)) : client.send(new TerminateWorkspacesCommand(input as never)));
  if (refused) throw Object.assign(new Error(refused.ErrorMessage ?? ''), { name: refused.ErrorCode ?? 'FailedRequest' });
}

export default defineKind<Desktop>({
  id: 'workspaces/workspace', version: 1, title: TITLE, scope: 'regional', role: 'machine',
  reads: ['workspaces:DescribeWorkspaces'],

  async *list({ aws }) {
    for await (const { Workspaces = [] } of paginateDescribeWorkspaces({ client: await aws.client('workspaces') }, {})) yield* Workspaces.flatMap((w) => desktopOf(aws, w));
  },
  async look(aws, rs) {
    const now = new Map((await read(aws, rs.map(({ name }) => name))).flatMap((w) => desktopOf(aws, w)).map((r) => [r.uid, r]));
    return rs.map(({ uid }) => now.get(uid));
  },

  traces: { ids: (r) => [r.name, r.arn], created: ['workspaces:CreateWorkspaces'], changed: [ON, OFF, ...SET] },
  recall: recallSwitch(ON, OFF, SET),

  actions: switching<Desktop>({
    sort: TITLE, on: ON, off: OFF, remove: REMOVE, input: (r) => requests(r, 'TerminateWorkspaceRequests'),
    // https://docs.aws.amazon.com/workspaces/latest/api/API_TerminateWorkspaces.html
    asItStands: true,
    breaks: () => say('Whoever works on it is cut off. It starts again when its user signs in.'),
    destroys: () => say('The desktop with both of its disks. AWS keeps nothing of them.'),
    from: 'workspaces:DescribeWorkspaces', whole: async (aws, r) => ({ ...(await read(aws, [r.name]))[0] }),
    state: async (aws, r) => {
      const state = (await read(aws, [r.name]))[0]?.State ?? 'TERMINATED';
      return GONE.includes(state) ? 'gone' : state === 'STOPPED' ? 'off' : AT_REST.includes(state) ? 'on' : 'moving';
    },
    send,
    // What never stops by itself AWS does not stop, either: first it is made to.
    turning: { operation: MODE, calls: (r, to) => (to ? [startCall(r), ...(r.always ? [modeCall(r, 'ALWAYS_ON')] : [])] : [...(r.always ? [modeCall(r, 'AUTO_STOP')] : []), stopCall(r)]) },
  }),
});
