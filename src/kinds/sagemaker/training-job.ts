// A SageMaker training job that runs: machines under somebody's container. Described and stopped at once, where it is the stranger's own.
import { DescribeTrainingJobCommand, paginateListTrainingJobs, StopTrainingJobCommand, type SageMakerClient, type TrainingJobSummary } from '@aws-sdk/client-sagemaker';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { orNothing } from './parts/record-not-found.ts';

/** Names are never given again. What has ended, or is about to, stays in SageMaker's list for good and is no thing of ours. */
function jobOf(from: Partial<TrainingJobSummary> | undefined, region: string): Resource | undefined {
  if (from?.TrainingJobStatus !== 'InProgress') return undefined;
  const { TrainingJobArn: arn = '', TrainingJobName: name = '' } = from;
  return { arn, uid: arn, name, region, ...(from.CreationTime && { createdAt: from.CreationTime.toISOString() }) };
}
const input = (r: Resource) => ({ TrainingJobName: r.name });
const describe = (client: SageMakerClient, r: Resource) => orNothing(client.send(new DescribeTrainingJobCommand(input(r))));

export default defineKind<Resource>({
  id: 'sagemaker/training-job', version: 1, title: say('SageMaker training job'), scope: 'regional', role: 'machine',
  reads: ['sagemaker:ListTrainingJobs', 'sagemaker:DescribeTrainingJob'],

  async *list({ aws, region }) {
    for await (const { TrainingJobSummaries = [] } of paginateListTrainingJobs({ client: await aws.client('sagemaker') }, { StatusEquals: 'InProgress', MaxResults: 100 })) yield* TrainingJobSummaries.flatMap((j) => jobOf(j, region) ?? []);
  },

  async look(aws, rs) {
    const client = await aws.client('sagemaker');
    return inParallel(rs, 4, async (r) => {
      const now = jobOf(await describe(client, r), aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['sagemaker:CreateTrainingJob'],
    changed: ['sagemaker:UpdateTrainingJob'],
    concerns: (r, { request }) => request?.['trainingJobName'] === r.name,
  },

  actions: {
    // It costs by the minute, nobody misses a stranger's, and nothing of it is lost but the computing: AWS keeps the entry, and gives it two minutes to write out what it has.
    contain: {
      operations: ['sagemaker:StopTrainingJob'],
      needed: (_, origin) => origin === 'created',
      title: (r) => say('Stop the SageMaker training job {{job}} in {{region}}', { job: r.name, region: r.region }),
      destroys: () => say('What the job has computed and not written out. Its entry in the list stays; AWS deletes none.'),
      calls: (r) => [{ operation: 'sagemaker:StopTrainingJob', region: r.region, input: input(r) }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('sagemaker');
        const found = await describe(client, r);
        await deed.keep(`sagemaker-training-job-${r.name}.json`, `${JSON.stringify(found ?? r, null, 2)}\n`, { operation: 'sagemaker:DescribeTrainingJob', requestId: found?.$metadata.requestId });
        try {
          await client.send(new StopTrainingJobCommand(input(r)));
        } catch (error) {
          // It has ended meanwhile.
          if (!failureOf(error).message.includes('is in status')) throw error;
        }
      },
      undo: irreversible(say('A stopped training job does not go on. One like it can be made anew.')),
    },
  },
});
