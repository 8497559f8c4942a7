// A managed prefix list: routes and security groups let in whatever networks it holds. It has versions, so a stranger's can be taken back.
import { DeleteManagedPrefixListCommand, paginateDescribeManagedPrefixLists, paginateGetManagedPrefixListEntries, RestoreManagedPrefixListVersionCommand, type EC2Client, type Filter } from '@aws-sdk/client-ec2';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { JsonObject, Resource } from '../../core/types.ts';
import { defineKind, NEW_ID, nothingToUndo, type Action, type Deed, type HistoryEvent } from '../kind.ts';
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

/** The version before the stranger's first change; none where somebody else has changed it since. */
function recall(_: ManagedPrefixList, history: readonly HistoryEvent[]): JsonObject | undefined {
  const first = history.findIndex((e) => e.by === 'attacker');
  const change = history[first];
  if (change === undefined || history.slice(first).some((e) => e.by !== 'attacker')) return undefined;
  const wrapped = change.request?.['ModifyManagedPrefixListRequest'] ?? change.request?.['RestoreManagedPrefixListVersionRequest'];
  const version = typeof wrapped === 'object' && wrapped !== null && 'CurrentVersion' in wrapped ? Number(wrapped.CurrentVersion) : Number.NaN;
  return Number.isInteger(version) ? { version } : undefined;
}

async function restore(aws: ChangeAws, r: ManagedPrefixList, deed: Deed): Promise<void> {
  const client = await aws.client('ec2');
  const wanted = JSON.stringify(await entriesOf(client, r.name, aimed(r)));
  await deed.making('entries', wanted);
  if (!same(r.entries, wanted)) await client.send(new RestoreManagedPrefixListVersionCommand(restoring(r, aimed(r), versionOf(r))));
}
const recover: Action<ManagedPrefixList> = {
  operations: ['ec2:RestoreManagedPrefixListVersion'],
  title: (r) => say('Give prefix list {{list}} ({{name}}) in {{region}} back its version {{version}}', { list: r.name, name: r.listName, region: r.region, version: aimed(r) }),
  breaks: (r) => say('Networks that were added after version {{version}} are no longer in the list, and those that were removed are again: in every route and security group that names it.', { version: aimed(r) }),
  calls: (r) => [{ operation: 'ec2:RestoreManagedPrefixListVersion', region: r.region, input: restoring(r, aimed(r), versionOf(r)) }],
  undoCalls: (before) => [{ operation: 'ec2:RestoreManagedPrefixListVersion', region: before.region, input: restoring(before, versionOf(before), versionOf(before) + 1) }],
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

export default defineKind<ManagedPrefixList>({
  id: 'ec2/managed-prefix-list', version: 1, title: say('Managed prefix list'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeManagedPrefixLists', 'ec2:GetManagedPrefixListEntries'],
  list: ({ aws }) => lists(aws),
  look: (aws, rs) => foundBy(rs, (Values) => lists(aws, [{ Name: 'prefix-list-id', Values }])),
  traces: { ids: (r) => [r.uid], created: ['ec2:CreateManagedPrefixList'], changed: ['ec2:ModifyManagedPrefixList', 'ec2:RestoreManagedPrefixListVersion'] },
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
