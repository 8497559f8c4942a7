// What is the owner's and was changed by the stranger: given back where the history tells what it held; else it stays held, and the case waits for its owner.
import { afterAll, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import { sceneOf } from '../adversary/scene.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders, resume, undoAll, type Play, type Run } from '../harness/play.ts';
import { THREAD } from '../harness/scenarios.ts';

afterAll(removeFolders);
const LOOKING: Play = { kinds: [...THREAD, 'elasticbeanstalk/environment'] };
const size = (value: string) => ['MinSize', 'MaxSize'].map((OptionName) => ({ Namespace: 'aws:autoscaling:asg', OptionName, Value: value }));
const shop = (as: string, at: string, call: string, value: string) => ({ at, as, region: 'us-east-1', call: `elasticbeanstalk:${call}`, with: { ApplicationName: 'shop', EnvironmentName: 'shop-live', OptionSettings: size(value) } });
const held = (run: Run): readonly string[] => [...run.reading().state.waits].flatMap(([id, { wait }]) => (id.startsWith('held:') && wait.for === 'operator' ? [render(wait.task)] : []));

test('an environment that the stranger changed is held at no machines: the case says so until its owner has given it back', async () => {
  const account = await openAccount(sceneOf('held', { seed: 'held', reactions: [], calls: [shop('root', '-100d', 'CreateEnvironment', '2'), shop('key', '-6h', 'UpdateEnvironment', '20')] }));
  const run = await play(account, LOOKING);
  expect(held(run)).toEqual([expect.stringMatching(/^This still stands on something of yours: Scale the Elastic Beanstalk environment shop-live in us-east-1 to no machines\. Put the thing right, then take the step back: aws-incident undo \S+ contain:elasticbeanstalk\/environment:shop-live:\w+$/)]);
  expect(held(await resume(account, run, LOOKING))).toHaveLength(1);
  await undoAll(account, run, LOOKING);
  expect(held(await resume(account, run, LOOKING))).toEqual([]);
});
