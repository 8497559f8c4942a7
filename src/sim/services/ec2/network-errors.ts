// EC2's errors for ids of the network, and how older operations of the network stand in the event history.
import { other } from './errors.ts';
import { lowered } from './trail.ts';

const CODES = {
  address: ['InvalidAllocationID.NotFound', 'The allocation ID'], peering: ['InvalidVpcPeeringConnectionID.NotFound', 'The vpcPeeringConnection ID'], prefixList: ['InvalidPrefixListID.NotFound', 'The prefix list ID'],
  acl: ['InvalidNetworkAclID.NotFound', 'The networkAcl ID'], table: ['InvalidRouteTableID.NotFound', 'The routeTable ID'], gateway: ['InvalidInternetGatewayID.NotFound', 'The internetGateway ID'],
  mirrorTarget: ['InvalidTrafficMirrorTargetId.NotFound', 'The traffic mirror target ID'], mirrorFilter: ['InvalidTrafficMirrorFilterId.NotFound', 'The traffic mirror filter ID'],
  mirrorSession: ['InvalidTrafficMirrorSessionId.NotFound', 'The traffic mirror session ID'], endpoint: ['InvalidInstanceConnectEndpointId.NotFound', 'The instance connect endpoint ID'],
  flowLog: ['InvalidFlowLogId.NotFound', 'The flow log ID'],
} as const;
export type NetworkSort = keyof typeof CODES;

export const notThere = (sort: NetworkSort, id: string): Error => other(CODES[sort][0], `${CODES[sort][1]} '${id}' does not exist`);
export function wanted<T>(sort: NetworkSort, from: ReadonlyMap<string, T>, id: string | undefined): T {
  const found = from.get(id ?? '');
  if (found === undefined) throw notThere(sort, id ?? '');
  return found;
}
/** Those with the ids, or all where none are named. */
export const asked = <T>(sort: NetworkSort, from: ReadonlyMap<string, T>, ids: readonly string[] | undefined): T[] => (ids?.length ? ids.map((id) => wanted(sort, from, id)) : [...from.values()]);

/** Before about 2017: members with small first letters, and what was returned beside `_return`. */
export const older = {
  request: (input: object): unknown => lowered(Object.fromEntries(Object.entries(input).filter(([name]) => name !== 'DryRun'))),
  response: (output: unknown): unknown => ({ _return: true, ...(lowered(output) as object) }),
};
