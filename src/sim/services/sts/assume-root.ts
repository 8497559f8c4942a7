// AssumeRoot: the management account acts as the root user of this account, a member, for a quarter of an hour and one task.
import type { AssumeRootCommandInput, AssumeRootCommandOutput } from '@aws-sdk/client-sts';
import { accessDenied } from '../../dispatch/refusals.ts';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { rootArn } from '../iam/names.ts';
import { isManager, organizationsState } from '../organizations/membership.ts';
import { within } from './requests.ts';
import { sessionsOf } from './sessions.ts';

const LOOKING = ['ListAccessKeys', 'ListSigningCertificates', 'GetLoginProfile', 'ListMFADevices', 'GetUser', 'GetAccessKeyLastUsed'];
/** The managed policies of these names, `IAMAuditRootUserCredentials` and `IAMDeleteRootUserCredentials` (version 1 of both): what each lets be done, to root alone. */
const TASKS: Readonly<Record<string, { readonly toRoot: readonly string[]; readonly besides: readonly string[] }>> = {
  IAMAuditRootUserCredentials: { toRoot: LOOKING, besides: ['GetAccountSummary'] },
  IAMDeleteRootUserCredentials: { toRoot: ['DeleteAccessKey', 'DeleteSigningCertificate', 'DeleteLoginProfile', 'DeactivateMFADevice', 'DeleteVirtualMFADevice', ...LOOKING], besides: [] },
};
const iam = (names: readonly string[]): readonly string[] => names.map((name) => `iam:${name}`);
function policyOf(arn: string, partition: string): string {
  const task = TASKS[arn.split(':policy/root-task/')[1] ?? ''];
  if (!task || !arn.startsWith(`arn:${partition}:iam::aws:`)) throw new AwsError('ValidationError', `Invalid task policy ARN: ${arn}`, 400);
  return JSON.stringify({ Version: '2012-10-17', Statement: [
    { Effect: 'Deny', NotAction: iam([...task.toRoot, ...task.besides]), Resource: '*' }, { Effect: 'Deny', Action: iam(task.toRoot), NotResource: `arn:${partition}:iam::*:root` },
  ] });
}

/** Refused to everybody but the management account's own people, where root access is not centralised, and for any other account: none is simulated. */
export function assumeRoot({ TargetPrincipal = '', TaskPolicyArn, DurationSeconds = 900 }: AssumeRootCommandInput, call: SimCall): Omit<AssumeRootCommandOutput, '$metadata'> {
  const { account, caller, now } = call;
  const arn = rootArn(account);
  if (![account.id, arn].includes(TargetPrincipal) || !isManager(account, caller) || !organizationsState(account).rootAccess) throw accessDenied({ ...call, action: 'sts:AssumeRoot', resource: `arn:${account.partition}:iam::${TargetPrincipal}:root` });
  within(DurationSeconds, 0, 900);
  const { credentials } = sessionsOf(account).open({
    type: 'Root', arn, principalId: account.id,
    session: {
      issuerArn: arn, issuerId: account.id, issuerName: account.id, issuerType: 'Root', issuedAt: now, expiresAt: new Date(now.getTime() + DurationSeconds * 1_000), mfa: false, assumedRoot: true,
      policies: [policyOf(TaskPolicyArn?.arn ?? '', account.partition)],
    },
  });
  return { Credentials: credentials, SourceIdentity: caller.userName };
}
