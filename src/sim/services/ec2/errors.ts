// EC2's errors, with the codes and sentences that AWS uses. EC2 models none, so code and status stand here.
import { AwsError } from '../../wire/types.ts';

const ec2Error = (code: string, message: string, status = 400): AwsError => new AwsError(code, message, status);
const quoted = (ids: readonly string[]): string => ids.join(', ');

/** Code and sentence for an id that is unknown, or no id at all: `InvalidVolume.NotFound`. */
interface IdErrors { readonly notFound: string; readonly malformed: string; readonly prefix: string; readonly sentence: (ids: readonly string[]) => string }
const IDS = {
  instance: { notFound: 'InvalidInstanceID.NotFound', malformed: 'InvalidInstanceID.Malformed', prefix: 'i-', sentence: (ids) => (ids.length === 1 ? `The instance ID '${quoted(ids)}' does not exist` : `The instance IDs '${quoted(ids)}' do not exist`) },
  volume: { notFound: 'InvalidVolume.NotFound', malformed: 'InvalidParameterValue', prefix: 'vol-', sentence: (ids) => `The volume '${quoted(ids)}' does not exist.` },
  snapshot: { notFound: 'InvalidSnapshot.NotFound', malformed: 'InvalidSnapshotID.Malformed', prefix: 'snap-', sentence: (ids) => `The snapshot '${quoted(ids)}' does not exist.` },
  nic: { notFound: 'InvalidNetworkInterfaceID.NotFound', malformed: 'InvalidNetworkInterfaceId.Malformed', prefix: 'eni-', sentence: (ids) => `The networkInterface ID '${quoted(ids)}' does not exist` },
  group: { notFound: 'InvalidGroup.NotFound', malformed: 'InvalidGroupId.Malformed', prefix: 'sg-', sentence: (ids) => `The security group '${quoted(ids)}' does not exist` },
  rule: { notFound: 'InvalidSecurityGroupRuleId.NotFound', malformed: 'InvalidSecurityGroupRuleId.Malformed', prefix: 'sgr-', sentence: (ids) => `The security group rule ID '${quoted(ids)}' does not exist` },
  subnet: { notFound: 'InvalidSubnetID.NotFound', malformed: 'InvalidSubnetID.Malformed', prefix: 'subnet-', sentence: (ids) => `The subnet ID '${quoted(ids)}' does not exist` },
  vpc: { notFound: 'InvalidVpcID.NotFound', malformed: 'InvalidVpcID.Malformed', prefix: 'vpc-', sentence: (ids) => `The vpc ID '${quoted(ids)}' does not exist` },
  association: { notFound: 'InvalidAssociationID.NotFound', malformed: 'InvalidAssociationID.NotFound', prefix: 'iip-assoc-', sentence: (ids) => `An invalid association-id of '${quoted(ids)}' was given` },
  image: { notFound: 'InvalidAMIID.NotFound', malformed: 'InvalidAMIID.Malformed', prefix: 'ami-', sentence: (ids) => `The image id '[${quoted(ids)}]' does not exist` },
} as const satisfies Readonly<Record<string, IdErrors>>;
export type Sort = keyof typeof IDS;

export const notFound = (sort: Sort, ...ids: readonly string[]): AwsError => ec2Error(IDS[sort].notFound, IDS[sort].sentence(ids));

/** Throws unless `id` looks like an id of its sort. */
export function wellFormed(sort: Sort, id: string | undefined): string {
  if (id === undefined || id === '') throw missing(`${sort}Id`);
  const { prefix, malformed } = IDS[sort];
  if (!id.startsWith(prefix) || !/^[0-9A-Za-z]+$/u.test(id.slice(prefix.length))) throw ec2Error(malformed, `Invalid id: "${id}" (expecting "${prefix}...")`);
  return id;
}

/** The thing with this id; `InvalidX.NotFound` or `.Malformed` where there is none. */
export function need<T>(sort: Sort, from: ReadonlyMap<string, T>, id: string | undefined): T {
  const found = from.get(wellFormed(sort, id));
  if (found === undefined) throw notFound(sort, id ?? '');
  return found;
}
/** All of them, or an error that names every unknown one. */
export function needAll<T>(sort: Sort, from: ReadonlyMap<string, T>, ids: readonly string[]): T[] {
  const unknown = ids.filter((id) => !from.has(wellFormed(sort, id)));
  if (unknown.length > 0) throw notFound(sort, ...unknown);
  return ids.flatMap((id) => from.get(id) ?? []);
}

export const missing = (parameter: string): AwsError => ec2Error('MissingParameter', `The request must contain the parameter ${parameter}`);
export const invalidValue = (message: string): AwsError => ec2Error('InvalidParameterValue', message);
export const invalidCombination = (message: string): AwsError => ec2Error('InvalidParameterCombination', message);
export const incorrectState = (message: string): AwsError => ec2Error('IncorrectState', message);
export const incorrectInstanceState = (message: string): AwsError => ec2Error('IncorrectInstanceState', message);
export const notPermitted = (message: string): AwsError => ec2Error('OperationNotPermitted', message);
export const dependency = (message: string): AwsError => ec2Error('DependencyViolation', message);
export const unsupported = (message: string): AwsError => ec2Error('UnsupportedOperation', message);
export const other = (code: string, message: string): AwsError => ec2Error(code, message);
export const dryRun = (): AwsError => ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
