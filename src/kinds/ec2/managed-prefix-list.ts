// A managed prefix list: routes and security groups let in whatever networks it holds. It has versions, so a stranger's can be taken back; where the owner has changed it since, the stranger's networks alone.
import { DeleteManagedPrefixListCommand, ModifyManagedPrefixListCommand, paginateDescribeManagedPrefixLists, paginateGetManagedPrefixListEntries, RestoreManagedPrefixListVersionCommand, type EC2Client, type Filter } from '@aws-sdk/client-ec2';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Json, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, NEW_ID, nothingToUndo, type Action, type Deed, type HistoryEvent } from '../kind.ts';
import { isEvent, objectIn, textsIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { onceUnused } from './parts/already.ts';
import { ec2Arn, foundBy } from './parts/found-by.ts';

interface Entry { readonly cidr: string; readonly description: string }
export interface ManagedPrefixList extends Resource {
  readonly listName: string;
  readonly entries: readonly Entry[];
}

async function entriesOf(client: EC2Client, PrefixListId: string, TargetVersion?: number): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const { Entries = [] } of paginateGetManagedPrefixListEntries({ client }, { PrefixListId, MaxResults: 100, ...(TargetVersion === undefined ? {} : { TargetVersion }) })) {
    found.push(...Entries.map((e) => ({ cidr: e.Cidr ?? '', description: e.Description ?? '' })));
  }
  return found.sort((a, b) => (a.cidr < b.cidr ? -1 : 1));
}
/** The account's own: AWS's cannot be changed. */
async function* lists(aws: ReadAws, more: Filter[] = []): AsyncIterable<ManagedPrefixList> {
  const client = await aws.client('ec2');
  for await (const { PrefixLists = [] } of paginateDescribeManagedPrefixLists({ client }, { MaxResults: 100, Filters: [{ Name: 'owner-id', Values: [aws.accountId] }, ...more] })) {
    for (const { PrefixListId: id = '', PrefixListName: listName = '', Version: version = 1, State } of PrefixLists) {
      if (State?.startsWith('delete') === true) continue;
      const entries = await ifThere(entriesOf(client, id));
      if (entries) yield { arn: ec2Arn(aws, 'prefix-list', id), uid: id, name: id, region: aws.region, listName, entries, seen: { version } };
    }
  }
}

/** Giving a version back makes yet another: the number only grows, so it is shown and not compared. */
const versionOf = (r: Resource): number => Number(r.seen?.['version'] ?? 0);
const aimed = (r: Resource): number => Number(r.aim?.['version'] ?? 0);
const same = (a: readonly Entry[], b: string | undefined): boolean => JSON.stringify(a) === b;
const restoring = (r: ManagedPrefixList, PreviousVersion: number, CurrentVersion: number) => ({ PrefixListId: r.name, PreviousVersion, CurrentVersion });

const RESTORE = 'ec2:RestoreManagedPrefixListVersion';
const membersOf = ({ request }: HistoryEvent): readonly [string, Json][] => Object.values(request ?? {}).flatMap((wrapped) => Object.entries(objectIn(wrapped) ?? {}));
/** CloudTrail writes one entry alone, or a list of them. */
const networks = (e: HistoryEvent, member: RegExp): string[] => membersOf(e).flatMap(([name, value]) => (member.test(name) ? [...JSON.stringify(value).matchAll(/"cidr":"([^"]*)"/gi)].map(([, cidr = '']) => cidr) : []));

/** What the stranger put in and took out, where nobody else has said otherwise since. Undefined where it cannot be told apart. */
function strangers(history: readonly HistoryEvent[]): JsonObject | undefined {
  const [owners, put, taken] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const e of history) {
    const theirs = e.by === 'attacker';
    if (isEvent(e, RESTORE)) { if (theirs) return undefined; put.clear(); taken.clear(); }
    for (const cidr of networks(e, /^RemoveEntr/)) {
      owners.delete(cidr);
      const own = put.delete(cidr);
      if (!theirs) taken.delete(cidr); else if (!own) taken.add(cidr);
    }
    for (const cidr of networks(e, /^(Add)?Entr/)) {
      const back = taken.delete(cidr);
      if (!theirs) put.delete(cidr); else if (!back && !owners.has(cidr)) put.add(cidr);
      if (!theirs || back) owners.add(cidr);
    }
  }
  return put.size + taken.size === 0 ? undefined : { put: [...put], taken: [...taken] };
}
/** The version before the stranger's first change; where somebody else has changed it since, or no event tells the version, the networks that are the stranger's. */
function recall(_: ManagedPrefixList, history: readonly HistoryEvent[]): JsonObject | undefined {
  const first = history.findIndex((e) => e.by === 'attacker');
  const change = history[first];
  if (change === undefined) return undefined;
  const version = Number(membersOf(change).find(([name]) => name === 'CurrentVersion')?.[1]);
  return Number.isInteger(version) && !history.slice(first).some((e) => e.by !== 'attacker') ? { version } : strangers(history);
}

async function restore(aws: ChangeAws, r: ManagedPrefixList, deed: Deed): Promise<void> {
  const client = await aws.client('ec2');
  const wanted = JSON.stringify(await entriesOf(client, r.name, aimed(r)));
  await deed.making('entries', wanted);
  if (!same(r.entries, wanted)) await client.send(new RestoreManagedPrefixListVersionCommand(restoring(r, aimed(r), versionOf(r))));
}
const toVersion: Action<ManagedPrefixList> = {
  operations: [RESTORE],
  title: (r) => say('Give prefix list {{list}} ({{name}}) in {{region}} back its version {{version}}', { list: r.name, name: r.listName, region: r.region, version: aimed(r) }),
  breaks: (r) => say('Networks that were added after version {{version}} are no longer in the list, and those that were removed are again: in every route and security group that names it.', { version: aimed(r) }),
  calls: (r) => [{ operation: RESTORE, region: r.region, input: restoring(r, aimed(r), versionOf(r)) }],
  undoCalls: (before) => [{ operation: RESTORE, region: before.region, input: restoring(before, versionOf(before), versionOf(before) + 1) }],
  done: (now, { made }) => now !== undefined && made['entries'] !== undefined && same(now.entries, made['entries']),
  apply: restore,
  undo: async (aws, before) => {
    const client = await aws.client('ec2');
    const entries = await ifThere(entriesOf(client, before.name));
    if (!entries || JSON.stringify(entries) === JSON.stringify(before.entries)) return;
    await client.send(new RestoreManagedPrefixListVersionCommand(restoring(before, versionOf(before), versionOf(before) + 1)));
  },
  undoReopens: true,
};

const TITLE = say('Managed prefix list');
const CHANGE = 'ec2:ModifyManagedPrefixList';
const without = (a: ManagedPrefixList, b: ManagedPrefixList): readonly Entry[] => a.entries.filter(({ cidr }) => !b.entries.some((e) => e.cidr === cidr));
const byNetwork = givingBack<ManagedPrefixList>({
  sort: TITLE, operations: [CHANGE], name: (r) => `${r.name} (${r.listName})`,
  back: (r) => {
    const [put, taken] = [textsIn(r.aim?.['put']), textsIn(r.aim?.['taken'])];
    const back = taken.filter((cidr) => !r.entries.some((e) => e.cidr === cidr)).map((cidr) => ({ cidr, description: '' }));
    return { ...r, entries: [...r.entries.filter(({ cidr }) => !put.includes(cidr)), ...back], seen: { version: versionOf(r) + 1 } };
  },
  calls: (from, to) => {
    const [added, removed] = [without(to, from), without(from, to)];
    const AddEntries = added.map((e) => ({ Cidr: e.cidr, ...(e.description && { Description: e.description }) }));
    return added.length + removed.length === 0 ? [] : [{ operation: CHANGE, region: to.region, input: { PrefixListId: to.name, CurrentVersion: versionOf(from), AddEntries, RemoveEntries: removed.map((e) => ({ Cidr: e.cidr })) } }];
  },
  send: async (aws, { input }) => (await aws.client('ec2')).send(new ModifyManagedPrefixListCommand(input as never)),
});
const how = (r: Resource | undefined): Action<ManagedPrefixList> => (r?.aim?.['put'] ? byNetwork : toVersion);
const recover: Action<ManagedPrefixList> = {
  operations: [RESTORE, CHANGE],
  title: (r) => how(r).title(r),
  breaks: (r) => how(r).breaks?.(r),
  calls: (r) => how(r).calls(r),
  undoCalls: (before, made) => how(before).undoCalls?.(before, made) ?? [],
  done: (now, context) => how(now).done(now, context),
  apply: (aws, r, deed) => how(r).apply(aws, r, deed),
  undo: async (aws, before, made, deed) => { const { undo } = how(before); if (typeof undo === 'function') await undo(aws, before, made, deed); },
  undoReopens: true,
};

export default defineKind<ManagedPrefixList>({
  id: 'ec2/managed-prefix-list', version: 1, title: TITLE, scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeManagedPrefixLists', 'ec2:GetManagedPrefixListEntries'],
  list: ({ aws }) => lists(aws),
  look: (aws, rs) => foundBy(rs, (Values) => lists(aws, [{ Name: 'prefix-list-id', Values }])),
  traces: { ids: (r) => [r.uid], created: ['ec2:CreateManagedPrefixList'], changed: [CHANGE, RESTORE] },
  recall,
  actions: {
    preserve: {
      operations: [],
      title: (r) => say('Save prefix list {{list}} ({{name}}) with its networks', { list: r.name, name: r.listName }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (_, r, deed) => {
        await deed.keep(`${r.name}.json`, `${JSON.stringify(r, null, 2)}\n`, { operation: 'ec2:GetManagedPrefixListEntries' });
        await deed.making('kept', `${r.name}.json`);
      },
      undo: nothingToUndo,
    },
    recover,
    eradicate: {
      operations: ['ec2:DeleteManagedPrefixList'],
      title: (r) => say('Delete prefix list {{list}} ({{name}}) in {{region}}', { list: r.name, name: r.listName, region: r.region }),
      breaks: () => say('AWS refuses it while a route or a security group names the list.'),
      calls: (r) => [{ operation: 'ec2:DeleteManagedPrefixList', region: r.region, input: { PrefixListId: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('ec2');
        await ifThere(onceUnused(deed, () => client.send(new DeleteManagedPrefixListCommand({ PrefixListId: r.name }))));
      },
      undo: NEW_ID,
    },
  },
});
