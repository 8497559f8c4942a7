// Documents with their versions, and whom they are shared with.
import {
  CreateDocumentCommand, DeleteDocumentCommand, DescribeDocumentCommand, DescribeDocumentPermissionCommand, GetDocumentCommand, ListDocumentsCommand, ListDocumentVersionsCommand, ModifyDocumentPermissionCommand, UpdateDocumentCommand, UpdateDocumentDefaultVersionCommand,
  type CreateDocumentRequest, type DocumentDescription, type ModifyDocumentPermissionRequest, type UpdateDocumentRequest,
} from '@aws-sdk/client-ssm';
import { sha256 } from '../../../core/digest.ts';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { onDocument, paged, ssmError, ssmRoom, type DocumentRecord } from './state.ts';

function need(call: SimCall, name: string | undefined): DocumentRecord {
  const found = ssmRoom(call).documents.get(name ?? '');
  if (!found) throw ssmError('InvalidDocument', `Document with name ${name ?? ''} does not exist.`);
  return found;
}
function versionOf(document: DocumentRecord, asked: string | undefined): string {
  const version = asked === undefined || asked === '$DEFAULT' ? document.defaultVersion : asked === '$LATEST' ? String(document.numbered) : asked;
  if (!document.versions.has(version)) throw ssmError('InvalidDocumentVersion', `The document version is not valid or does not exist.`);
  return version;
}
const description = (call: SimCall, d: DocumentRecord, version: string): DocumentDescription => ({
  Name: d.name, Owner: call.account.id, CreatedDate: d.versions.get(version)?.created ?? d.created, Status: 'Active', DocumentVersion: version, LatestVersion: String(d.numbered), DefaultVersion: d.defaultVersion,
  DocumentType: d.type as 'Command', DocumentFormat: d.format as 'JSON', SchemaVersion: '2.2', PlatformTypes: ['Linux'], Hash: sha256(d.versions.get(version)?.content ?? ''), HashType: 'Sha256',
});

function create({ Name = '', Content = '', DocumentType = 'Command', DocumentFormat = 'JSON' }: CreateDocumentRequest, call: SimCall): { DocumentDescription: DocumentDescription } {
  const { documents } = ssmRoom(call);
  if (documents.has(Name)) throw ssmError('DocumentAlreadyExists', `Document ${Name} already exists.`);
  if (/^(aws|amazon|amzn)/i.test(Name)) throw ssmError('ValidationException', `The document name ${Name} is reserved.`);
  const made: DocumentRecord = { name: Name, type: DocumentType, format: DocumentFormat, created: call.now, versions: new Map([['1', { content: Content, created: call.now }]]), defaultVersion: '1', numbered: 1, sharedWith: new Set() };
  documents.set(Name, made);
  return { DocumentDescription: description(call, made, '1') };
}
function update({ Name, Content = '' }: UpdateDocumentRequest, call: SimCall): { DocumentDescription: DocumentDescription } {
  const document = need(call, Name);
  if ([...document.versions.values()].some((v) => v.content === Content)) throw ssmError('DuplicateDocumentContent', 'The content of the association document matches another document. Change the content of the document and try again.');
  document.numbered += 1;
  const version = String(document.numbered);
  document.versions.set(version, { content: Content, created: call.now });
  return { DocumentDescription: description(call, document, version) };
}
function share({ Name, AccountIdsToAdd = [], AccountIdsToRemove = [] }: ModifyDocumentPermissionRequest, call: SimCall): object {
  const { sharedWith } = need(call, Name);
  for (const id of AccountIdsToAdd) sharedWith.add(id);
  for (const id of AccountIdsToRemove) sharedWith.delete(id);
  return {};
}
function remove(name: string | undefined, call: SimCall): object {
  const document = need(call, name);
  if (document.sharedWith.size > 0) throw ssmError('InvalidDocumentOperation', `You attempted to delete a document while it is still shared. You must stop sharing the document before you can delete it.`);
  if ([...ssmRoom(call).associations.values()].some((a) => a.Name === name)) throw ssmError('AssociatedInstances', 'You must disassociate a document from all managed nodes before you can delete it.');
  ssmRoom(call).documents.delete(document.name);
  return {};
}

export function registerDocuments(ssm: Service<SimCall>): void {
  ssm
    .on(CreateDocumentCommand, create, { resources: onDocument })
    .on(UpdateDocumentCommand, update, { resources: onDocument })
    .on(UpdateDocumentDefaultVersionCommand, ({ Name, DocumentVersion }, call) => {
      const document = need(call, Name);
      document.defaultVersion = versionOf(document, DocumentVersion);
      return { Description: { Name: document.name, DefaultVersion: document.defaultVersion } };
    }, { resources: onDocument })
    .on(DeleteDocumentCommand, ({ Name }, call) => remove(Name, call), { resources: onDocument })
    .on(ModifyDocumentPermissionCommand, share, { resources: onDocument })
    .on(DescribeDocumentPermissionCommand, ({ Name }, call) => { const ids = [...need(call, Name).sharedWith]; return { AccountIds: ids, AccountSharingInfoList: ids.map((AccountId) => ({ AccountId, SharedDocumentVersion: '$DEFAULT' })) }; }, { resources: onDocument })
    .on(DescribeDocumentCommand, ({ Name, DocumentVersion }, call) => { const document = need(call, Name); return { Document: description(call, document, versionOf(document, DocumentVersion)) }; }, { resources: onDocument })
    .on(GetDocumentCommand, ({ Name, DocumentVersion }, call) => {
      const document = need(call, Name);
      const version = versionOf(document, DocumentVersion);
      return { Name: document.name, DocumentVersion: version, Status: 'Active' as const, Content: document.versions.get(version)?.content ?? '', DocumentType: document.type as 'Command', DocumentFormat: document.format as 'JSON' };
    }, { resources: onDocument })
    .on(ListDocumentVersionsCommand, (input, call) => {
      const document = need(call, input.Name);
      return paged('DocumentVersions', [...document.versions].map(([DocumentVersion, v]) => ({ Name: document.name, DocumentVersion, CreatedDate: v.created, IsDefaultVersion: DocumentVersion === document.defaultVersion, Status: 'Active' as const })), input, call);
    }, { resources: onDocument })
    .on(ListDocumentsCommand, (input, call) => {
      const owner = input.Filters?.find((f) => f.Key === 'Owner')?.Values ?? ['Self'];
      const all = owner.includes('Self') || owner.includes('All') || owner.includes('Private') ? [...ssmRoom(call).documents.values()] : [];
      return paged('DocumentIdentifiers', all.map((d) => ({ Name: d.name, CreatedDate: d.created, Owner: call.account.id, DocumentVersion: d.defaultVersion, DocumentType: d.type as 'Command', DocumentFormat: d.format as 'JSON', SchemaVersion: '2.2' })), input, call);
    });
}
