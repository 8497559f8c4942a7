// A SageMaker training job cannot be held and goes on no more once it is stopped: only the stranger's own is, in the first burst, and what it was is kept first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import { sceneOf, type SceneCall } from '../adversary/scene.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { THREAD } from '../harness/scenarios.ts';

afterAll(removeFolders);
const job = (as: string, at: string, name: string): SceneCall => ({
  at, as, call: 'sagemaker:CreateTrainingJob', region: 'us-east-1', with: {
    TrainingJobName: name, RoleArn: 'arn:aws:iam::111122223333:role/Worker', AlgorithmSpecification: { TrainingImage: 'example/example', TrainingInputMode: 'File' }, OutputDataConfig: { S3OutputPath: 's3://example/' },
    ResourceConfig: { InstanceType: 'ml.p3.16xlarge', InstanceCount: 4, VolumeSizeInGB: 50 }, StoppingCondition: { MaxRuntimeInSeconds: 432_000 },
  },
});

test('the stranger’s is stopped in the first burst with its settings kept, and the gate says that there is no way back; the owner’s runs on', async () => {
  const account = await openAccount(sceneOf('training', { seed: 'training', reactions: [], calls: [job('root', '-1d', 'of-the-owner'), job('key', '-6h', 'model-1')] }));
  const run = await play(account, { kinds: [...THREAD, 'sagemaker/training-job'] });
  const asked = run.ui.gates.flatMap(({ gate }) => gate.steps.filter(({ step }) => step.kind === 'sagemaker/training-job').map((view) => [gate.id, view.step.verb, view.step.resource.name, view.reversible, render(gate.advice)]));
  expect(asked).toEqual([['contain:first', 'contain', 'model-1', false, 'Do all of it at once. What cannot be undone says so; all else can be.']]);
  expect(account.changes.map((c) => c.call).filter((c) => c.startsWith('sagemaker:'))).toEqual([expect.stringMatching(/StopTrainingJob .*model-1/)]);
  expect(readFileSync(join(run.dir, 'evidence', 'manifest.jsonl'), 'utf8')).toContain('sagemaker-training-job-model-1.json');
  expect(account.score().bystanders.harmed).toEqual([]);
});
