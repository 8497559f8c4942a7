// Whether this account sends mail by SES in a Region: one switch, which stops every identity and every credential at once.
import { GetAccountCommand, PutAccountSendingAttributesCommand } from '@aws-sdk/client-sesv2';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';

export interface AccountSending extends Resource {
  readonly sendingEnabled: boolean;
  /** False: in the sandbox, where mail goes to verified addresses only. */
  readonly production: boolean;
}

const CHANGED = ['ses:PutAccountDetails', 'ses:PutAccountSendingAttributes', 'ses:UpdateAccountSendingEnabled'] as const;
/** A stranger who makes an identity means to send. */
const USED = ['ses:CreateEmailIdentity', 'ses:VerifyEmailIdentity', 'ses:VerifyEmailAddress', 'ses:VerifyDomainIdentity', 'ses:VerifyDomainDkim'] as const;

async function see(aws: ReadAws): Promise<AccountSending> {
  const { SendingEnabled = false, ProductionAccessEnabled = false, EnforcementStatus = '', SendQuota } = await (await aws.client('ses')).send(new GetAccountCommand({}));
  return {
    arn: ownArn('ses/account-sending', aws.region, aws.accountId, 'sending'), uid: `${aws.accountId}:${aws.region}`, name: aws.region, region: aws.region, sendingEnabled: SendingEnabled, production: ProductionAccessEnabled,
    seen: { enforcement: EnforcementStatus, sentLast24Hours: SendQuota?.SentLast24Hours ?? 0 },
  };
}
const put = (r: Resource, SendingEnabled: boolean): Call => ({ operation: 'ses:PutAccountSendingAttributes', region: r.region, input: { SendingEnabled } });
async function send(aws: ChangeAws, SendingEnabled: boolean): Promise<void> {
  await (await aws.client('ses')).send(new PutAccountSendingAttributesCommand({ SendingEnabled }));
}

export default defineKind<AccountSending>({
  id: 'ses/account-sending', version: 1, title: say('SES sending'), scope: 'regional', role: 'setting',
  reads: ['ses:GetAccount'],
  async *list({ aws }) { yield await see(aws); },
  look: async (aws, rs) => {
    const now = await see(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
  traces: { ids: () => [...CHANGED, ...USED], created: [], changed: CHANGED, used: USED },

  judge: ({ production, region }, { attributed }) => (attributed && production
    ? { ...attributed, because: say('{{why}} SES in {{region}} is out of the sandbox: mail goes to anybody. If the stranger asked for that, ask AWS in the case to take it back.', { why: attributed.because, region }) }
    : attributed),

  actions: {
    contain: {
      operations: ['ses:PutAccountSendingAttributes'],
      title: ({ region }) => say('Stop all mail by SES in {{region}}', { region }),
      breaks: ({ region }) => say('Nobody sends mail by SES from {{region}}, your own applications included, until it is switched on again.', { region }),
      calls: (r) => [put(r, false)],
      undoCalls: (before) => (before.sendingEnabled ? [put(before, true)] : []),
      done: (now) => now?.sendingEnabled === false,
      apply: (aws) => send(aws, false),
      undo: async (aws, before) => { if (before.sendingEnabled) await send(aws, true); },
      undoReopens: true,
    },
  },
});
