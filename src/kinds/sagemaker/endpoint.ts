// A SageMaker endpoint: machines that answer for a model, billed while it stands. Described, then deleted.
import { DeleteEndpointCommand, DescribeEndpointCommand, paginateListEndpoints, type EndpointSummary, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, MADE_ANEW, nothingToUndo } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { orNothing } from './parts/record-not-found.ts';

function endpointOf(from: EndpointSummary | undefined, region: string): Resource | undefined {
  if (!from || from.EndpointStatus === 'Deleting') return undefined;
  const { EndpointArn: arn = '', EndpointName: name = '' } = from;
  const createdAt = from.CreationTime?.toISOString() ?? '';
  return { arn, uid: `${arn}@${createdAt}`, name, region, createdAt, seen: { status: from.EndpointStatus ?? '' } };
}
const input = (r: Resource) => ({ EndpointName: r.name });
const describe = (client: SageMakerClient, r: Resource) => orNothing(client.send(new DescribeEndpointCommand(input(r))));

export default defineKind<Resource>({
  id: 'sagemaker/endpoint', version: 1, title: say('SageMaker endpoint'), scope: 'regional', role: 'machine',
  reads: ['sagemaker:ListEndpoints', 'sagemaker:DescribeEndpoint'],

  async *list({ aws, region }) {
    for await (const { Endpoints = [] } of paginateListEndpoints({ client: await aws.client('sagemaker') }, { MaxResults: 100 })) yield* Endpoints.flatMap((e) => endpointOf(e, region) ?? []);
  },

  async look(aws, rs) {
    const client = await aws.client('sagemaker');
    return inParallel(rs, 4, async (r) => {
      const now = endpointOf(await describe(client, r), aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['sagemaker:CreateEndpoint'],
    changed: ['sagemaker:UpdateEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
    concerns: (r, { request }) => request?.['endpointName'] === r.name,
  },

  actions: {
    preserve: {
      operations: [],
      title: (r) => say('Save the settings of the SageMaker endpoint {{endpoint}} in {{region}}', { endpoint: r.name, region: r.region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const found = await describe(await aws.client('sagemaker'), r);
        const file = `sagemaker-endpoint-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(found ?? r, null, 2)}\n`, { operation: 'sagemaker:DescribeEndpoint', requestId: found?.$metadata.requestId });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['sagemaker:DeleteEndpoint'],
      title: (r) => say('Delete the SageMaker endpoint {{endpoint}} in {{region}}', { endpoint: r.name, region: r.region }),
      breaks: () => say('Nobody can ask its model any more. The model and the endpoint configuration stay; they cost nothing.'),
      calls: (r) => [{ operation: 'sagemaker:DeleteEndpoint', region: r.region, input: input(r) }],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        await orNothing((await aws.client('sagemaker')).send(new DeleteEndpointCommand(input(r))));
      },
      undo: MADE_ANEW,
    },
  },
});
