// The account's public access block: it stands in front of every bucket's own. Set for good, after what it makes unreachable was named.
import { DeletePublicAccessBlockCommand, GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import type { ReadAws } from '../../aws/session.ts';
import { say, type Text } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn, type Action } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { asInput, fromEvent, holds, isObject, plain } from './parts/json.ts';
import { ALL_BLOCKED, isAllBlocked } from './parts/public-access-block.ts';
import { publicBuckets, READS_PUBLIC, type PublicBuckets } from './parts/public-buckets.ts';
import { element, lastGood } from './parts/setting.ts';

export interface AccountBlock extends Resource {
  readonly account: string;
  /** `null`: never set. */
  readonly is: JsonObject | null;
  /** Who would no longer be reached; known once it was looked at. */
  readonly seen?: { readonly reached: JsonObject };
}

async function blockNow(aws: ReadAws): Promise<AccountBlock> {
  const client = await aws.client('s3control');
  const found = await ifThere(client.send(new GetPublicAccessBlockCommand({ AccountId: aws.accountId })));
  const block = found?.PublicAccessBlockConfiguration;
  const arn = ownArn('s3/account-public-access-block', 'aws-global', '', aws.accountId);
  return { arn, uid: arn, name: aws.accountId, region: 'aws-global', account: aws.accountId, is: block ? plain(block) : null };
}
const reached = (r: AccountBlock): PublicBuckets | undefined => r.seen?.reached as unknown as PublicBuckets | undefined;

const callOf = (r: AccountBlock, is: JsonObject | null): Call => (is === null
  ? globalCall('s3control:DeletePublicAccessBlock', { AccountId: r.account })
  : globalCall('s3control:PutPublicAccessBlock', { AccountId: r.account, PublicAccessBlockConfiguration: is }));
async function give(aws: ReadAws, r: AccountBlock, is: JsonObject | null): Promise<void> {
  const client = await aws.client('s3control');
  const { input } = callOf(r, is);
  if (is === null) await client.send(new DeletePublicAccessBlockCommand(asInput(input)));
  else await client.send(new PutPublicAccessBlockCommand(asInput(input)));
}

function whatBreaks(r: AccountBlock): Text {
  const found = reached(r);
  if (!found) return say('Public buckets and websites of this account are no longer reached by anybody.');
  const { open, websites, unseen } = found;
  const what = [
    ...(websites.length > 0 ? [say('websites ({{names}})', { names: websites })] : []), ...(open.length > 0 ? [say('public buckets ({{names}})', { names: open })] : []),
    ...(unseen.length > 0 ? [say('buckets that AWS did not show, if they are public ({{names}})', { names: unseen })] : []),
  ];
  return what.length === 0 ? say('Nothing: no bucket of this account is public.') : say('No longer reached by anybody: {{what}}.', { what });
}
const hurts = (r: AccountBlock): boolean => { const { open = [], websites = [], unseen = [] } = reached(r) ?? {}; return open.length + websites.length + unseen.length > 0; };

const blocking = (target: (r: AccountBlock) => JsonObject | null | undefined, title: (r: AccountBlock) => Text, breaks: (r: AccountBlock) => Text): Action<AccountBlock> => ({
  operations: ['s3control:PutPublicAccessBlock', 's3control:DeletePublicAccessBlock'],
  title, breaks,
  impossible: (r) => (target(r) === undefined ? say('There is nothing to set.') : undefined),
  calls: (r) => { const is = target(r); return is === undefined ? [] : [callOf(r, is)]; },
  undoCalls: (before) => [callOf(before, before.is)],
  done: (now) => { const wanted = now && target(now); return now !== undefined && wanted !== undefined && holds(wanted, now.is); },
  apply: async (aws, r) => { const is = target(r); if (is !== undefined) await give(aws, r, is); },
  undo: (aws, before) => give(aws, before, before.is),
  undoReopens: true,
});

export default defineKind<AccountBlock>({
  id: 's3/account-public-access-block', version: 1, title: say('Public access block of the account'), scope: 'global', role: 'guard',
  reads: ['s3control:GetPublicAccessBlock', ...READS_PUBLIC],

  async *list({ aws }) { yield await blockNow(aws); },

  async look(aws, rs) {
    const now = await blockNow(aws);
    const open = isAllBlocked(now.is) ? undefined : await publicBuckets(aws);
    return rs.map((r) => (r.uid === now.uid ? { ...now, ...(open ? { seen: { reached: plain(open) } } : {}) } : undefined));
  },

  traces: { ids: (r) => [r.account], created: [], changed: ['s3:PutAccountPublicAccessBlock', 's3:DeleteAccountPublicAccessBlock'], concerns: (r, { request }) => request?.['accountId'] === r.account },
  recall: (_, history) => lastGood(history, (event) => {
    if (event.event === 's3:DeleteAccountPublicAccessBlock') return null;
    const is = fromEvent(element(event, 'PublicAccessBlockConfiguration'), {});
    return isObject(is) ? is : undefined;
  }),

  judge: (r, { attributed }) => attributed ?? (isAllBlocked(r.is) ? undefined
    : { verdict: 'weak', because: say('Nothing keeps a bucket of this account from being made public: the account\'s public access block is not fully on.'), techniques: [] }),

  actions: {
    contain: blocking(() => ALL_BLOCKED, () => say('Block public access to all buckets of this account'), whatBreaks),
    recover: blocking((r) => { const is = r.aim?.['is']; return isObject(is) || is === null ? is : undefined; }, () => say('Give the account the public access block back that it had'), whatBreaks),
    harden: { ...blocking(() => ALL_BLOCKED, () => say('Block public access to all buckets of this account'), whatBreaks), hurts },
  },
});
