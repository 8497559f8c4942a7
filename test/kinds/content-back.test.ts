// What a stranger changed in the owner's builds, environments and jobs: what of it is the owner's last word, out of the thing's own history.
import { describe, expect, test } from 'vitest';
import type { Attribution, JsonObject } from '../../src/core/types.ts';
import environment from '../../src/kinds/elasticbeanstalk/environment.ts';
import project from '../../src/kinds/codebuild/project.ts';
import { configOf, recall, valuesBack } from '../../src/kinds/codebuild/parts/project-content.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';

let at = 0;
const event = (by: Attribution | undefined) => (name: string, request: JsonObject = {}, response: JsonObject | null = null): HistoryEvent => ({ event: name, time: `2026-11-20T09:00:${String(at++ % 60).padStart(2, '0')}Z`, by, request, response });
const [own, theirs] = [event(undefined), event('attacker')];

describe('a CodeBuild project', () => {
  const written = (by: typeof own, name: string, content: JsonObject): HistoryEvent => by(`codebuild:${name}`, { awsActId: '111122223333' }, { project: { name: 'release', created: 'Nov 20, 2026', ...content } });
  const made = written(own, 'CreateProject', { serviceRole: 'own', description: '' });
  const recalled = (...history: readonly HistoryEvent[]) => recall({} as never, history);

  test('gets back what the stranger changed, and keeps what its owner has changed since', () => {
    const changed = written(theirs, 'UpdateProject', { serviceRole: 'his', vpcConfig: { vpcId: 'vpc-1' } });
    expect(recalled(made, changed, written(own, 'UpdateProject', { serviceRole: 'his', vpcConfig: { vpcId: 'vpc-1' }, description: 'Release' }))).toEqual({ config: { serviceRole: 'own', vpcConfig: null } });
    expect(recalled(made, changed, written(own, 'UpdateProject', { serviceRole: 'other' }))).toEqual({ config: {} });
  });
  test('is not given back where no event shows what the stranger found', () => {
    expect(recalled(written(theirs, 'UpdateProject', { serviceRole: 'his' }))).toBeUndefined();
    expect(recalled(made, theirs('codebuild:UpdateWebhook', {}, { webhook: {} }))).toBeUndefined();
  });
  test('has no webhook where the stranger made the first, and the owner\'s where he changed or deleted it', () => {
    const hook = own('codebuild:CreateWebhook', {}, { webhook: { payloadUrl: 'https://example.com', filterGroups: [[{ type: 'EVENT', pattern: 'PUSH' }]] } });
    expect(recalled(theirs('codebuild:CreateWebhook', {}, { webhook: {} }))).toMatchObject({ hook: null });
    for (const name of ['UpdateWebhook', 'DeleteWebhook']) expect(recalled(hook, theirs(`codebuild:${name}`, {}, { webhook: {} }))).toMatchObject({ hook: { filterGroups: [[{ type: 'EVENT', pattern: 'PUSH' }]] } });
  });
  test('that the stranger only used loses the builds that he started, and no other', () => {
    const aim = recalled(made, theirs('codebuild:StartBuild', { projectName: 'release' }, { build: { id: 'release:1' } }));
    expect(aim).toEqual({ builds: ['release:1'] });
    expect(project.actions.contain?.calls({ name: 'release', region: 'us-east-1', public: true, seen: { builds: ['release:1', 'release:2'] }, aim } as never)).toEqual([{ operation: 'codebuild:StopBuild', region: 'us-east-1', input: { id: 'release:1' } }]);
  });
  test('holds no value of a variable; it is given back from where AWS shows it, or nothing is changed', () => {
    const environment = { image: 'own', environmentVariables: [{ name: 'TOKEN', value: 'of-the-owner', type: 'PLAINTEXT' }, { name: 'KEY', value: '/own/key', type: 'PARAMETER_STORE' }] };
    const { environment: masked } = configOf({ environment }) as { environment: JsonObject };
    expect(JSON.stringify(masked)).not.toContain('of-the-owner');
    expect(valuesBack(masked, [{}, environment])).toEqual(environment);
    expect(() => valuesBack(masked, [{}])).toThrow(/AWS shows nowhere/);
  });
  test('is known by its answer too: the request of AWS\'s own example names the account alone', () => {
    const concerns = (name: string) => project.traces.concerns?.({ name, arn: '' } as never, { name: 'codebuild:UpdateProject', request: { awsActId: '111122223333' }, response: { project: { name: 'release' } } });
    expect([concerns('release'), concerns('other')]).toEqual([true, false]);
  });
});

describe('an Elastic Beanstalk environment', () => {
  const [MIN, MAX, LEVEL] = ['aws:autoscaling:asg/MinSize', 'aws:autoscaling:asg/MaxSize', 'aws:elasticbeanstalk:xray/XRayEnabled'];
  const options = (set: Readonly<Record<string, string>>, more: JsonObject = {}): JsonObject => ({ optionSettings: Object.entries(set).map(([key, value]) => ({ namespace: key.slice(0, key.lastIndexOf('/')), optionName: key.slice(key.lastIndexOf('/') + 1), value })), ...more });
  const [made, set] = ['elasticbeanstalk:CreateEnvironment', 'elasticbeanstalk:UpdateEnvironment'];
  const recalled = (...history: readonly HistoryEvent[]) => environment.recall?.({} as never, history, '');

  test('gets back the owner\'s last values, a default where the owner had set none, and both sizes where one was another', () => {
    expect(recalled(own(made, options({ [MAX]: '3' }, { versionLabel: 'v7' })), theirs(set, options({ [MAX]: '40', [LEVEL]: 'true' }, { versionLabel: 'v8' })))).toEqual({ version: 'v7', options: { [MAX]: '3', [MIN]: null, [LEVEL]: null }, his: { [MAX]: '40', [LEVEL]: 'true' } });
  });
  test('keeps what its owner has set since', () => {
    expect(recalled(own(made, options({})), theirs(set, options({ [LEVEL]: 'true' }, { versionLabel: 'v8' })), own(set, options({ [LEVEL]: 'false' }, { versionLabel: 'v9' })))).toEqual({ options: {}, his: {} });
  });
  test('is not given back where the history does not reach back, where a value may be a secret, or where more was changed', () => {
    const secret = { 'aws:elasticbeanstalk:application:environment/TOKEN': 'of-the-owner' };
    for (const history of [
      [theirs(set, options({ [LEVEL]: 'true' }))], [own(made, options({})), theirs(set, { versionLabel: 'v8' })], [own(made, options(secret)), theirs(set, options({ ...secret, [LEVEL]: 'true' }))],
      [own(made, options({})), theirs(set, { platformArn: 'other' })], [own(made, options({})), theirs('elasticbeanstalk:SwapEnvironmentCNAMEs')],
    ]) expect(recalled(...history)).toBeUndefined();
  });
});
