// What Route 53 keeps: hosted zones with their records, and when each change is in sync.
import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { SimAccount } from '../../account.ts';

export interface Zone {
  readonly id: string; readonly name: string; readonly reference: string; readonly comment?: string; readonly vpcs: readonly { readonly VPCRegion?: string; readonly VPCId?: string }[];
  readonly nameServers: readonly string[];
  /** By `recordKey`. */
  readonly records: Map<string, ResourceRecordSet>;
}
export interface Route53State { readonly zones: Map<string, Zone>; readonly changes: Map<string, Date> }
export const route53State = (account: SimAccount): Route53State => account.state('route53', (): Route53State => ({ zones: new Map(), changes: new Map() }));

/** As Route 53 writes a name: small, with its dot, the asterisk as `\052`. */
export const fullName = (name: string): string => `${name.toLowerCase().replace(/\.$/, '').replace(/\*/g, '\\052')}.`;
export const recordKey = (r: Pick<ResourceRecordSet, 'Name' | 'Type' | 'SetIdentifier'>): string => [fullName(r.Name ?? ''), r.Type ?? '', r.SetIdentifier ?? ''].join('\n');
/** Labels from the right: `com.example.www`. */
export const order = (name: string): string => fullName(name).split('.').reverse().join('.');
export const sorted = (zone: Zone): ResourceRecordSet[] => [...zone.records.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
const rank = (r: ResourceRecordSet): string => [order(r.Name ?? ''), r.Type ?? '', r.SetIdentifier ?? ''].join('\n');
