// An address or domain that SES sends as. The stranger's are deleted; sending as any of them is stopped by `ses/account-sending`.
import { DeleteEmailIdentityCommand, GetEmailIdentityCommand, paginateListEmailIdentities } from '@aws-sdk/client-sesv2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible, nothingToUndo } from '../kind.ts';
import { ifThere } from '../refusal.ts';

export interface EmailIdentity extends Resource {
  /** `EMAIL_ADDRESS`, `DOMAIN`. */
  readonly identityType: string;
}

const identityOf = (aws: ReadAws, name: string, identityType: string, verified: boolean): EmailIdentity => {
  const arn = `arn:${aws.partition}:ses:${aws.region}:${aws.accountId}:identity/${name}`;
  // AWS gives an identity neither an id nor a time.
  return { arn, uid: arn, name, region: aws.region, identityType, seen: { verified } };
};

export default defineKind<EmailIdentity>({
  id: 'ses/email-identity', version: 1, title: say('SES identity'), scope: 'regional', role: 'setting',
  reads: ['ses:ListEmailIdentities', 'ses:GetEmailIdentity'],

  async *list({ aws }) {
    const client = await aws.client('ses');
    for await (const { EmailIdentities = [] } of paginateListEmailIdentities({ client }, { PageSize: 1000 })) {
      for (const { IdentityName = '', IdentityType = '', VerificationStatus } of EmailIdentities) yield identityOf(aws, IdentityName, IdentityType, VerificationStatus === 'SUCCESS');
    }
  },
  look: async (aws, rs) => {
    const client = await aws.client('ses');
    return inParallel(rs, 2, async (r) => {
      const found = await ifThere(client.send(new GetEmailIdentityCommand({ EmailIdentity: r.name })));
      const now = found && identityOf(aws, r.name, found.IdentityType ?? '', found.VerifiedForSendingStatus === true);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: ({ name, arn }) => [name, arn],
    created: ['ses:CreateEmailIdentity', 'ses:VerifyEmailIdentity', 'ses:VerifyEmailAddress', 'ses:VerifyDomainIdentity', 'ses:VerifyDomainDkim'],
    changed: ['ses:CreateEmailIdentityPolicy', 'ses:UpdateEmailIdentityPolicy', 'ses:PutIdentityPolicy', 'ses:PutEmailIdentityFeedbackAttributes', 'ses:PutEmailIdentityMailFromAttributes', 'ses:PutEmailIdentityDkimAttributes', 'ses:PutEmailIdentityDkimSigningAttributes', 'ses:PutEmailIdentityConfigurationSetAttributes', 'ses:SetIdentityMailFromDomain', 'ses:SetIdentityFeedbackForwardingEnabled', 'ses:SetIdentityNotificationTopic'],
    concerns: (r, { region }) => region === undefined || region === r.region,
  },

  actions: {
    preserve: {
      operations: [],
      title: ({ name, region }) => say('Save SES identity {{name}} in {{region}} as it is: status, policies, DKIM', { name, region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const { $metadata, ...found } = await (await aws.client('ses')).send(new GetEmailIdentityCommand({ EmailIdentity: r.name }));
        const file = `ses-identity-${r.region}-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(found, null, 2)}\n`, { operation: 'ses:GetEmailIdentity', requestId: $metadata.requestId });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['ses:DeleteEmailIdentity'],
      title: ({ name, region }) => say('Delete SES identity {{name}} in {{region}}', { name, region }),
      breaks: ({ name, region }) => say('Nothing can be sent as {{name}} from {{region}} any more.', { name, region }),
      calls: (r) => [{ operation: 'ses:DeleteEmailIdentity', region: r.region, input: { EmailIdentity: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('ses')).send(new DeleteEmailIdentityCommand({ EmailIdentity: r.name }))); },
      undo: irreversible(say('An identity that is made again must be verified again, by its mailbox or its DNS.')),
    },
  },
});
