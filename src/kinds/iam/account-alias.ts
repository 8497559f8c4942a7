// The account's alias, the name in its sign-in address. A stranger who takes it can send the owner's users to another page.
import { CreateAccountAliasCommand, DeleteAccountAliasCommand, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn, type HistoryEvent } from '../kind.ts';
import { isForeign, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { untold } from '../standing.ts';

export interface AccountAlias extends Resource { readonly alias: string | null }

const CREATE = 'iam:CreateAccountAlias';
const DELETE = 'iam:DeleteAccountAlias';

async function see(aws: ReadAws): Promise<AccountAlias> {
  const { AccountAliases = [] } = await (await aws.client('iam')).send(new ListAccountAliasesCommand({}));
  return { arn: ownArn('iam/account-alias', 'aws-global', aws.accountId, 'alias'), uid: aws.accountId, name: 'alias', region: 'aws-global', alias: AccountAliases[0] ?? null };
}
const wanted = (r: Resource): string | null => textIn(r.aim?.['alias']) ?? null;
/** An account has one alias: a new one takes the old one's place. */
const callsOf = (from: string | null, to: string | null): readonly Call[] => (to === null ? from === null ? [] : [globalCall(DELETE, { AccountAlias: from })] : [globalCall(CREATE, { AccountAlias: to })]);
async function write(aws: ChangeAws, from: string | null, to: string | null): Promise<void> {
  if (from === to) return;
  const client = await aws.client('iam');
  if (to === null) { await ifThere(client.send(new DeleteAccountAliasCommand({ AccountAlias: from ?? '' }))); return; }
  try {
    await client.send(new CreateAccountAliasCommand({ AccountAlias: to }));
  } catch (error) {
    // An alias is taken: by this account, before a crash, or by another one.
    if (!failureOf(error).code.startsWith('EntityAlreadyExists') || (await see(aws)).alias !== to) throw error;
  }
}

/** The stranger's own deletion names the old one; else the owner's last word before. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const first = history.findIndex(isForeign);
  const change = history[first];
  if (change === undefined) return undefined;
  if (change.event === DELETE) return { alias: textIn(change.request?.['accountAlias']) ?? null };
  const own = history.slice(0, first).at(-1);
  return own && { alias: own.event === CREATE ? textIn(own.request?.['accountAlias']) ?? null : null };
}

export default defineKind<AccountAlias>({
  id: 'iam/account-alias', version: 1, title: say('Account alias'), scope: 'global', role: 'setting',
  reads: ['iam:ListAccountAliases'],
  async *list({ aws }) { yield await see(aws); },
  look: async (aws, rs) => {
    const now = await see(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
  traces: { ids: () => [CREATE, DELETE], created: [], changed: [CREATE, DELETE], whole: [CREATE, DELETE] },
  judge: (_, { attributed, history = [] }) => (attributed && !recall(history) ? untold(attributed) : attributed),
  recall: (_, history) => recall(history),
  actions: {
    recover: {
      operations: [CREATE, DELETE],
      title: (r) => { const alias = wanted(r); return alias === null ? say('Take the stranger\'s alias off the account') : say('Set the account\'s alias back to {{alias}}', { alias }); },
      breaks: (r) => (r.alias === null ? undefined : say('The sign-in address with {{alias}} no longer leads to this account.', { alias: r.alias })),
      calls: (r) => callsOf(r.alias, wanted(r)),
      undoCalls: (before) => callsOf(wanted(before), before.alias),
      done: (now, { before }) => now !== undefined && before !== undefined && now.alias === wanted(before),
      apply: (aws, now, deed) => write(aws, now.alias, wanted(deed.before ?? now)),
      undo: (aws, before) => write(aws, wanted(before), before.alias),
    },
  },
});
