// Who the account belongs to, as AWS has it on record. A stranger who changes it argues with AWS Support as the owner.
import { GetContactInformationCommand, PutContactInformationCommand, type ContactInformation as SdkContact } from '@aws-sdk/client-account';
import type { ReadAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { JsonObject, Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn, type HistoryEvent } from '../kind.ts';
import { hiddenBefore } from './parts/hidden.ts';
import { isForeign, isHidden, objectIn, sdkNames } from '../recalling.ts';

export interface ContactInformation extends Resource { readonly contact: JsonObject }

const PUT = 'account:PutContactInformation';

async function see(aws: ReadAws): Promise<ContactInformation> {
  const { ContactInformation: contact = {} } = await (await aws.client('account')).send(new GetContactInformationCommand({}));
  return { arn: ownArn('account/contact-information', 'aws-global', aws.accountId, 'primary'), uid: aws.accountId, name: 'primary', region: 'aws-global', contact: JSON.parse(JSON.stringify(contact)) as JsonObject };
}
const wanted = (r: Resource): JsonObject => objectIn(r.aim?.['contact']) ?? {};

function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const first = history.findIndex(isForeign);
  const request = history.slice(0, Math.max(first, 0)).at(-1)?.request;
  const contact = objectIn(sdkNames(request?.['contactInformation'] ?? null));
  return contact && Object.keys(contact).length > 0 && !isHidden(contact) ? { contact } : undefined;
}

export default defineKind<ContactInformation>({
  id: 'account/contact-information', version: 1, title: say('Primary contact'), scope: 'global', role: 'setting',
  reads: ['account:GetContactInformation'],
  async *list({ aws }) { yield await see(aws); },
  look: async (aws, rs) => {
    const now = await see(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
  traces: { ids: () => [PUT], created: [], changed: [PUT], whole: [PUT] },
  recall: (_, history) => recall(history),
  judge: (_, { attributed, history = [] }) => (recall(history) ? attributed : hiddenBefore(attributed)),
  actions: {
    recover: {
      operations: [PUT],
      title: () => say('Set the account\'s primary contact back to what it was'),
      calls: (r) => [globalCall(PUT, { ContactInformation: wanted(r) })],
      undoCalls: (before) => [globalCall(PUT, { ContactInformation: before.contact })],
      done: (now, { before }) => now !== undefined && before !== undefined && canonical(now.contact) === canonical(wanted(before)),
      apply: async (aws, now, deed) => { await (await aws.client('account')).send(new PutContactInformationCommand({ ContactInformation: wanted(deed.before ?? now) as unknown as SdkContact })); },
      undo: async (aws, before) => { await (await aws.client('account')).send(new PutContactInformationCommand({ ContactInformation: before.contact as unknown as SdkContact })); },
      undoReopens: true,
    },
  },
});
