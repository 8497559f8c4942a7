// The simulated WorkSpaces. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateWorkspacesCommand, DescribeWorkspacesCommand, ModifyWorkspacePropertiesCommand, StartWorkspacesCommand, StopWorkspacesCommand, TerminateWorkspacesCommand, WorkSpacesClient, type FailedWorkspaceChangeRequest, type Workspace, type WorkspaceRequest, type WorkspaceState,
} from '@aws-sdk/client-workspaces';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Desktop { readonly id: string; readonly made: WorkspaceRequest; state: WorkspaceState; mode: 'ALWAYS_ON' | 'AUTO_STOP' | 'MANUAL' }
export const room = rooms('workspaces', () => new Map<string, Desktop>());
const BUILD_MS = 1_200_000, PASS_MS = 300_000;
interface Named { readonly WorkspaceId?: string | undefined }
type Failed = FailedWorkspaceChangeRequest;

function pass(call: SimCall, desktop: Desktop, through: WorkspaceState, to: WorkspaceState, ms = PASS_MS): void {
  desktop.state = through;
  later(call, ms, () => { if (desktop.state === through) desktop.state = to; });
}
function create(made: WorkspaceRequest, call: SimCall): Workspace {
  const desktop: Desktop = { id: `ws-${call.account.ids.hex(9)}`, made, state: 'PENDING', mode: made.WorkspaceProperties?.RunningMode ?? 'ALWAYS_ON' };
  room(call).set(desktop.id, desktop);
  pass(call, desktop, 'PENDING', 'AVAILABLE', BUILD_MS);
  return viewOf(desktop);
}
const viewOf = ({ id, made, state, mode }: Desktop): Workspace => ({ WorkspaceId: id, DirectoryId: made.DirectoryId, UserName: made.UserName, BundleId: made.BundleId, State: state, WorkspaceProperties: { ...made.WorkspaceProperties, RunningMode: mode } });
function found(call: SimCall, { WorkspaceIds: ids }: { readonly WorkspaceIds?: readonly string[] | undefined }): Desktop[] {
  return [...room(call).values()].filter((d) => d.state !== 'TERMINATED' && (ids === undefined || ids.includes(d.id)));
}
/** Each by itself; what is refused does not hinder the others. */
const each = (call: SimCall, all: readonly Named[], does: (desktop: Desktop) => string | undefined): { readonly FailedRequests: Failed[] } => ({
  FailedRequests: all.flatMap(({ WorkspaceId = '' }): Failed[] => {
    const desktop = room(call).get(WorkspaceId);
    const refused = desktop ? does(desktop) : 'ResourceNotFound.Workspace';
    return refused === undefined ? [] : [{ WorkspaceId, ErrorCode: refused, ErrorMessage: `The WorkSpace ${WorkspaceId} cannot be changed: ${desktop?.state ?? 'it does not exist'}.` }];
  }),
});
const STOPPABLE: readonly WorkspaceState[] = ['AVAILABLE', 'IMPAIRED', 'UNHEALTHY', 'ERROR'];
function stop(call: SimCall, desktop: Desktop): string | undefined {
  if (desktop.mode === 'ALWAYS_ON' || !STOPPABLE.includes(desktop.state)) return 'OperationNotSupportedException';
  pass(call, desktop, 'STOPPING', 'STOPPED');
  return undefined;
}
function start(call: SimCall, desktop: Desktop): string | undefined {
  if (desktop.mode === 'ALWAYS_ON' || desktop.state !== 'STOPPED') return 'OperationNotSupportedException';
  pass(call, desktop, 'STARTING', 'AVAILABLE');
  return undefined;
}
const arns = (call: SimCall, all: readonly Named[] = []): string[] => all.map(({ WorkspaceId = '*' }) => arnIn(call, 'workspaces', `workspace/${WorkspaceId}`));

export default function workspaces(): Service<SimCall> {
  return new Service<SimCall>(WorkSpacesClient, { id: 'workspaces' })
    .on(CreateWorkspacesCommand, ({ Workspaces = [] }, call) => ({ PendingRequests: Workspaces.map((one) => create(one, call)), FailedRequests: [] }))
    .on(DescribeWorkspacesCommand, (i, call) => {
      const { page, next } = pageOf(found(call, i), call, { max: i.Limit, token: i.NextToken, most: 25, refusal: 'InvalidParameterValuesException' });
      return { Workspaces: page.map(viewOf), NextToken: next };
    })
    .on(ModifyWorkspacePropertiesCommand, ({ WorkspaceId = '', WorkspaceProperties: { RunningMode: mode } = {} }, call) => {
      const desktop = room(call).get(WorkspaceId);
      if (!desktop) throw new AwsError('ResourceNotFoundException', `The WorkSpace ${WorkspaceId} does not exist.`);
      if (desktop.state !== 'AVAILABLE' && desktop.state !== 'STOPPED') throw new AwsError('InvalidResourceStateException', `The WorkSpace is ${desktop.state}.`);
      if (mode) desktop.mode = mode;
      pass(call, desktop, 'UPDATING', desktop.state);
      return {};
    }, { resources: (i, call) => arns(call, [i]) })
    .on(StopWorkspacesCommand, (i, call) => each(call, i.StopWorkspaceRequests ?? [], (d) => stop(call, d)), { resources: (i, call) => arns(call, i.StopWorkspaceRequests) })
    .on(StartWorkspacesCommand, (i, call) => each(call, i.StartWorkspaceRequests ?? [], (d) => start(call, d)), { resources: (i, call) => arns(call, i.StartWorkspaceRequests) })
    .on(TerminateWorkspacesCommand, (i, call) => each(call, i.TerminateWorkspaceRequests ?? [], (d) => { pass(call, d, 'TERMINATING', 'TERMINATED'); return undefined; }), { resources: (i, call) => arns(call, i.TerminateWorkspaceRequests) });
}
