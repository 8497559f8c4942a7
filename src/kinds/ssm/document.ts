// A document of Systems Manager: no longer shared, its default version given back, deleted where a stranger made it.
import {
  DeleteDocumentCommand, DescribeDocumentCommand, DescribeDocumentPermissionCommand, GetDocumentCommand, ModifyDocumentPermissionCommand, paginateListDocuments, paginateListDocumentVersions, UpdateDocumentDefaultVersionCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, KEPT_ALL, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, isForeign, lastOwn, objectIn, textIn } from '../recalling.ts';
import { judged } from '../standing.ts';

export interface Document extends Resource {
  readonly documentType: string;
  readonly versions: readonly string[];
  readonly defaultVersion: string;
  /** Account ids, or `all`: everybody. */
  readonly sharedWith: readonly string[];
}

/** AWS answers `InvalidDocument` where there is none of that name. */
async function ifDocument<T>(answer: Promise<T>): Promise<T | undefined> {
  try { return await answer; } catch (error) {
    if (failureOf(error).code === 'InvalidDocument') return undefined;
    throw error;
  }
}
async function read(client: SSMClient, Name: string, { region, accountId, partition }: Pick<ReadAws, 'region' | 'accountId' | 'partition'>): Promise<Document | undefined> {
  const [first, shares, versions] = await Promise.all([ifDocument(client.send(new DescribeDocumentCommand({ Name, DocumentVersion: '1' }))), ifDocument(client.send(new DescribeDocumentPermissionCommand({ Name, PermissionType: 'Share' }))), ifDocument(versionsOf(client, Name))]);
  const found = first?.Document;
  if (!found || !shares || !versions) return undefined;
  const arn = `arn:${partition}:ssm:${region}:${accountId}:document/${Name}`;
  // The first version's time is the document's own: it tells one that was made anew.
  const createdAt = found.CreatedDate?.toISOString() ?? '';
  return { arn, uid: `${arn}@${createdAt}`, name: Name, region, createdAt, documentType: found.DocumentType ?? '', versions, defaultVersion: found.DefaultVersion ?? '', sharedWith: [...(shares.AccountIds ?? [])].sort() };
}
async function versionsOf(client: SSMClient, Name: string): Promise<string[]> {
  const all: string[] = [];
  for await (const { DocumentVersions = [] } of paginateListDocumentVersions({ client }, { Name })) all.push(...DocumentVersions.map((v) => v.DocumentVersion ?? ''));
  return all.sort((a, b) => Number(a) - Number(b));
}
async function contents(aws: ReadAws, r: Document): Promise<{ readonly content: Readonly<Record<string, string>> }> {
  const client = await aws.client('ssm');
  const texts = await inParallel(r.versions, 4, async (DocumentVersion) => [DocumentVersion, (await client.send(new GetDocumentCommand({ Name: r.name, DocumentVersion }))).Content ?? ''] as const);
  return { content: Object.fromEntries(texts) };
}

/** The default of before: the one that the owner set, or the only version that is not the stranger's. */
function recall(r: Document, history: readonly HistoryEvent[]): JsonObject | undefined {
  if (!history.some((e) => isForeign(e) && isEvent(e, 'ssm:UpdateDocumentDefaultVersion'))) return undefined;
  const set = textIn(lastOwn(history, (e) => isEvent(e, 'ssm:UpdateDocumentDefaultVersion'))?.request?.['documentVersion']);
  const foreign = new Set(history.filter((e) => isForeign(e) && isEvent(e, 'ssm:UpdateDocument')).map((e) => textIn(objectIn(e.response?.['documentDescription'])?.['documentVersion'])));
  const own = r.versions.filter((v) => !foreign.has(v));
  const before = set ?? (own.length === 1 ? own[0] : undefined);
  return before === undefined || before === r.defaultVersion || !r.versions.includes(before) ? undefined : { defaultVersion: before };
}
const aimed = (r: Document): string => textIn(r.aim?.['defaultVersion']) ?? r.defaultVersion;

const call = (r: Document, operation: Operation, input: JsonObject = {}): Call => ({ operation, region: r.region, input: { Name: r.name, ...input } });
const unshare = (r: Document) => ({ PermissionType: 'Share' as const, AccountIdsToRemove: [...r.sharedWith] });
const share = (r: Document) => ({ PermissionType: 'Share' as const, AccountIdsToAdd: [...r.sharedWith] });
const setDefault = async (aws: ChangeAws, r: Document, DocumentVersion: string): Promise<void> => { await (await aws.client('ssm')).send(new UpdateDocumentDefaultVersionCommand({ Name: r.name, DocumentVersion })); };
const told = (r: Document) => ({ document: r.name, region: r.region });

export default defineKind<Document>({
  id: 'ssm/document', version: 1, title: say('Systems Manager document'), scope: 'regional', role: 'setting',
  reads: ['ssm:ListDocuments', 'ssm:DescribeDocument', 'ssm:DescribeDocumentPermission', 'ssm:ListDocumentVersions'],

  async *list(scan) {
    const client = await scan.aws.client('ssm');
    for await (const { DocumentIdentifiers = [] } of paginateListDocuments({ client }, { Filters: [{ Key: 'Owner', Values: ['Self'] }] })) {
      const found = await inParallel(DocumentIdentifiers, 4, async ({ Name = '' }) => {
        try { return await read(client, Name, scan.aws); } catch (error) { scan.gap('ssm:DescribeDocument', error, Name); return undefined; }
      });
      yield* found.filter((d) => d !== undefined);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('ssm');
    return inParallel(rs, 4, async (r) => {
      const now = await read(client, r.name, aws);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['ssm:CreateDocument'],
    changed: ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion', 'ssm:ModifyDocumentPermission'],
    concerns: (r, event) => event.request?.['name'] === r.name,
  },
  recall,
  judge: (r, context) => judged(context, ['T1651'], r.sharedWith.includes('all') ? say('Everybody who has an AWS account may read and run it.') : undefined),

  actions: {
    contain: {
      operations: ['ssm:ModifyDocumentPermission'],
      title: (r) => say('Share the document {{document}} in {{region}} with nobody any more', told(r)),
      breaks: (r) => say('These accounts can no longer read or run it: {{accounts}}.', { accounts: r.sharedWith.length > 0 ? r.sharedWith : '0' }),
      impossible: (r) => (r.sharedWith.length === 0 ? say('The document {{document}} is shared with nobody.', { document: r.name }) : undefined),
      calls: (r) => [call(r, 'ssm:ModifyDocumentPermission', unshare(r))],
      undoCalls: (before) => [call(before, 'ssm:ModifyDocumentPermission', share(before))],
      done: (now) => now?.sharedWith.length === 0,
      apply: async (aws, r) => { if (r.sharedWith.length > 0) await (await aws.client('ssm')).send(new ModifyDocumentPermissionCommand({ Name: r.name, ...unshare(r) })); },
      undo: async (aws, before) => { await (await aws.client('ssm')).send(new ModifyDocumentPermissionCommand({ Name: before.name, ...share(before) })); },
      undoReopens: true,
    },
    preserve: { reads: ['ssm:GetDocument'], ...preserving({ title: (r) => say('Save the document {{document}} in {{region}} with the text of all its versions ({{n}})', { ...told(r), n: r.versions.length }), file: (r) => `ssm-document-${r.region}-${r.name}`, operation: 'ssm:GetDocument', more: contents }) },
    eradicate: {
      operations: ['ssm:ModifyDocumentPermission', 'ssm:DeleteDocument'],
      title: (r) => say('Delete the document {{document}} in {{region}}', told(r)),
      destroys: (r) => say('Versions: {{versions}}.', { versions: r.versions.length }),
      // AWS deletes no document that is shared.
      calls: (r) => [...(r.sharedWith.length > 0 ? [call(r, 'ssm:ModifyDocumentPermission', unshare(r))] : []), call(r, 'ssm:DeleteDocument')],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        const client = await aws.client('ssm');
        if (r.sharedWith.length > 0) await client.send(new ModifyDocumentPermissionCommand({ Name: r.name, ...unshare(r) }));
        await ifDocument(client.send(new DeleteDocumentCommand({ Name: r.name })));
      },
      undo: KEPT_ALL,
    },
    recover: {
      operations: ['ssm:UpdateDocumentDefaultVersion'],
      title: (r) => say('Make version {{back}} of the document {{document}} in {{region}} the default again, in the place of {{version}}', { ...told(r), back: aimed(r), version: r.defaultVersion }),
      breaks: (r) => say('Whatever runs {{document}} without naming a version runs version {{back}}.', { document: r.name, back: aimed(r) }),
      calls: (r) => [call(r, 'ssm:UpdateDocumentDefaultVersion', { DocumentVersion: aimed(r) })],
      undoCalls: (before) => [call(before, 'ssm:UpdateDocumentDefaultVersion', { DocumentVersion: before.defaultVersion })],
      done: (now) => now?.aim !== undefined && now.defaultVersion === aimed(now),
      apply: (aws, r) => setDefault(aws, r, aimed(r)),
      undo: (aws, before) => setDefault(aws, before, before.defaultVersion),
    },
  },
});
