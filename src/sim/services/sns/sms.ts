// Text messages: the account's settings for them in one Region, and the sandbox that every account starts in.
import { CreateSMSSandboxPhoneNumberCommand, DeleteSMSSandboxPhoneNumberCommand, GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand, ListSMSSandboxPhoneNumbersCommand, SetSMSAttributesCommand, type SetSMSAttributesCommandInput, type SMSSandboxPhoneNumber } from '@aws-sdk/client-sns';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf, rooms } from '../rooms.ts';

interface SmsRoom { readonly attributes: Map<string, string>; readonly numbers: Map<string, SMSSandboxPhoneNumber> }
export const room = rooms('sns/sms', (): SmsRoom => ({ attributes: new Map(), numbers: new Map() }));
const NAMES = new Set(['MonthlySpendLimit', 'DeliveryStatusIAMRole', 'DeliveryStatusSuccessSamplingRate', 'DefaultSenderID', 'DefaultSMSType', 'UsageReportS3Bucket']);
/** US dollars a month that AWS allows before anybody asked for more. */
const MOST = 1;

const invalid = (message: string): AwsError => new AwsError('InvalidParameter', `Invalid parameter: ${message}`, 400);

/** Sets what is given; the rest stays. */
function set({ attributes = {} }: SetSMSAttributesCommandInput, call: SimCall): Record<string, never> {
  for (const [name, value] of Object.entries(attributes)) {
    if (!NAMES.has(name)) throw invalid(`${name} is not a valid attribute`);
    if (name === 'MonthlySpendLimit' && !(Number(value) >= 0 && Number(value) <= MOST)) throw invalid(`MonthlySpendLimit Reason: must be less than or equal to ${String(MOST)}`);
    room(call).attributes.set(name, value);
  }
  return {};
}

export function registerSms(sns: Service<SimCall>): void {
  sns
    .on(GetSMSAttributesCommand, ({ attributes }, call) => ({ attributes: Object.fromEntries([...room(call).attributes].filter(([name]) => !attributes?.length || attributes.includes(name))) }))
    .on(SetSMSAttributesCommand, set)
    .on(GetSMSSandboxAccountStatusCommand, () => ({ IsInSandbox: true }))
    .on(CreateSMSSandboxPhoneNumberCommand, ({ PhoneNumber = '' }, call) => {
      if (!/^\+\d{7,15}$/u.test(PhoneNumber)) throw invalid('PhoneNumber Reason: not a phone number in E.164 format');
      room(call).numbers.set(PhoneNumber, { PhoneNumber, Status: 'Pending' });
      return {};
    })
    .on(DeleteSMSSandboxPhoneNumberCommand, ({ PhoneNumber = '' }, call) => {
      if (!room(call).numbers.delete(PhoneNumber)) throw new AwsError('ResourceNotFound', 'The phone number is not in the sandbox.', 404);
      return {};
    })
    .on(ListSMSSandboxPhoneNumbersCommand, ({ NextToken: token, MaxResults: max }, call) => {
      const { page, next } = pageOf([...room(call).numbers.values()], call, { max, token, refusal: 'InvalidParameter' });
      return { PhoneNumbers: page, ...(next === undefined ? {} : { NextToken: next }) };
    });
}
