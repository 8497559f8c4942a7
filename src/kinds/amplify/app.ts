// An Amplify app: whoever may push or start builds runs code in it. Its builds stopped, saved, deleted; of the owner's app the stranger's branches are removed, and what the history tells is given back.
import {
  DeleteAppCommand, DeleteBranchCommand, GetAppCommand, ListJobsCommand, paginateListApps, paginateListBranches, StopJobCommand, UpdateAppCommand, UpdateBranchCommand, type AmplifyClient, type App, type Branch, type JobSummary,
} from '@aws-sdk/client-amplify';
import type { ChangeAws } from '../../aws/session.ts';
import { say, type Text } from '../../core/text.ts';
import type { Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { givingBackTitle } from '../giving-back.ts';
import { defineKind, irreversible, MADE_ANEW, nothingToUndo, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { listIn, objectIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { MADE, CHANGED, recall, STARTED, UPDATE, UPDATE_BRANCH } from './parts/recall.ts';

/** `jobs`: its builds that are not over; `held`: what it holds of what the stranger set. */
interface Seen { readonly name: string; readonly auto: boolean; readonly jobs: readonly string[]; readonly held: JsonObject }
export interface AmplifyApp extends Resource {
  readonly id: string;
  /** A push builds its branches. */
  readonly builds: boolean;
  /** A push makes branches. */
  readonly branches: boolean;
}
const TITLE = say('Amplify app');
const STOP = 'amplify:StopJob';
const DELETE_BRANCH = 'amplify:DeleteBranch';
const [BUILDS, BRANCHES, AUTO] = ['enableBranchAutoBuild', 'enableAutoBranchCreation', 'enableAutoBuild'] as const;
type Flag = typeof BUILDS | typeof BRANCHES;
const ENDED = new Set(['SUCCEED', 'FAILED', 'CANCELLING', 'CANCELLED']);

const appOf = (a: App, region: string): AmplifyApp => ({
  arn: a.appArn ?? '', uid: a.appArn ?? '', name: a.name ?? '', id: a.appId ?? '', region, ...(a.createTime && { createdAt: a.createTime.toISOString() }), builds: a.enableBranchAutoBuild === true, branches: a.enableAutoBranchCreation === true,
});
const get = (client: AmplifyClient, { id: appId }: AmplifyApp) => ifThere(client.send(new GetAppCommand({ appId })));
async function branchesIn(client: AmplifyClient, { id: appId }: AmplifyApp): Promise<Branch[]> {
  const all: Branch[] = [];
  for await (const { branches = [] } of paginateListBranches({ client }, { appId, maxResults: 50 })) all.push(...branches);
  return all;
}
/** The newest: whatever runs is new. */
const jobsOf = async (client: AmplifyClient, { id: appId }: AmplifyApp, branchName: string): Promise<JobSummary[]> => (await ifThere(client.send(new ListJobsCommand({ appId, branchName, maxResults: 50 }))))?.jobSummaries ?? [];

const held = (from: object, wanted: JsonObject): JsonObject => Object.fromEntries(Object.entries(from as JsonObject).filter(([name]) => Object.hasOwn(wanted, name)));
const setIn = ({ aim }: AmplifyApp): JsonObject => objectIn(aim?.['set']) ?? {};
const ofBranch = ({ aim }: AmplifyApp, name: string): JsonObject => objectIn(objectIn(aim?.['of'])?.[name]) ?? {};
const textsIn = ({ aim }: AmplifyApp, key: 'off' | 'jobs' | 'lost'): readonly string[] => listIn(aim?.[key]).map(String);
const seenIn = (r: AmplifyApp): readonly Seen[] => listIn(r.seen?.['branches']) as unknown as readonly Seen[];
const isUnset = (r: AmplifyApp): boolean => Object.keys({ ...setIn(r), ...objectIn(r.aim?.['of']) }).length === 0;
/** The stranger only added branches or started builds: those alone are stopped, the rest is the owner's. */
const isPart = (r: AmplifyApp): boolean => r.aim !== undefined && isUnset(r) && textsIn(r, 'lost').length === 0;
const hasNone = (r: AmplifyApp): boolean => isUnset(r) && textsIn(r, 'off').length === 0;

const call = (r: AmplifyApp, operation: Operation, input: JsonObject = {}): Call => ({ operation, region: r.region, input: { appId: r.id, ...input } });
async function send(aws: ChangeAws, { operation, input }: Call): Promise<void> {
  const client = await aws.client('amplify');
  switch (operation) {
    case UPDATE: await client.send(new UpdateAppCommand(input as never)); break;
    case UPDATE_BRANCH: await ifThere(client.send(new UpdateBranchCommand(input as never))); break;
    case STOP: await ifThere(client.send(new StopJobCommand(input as never))); break;
    default: await ifThere(client.send(new DeleteBranchCommand(input as never)));
  }
}
const switches = (r: AmplifyApp): readonly (readonly [Flag, boolean])[] => [[BUILDS, r.builds], [BRANCHES, r.branches]];
/** The stranger moved this switch: `recover` sets it as the owner had it, also when everything else was stopped. */
const isMoved = (r: AmplifyApp, flag: Flag | typeof AUTO, branch?: string): boolean =>
  (branch === undefined ? setIn(r) : ofBranch(r, branch))[flag] !== undefined || textsIn(r, 'lost').includes(branch === undefined ? flag : `${branch}: ${flag}`);
/** `but`: switches that are left out. */
function switchingOff(r: AmplifyApp, but: typeof isMoved): Call[] {
  const off = isPart(r) ? textsIn(r, 'off') : undefined;
  const on = off === undefined ? switches(r).filter(([flag, is]) => is && !but(r, flag)) : [];
  return [
    ...(on.length > 0 ? [call(r, UPDATE, Object.fromEntries(on.map(([flag]) => [flag, false])))] : []),
    ...seenIn(r).filter((b) => b.auto && (off?.includes(b.name) ?? true) && !but(r, AUTO, b.name)).map((b) => call(r, UPDATE_BRANCH, { branchName: b.name, [AUTO]: false })),
  ];
}
function stops(r: AmplifyApp): Call[] {
  const off = textsIn(r, 'off'), jobs = textsIn(r, 'jobs');
  return seenIn(r).flatMap((b) => b.jobs.filter((id) => !isPart(r) || off.includes(b.name) || jobs.includes(`${b.name}/${id}`)).map((jobId) => call(r, STOP, { branchName: b.name, jobId })));
}
const stopping = (r: AmplifyApp): Call[] => [...switchingOff(r, () => false), ...stops(r)];
/** What was stopped builds by itself again. */
const going = (before: AmplifyApp): Call[] => switchingOff(before, isMoved).map((one) => ({ ...one, input: Object.fromEntries(Object.entries(one.input).map(([name, value]) => [name, value === false ? true : value])) }));
const isAt = (now: AmplifyApp, { operation, input }: Call): boolean =>
  (operation === UPDATE ? switches(now).every(([name, is]) => is || input[name] !== true) : seenIn(now).every((b) => b.name !== input['branchName'] || b.auto));

const differ = (to: JsonObject, from: JsonObject): boolean => Object.entries(to).some(([name, value]) => JSON.stringify(from[name]) !== JSON.stringify(value));
function givingBack(r: AmplifyApp): Call[] {
  const now = objectIn(r.seen?.['held']) ?? {};
  return [
    ...seenIn(r).filter((b) => textsIn(r, 'off').includes(b.name)).map((b) => call(r, DELETE_BRANCH, { branchName: b.name })),
    ...(differ(setIn(r), now) ? [call(r, UPDATE, setIn(r))] : []),
    ...seenIn(r).filter((b) => differ(ofBranch(r, b.name), b.held)).map((b) => call(r, UPDATE_BRANCH, { branchName: b.name, ...ofBranch(r, b.name) })),
  ];
}
const told = (r: AmplifyApp) => ({ app: `${r.name} (${r.id})`, region: r.region });
const lost = (r: AmplifyApp): Text | undefined => (textsIn(r, 'lost').length === 0 ? undefined : say('AWS does not tell all that was in the Amplify app {{app}} before the stranger changed it: {{lost}}. Set it as it was before it builds again.', { ...told(r), lost: textsIn(r, 'lost') }));

async function keep(aws: ChangeAws, r: AmplifyApp, deed: Deed): Promise<void> {
  const client = await aws.client('amplify');
  const [found, branches] = await Promise.all([get(client, r), ifThere(branchesIn(client, r))]);
  const jobs = await inParallel(branches ?? [], 4, (b) => jobsOf(client, r, b.branchName ?? ''));
  const file = `amplify-${r.id}.json`;
  await deed.keep(file, `${JSON.stringify({ app: found?.app ?? r, branches, jobs }, null, 2)}\n`, { operation: 'amplify:GetApp', requestId: found?.$metadata.requestId });
  await deed.making('kept', file);
}

export default defineKind<AmplifyApp>({
  id: 'amplify/app', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['amplify:ListApps', 'amplify:GetApp', 'amplify:ListBranches', 'amplify:ListJobs'],

  async *list({ aws, region }) {
    for await (const { apps = [] } of paginateListApps({ client: await aws.client('amplify') }, { maxResults: 100 })) yield* apps.map((a) => appOf(a, region));
  },

  async look(aws, rs) {
    const client = await aws.client('amplify');
    return inParallel(rs, 4, async (r) => {
      const found = (await get(client, r))?.app;
      if (found?.appArn !== r.uid) return undefined;
      const branches = await inParallel(await ifThere(branchesIn(client, r)) ?? [], 4, async (b) => {
        const { branchName: name = '' } = b;
        const jobs = (await jobsOf(client, r, name)).flatMap((j) => (ENDED.has(j.status ?? '') ? [] : j.jobId ?? [])).sort();
        return { name, auto: b.enableAutoBuild === true, jobs, held: held(b, ofBranch(r, name)) };
      });
      return { ...appOf(found, aws.region), seen: { branches, held: held(found, setIn(r)) } };
    });
  },

  traces: {
    ids: (r) => [r.id, r.arn],
    created: [MADE],
    changed: CHANGED,
    used: [STARTED],
    concerns: (r, { request, response }) => (request?.['appId'] ?? objectIn(response?.['app'])?.['appId']) === r.id,
  },
  recall: (_, history) => recall(history),

  actions: {
    contain: {
      operations: [UPDATE, UPDATE_BRANCH, STOP],
      title: (r) => (isPart(r) ? say('Stop the stranger\'s builds in the Amplify app {{app}} in {{region}}', told(r)) : say('Stop the builds of the Amplify app {{app}} in {{region}}, and let a push start none', told(r))),
      breaks: (r) => say('Builds that run ({{n}}) end without a result. What is published stays.', { n: stops(r).length }),
      calls: stopping,
      undoCalls: going,
      // Once it was done, a switch that the stranger had moved may stand as the owner had it again.
      done: (now, { made }) => now?.seen !== undefined && (made['stopped'] === undefined ? stopping(now) : [...switchingOff(now, isMoved), ...stops(now)]).length === 0,
      undone: (now, before) => now !== undefined && going(before).every((one) => isAt(now, one)),
      // Builds that started after the gate are not approved: the step shows itself as not done, and is asked for again.
      apply: async (aws, r, deed) => {
        const approved = stopping(deed.before as AmplifyApp | undefined ?? r).map((c) => JSON.stringify(c));
        for (const one of stopping(r)) if (approved.includes(JSON.stringify(one))) await send(aws, one);
        await deed.making('stopped', r.id);
      },
      // A stopped build does not go on.
      undo: async (aws, before) => { for (const one of going(before)) await send(aws, one); },
      undoReopens: true,
    },
    preserve: {
      operations: [],
      title: (r) => say('Save the Amplify app {{app}} in {{region}}: build specification, variables, branches, last builds', told(r)),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: keep,
      undo: nothingToUndo,
    },
    recover: {
      operations: [DELETE_BRANCH, UPDATE, UPDATE_BRANCH], permissions: ['iam:PassRole'],
      title: (r) => givingBackTitle(TITLE, r.name, r.region),
      destroys: (r) => (textsIn(r, 'off').length === 0 ? undefined : say('Branches that the stranger made, with their sites: {{branches}}.', { branches: textsIn(r, 'off') })),
      impossible: (r) => (hasNone(r) ? lost(r) : undefined),
      lifts: (r) => (isPart(r) ? false : lost(r) ?? true),
      calls: givingBack,
      done: (now) => now?.aim !== undefined && now.seen !== undefined && givingBack(now).length === 0 && !(hasNone(now) && lost(now)),
      apply: async (aws, r) => { for (const one of givingBack(r)) await send(aws, one); },
      undo: irreversible(say('What the stranger put in is not given back. It is kept with the evidence.')),
    },
    eradicate: {
      operations: ['amplify:DeleteApp'],
      title: (r) => say('Delete the Amplify app {{app}} in {{region}}', told(r)),
      destroys: () => say('The app, its branches and the sites at its addresses. The repository stays where it is.'),
      calls: (r) => [call(r, 'amplify:DeleteApp')],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('amplify')).send(new DeleteAppCommand({ appId: r.id }))); },
      undo: MADE_ANEW,
    },
  },
});
