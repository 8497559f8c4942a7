// What every EC2 operation shares: the DryRun parameter, the region's room, the ARNs that policies speak of.
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { dryRun } from './errors.ts';
import { regionOf, type Ec2Region } from './state.ts';

export type Ec2Service = Service<SimCall>;

/** DryRun is answered after the authorization and before the deed, as AWS does. */
export const inRegion = <I extends object, O>(run: (input: I, region: Ec2Region, call: SimCall) => O) =>
  (input: I, call: SimCall): O => {
    if ('DryRun' in input && input.DryRun === true) throw dryRun();
    return run(input, regionOf(call), call);
  };

/** Snapshots and images have no account in their ARN. */
export function ec2Arn(call: SimCall, type: string, id: string): string {
  const owner = type === 'snapshot' || type === 'image' ? '' : call.account.id;
  return `arn:${call.account.partition}:ec2:${call.region}:${owner}:${type}/${id}`;
}
export const ec2Arns = (call: SimCall, type: string, ids: readonly (string | undefined)[] | undefined): string[] => (ids?.length ? ids : ['*']).map((id) => ec2Arn(call, type, id ?? '*'));

/** Names the things of a call in its event record: `AWS::EC2::Instance`. */
export function touches(call: SimCall, type: string, ...ids: readonly string[]): void {
  call.touch(...ids.map((name) => ({ type: `AWS::EC2::${type}`, name })));
}

export const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms);
