// OIDC and SAML identity providers.
import {
  AddClientIDToOpenIDConnectProviderCommand, CreateOpenIDConnectProviderCommand, CreateSAMLProviderCommand, DeleteOpenIDConnectProviderCommand, DeleteSAMLProviderCommand, GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand, ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand, RemoveClientIDFromOpenIDConnectProviderCommand, UpdateOpenIDConnectProviderThumbprintCommand, UpdateSAMLProviderCommand, type CreateOpenIDConnectProviderCommandInput, type CreateSAMLProviderCommandInput, type Tag,
} from '@aws-sdk/client-iam';
import type { SimAccount, SimCall } from '../../account.ts';
import { alreadyExists, invalidInput, noSuchEntity } from './errors.ts';
import { addTags, arnOf, checkName, tagsOut } from './names.ts';
import type { OidcProviderRecord, SamlProviderRecord } from './records.ts';
import { register, type Given, type IamService } from './register.ts';
import { iamState } from './state.ts';

const SAML_VALID_MS = 10 * 365 * 24 * 60 * 60_000;
const SHORTEST_METADATA = 1_000;
const withoutScheme = (url: string): string => url.replace(/^https:\/\//, '');
const oidcArn = (account: SimAccount, url: string): string => arnOf(account, 'oidc-provider', '/', withoutScheme(url));

function createOidc(input: Given<CreateOpenIDConnectProviderCommandInput>, call: SimCall): { OpenIDConnectProviderArn: string; Tags?: Tag[] } {
  const state = iamState(call.account);
  if (!input.Url.startsWith('https://')) throw invalidInput('Invalid Open ID Connect Provider URL');
  const arn = oidcArn(call.account, input.Url);
  if (state.oidcProviders.has(arn)) throw alreadyExists(`Provider with url ${input.Url} already exists.`);
  const tags = addTags([], input.Tags);
  state.oidcProviders.set(arn, { arn, url: withoutScheme(input.Url), clientIds: input.ClientIDList ?? [], thumbprints: input.ThumbprintList ?? [], tags, createdAt: call.now });
  return { OpenIDConnectProviderArn: arn, ...tagsOut(tags) };
}
function oidcAt(arn: string, call: SimCall): OidcProviderRecord {
  const provider = iamState(call.account).oidcProviders.get(arn);
  if (provider === undefined) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
}

function createSaml(input: Given<CreateSAMLProviderCommandInput>, call: SimCall): { SAMLProviderArn: string; Tags?: Tag[] } {
  const state = iamState(call.account);
  const name = checkName(input.Name, 'name', 128);
  const arn = arnOf(call.account, 'saml-provider', '/', name);
  checkMetadata(input.SAMLMetadataDocument);
  if (state.samlProviders.has(arn)) throw alreadyExists(`SAMLProvider ${name} already exists.`);
  const tags = addTags([], input.Tags);
  state.samlProviders.set(arn, { arn, name, metadata: input.SAMLMetadataDocument, validUntil: new Date(call.now.getTime() + SAML_VALID_MS), tags, createdAt: call.now });
  return { SAMLProviderArn: arn, ...tagsOut(tags) };
}
function checkMetadata(document: string): void {
  if (document.length < SHORTEST_METADATA) throw invalidInput('Could not parse metadata');
}
function samlAt(arn: string, call: SimCall): SamlProviderRecord {
  const provider = iamState(call.account).samlProviders.get(arn);
  if (provider === undefined) throw noSuchEntity(`Manifest not found for arn ${arn}`);
  return provider;
}
const byArn = (a: { readonly arn: string }, b: { readonly arn: string }): number => (a.arn < b.arn ? -1 : 1);

export function addIdentityProviders(iam: IamService): void {
  const onOidc = (input: { readonly OpenIDConnectProviderArn: string }): string[] => [input.OpenIDConnectProviderArn];
  const onSaml = (input: { readonly SAMLProviderArn: string }): string[] => [input.SAMLProviderArn];
  register(iam, CreateOpenIDConnectProviderCommand, createOidc, { resources: ({ Url }, { account }) => [oidcArn(account, Url)] });
  register(iam, GetOpenIDConnectProviderCommand, ({ OpenIDConnectProviderArn }, call) => {
    const { url, clientIds, thumbprints, createdAt, tags } = oidcAt(OpenIDConnectProviderArn, call);
    return { Url: url, ClientIDList: [...clientIds], ThumbprintList: [...thumbprints], CreateDate: createdAt, ...tagsOut(tags) };
  }, { resources: onOidc });
  register(iam, ListOpenIDConnectProvidersCommand, (_, call) => ({ OpenIDConnectProviderList: [...iamState(call.account).oidcProviders.values()].sort(byArn).map(({ arn }) => ({ Arn: arn })) }));
  // Adding what is there, and removing what is not, is no error.
  const clientId = (change: (ids: readonly string[], id: string) => readonly string[]) => ({ OpenIDConnectProviderArn, ClientID }: { readonly OpenIDConnectProviderArn: string; readonly ClientID: string }, call: SimCall): object => {
    const provider = oidcAt(OpenIDConnectProviderArn, call);
    iamState(call.account).oidcProviders.set(provider.arn, { ...provider, clientIds: change(provider.clientIds.filter((id) => id !== ClientID), ClientID) });
    return {};
  };
  register(iam, AddClientIDToOpenIDConnectProviderCommand, clientId((ids, id) => [...ids, id]), { resources: onOidc });
  register(iam, RemoveClientIDFromOpenIDConnectProviderCommand, clientId((ids) => ids), { resources: onOidc });
  register(iam, UpdateOpenIDConnectProviderThumbprintCommand, ({ OpenIDConnectProviderArn, ThumbprintList }, call) => {
    const provider = oidcAt(OpenIDConnectProviderArn, call);
    iamState(call.account).oidcProviders.set(provider.arn, { ...provider, thumbprints: ThumbprintList });
    return {};
  }, { resources: onOidc });
  // Deleting what is not there is no error.
  register(iam, DeleteOpenIDConnectProviderCommand, ({ OpenIDConnectProviderArn }, call) => {
    iamState(call.account).oidcProviders.delete(OpenIDConnectProviderArn);
    return {};
  }, { resources: onOidc });

  register(iam, CreateSAMLProviderCommand, createSaml, { resources: ({ Name }, { account }) => [arnOf(account, 'saml-provider', '/', Name)] });
  register(iam, GetSAMLProviderCommand, ({ SAMLProviderArn }, call) => {
    const { metadata, createdAt, validUntil, tags } = samlAt(SAMLProviderArn, call);
    return { SAMLMetadataDocument: metadata, CreateDate: createdAt, ValidUntil: validUntil, ...tagsOut(tags) };
  }, { resources: onSaml });
  register(iam, ListSAMLProvidersCommand, (_, call) => ({
    SAMLProviderList: [...iamState(call.account).samlProviders.values()].sort(byArn).map(({ arn, validUntil, createdAt }) => ({ Arn: arn, ValidUntil: validUntil, CreateDate: createdAt })),
  }));
  register(iam, UpdateSAMLProviderCommand, ({ SAMLProviderArn, SAMLMetadataDocument }, call) => {
    const provider = samlAt(SAMLProviderArn, call);
    if (SAMLMetadataDocument !== undefined) {
      checkMetadata(SAMLMetadataDocument);
      iamState(call.account).samlProviders.set(provider.arn, { ...provider, metadata: SAMLMetadataDocument });
    }
    return { SAMLProviderArn };
  }, { resources: onSaml });
  register(iam, DeleteSAMLProviderCommand, ({ SAMLProviderArn }, call) => {
    iamState(call.account).samlProviders.delete(samlAt(SAMLProviderArn, call).arn);
    return {};
  }, { resources: onSaml });
}
