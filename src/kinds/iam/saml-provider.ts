// A SAML provider that roles of the account may trust: saved with its metadata, then deleted, or given back the owner's metadata. It cannot be switched off; the roles are contained.
import { DeleteSAMLProviderCommand, GetSAMLProviderCommand, ListSAMLProvidersCommand, UpdateSAMLProviderCommand, type IAMClient } from '@aws-sdk/client-iam';
import { sha256 } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Arn, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isForeign, isHidden, lastOwn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { instant, READS_DETAILS, tagsOf, type Tag } from './parts/authorization-details.ts';
import { breaksTrust, trustSeen, trustsInScan, trustsNow } from './parts/federated-trust.ts';
import { preserving } from './parts/preservation.ts';

export interface SamlProvider extends Resource {
  /** SHA-256 of the metadata document, which may take ten million characters. */
  readonly metadata: string;
  readonly tags: readonly Tag[];
  /** Names of the roles whose trust names it; absent where that may not be read. */
  readonly seen?: { readonly trustedBy: readonly string[] };
}

async function read(client: IAMClient, arn: Arn): Promise<SamlProvider | undefined> {
  const found = await ifThere(client.send(new GetSAMLProviderCommand({ SAMLProviderArn: arn })));
  if (!found) return undefined;
  const createdAt = instant(found.CreateDate);
  return { arn, uid: `${arn}@${createdAt}`, name: arn.slice(arn.indexOf('/') + 1), region: 'aws-global', createdAt, metadata: sha256(found.SAMLMetadataDocument ?? ''), tags: tagsOf(found.Tags) };
}
/** The metadata that the owner set last, where the stranger has set other since. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const set = ({ request }: HistoryEvent): boolean => request?.['sAMLMetadataDocument'] !== undefined;
  const last = history.findLast(set), own = last && isForeign(last) ? lastOwn(history, set)?.request?.['sAMLMetadataDocument'] : undefined;
  return own === undefined || isHidden(own) ? undefined : { document: own };
}
const aimOf = ({ aim }: Resource): string => textIn(aim?.['document']) ?? '';
const target = (provider: SamlProvider) => ({ SAMLProviderArn: provider.arn });

export default defineKind<SamlProvider>({
  id: 'iam/saml-provider', version: 1, title: say('SAML provider'), scope: 'global', role: 'credential',
  reads: ['iam:ListSAMLProviders', 'iam:GetSAMLProvider', ...READS_DETAILS],

  async *list(scan) {
    const client = await scan.aws.client('iam');
    const { SAMLProviderList = [] } = await client.send(new ListSAMLProvidersCommand({}));
    if (SAMLProviderList.length === 0) return;
    const roles = await trustsInScan(scan);
    for (const provider of await inParallel(SAMLProviderList, 4, ({ Arn: arn = '' }) => read(client, arn))) {
      if (provider) yield { ...provider, ...trustSeen(roles, provider.arn) };
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const [found, roles] = await Promise.all([inParallel(rs, 4, (r) => read(client, r.arn)), trustsNow(aws)]);
    return rs.map((r, i) => {
      const provider = found[i];
      return provider?.uid === r.uid ? { ...provider, ...trustSeen(roles, r.arn) } : undefined;
    });
  },

  traces: { ids: (provider) => [provider.arn], created: ['iam:CreateSAMLProvider'], changed: ['iam:UpdateSAMLProvider'] },
  recall: (_, history) => recall(history),

  actions: {
    preserve: preserving({
      title: (provider) => say('Save the SAML provider {{provider}} with its metadata, and which roles trust it', { provider: provider.name }),
      file: (provider) => `saml-provider-${provider.name}`, operation: 'iam:GetSAMLProvider',
      more: async (aws, provider) => ({ metadataDocument: (await (await aws.client('iam')).send(new GetSAMLProviderCommand(target(provider)))).SAMLMetadataDocument ?? null }),
    }),
    recover: {
      operations: ['iam:UpdateSAMLProvider'],
      title: (provider) => say('Give the SAML provider {{provider}} back the metadata that it had', { provider: provider.name }),
      calls: (provider) => [globalCall('iam:UpdateSAMLProvider', { ...target(provider), SAMLMetadataDocument: aimOf(provider) })],
      done: (now) => now?.aim !== undefined && now.metadata === sha256(aimOf(now)),
      apply: async (aws, provider) => { await (await aws.client('iam')).send(new UpdateSAMLProviderCommand({ ...target(provider), SAMLMetadataDocument: aimOf(provider) })); },
      undo: irreversible(say('What the stranger put in is not given back. It is kept with the evidence.')),
    },
    eradicate: {
      operations: ['iam:DeleteSAMLProvider'],
      title: (provider) => say('Delete the SAML provider {{provider}}', { provider: provider.name }),
      breaks: (provider) => breaksTrust(provider.seen?.trustedBy),
      calls: (provider) => [globalCall('iam:DeleteSAMLProvider', target(provider))],
      done: (now) => now === undefined,
      apply: async (aws, provider) => { await ifThere((await aws.client('iam')).send(new DeleteSAMLProviderCommand(target(provider)))); },
      undo: irreversible(say('It is not given back here: made again under the same name, every role that still names it would trust it at once. Its metadata is kept with the evidence, if the owner needs it.')),
    },
  },
});
