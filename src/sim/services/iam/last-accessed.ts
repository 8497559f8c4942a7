// Last-accessed details: a job that takes a moment and that only the session that asked may read.
import {
  GenerateServiceLastAccessedDetailsCommand, GetServiceLastAccessedDetailsCommand, type GenerateServiceLastAccessedDetailsCommandInput,
  type GetServiceLastAccessedDetailsCommandInput, type GetServiceLastAccessedDetailsCommandOutput, type ServiceLastAccessed,
} from '@aws-sdk/client-iam';
import type { SimAccount, SimCall } from '../../account.ts';
import { many } from '../../policy/document.ts';
import { managedDocument, subjectAt, type SourcedPolicy } from './current-policies.ts';
import { noSuchEntity } from './errors.ts';
import { findPolicy } from './managed.ts';
import { pageOf } from './page.ts';
import type { Holder } from './records.ts';
import { register, type Given, type IamService } from './register.ts';
import { iamState, type LastAccessedJob, type ServiceUse } from './state.ts';

export const JOB_TAKES_MS = 1_000;
/** The services that can be told of, with the names that AWS gives them. */
const SERVICES: Readonly<Record<string, string>> = {
  account: 'AWS Account Management', cloudtrail: 'AWS CloudTrail', ec2: 'Amazon EC2', health: 'AWS Health APIs and Notifications', iam: 'AWS Identity and Access Management',
  organizations: 'AWS Organizations', sts: 'AWS Security Token Service', support: 'AWS Support',
  bedrock: 'Amazon Bedrock', dynamodb: 'Amazon DynamoDB', kms: 'AWS Key Management Service', lambda: 'AWS Lambda', rds: 'Amazon RDS', s3: 'Amazon S3', secretsmanager: 'AWS Secrets Manager', ses: 'Amazon SES', sns: 'Amazon SNS', sqs: 'Amazon SQS', ssm: 'AWS Systems Manager',
};

/** Whose uses count for an ARN: the principal itself, the members of a group, everybody who has a policy. */
function askedAbout(arn: string, account: SimAccount): { readonly holders: readonly Holder[]; readonly policies: readonly SourcedPolicy[] } | undefined {
  const state = iamState(account);
  const principals = [...state.users.list(), ...state.roles.list()];
  if (findPolicy(arn, account) !== undefined) return { holders: principals.filter(({ attached }) => attached.includes(arn)), policies: managedDocument(arn, account) };
  const subject = subjectAt(arn, account);
  if (subject === undefined) return undefined;
  const members = subject.sort === 'group' ? state.users.list().filter(({ groups }) => groups.includes(subject.holder.id)) : [subject.holder];
  return { holders: members, policies: subject.policies };
}

/** Whether any statement allows something of the service; conditions, boundaries and denials do not count. */
function grants(policies: readonly SourcedPolicy[], service: string): boolean {
  return policies.flatMap(({ document }) => many(document.Statement)).some(({ Effect, Action, NotAction }) => Effect === 'Allow'
    && (Action === undefined ? !many(NotAction).includes(`${service}:*`) : many(Action).some((action) => action === '*' || action.toLowerCase().startsWith(`${service}:`))));
}

function serviceOut(service: string, holders: readonly Holder[], account: SimAccount): ServiceLastAccessed {
  const uses = holders.map(({ id }) => iamState(account).serviceUses.get(id)?.get(service)).filter((use) => use !== undefined);
  const last = uses.reduce<ServiceUse | undefined>((latest, use) => (latest === undefined || use.at > latest.at ? use : latest), undefined);
  return {
    ServiceName: SERVICES[service], ServiceNamespace: service, TotalAuthenticatedEntities: uses.length,
    ...(last && { LastAuthenticated: last.at, LastAuthenticatedEntity: last.principalArn, LastAuthenticatedRegion: last.region }),
  };
}

// A session of the same name later is another session.
const askerOf = ({ caller }: SimCall): string => (caller.session === undefined ? caller.arn : caller.accessKeyId);

function generate(input: Given<GenerateServiceLastAccessedDetailsCommandInput>, call: SimCall): { JobId: string } {
  if (askedAbout(input.Arn, call.account) === undefined) throw noSuchEntity(`ARN ${input.Arn} does not exist`);
  const job: LastAccessedJob = { id: call.account.ids.uuid(), arn: input.Arn, granularity: input.Granularity ?? 'SERVICE_LEVEL', startedAt: call.now, askedBy: askerOf(call) };
  iamState(call.account).jobs.set(job.id, job);
  return { JobId: job.id };
}

function get(input: Given<GetServiceLastAccessedDetailsCommandInput>, call: SimCall): Omit<GetServiceLastAccessedDetailsCommandOutput, '$metadata'> {
  const job = iamState(call.account).jobs.get(input.JobId);
  if (job === undefined || job.askedBy !== askerOf(call)) throw noSuchEntity(`JobId ${input.JobId} does not exist`);
  const about = { JobType: job.granularity, JobCreationDate: job.startedAt };
  const doneAt = new Date(job.startedAt.getTime() + JOB_TAKES_MS);
  if (call.now < doneAt) return { ...about, JobStatus: 'IN_PROGRESS', ServicesLastAccessed: [], JobCompletionDate: undefined, IsTruncated: false };
  const subject = askedAbout(job.arn, call.account);
  const services = Object.keys(SERVICES).filter((service) => subject !== undefined && grants(subject.policies, service));
  const { items, rest } = pageOf(services, (service) => service, input, call);
  return {
    ...about, JobStatus: 'COMPLETED', JobCompletionDate: doneAt,
    ServicesLastAccessed: items.map((service) => serviceOut(service, subject?.holders ?? [], call.account)), ...rest,
  };
}

export function addLastAccessed(iam: IamService): void {
  register(iam, GenerateServiceLastAccessedDetailsCommand, generate, { resources: ({ Arn }) => [Arn] });
  register(iam, GetServiceLastAccessedDetailsCommand, get);
}
