// An address or domain that SES sends as. The stranger's are deleted; sending as any of them is stopped by `ses/account-sending`.
import { CreateEmailIdentityPolicyCommand, DeleteEmailIdentityCommand, DeleteEmailIdentityPolicyCommand, GetEmailIdentityCommand, paginateListEmailIdentities, UpdateEmailIdentityPolicyCommand } from '@aws-sdk/client-sesv2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible, nothingToUndo, type HistoryEvent } from '../kind.ts';
import { isEvent, isForeign, lastOwn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';

export interface EmailIdentity extends Resource {
  /** `EMAIL_ADDRESS`, `DOMAIN`. */
  readonly identityType: string;
  /** Who else may send as it. A list does not tell. */
  readonly policies?: Readonly<Record<string, string>>;
}

const identityOf = (aws: ReadAws, name: string, identityType: string, verified: boolean): EmailIdentity => {
  const arn = `arn:${aws.partition}:ses:${aws.region}:${aws.accountId}:identity/${name}`;
  // AWS gives an identity neither an id nor a time.
  return { arn, uid: arn, name, region: aws.region, identityType, seen: { verified } };
};

const TITLE = say('SES identity');
const CREATE = 'ses:CreateEmailIdentityPolicy', UPDATE = 'ses:UpdateEmailIdentityPolicy', DELETE = 'ses:DeleteEmailIdentityPolicy', PUT = 'ses:PutIdentityPolicy';
/** Each policy that a stranger touched, as its owner last wrote it; `null`: none. Not where a stranger changed something else, or the owner's text is not told. */
function recall(_: EmailIdentity, history: readonly HistoryEvent[]): JsonObject | undefined {
  const strangers = history.filter(isForeign);
  const policies: Record<string, string | null> = {};
  for (const e of strangers) {
    const name = textIn(e.request?.['policyName']);
    const own = lastOwn(history, (o) => o.request?.['policyName'] === name);
    const text = own && isEvent(own, CREATE, UPDATE, PUT) ? textIn(own.request?.['policy']) : null;
    const first = history.find((o) => o.request?.['policyName'] === name);
    if (name === undefined || text === undefined || !isEvent(e, CREATE, UPDATE, PUT, DELETE) || (!own && first && isEvent(first, UPDATE, DELETE))) return undefined;
    policies[name] = text;
  }
  return { policies };
}
function asBefore(r: EmailIdentity): EmailIdentity {
  const now = { ...r.policies, ...(r.aim?.['policies'] as Readonly<Record<string, string | null>> | undefined) };
  return { ...r, policies: Object.fromEntries(Object.entries(now).flatMap(([name, text]) => (text === null ? [] : [[name, text]]))) };
}
function leading(from: EmailIdentity, { name: EmailIdentity, region, policies = {} }: EmailIdentity): readonly Call[] {
  const was = from.policies ?? {};
  return [
    ...Object.keys(was).filter((name) => policies[name] === undefined).map((PolicyName): Call => ({ operation: DELETE, region, input: { EmailIdentity, PolicyName } })),
    ...Object.entries(policies).filter(([name, text]) => was[name] !== text).map(([PolicyName, Policy]): Call => ({ operation: was[PolicyName] === undefined ? CREATE : UPDATE, region, input: { EmailIdentity, PolicyName, Policy } })),
  ];
}

export default defineKind<EmailIdentity>({
  id: 'ses/email-identity', version: 1, title: TITLE, scope: 'regional', role: 'setting',
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
      return now?.uid === r.uid ? { ...now, policies: found?.Policies ?? {} } : undefined;
    });
  },

  traces: {
    ids: ({ name, arn }) => [name, arn],
    created: ['ses:CreateEmailIdentity', 'ses:VerifyEmailIdentity', 'ses:VerifyEmailAddress', 'ses:VerifyDomainIdentity', 'ses:VerifyDomainDkim'],
    changed: [CREATE, UPDATE, DELETE, PUT, 'ses:PutEmailIdentityFeedbackAttributes', 'ses:PutEmailIdentityMailFromAttributes', 'ses:PutEmailIdentityDkimAttributes', 'ses:PutEmailIdentityDkimSigningAttributes', 'ses:PutEmailIdentityConfigurationSetAttributes', 'ses:SetIdentityMailFromDomain', 'ses:SetIdentityFeedbackForwardingEnabled', 'ses:SetIdentityNotificationTopic'],
  },

  recall,

  actions: {
    recover: {
      ...givingBack<EmailIdentity>({
        sort: TITLE, operations: [CREATE, UPDATE, DELETE], back: asBefore, calls: leading,
        send: async (aws, { operation, input }) => {
          const client = await aws.client('ses');
          if (operation === DELETE) return ifThere(client.send(new DeleteEmailIdentityPolicyCommand(input as never)));
          const { Policies } = await client.send(new GetEmailIdentityCommand({ EmailIdentity: input['EmailIdentity'] as string }));
          if (Policies?.[input['PolicyName'] as string] === input['Policy']) return undefined;
          return operation === CREATE ? client.send(new CreateEmailIdentityPolicyCommand(input as never)) : client.send(new UpdateEmailIdentityPolicyCommand(input as never));
        },
      }),
      done: (now) => now?.policies !== undefined && leading(now, asBefore(now)).length === 0,
    },
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
