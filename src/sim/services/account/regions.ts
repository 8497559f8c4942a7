// The regions of each partition, and which of them this account has enabled. EC2 and the world read the same state.
import type { RegionOptStatus } from '@aws-sdk/client-account';
import type { SimAccount } from '../../account.ts';

export interface RegionFact {
  readonly name: string;
  /** Opt-in regions are disabled until somebody enables them. */
  readonly optIn: boolean;
  /** Letters of the zones that an account sees. */
  readonly zones: string;
}

const always = (names: Readonly<Record<string, string>>): RegionFact[] => Object.entries(names).map(([name, zones]) => ({ name, optIn: false, zones }));
const optIn = (...names: readonly string[]): RegionFact[] => names.map((name) => ({ name, optIn: true, zones: 'abc' }));
const byName = (a: RegionFact, b: RegionFact): number => (a.name < b.name ? -1 : 1);

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
const REGIONS: Readonly<Record<SimAccount['partition'], readonly RegionFact[]>> = {
  aws: [
    ...always({
      'ap-northeast-1': 'acd', 'ap-northeast-2': 'abcd', 'ap-northeast-3': 'abc', 'ap-south-1': 'abc', 'ap-southeast-1': 'abc', 'ap-southeast-2': 'abc',
      'ca-central-1': 'abd', 'eu-central-1': 'abc', 'eu-north-1': 'abc', 'eu-west-1': 'abc', 'eu-west-2': 'abc', 'eu-west-3': 'abc', 'sa-east-1': 'abc',
      'us-east-1': 'abcdef', 'us-east-2': 'abc', 'us-west-1': 'ac', 'us-west-2': 'abcd',
    }),
    ...optIn('af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7',
      'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1'),
  ].sort(byName),
  'aws-cn': always({ 'cn-north-1': 'ab', 'cn-northwest-1': 'abc' }),
};

export const regionsOf = (partition: SimAccount['partition']): readonly RegionFact[] => REGIONS[partition];
export const regionFact = (account: SimAccount, name: string): RegionFact | undefined => regionsOf(account.partition).find((r) => r.name === name);

/** Only what differs from the default: an opt-in region that was touched. */
interface RegionChoice { status: RegionOptStatus; settlesAt?: Date }
export interface RegionState { readonly choices: Map<string, RegionChoice> }
export const newRegionState = (): RegionState => ({ choices: new Map() });
export const regionState = (account: SimAccount): RegionState => account.state('account-regions', newRegionState);

/** AWS takes minutes to hours; the simulated account takes five minutes. */
export const OPT_IN_MS = 5 * 60_000;

/** `ENABLING` and `DISABLING` end by the account's clock, whoever looks. */
export function regionStatus(account: SimAccount, region: RegionFact): RegionOptStatus {
  const choice = regionState(account).choices.get(region.name);
  if (!choice) return region.optIn ? 'DISABLED' : 'ENABLED_BY_DEFAULT';
  if (choice.settlesAt && account.now() >= choice.settlesAt) return choice.status === 'ENABLING' ? 'ENABLED' : 'DISABLED';
  return choice.status;
}

/** Whether requests to this region are answered. A region that is being disabled still answers; one that is being enabled does not yet. */
export function regionEnabled(account: SimAccount, name: string): boolean {
  const region = regionFact(account, name);
  if (!region) return false;
  const status = regionStatus(account, region);
  return status === 'ENABLED' || status === 'ENABLED_BY_DEFAULT' || status === 'DISABLING';
}

/** For scenarios and tests: the region is enabled since long. */
export function openRegion(account: SimAccount, name: string): void {
  regionState(account).choices.set(name, { status: 'ENABLED' });
}

/** For scenarios that play in a few Regions: all others are switched off, also those that AWS lets nobody switch off. */
export function leaveOnly(account: SimAccount, names: readonly string[]): void {
  for (const { name } of regionsOf(account.partition)) regionState(account).choices.set(name, { status: names.includes(name) ? 'ENABLED' : 'DISABLED' });
}

/** `use1` for us-east-1: the prefix of zone ids. */
export function zonePrefix(region: string): string {
  const [area = '', side = '', number = ''] = region.split('-');
  const letters = ['north', 'south', 'central'].find((s) => side.startsWith(s));
  const rest = letters ? side.slice(letters.length) : side;
  return `${area}${letters?.charAt(0) ?? ''}${rest.charAt(0)}${number}`;
}
