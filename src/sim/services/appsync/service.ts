// The simulated AppSync: GraphQL APIs and their keys. Behaviour: BEHAVIOUR.md beside it.
import {
  AppSyncClient, CreateApiKeyCommand, CreateGraphqlApiCommand, DeleteApiKeyCommand, DeleteGraphqlApiCommand, ListApiKeysCommand, ListGraphqlApisCommand,
  type ApiKey, type CreateApiKeyCommandInput, type CreateApiKeyCommandOutput, type CreateGraphqlApiCommandInput, type DeleteApiKeyCommandInput, type GraphqlApi, type ListApiKeysCommandInput, type ListGraphqlApisCommandInput,
} from '@aws-sdk/client-appsync';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, pageOf, rooms } from '../rooms.ts';

interface Api { readonly view: GraphqlApi & { readonly apiId: string; readonly arn: string }; readonly keys: Map<string, ApiKey> }
export const room = rooms('appsync', () => new Map<string, Api>());
const HOUR = 3_600, DAY = 24 * HOUR, MOST = 25;
const refusal = 'BadRequestException';
interface Named { readonly apiId: string | undefined }

function need(call: SimCall, { apiId = '' }: Named): Api {
  const found = room(call).get(apiId);
  if (!found) throw new AwsError('NotFoundException', `GraphQL API ${apiId} not found.`);
  return found;
}
function create({ name, authenticationType, additionalAuthenticationProviders, visibility = 'GLOBAL' }: CreateGraphqlApiCommandInput, call: SimCall): { graphqlApi: GraphqlApi } {
  const apiId = call.account.ids.hex(26);
  const view = { name, apiId, arn: arnIn(call, 'appsync', `apis/${apiId}`), authenticationType, additionalAuthenticationProviders, visibility, apiType: 'GRAPHQL' as const, owner: call.account.id, uris: { GRAPHQL: `https://${call.account.ids.hex(26)}.appsync-api.${call.region}.amazonaws.com/graphql` } };
  room(call).set(apiId, { view, keys: new Map() });
  return { graphqlApi: view };
}
function list({ maxResults: max, nextToken: token }: ListGraphqlApisCommandInput, call: SimCall): { graphqlApis: GraphqlApi[]; nextToken: string | undefined } {
  const { page, next } = pageOf([...room(call).values()], call, { max, token, most: MOST, refusal });
  return { graphqlApis: page.map(({ view }) => view), nextToken: next };
}
function createKey(input: CreateApiKeyCommandInput, call: SimCall): { apiKey: ApiKey } {
  const { keys } = need(call, input);
  const now = call.now.getTime() / 1_000;
  const asked = input.expires ?? now + 7 * DAY;
  if (asked < now + DAY || asked > now + 365 * DAY) throw new AwsError('ApiKeyValidityOutOfBoundsException', 'API key must be valid for a minimum of 1 days and a maximum of 365 days.');
  const expires = Math.floor(asked / HOUR) * HOUR;
  const made = { id: `da2-${call.account.ids.hex(26)}`, description: input.description, expires, deletes: expires + 60 * DAY };
  keys.set(made.id, made);
  return { apiKey: made };
}
function listKeys(input: ListApiKeysCommandInput, call: SimCall): { apiKeys: ApiKey[]; nextToken: string | undefined } {
  const { page, next } = pageOf([...need(call, input).keys.values()], call, { max: input.maxResults, token: input.nextToken, most: MOST, refusal });
  return { apiKeys: page, nextToken: next };
}
function removeKey(input: DeleteApiKeyCommandInput, call: SimCall): object {
  if (!need(call, input).keys.delete(input.id ?? '')) throw new AwsError('NotFoundException', 'API key not found.');
  return {};
}

/** The key itself is not told. */
const id = '***';
const arns = (i: Named, call: SimCall): string[] => [arnIn(call, 'appsync', `apis/${i.apiId ?? '*'}`)];

export default function appsync(): Service<SimCall> {
  return new Service<SimCall>(AppSyncClient, { id: 'appsync' })
    .on(CreateGraphqlApiCommand, create)
    .on(ListGraphqlApisCommand, list)
    .on(DeleteGraphqlApiCommand, (i, call) => { room(call).delete(need(call, i).view.apiId); return {}; }, { resources: arns })
    .on(CreateApiKeyCommand, createKey, { resources: arns, trail: { response: (output) => ({ apiKey: { ...(output as CreateApiKeyCommandOutput).apiKey, id } }) } })
    .on(ListApiKeysCommand, listKeys, { resources: arns })
    .on(DeleteApiKeyCommand, removeKey, { resources: arns, trail: { request: (input) => ({ ...input, id }) } });
}
