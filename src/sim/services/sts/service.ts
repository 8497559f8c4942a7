// The simulated STS. AssumeRoleWithSAML and AssumeRoleWithWebIdentity are not simulated: the account has no identity provider.
import { AssumeRoleCommand, AssumeRootCommand, GetAccessKeyInfoCommand, GetCallerIdentityCommand, GetFederationTokenCommand, GetSessionTokenCommand, STSClient, type AssumeRoleCommandOutput, type GetFederationTokenCommandOutput, type GetSessionTokenCommandOutput } from '@aws-sdk/client-sts';
import type { SimCall } from '../../account.ts';
import { authorityOf } from '../../policy/authority.ts';
import { trailDate } from '../../trail/elements.ts';
import type { Json } from '../../trail/identity.ts';
import { AwsError } from '../../wire/types.ts';
import { Service } from '../../wire/service.ts';
import { accountOf } from '../organizations/membership.ts';
import { assumeRole } from './assume-role.ts';
import { assumeRoot } from './assume-root.ts';
import { getFederationToken, getSessionToken } from './user-session.ts';
import type { Credentials } from './sessions.ts';

/** The child's key id is what lineage follows; its secrets are not in the event. */
const issued = ({ AccessKeyId, Expiration }: Pick<Credentials, 'AccessKeyId' | 'Expiration'>): Json => ({ accessKeyId: AccessKeyId, expiration: trailDate(Expiration) });
const credentialsOf = (output: unknown): Json => issued((output as { Credentials: Credentials }).Credentials);

export default (): Service<SimCall> => new Service<SimCall>(STSClient, { id: 'sts' })
  .on(GetCallerIdentityCommand, (_, { caller, account }) => ({ Account: accountOf(caller, account), Arn: caller.arn, UserId: caller.principalId }), { actions: [], trail: { readOnly: true } })
  .on(GetSessionTokenCommand, (input, call) => getSessionToken(input, call, authorityOf(call.account)), {
    // CloudTrail calls this one no read.
    trail: { readOnly: false, response: (output) => ({ credentials: credentialsOf(output as GetSessionTokenCommandOutput) }) },
  })
  .on(GetFederationTokenCommand, getFederationToken, {
    resources: ({ Name = '' }, { account }) => [`arn:${account.partition}:sts::${account.id}:federated-user/${Name}`],
    trail: {
      readOnly: false,
      response: (output) => {
        const { FederatedUser } = output as GetFederationTokenCommandOutput;
        return { credentials: credentialsOf(output), federatedUser: { federatedUserId: FederatedUser?.FederatedUserId ?? '', arn: FederatedUser?.Arn ?? '' } };
      },
    },
  })
  // Permission depends on the role's trust policy as well: the operation decides.
  .on(AssumeRoleCommand, (input, call) => assumeRole(input, call, authorityOf(call.account)), {
    actions: [],
    trail: {
      readOnly: true,
      response: (output) => {
        const { AssumedRoleUser } = output as AssumeRoleCommandOutput;
        return { credentials: credentialsOf(output), assumedRoleUser: { assumedRoleId: AssumedRoleUser?.AssumedRoleId ?? '', arn: AssumedRoleUser?.Arn ?? '' } };
      },
    },
  })
  .on(AssumeRootCommand, assumeRoot, { trail: { readOnly: true, response: (output) => ({ credentials: credentialsOf(output) }) } })
  .on(GetAccessKeyInfoCommand, ({ AccessKeyId = '' }, { account }) => {
    if (!/^A[KS]IA[A-Z0-9]{12,124}$/.test(AccessKeyId)) throw new AwsError('ValidationError', 'Invalid access key ID', 400);
    return { Account: account.id };
  }, { trail: { readOnly: true } });
