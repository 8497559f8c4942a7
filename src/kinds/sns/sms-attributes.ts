// What the account may spend on text messages in a Region: set to nothing, none is sent.
import { GetSMSAttributesCommand, SetSMSAttributesCommand } from '@aws-sdk/client-sns';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';

export interface SmsAttributes extends Resource {
  /** US dollars a month, as text. */
  readonly monthlySpendLimit: string;
  /** The rest: sender, type, reports. */
  readonly others: Readonly<Record<string, string>>;
}

const CHANGED = ['sns:SetSMSAttributes'] as const;
const USED = ['sns:CreateSMSSandboxPhoneNumber', 'sns:VerifySMSSandboxPhoneNumber', 'sms-voice:RequestPhoneNumber', 'sms-voice:SetTextMessageSpendLimitOverride'] as const;
/** Where nobody set one. https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html */
const DEFAULT_LIMIT = '1';

async function see(aws: ReadAws): Promise<SmsAttributes> {
  const { attributes = {} } = await (await aws.client('sns')).send(new GetSMSAttributesCommand({}));
  const { MonthlySpendLimit: monthlySpendLimit = DEFAULT_LIMIT, ...others } = attributes;
  return { arn: ownArn('sns/sms-attributes', aws.region, aws.accountId, 'sms'), uid: `${aws.accountId}:${aws.region}`, name: aws.region, region: aws.region, monthlySpendLimit, others };
}
const call = (r: Resource, MonthlySpendLimit: string): Call => ({ operation: 'sns:SetSMSAttributes', region: r.region, input: { attributes: { MonthlySpendLimit } } });
async function limit(aws: ChangeAws, MonthlySpendLimit: string): Promise<void> {
  await (await aws.client('sns')).send(new SetSMSAttributesCommand({ attributes: { MonthlySpendLimit } }));
}

export default defineKind<SmsAttributes>({
  id: 'sns/sms-attributes', version: 1, title: say('Text messages (SNS)'), scope: 'regional', role: 'setting',
  reads: ['sns:GetSMSAttributes'],
  async *list({ aws }) { yield await see(aws); },
  look: async (aws, rs) => {
    const now = await see(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
  traces: { ids: () => [...CHANGED, ...USED], created: [], changed: CHANGED, used: USED },

  actions: {
    contain: {
      operations: ['sns:SetSMSAttributes'],
      title: ({ region }) => say('Set the monthly spend limit of text messages in {{region}} to 0', { region }),
      breaks: ({ region }) => say('No text message is sent by SNS from {{region}}, your own sign-in codes and alarms included.', { region }),
      calls: (r) => [call(r, '0')],
      undoCalls: (before) => [call(before, before.monthlySpendLimit)],
      done: (now) => now !== undefined && Number(now.monthlySpendLimit) === 0,
      apply: (aws) => limit(aws, '0'),
      undo: (aws, before) => limit(aws, before.monthlySpendLimit),
      undoReopens: true,
    },
  },
});
