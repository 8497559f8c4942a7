// A peering connection: private addresses of another VPC, often another account's, reach this one as far as routes and groups let them.
import { DeleteVpcPeeringConnectionCommand, paginateDescribeVpcPeeringConnections, type Filter, type VpcPeeringConnection as SdkPeering } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { ec2Arn, foundBy } from './parts/found-by.ts';

interface Side { readonly vpcId: string; readonly account: string; readonly region: string }
export interface VpcPeeringConnection extends Resource {
  /** `pending-acceptance` or `active`, mostly. */
  readonly state: string;
  readonly requester: Side;
  readonly accepter: Side;
}
/** What is over stays visible for some hours. */
const OVER = new Set(['deleted', 'deleting', 'rejected', 'failed', 'expired']);
const side = (info: SdkPeering['RequesterVpcInfo']): Side => ({ vpcId: info?.VpcId ?? '', account: info?.OwnerId ?? '', region: info?.Region ?? '' });

async function* peerings(aws: ReadAws, Filters: Filter[] = []): AsyncIterable<VpcPeeringConnection> {
  for await (const { VpcPeeringConnections = [] } of paginateDescribeVpcPeeringConnections({ client: await aws.client('ec2') }, { MaxResults: 1_000, ...(Filters.length > 0 ? { Filters } : {}) })) {
    for (const { VpcPeeringConnectionId: id = '', Status, RequesterVpcInfo, AccepterVpcInfo } of VpcPeeringConnections) {
      if (OVER.has(Status?.Code ?? '')) continue;
      yield { arn: ec2Arn(aws, 'vpc-peering-connection', id), uid: id, name: id, region: aws.region, state: Status?.Code ?? '', requester: side(RequesterVpcInfo), accepter: side(AccepterVpcInfo) };
    }
  }
}

export default defineKind<VpcPeeringConnection>({
  id: 'ec2/vpc-peering-connection', version: 1, title: say('VPC peering connection'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeVpcPeeringConnections'],
  list: ({ aws }) => peerings(aws),
  look: (aws, rs) => foundBy(rs, (Values) => peerings(aws, [{ Name: 'vpc-peering-connection-id', Values }])),
  // What another account asked for begins here with its acceptance.
  traces: { ids: (r) => [r.uid], created: ['ec2:CreateVpcPeeringConnection', 'ec2:AcceptVpcPeeringConnection'], changed: ['ec2:ModifyVpcPeeringConnectionOptions'], anywhere: true },
  actions: {
    preserve: {
      operations: [],
      title: (r) => say('Save VPC peering connection {{peering}} as it is', { peering: r.name }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (_, r, deed) => {
        await deed.keep(`${r.name}.json`, `${JSON.stringify(r, null, 2)}\n`, { operation: 'ec2:DescribeVpcPeeringConnections' });
        await deed.making('kept', `${r.name}.json`);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['ec2:DeleteVpcPeeringConnection'],
      title: (r) => say('Delete VPC peering connection {{peering}} between account {{one}} and account {{other}}', { peering: r.name, one: r.requester.account, other: r.accepter.account }),
      breaks: (r) => say('Nothing passes between {{one}} and {{other}} on their private addresses any more; routes that lead there lead nowhere.', { one: r.requester.vpcId, other: r.accepter.vpcId }),
      calls: (r) => [{ operation: 'ec2:DeleteVpcPeeringConnection', region: r.region, input: { VpcPeeringConnectionId: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('ec2')).send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: r.name }))); },
      undo: irreversible(say('AWS does not give a deleted peering connection back. Both sides must ask for and accept a new one.')),
    },
  },
});
