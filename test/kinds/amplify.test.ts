// Amplify: of the owner's app the stranger's branches go, and what the history tells is given back; what it hides is told.
import { expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import type { Attribution, JsonObject, Resource, Verb } from '../../src/core/types.ts';
import app, { type AmplifyApp } from '../../src/kinds/amplify/app.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';
import { stage, type Stage } from '../contract/account.ts';
import { Run } from '../contract/deed.ts';
import { furnishAmplify } from '../contract/furnish/containers.ts';
import { did, thingOf } from './on-stage.ts';

const event = (by: Attribution | undefined, name: string, request: JsonObject, response: JsonObject | null = null): HistoryEvent => ({ event: `amplify:${name}`, time: '2026-11-20T09:00:00Z', by, request, response });
const own = (name: string, request: JsonObject): HistoryEvent => event(undefined, name, request);
const theirs = (name: string, request: JsonObject, response?: JsonObject): HistoryEvent => event('attacker', name, request, response);
const recalled = (...history: readonly HistoryEvent[]): JsonObject | undefined => app.recall?.({} as AmplifyApp, history, '');
async function does(at: Stage, verb: Verb, aim: JsonObject): Promise<Run> {
  const target: Resource = { ...await thingOf(at, app, 'blue'), aim };
  const run = new Run(at, { kind: app, action: app.actions[verb] as never, target, way: undefined, origin: 'changed' }, target);
  await run.applyTo(target);
  return run;
}
const branches = async (at: Stage): Promise<unknown> => (await thingOf(at, app, 'blue')).seen?.['branches'];

test('a stranger\'s branch in the owner\'s app is stopped and removed, and the owner\'s go on', async () => {
  const at = await stage(furnishAmplify);
  const { id: appId } = await thingOf(at, app, 'blue') as AmplifyApp;
  await at.play('amplify', 'CreateBranch', { appId, branchName: 'more' });
  const { jobSummary } = await at.play('amplify', 'StartJob', { appId, branchName: 'more', jobType: 'RELEASE' }) as { jobSummary: JsonObject };
  const aim = recalled(own('CreateApp', { name: 'blue' }), theirs('CreateBranch', { appId, branchName: 'more' }), theirs('StartJob', { appId, branchName: 'more' }, { jobSummary }));
  expect(aim).toEqual({ off: ['more'], jobs: [], set: {}, of: {}, lost: [] });
  await does(at, 'contain', aim ?? {});
  expect(did(at)).toEqual(['UpdateBranch', 'StopJob']);
  await does(at, 'recover', aim ?? {});
  expect(did(at)).toEqual(['UpdateBranch', 'StopJob', 'DeleteBranch']);
  expect(await branches(at)).toMatchObject([{ name: 'main', auto: true, jobs: ['1'] }, { name: 'next', auto: true }]);
  expect(await thingOf(at, app, 'blue')).toMatchObject({ builds: true });
});

test('of a build that the stranger started in the owner\'s branch only the build is ended', async () => {
  const at = await stage(furnishAmplify);
  const aim = recalled(theirs('StartJob', { branchName: 'main' }, { jobSummary: { jobId: '1' } }));
  await does(at, 'contain', aim ?? {});
  expect(did(at)).toEqual(['StopJob']);
  expect(app.actions.recover?.lifts?.({ aim: aim ?? {} } as AmplifyApp)).toBe(false);
});

test('settings are given back one by one, and what CloudTrail hides is told before it builds again', () => {
  const aim = recalled(
    own('CreateApp', { name: 'shop', iamServiceRoleArn: 'own', buildSpec: 'HIDDEN_DUE_TO_SECURITY_REASONS', environmentVariables: { TOKEN: 'own' } }), own('CreateBranch', { branchName: 'main', stage: 'PRODUCTION' }),
    theirs('UpdateApp', { appId: 'd1', iamServiceRoleArn: 'theirs', buildSpec: 'HIDDEN_DUE_TO_SECURITY_REASONS', enableAutoBranchCreation: true, environmentVariables: { TOKEN: 'theirs' } }), theirs('UpdateBranch', { appId: 'd1', branchName: 'main', stage: 'BETA', enableAutoBuild: false }),
    theirs('CreateDeployment', { appId: 'd1', branchName: 'main' }),
  );
  expect(aim).toEqual({
    off: [], jobs: [], set: { iamServiceRoleArn: 'own', enableAutoBranchCreation: false }, of: { main: { stage: 'PRODUCTION', enableAutoBuild: true } }, lost: ['buildSpec', 'environmentVariables', 'amplify:CreateDeployment'],
  });
  const r = { name: 'shop', id: 'd1', aim: aim ?? {} } as AmplifyApp;
  const lifts = app.actions.recover?.lifts?.(r);
  expect(typeof lifts === 'object' && render(lifts)).toContain('buildSpec');
  expect(app.actions.recover?.impossible?.(r)).toBeUndefined();
  expect(app.actions.recover?.impossible?.({ ...r, aim: recalled(theirs('UpdateApp', { buildSpec: 'HIDDEN_DUE_TO_SECURITY_REASONS' })) ?? {} })).toBeDefined();
});

test('what the stranger switched off is on again, and what was stopped beside it builds again', async () => {
  const at = await stage(furnishAmplify);
  const { id: appId } = await thingOf(at, app, 'blue') as AmplifyApp;
  await at.play('amplify', 'UpdateBranch', { appId, branchName: 'main', enableAutoBuild: false });
  const aim = { off: [], jobs: [], set: {}, of: { main: { enableAutoBuild: true } }, lost: [] };
  const contained = await does(at, 'contain', aim);
  expect(await branches(at)).toMatchObject([{ name: 'main', auto: false, jobs: [] }, { name: 'next', auto: false }]);
  await does(at, 'recover', aim);
  // Nothing of the containment is undone by that: it still shows itself as done.
  expect(app.actions.contain?.done({ ...await thingOf(at, app, 'blue') as AmplifyApp, aim }, { made: { stopped: appId }, way: undefined, before: undefined })).toBe(true);
  await contained.undo();
  expect(await branches(at)).toMatchObject([{ name: 'main', auto: true }, { name: 'next', auto: true }]);
  expect(await thingOf(at, app, 'blue')).toMatchObject({ builds: true });
});

test('what the stranger switched on stays off when the app builds again', async () => {
  const at = await stage(furnishAmplify);
  const aim = { off: [], jobs: [], set: { enableAutoBranchCreation: false }, of: {}, lost: [] };
  const { id: appId } = await thingOf(at, app, 'blue') as AmplifyApp;
  await at.play('amplify', 'UpdateApp', { appId, enableAutoBranchCreation: true });
  const contained = await does(at, 'contain', aim);
  expect(await thingOf(at, app, 'blue')).toMatchObject({ builds: false, branches: false });
  await does(at, 'recover', aim);
  await contained.undo();
  expect(await thingOf(at, app, 'blue')).toMatchObject({ builds: true, branches: false });
  expect(await branches(at)).toMatchObject([{ name: 'main', auto: true, jobs: [] }, { name: 'next', auto: true }]);
});
