// Reserved Instances: bought for years, and nobody can give them back.
import { DescribeReservedInstancesCommand, PurchaseReservedInstancesOfferingCommand, type DescribeReservedInstancesCommandInput, type PurchaseReservedInstancesOfferingCommandInput, type ReservedInstances } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { rooms } from '../rooms.ts';
import type { Ec2Service } from './operation.ts';

interface Reservation { readonly id: string; readonly offering: string; readonly count: number; readonly at: Date }
const room = rooms('ec2/reserved-instances', () => new Map<string, Reservation>());
const PENDING_MS = 300_000;
const YEAR_S = 31_536_000;

/** The simulated offerings are all of one sort: a year of m5.large, all paid at once. */
function purchase({ ReservedInstancesOfferingId: offering = '', InstanceCount: count = 0 }: PurchaseReservedInstancesOfferingCommandInput, call: SimCall): { ReservedInstancesId: string } {
  if (!/^[0-9a-f-]{36}$/u.test(offering)) throw new AwsError('InvalidReservedInstancesOfferingId', `The Reserved Instances Offering ID ${offering} does not exist`, 400);
  if (count < 1) throw new AwsError('InvalidParameterValue', 'The instance count must be at least 1', 400);
  const id = call.account.ids.uuid();
  room(call).set(id, { id, offering, count, at: call.now });
  return { ReservedInstancesId: id };
}
function describe({ ReservedInstancesIds: ids }: DescribeReservedInstancesCommandInput, call: SimCall): { ReservedInstances: ReservedInstances[] } {
  const all = room(call);
  const unknown = ids?.find((id) => !all.has(id));
  if (unknown !== undefined) throw new AwsError('InvalidReservedInstancesId', `The Reserved Instances ID ${unknown} does not exist`, 400);
  return { ReservedInstances: [...all.values()].filter((r) => !ids?.length || ids.includes(r.id)).map((r) => shown(r, call.now)) };
}
const shown = ({ id, count, at }: Reservation, now: Date): ReservedInstances => ({
  ReservedInstancesId: id, InstanceCount: count, InstanceType: 'm5.large', ProductDescription: 'Linux/UNIX', Start: at, End: new Date(at.getTime() + YEAR_S * 1_000), Duration: YEAR_S, FixedPrice: 501, UsagePrice: 0, CurrencyCode: 'USD',
  State: now.getTime() - at.getTime() < PENDING_MS ? 'payment-pending' : 'active', OfferingClass: 'standard', OfferingType: 'All Upfront', Scope: 'Region', InstanceTenancy: 'default', RecurringCharges: [], Tags: [],
});

export function registerReservedInstances(ec2: Ec2Service): void {
  ec2.on(PurchaseReservedInstancesOfferingCommand, purchase).on(DescribeReservedInstancesCommand, describe);
}
