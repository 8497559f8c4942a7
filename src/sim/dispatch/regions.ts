// The account's regions and whether they are enabled. EC2 shows them, Account changes them, the gate refuses requests to disabled ones.
import type { SimAccount } from '../account.ts';

export type RegionStatus = 'ENABLED_BY_DEFAULT' | 'ENABLED' | 'ENABLING' | 'DISABLING' | 'DISABLED';

/** Account Management guide, "Enable or disable AWS Regions in your account": the regions of partition aws that cannot be disabled. */
const DEFAULT_REGIONS = ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ca-central-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'];
const OPT_IN_REGIONS = ['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1'];
const CHINA_REGIONS = ['cn-north-1', 'cn-northwest-1'];

export class Regions {
  readonly #status: Map<string, RegionStatus>;
  constructor(partition: 'aws' | 'aws-cn') {
    const fixed = partition === 'aws' ? DEFAULT_REGIONS : CHINA_REGIONS;
    const optional = partition === 'aws' ? OPT_IN_REGIONS : [];
    this.#status = new Map([...fixed.map((name): [string, RegionStatus] => [name, 'ENABLED_BY_DEFAULT']), ...optional.map((name): [string, RegionStatus] => [name, 'DISABLED'])]);
  }
  /** All regions of the partition, by name. */
  names(): string[] { return [...this.#status.keys()].sort(); }
  /** undefined: no such region in the partition. */
  status(region: string): RegionStatus | undefined { return this.#status.get(region); }
  set(region: string, status: RegionStatus): void { this.#status.set(region, status); }
  /** Requests are answered there. A region that is being enabled does not answer yet; one that is being disabled no longer does. */
  answers(region: string): boolean {
    const status = this.#status.get(region);
    return status === 'ENABLED_BY_DEFAULT' || status === 'ENABLED';
  }
}

/** The account's one record of its regions. */
export const regionsOf = (account: SimAccount): Regions => account.state('regions', (owner) => new Regions(owner.partition));

/** Where global services answer, and where their events are kept. */
export const globalRegion = (partition: 'aws' | 'aws-cn'): string => (partition === 'aws' ? 'us-east-1' : 'cn-north-1');
