// An OpenID Connect provider that roles of the account may trust: saved, then deleted, or given back whom it vouches for. It cannot be switched off; the roles are contained.
import { AddClientIDToOpenIDConnectProviderCommand, DeleteOpenIDConnectProviderCommand, GetOpenIDConnectProviderCommand, ListOpenIDConnectProvidersCommand, RemoveClientIDFromOpenIDConnectProviderCommand, UpdateOpenIDConnectProviderThumbprintCommand, type IAMClient } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, globalCall, irreversible, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isForeign, lastOwn, listIn, switchBefore, textIn } from '../recalling.ts';
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

const TITLE = say('OpenID Connect provider');
const texts = (of: unknown): readonly string[] => listIn(of as readonly string[]).flatMap((one) => textIn(one) ?? []);
const ADD = 'iam:AddClientIDToOpenIDConnectProvider', REMOVE = 'iam:RemoveClientIDFromOpenIDConnectProvider', THUMBPRINT = 'iam:UpdateOpenIDConnectProviderThumbprint';

/** Audiences that the stranger added or took away, one by one; thumbprints as the owner set them last, where the history tells it. */
function recall({ clientIds }: OpenIdConnectProvider, history: readonly HistoryEvent[]): JsonObject | undefined {
  const idOf = ({ request }: HistoryEvent): string | undefined => textIn(request?.['clientID']);
  const moved = [...new Set(history.flatMap((e) => idOf(e) ?? []))];
  const before = new Map(moved.map((id) => [id, switchBefore(history.filter((e) => idOf(e) === id), ({ event }) => event === ADD, ({ event }) => event === REMOVE)]));
  const own = [...clientIds.filter((id) => before.get(id) !== false), ...moved.filter((id) => before.get(id) === true && !clientIds.includes(id))].sort(byText);
  const set = (e: HistoryEvent): boolean => e.request?.['thumbprintList'] !== undefined;
  const last = history.findLast(set), thumbprints = last && isForeign(last) ? lastOwn(history, set)?.request?.['thumbprintList'] : undefined;
  const aim = { ...(own.join() !== clientIds.join() && { clientIds: own }), ...(thumbprints !== undefined && { thumbprints }) };
  return Object.keys(aim).length === 0 ? undefined : aim;
}
const back = (r: OpenIdConnectProvider): OpenIdConnectProvider => ({ ...r, ...(r.aim?.['clientIds'] !== undefined && { clientIds: texts(r.aim['clientIds']) }), ...(r.aim?.['thumbprints'] !== undefined && { thumbprints: [...texts(r.aim['thumbprints'])].sort(byText) }) });
function between(from: OpenIdConnectProvider, to: OpenIdConnectProvider): Call[] {
  const one = (operation: typeof ADD | typeof REMOVE) => (ClientID: string): Call => globalCall(operation, { ...target(from), ClientID });
  return [
    ...from.clientIds.filter((id) => !to.clientIds.includes(id)).map(one(REMOVE)), ...to.clientIds.filter((id) => !from.clientIds.includes(id)).map(one(ADD)),
    ...(from.thumbprints.join() === to.thumbprints.join() ? [] : [globalCall(THUMBPRINT, { ...target(from), ThumbprintList: to.thumbprints })]),
  ];
}
const SEND: Readonly<Record<string, (client: IAMClient, input: never) => Promise<unknown>>> = {
  [ADD]: (c, i) => c.send(new AddClientIDToOpenIDConnectProviderCommand(i)),
  [REMOVE]: (c, i) => c.send(new RemoveClientIDFromOpenIDConnectProviderCommand(i)),
  [THUMBPRINT]: (c, i) => c.send(new UpdateOpenIDConnectProviderThumbprintCommand(i)),
};

export default defineKind<OpenIdConnectProvider>({
  id: 'iam/open-id-connect-provider', version: 1, title: TITLE, scope: 'global', role: 'credential',
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
    changed: [ADD, REMOVE, THUMBPRINT],
  },
  recall,

  actions: {
    preserve: preserving({
      title: (provider) => say('Save the OpenID Connect provider {{provider}} as it is, and which roles trust it', { provider: provider.name }),
      file: (provider) => `oidc-provider-${provider.name}`, operation: 'iam:GetOpenIDConnectProvider',
    }),
    recover: givingBack({
      operations: [ADD, REMOVE, THUMBPRINT], sort: TITLE, back, calls: between,
      send: async (aws, { operation, input }) => SEND[operation]?.(await aws.client('iam'), input as never),
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
