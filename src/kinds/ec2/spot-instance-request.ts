// A Spot Instance request: a persistent one launches another instance whenever its instance has ended.
import { CancelSpotInstanceRequestsCommand, paginateDescribeSpotInstanceRequests, type EC2Client, type SpotInstanceRequest as SdkRequest } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo } from '../kind.ts';
import { callOn, chunksOf, ec2Arn } from './parts/calls.ts';

export interface SpotInstanceRequest extends Resource {
  /** `open`, `active`, `disabled`, then `cancelled` or `closed`. */
  readonly state: string;
  readonly persistent: boolean;
  readonly type: string;
  readonly imageId: string;
  readonly price: string;
}
const OPEN = ['open', 'active', 'disabled'];
const isOver = ({ state }: SpotInstanceRequest): boolean => !OPEN.includes(state);

const requestOf = (from: SdkRequest, aws: Omit<ReadAws, 'client'>): SpotInstanceRequest => {
  const id = from.SpotInstanceRequestId ?? '';
  return {
    arn: ec2Arn(aws, 'spot-instances-request', id), uid: id, name: id, region: aws.region, ...(from.CreateTime ? { createdAt: from.CreateTime.toISOString() } : {}),
    // Open and active pass into each other by themselves.
    state: from.State === 'active' ? 'open' : from.State ?? '', persistent: from.Type === 'persistent', type: from.LaunchSpecification?.InstanceType ?? '', imageId: from.LaunchSpecification?.ImageId ?? '', price: from.SpotPrice ?? '',
    seen: { instance: from.InstanceId ?? '' },
  };
};
async function* read(client: EC2Client, name: string, Values: string[]): AsyncIterable<SdkRequest> {
  for await (const { SpotInstanceRequests = [] } of paginateDescribeSpotInstanceRequests({ client }, { Filters: [{ Name: name, Values }], MaxResults: 1_000 })) yield* SpotInstanceRequests;
}
const target = (r: SpotInstanceRequest) => ({ SpotInstanceRequestIds: [r.name] });

export default defineKind<SpotInstanceRequest>({
  id: 'ec2/spot-instance-request', version: 1, title: say('Spot Instance request'), scope: 'regional', role: 'respawner',
  reads: ['ec2:DescribeSpotInstanceRequests'],

  async *list({ aws }) {
    for await (const one of read(await aws.client('ec2'), 'state', OPEN)) yield requestOf(one, aws);
  },

  async look(aws, rs) {
    const client = await aws.client('ec2');
    const found = new Map<string, SpotInstanceRequest>();
    for (const ids of chunksOf(rs.map((r) => r.uid), 200)) {
      for await (const one of read(client, 'spot-instance-request-id', ids)) found.set(one.SpotInstanceRequestId ?? '', requestOf(one, aws));
    }
    return rs.map((r) => found.get(r.uid));
  },

  // A launch on the Spot market, or a fleet's, makes a request too; that one is in the answer with its instance.
  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['ec2:RequestSpotInstances', 'ec2:RunInstances'],
    changed: [],
  },

  actions: {
    preserve: {
      operations: [],
      title: (r) => say('Save Spot Instance request {{request}}: what it launches, with its user data', { request: r.name }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const found: SdkRequest[] = [];
        for await (const one of read(await aws.client('ec2'), 'spot-instance-request-id', [r.uid])) found.push(one);
        const file = `spot-instance-request-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(found[0] ?? r, null, 2)}\n`, { operation: 'ec2:DescribeSpotInstanceRequests' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['ec2:CancelSpotInstanceRequests'],
      title: (r) => (r.persistent ? say('Cancel persistent Spot Instance request {{request}} ({{type}}) in {{region}}', { request: r.name, type: r.type, region: r.region }) : say('Cancel Spot Instance request {{request}} ({{type}}) in {{region}}', { request: r.name, type: r.type, region: r.region })),
      breaks: () => say('It launches nothing more. The instance that it launched goes on running until it is terminated itself.'),
      calls: (r) => [callOn(r, 'ec2:CancelSpotInstanceRequests', target(r))],
      done: (now) => now === undefined || isOver(now),
      apply: async (aws, r) => {
        if (!isOver(r)) await (await aws.client('ec2')).send(new CancelSpotInstanceRequestsCommand(target(r)));
      },
      undo: irreversible(say('A cancelled Spot Instance request is not opened again. What it asked for is kept with the evidence; it can be requested anew.')),
    },
  },
});
