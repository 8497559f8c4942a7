// Reserved Instances: paid for years, and no call gives them back. Shown, with what to ask AWS for.
import { DescribeReservedInstancesCommand, type ReservedInstances as Reserved } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind } from '../kind.ts';

export interface ReservedInstances extends Resource {
  readonly type: string;
  readonly count: number;
  readonly price: number;
  /** From when to when it is paid for. */
  readonly start: string;
  readonly end: string;
}

function reservedOf({ partition, region, accountId }: ReadAws, one: Reserved): ReservedInstances {
  const { ReservedInstancesId: id = '', InstanceType: type = '', InstanceCount: count = 0, FixedPrice: price = 0, Start, End, State = '' } = one;
  // The start is no time of creation: a purchase can be queued.
  return { arn: `arn:${partition}:ec2:${region}:${accountId}:reserved-instances/${id}`, uid: id, name: id, region, type, count, price, start: Start?.toISOString() ?? '', end: End?.toISOString() ?? '', seen: { state: State } };
}
async function read(aws: ReadAws): Promise<ReservedInstances[]> {
  const { ReservedInstances: all = [] } = await (await aws.client('ec2')).send(new DescribeReservedInstancesCommand({}));
  return all.map((one) => reservedOf(aws, one));
}

export default defineKind<ReservedInstances>({
  id: 'ec2/reserved-instances', version: 1, title: say('Reserved Instances'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeReservedInstances'],
  async *list({ aws }) { yield* await read(aws); },
  look: async (aws, rs) => {
    const all = await read(aws);
    return rs.map((r) => all.find((one) => one.uid === r.uid));
  },
  traces: { ids: ({ uid }) => [uid], created: ['ec2:PurchaseReservedInstancesOffering'], changed: ['ec2:ModifyReservedInstances', 'ec2:CreateReservedInstancesListing'] },
  judge: ({ count, type, end, name }, { attributed }) => attributed && {
    ...attributed, techniques: ['T1496'],
    because: say('{{why}} No call gives it back. Write to AWS in the case: {{count}} × {{type}} (Reserved Instances {{id}}, until {{end}}) were bought by a stranger; please cancel them and review the charge.', { why: attributed.because, count, type, id: name, end }),
  },
  actions: {},
});
