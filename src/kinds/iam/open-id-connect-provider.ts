// An OpenID Connect provider that roles of the account may trust: saved, then deleted. It cannot be switched off; the roles are contained.
import { DeleteOpenIDConnectProviderCommand, GetOpenIDConnectProviderCommand, ListOpenIDConnectProvidersCommand, type IAMClient } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { byText, instant, READS_DETAILS, tagsOf, type Tag } from './parts/authorization-details.ts';
import { breaksTrust, trustSeen, trustsInScan, trustsNow } from './parts/federated-trust.ts';
import { preserving } from './parts/preservation.ts';

export interface OpenIdConnectProvider extends Resource {
  /** Without `https://`. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly tags: readonly Tag[];
  /** Names of the roles whose trust names it; absent where that may not be read. */
  readonly seen?: { readonly trustedBy: readonly string[] };
}

async function read(client: IAMClient, arn: Arn): Promise<OpenIdConnectProvider | undefined> {
  const found = await ifThere(client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })));
  if (!found) return undefined;
  const createdAt = instant(found.CreateDate);
  return {
    arn, uid: `${arn}@${createdAt}`, name: arn.slice(arn.indexOf('/') + 1), region: 'aws-global', createdAt, url: found.Url ?? '',
    clientIds: [...(found.ClientIDList ?? [])].sort(byText), thumbprints: [...(found.ThumbprintList ?? [])].sort(byText), tags: tagsOf(found.Tags),
  };
}
const target = (provider: OpenIdConnectProvider) => ({ OpenIDConnectProviderArn: provider.arn });

export default defineKind<OpenIdConnectProvider>({
  id: 'iam/open-id-connect-provider', version: 1, title: say('OpenID Connect provider'), scope: 'global', role: 'credential',
  reads: ['iam:ListOpenIDConnectProviders', 'iam:GetOpenIDConnectProvider', ...READS_DETAILS],

  async *list(scan) {
    const client = await scan.aws.client('iam');
    const { OpenIDConnectProviderList = [] } = await client.send(new ListOpenIDConnectProvidersCommand({}));
    if (OpenIDConnectProviderList.length === 0) return;
    const roles = await trustsInScan(scan);
    for (const provider of await inParallel(OpenIDConnectProviderList, 4, ({ Arn: arn = '' }) => read(client, arn))) {
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

  traces: {
    ids: (provider) => [provider.arn],
    created: ['iam:CreateOpenIDConnectProvider'],
    changed: ['iam:AddClientIDToOpenIDConnectProvider', 'iam:RemoveClientIDFromOpenIDConnectProvider', 'iam:UpdateOpenIDConnectProviderThumbprint'],
  },

  actions: {
    preserve: preserving({
      title: (provider) => say('Save the OpenID Connect provider {{provider}} as it is, and which roles trust it', { provider: provider.name }),
      file: (provider) => `oidc-provider-${provider.name}`, operation: 'iam:GetOpenIDConnectProvider',
    }),
    eradicate: {
      operations: ['iam:DeleteOpenIDConnectProvider'],
      title: (provider) => say('Delete the OpenID Connect provider {{provider}}', { provider: provider.name }),
      breaks: (provider) => breaksTrust(provider.seen?.trustedBy),
      calls: (provider) => [globalCall('iam:DeleteOpenIDConnectProvider', target(provider))],
      done: (now) => now === undefined,
      apply: async (aws, provider) => { await ifThere((await aws.client('iam')).send(new DeleteOpenIDConnectProviderCommand(target(provider)))); },
      undo: irreversible(say('It is not given back here: made again with the same URL, every role that still names it would trust it at once. What it held is kept with the evidence, if the owner needs it.')),
    },
  },
});
