// Where AWS writes about billing, operations and security. A stranger who changes it reads AWS's warnings instead of the owner.
import { DeleteAlternateContactCommand, GetAlternateContactCommand, PutAlternateContactCommand, type AccountClient, type AlternateContactType } from '@aws-sdk/client-account';
import type { ReadAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource, Way } from '../../core/types.ts';
import { ADDRESS, askAddress, askPhone, PHONE } from '../ask-reach.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, globalCall, ownArn, type Deed, type HistoryEvent } from '../kind.ts';
import { isForeign, isHidden, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { hiddenBefore } from './parts/hidden.ts';

const TYPES = ['BILLING', 'OPERATIONS', 'SECURITY'] as const satisfies readonly AlternateContactType[];
type Type = (typeof TYPES)[number];
/** As AWS gives and takes it. */
export type Contact = { readonly Name: string; readonly Title: string; readonly EmailAddress: string; readonly PhoneNumber: string };

export interface AlternateContact extends Resource {
  readonly contactType: Type;
  /** `null`: unset, which is an ordinary thing; AWS then writes to the root user's address. */
  readonly contact: Contact | null;
  /** The account's other alternate contacts, from which this one can be taken over. */
  readonly others: Readonly<Record<string, Contact>>;
}

const PUT = 'account:PutAlternateContact';
const DELETE = 'account:DeleteAlternateContact';

async function read(client: AccountClient, type: Type): Promise<Contact | null> {
  const found = await ifThere(client.send(new GetAlternateContactCommand({ AlternateContactType: type })));
  const { Name = '', Title = '', EmailAddress = '', PhoneNumber = '' } = found?.AlternateContact ?? {};
  return found?.AlternateContact ? { Name, Title, EmailAddress, PhoneNumber } : null;
}
async function readAll(aws: ReadAws): Promise<AlternateContact[]> {
  const client = await aws.client('account');
  const all = await inParallel(TYPES, 3, async (type) => ({ type, contact: await read(client, type) }));
  return all.map(({ type, contact }) => ({
    arn: ownArn('account/alternate-contact', 'aws-global', aws.accountId, type), uid: `${aws.accountId}:${type}`, name: type, region: 'aws-global', contactType: type, contact,
    others: Object.fromEntries(all.flatMap((o) => (o.type !== type && o.contact ? [[o.type, o.contact] as const] : []))),
  }));
}

const callOf = (r: AlternateContact, contact: JsonObject | null): Call => (contact ? globalCall(PUT, { AlternateContactType: r.contactType, ...contact }) : globalCall(DELETE, { AlternateContactType: r.contactType }));
async function write(client: AccountClient, type: Type, contact: Contact | null): Promise<void> {
  if (contact) await client.send(new PutAlternateContactCommand({ AlternateContactType: type, ...contact }));
  else await ifThere(client.send(new DeleteAlternateContactCommand({ AlternateContactType: type })));
}
const aimOf = ({ aim }: Resource): Contact | undefined => {
  const [Name, Title, EmailAddress, PhoneNumber] = ['Name', 'Title', 'EmailAddress', 'PhoneNumber'].map((member) => textIn(aim?.[member]));
  return Name !== undefined && Title !== undefined && EmailAddress !== undefined && PhoneNumber !== undefined ? { Name, Title, EmailAddress, PhoneNumber } : undefined;
};

/** What the owner put last before the stranger; CloudTrail may have masked it. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const first = history.findIndex(isForeign);
  const own = history.slice(0, Math.max(first, 0)).at(-1);
  if (own?.event !== PUT) return undefined;
  const { name, title, emailAddress, phoneNumber } = own.request ?? {};
  const aim = { Name: textIn(name), Title: textIn(title), EmailAddress: textIn(emailAddress), PhoneNumber: textIn(phoneNumber) };
  return Object.values(aim).every((one) => one !== undefined && !isHidden(one)) ? aim as JsonObject : undefined;
}

const same = (now: AlternateContact | undefined, contact: Contact | undefined): boolean => now !== undefined && contact !== undefined && canonical(now.contact) === canonical(contact);
/** Another contact's, or one that the operator types. */
const TYPED = 'typed';
const ways = (r: AlternateContact): readonly Way[] => [
  ...Object.entries(r.others).map(([type, { Name, EmailAddress }]) => ({ id: type, title: say('The same as the {{type}} contact: {{name}}, {{mail}}', { type, name: Name, mail: EmailAddress }) })),
  { id: TYPED, title: say('Another one: you type the address') },
];
const named = (EmailAddress: string, PhoneNumber: string): Contact => ({ Name: 'Security', Title: 'Security', EmailAddress, PhoneNumber });
const chosen = (r: AlternateContact, way: string | undefined): Contact => r.others[way ?? ''] ?? named(ADDRESS, PHONE);
async function settled(r: AlternateContact, deed: Deed): Promise<Contact> {
  const known = r.others[deed.way ?? ''];
  if (known) return known;
  const address = await askAddress(deed, say('Where shall AWS write about the security of this account?'));
  return named(address, await askPhone(deed, say('Which number shall AWS call about the security of this account?')));
}

export default defineKind<AlternateContact>({
  id: 'account/alternate-contact', version: 1, title: say('Alternate contact'), scope: 'global', role: 'setting',
  reads: ['account:GetAlternateContact'],
  async *list({ aws }) { yield* await readAll(aws); },
  look: async (aws, rs) => {
    const all = await readAll(aws);
    return rs.map((r) => all.find((now) => now.uid === r.uid));
  },
  traces: {
    ids: ({ contactType }) => [contactType],
    created: [], changed: [PUT, DELETE], whole: [PUT, DELETE],
    concerns: (r, { request }) => request?.['alternateContactType'] === r.contactType,
  },
  recall: (_, history) => recall(history),
  judge: ({ contactType, contact }, { attributed, history = [] }) => (recall(history) ? attributed : hiddenBefore(attributed)) ?? (contactType === 'SECURITY' && contact === null
    ? { verdict: 'weak', techniques: [], because: say('No security contact is set: AWS writes about leaks to the account\'s own address only.') } : undefined),

  actions: {
    contain: {
      operations: [DELETE, PUT],
      title: ({ contactType, contact }) => (contact ? say('Take the {{type}} contact off the account', { type: contactType }) : say('Leave the {{type}} contact empty, as it is now', { type: contactType })),
      // What the stranger took off is only given back.
      needed: (r) => r.contact !== null || aimOf(r) === undefined,
      breaks: ({ contactType, contact }) => say('AWS no longer writes to {{mail}} about {{type}}, but to the root user\'s address.', { type: contactType, mail: contact?.EmailAddress ?? '' }),
      calls: (r) => [callOf(r, null)],
      undoCalls: (before) => [callOf(before, before.contact)],
      done: (now) => now?.contact === null,
      apply: async (aws, r) => { await write(await aws.client('account'), r.contactType, null); },
      undo: async (aws, before) => { await write(await aws.client('account'), before.contactType, before.contact); },
      undoReopens: true,
    },
    recover: {
      operations: [PUT, DELETE],
      title: (r) => say('Set the {{type}} contact back to {{mail}}', { type: r.contactType, mail: aimOf(r)?.EmailAddress ?? '' }),
      calls: (r) => [callOf(r, aimOf(r) ?? null)],
      undoCalls: (before) => [callOf(before, before.contact)],
      done: (now, { before }) => same(now, before && aimOf(before)),
      apply: async (aws, r, deed) => { const aim = aimOf(deed.before ?? r); if (aim) await write(await aws.client('account'), r.contactType, aim); },
      undo: async (aws, before) => { await write(await aws.client('account'), before.contactType, before.contact); },
      undoReopens: true,
    },
    harden: {
      operations: [PUT, DELETE], asks: true,
      title: (r, way) => (r.others[way ?? ''] ? say('Set the {{type}} contact to {{mail}}', { type: r.contactType, mail: chosen(r, way).EmailAddress }) : say('Set the {{type}} contact', { type: r.contactType })),
      ways,
      calls: (r, way) => [callOf(r, chosen(r, way))],
      undoCalls: (before) => [callOf(before, before.contact)],
      done: (now) => now !== undefined && now.contact !== null,
      apply: async (aws, r, deed) => { await write(await aws.client('account'), r.contactType, await settled(r, deed)); },
      undo: async (aws, before) => { await write(await aws.client('account'), before.contactType, before.contact); },
    },
  },
});
