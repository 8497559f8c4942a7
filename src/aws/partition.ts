// Partitions, their regions, and where the services without a region are asked.
import type { ServiceId } from './session.ts';

/** Enabled from the start in partition aws; https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
const DEFAULT_REGIONS = [
  'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ca-central-1', 'eu-central-1', 'eu-north-1',
  'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2',
] as const;
const OPT_IN_REGIONS = [
  'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1',
  'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1',
] as const;

export interface Partition {
  readonly id: string;
  readonly regions: readonly string[];
  readonly optIn: readonly string[];
  /** Where the event history keeps the events of global services, and where IAM is asked. */
  readonly globalRegion: string;
  /** Accounts in aws-cn have no root user (docs.amazonaws.cn, IAM differences). */
  readonly hasRoot: boolean;
}
const AWS: Partition = { id: 'aws', regions: [...DEFAULT_REGIONS, ...OPT_IN_REGIONS].sort(), optIn: OPT_IN_REGIONS, globalRegion: 'us-east-1', hasRoot: true };
const PARTITIONS: readonly Partition[] = [
  AWS,
  { id: 'aws-cn', regions: ['cn-north-1', 'cn-northwest-1'], optIn: [], globalRegion: 'cn-north-1', hasRoot: false },
  { id: 'aws-us-gov', regions: ['us-gov-east-1', 'us-gov-west-1'], optIn: [], globalRegion: 'us-gov-west-1', hasRoot: true },
  { id: 'aws-eusc', regions: ['eusc-de-east-1'], optIn: [], globalRegion: 'eusc-de-east-1', hasRoot: true },
];

export const partitionById = (id: string): Partition => PARTITIONS.find((p) => p.id === id) ?? AWS;
export const partitionOfRegion = (region: string): Partition =>
  PARTITIONS.find((p) => p.regions.includes(region)) ?? (region.startsWith('cn-') ? partitionById('aws-cn') : region.startsWith('us-gov-') ? partitionById('aws-us-gov') : AWS);

/** Services asked in one region only; in aws-cn some of them elsewhere than IAM (botocore endpoints.json). */
const GLOBAL: Readonly<Partial<Record<ServiceId, Readonly<Record<string, string>>>>> = {
  iam: {},
  support: {},
  account: { 'aws-cn': 'cn-northwest-1' },
  organizations: { 'aws-cn': 'cn-northwest-1' },
  health: { 'aws-cn': 'cn-northwest-1' },
  ce: { 'aws-cn': 'cn-northwest-1' },
  budgets: { 'aws-cn': 'cn-northwest-1' },
  savingsplans: { 'aws-cn': 'cn-northwest-1' },
  cloudfront: { 'aws-cn': 'cn-northwest-1' },
  route53: { 'aws-cn': 'cn-northwest-1' },
  route53domains: {},
  s3control: {},
};
/** The region in which a service without regions is asked, or `undefined` for a regional one. */
export function globalRegionOf(service: ServiceId, partition: Partition): string | undefined {
  const known = GLOBAL[service];
  return known && (known[partition.id] ?? partition.globalRegion);
}
/** STS is regional, but its calls carry no target: they are shown as global. */
export const isGlobal = (service: ServiceId): boolean => service in GLOBAL || service === 'sts';
