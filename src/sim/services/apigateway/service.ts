// The simulated API Gateway v2. Behaviour: BEHAVIOUR.md beside it.
import {
  ApiGatewayV2Client, CreateApiCommand, CreateIntegrationCommand, CreateRouteCommand, DeleteApiCommand, DeleteIntegrationCommand, DeleteRouteCommand, GetApiCommand, GetApisCommand, GetIntegrationsCommand, GetRoutesCommand, UpdateApiCommand,
  type Api, type CreateApiRequest, type CreateApiResponse, type CreateIntegrationRequest, type CreateRouteRequest, type Integration, type Route, type UpdateApiRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf, rooms } from '../rooms.ts';

interface ApiRecord { api: Api; readonly routes: Map<string, Route>; readonly integrations: Map<string, Integration> }
export const room = rooms('apigateway', (): Map<string, ApiRecord> => new Map<string, ApiRecord>());
interface Asked { readonly ApiId?: string | undefined; readonly MaxResults?: string | undefined; readonly NextToken?: string | undefined }

const path = (call: SimCall, rest: string): string => `arn:${call.account.partition}:apigateway:${call.region}::${rest}`;
const onApis = (_: object, call: SimCall): string[] => [path(call, '/apis')];
const onApi = ({ ApiId = '*' }: Asked, call: SimCall): string[] => [path(call, `/apis/${ApiId}`)];
const within = (part: string) => ({ ApiId = '*' }: Asked, call: SimCall): string[] => [path(call, `/apis/${ApiId}/${part}`)];

function need(call: SimCall, { ApiId = '' }: Asked): ApiRecord {
  const found = room(call).get(ApiId);
  if (!found) throw new AwsError('NotFoundException', `Invalid API identifier specified ${call.account.id}:${ApiId}`);
  return found;
}
function listed<T>(all: readonly T[], { MaxResults, NextToken }: Asked, call: SimCall): { Items: T[]; NextToken?: string } {
  const { page, next } = pageOf(all, call, { max: MaxResults === undefined ? undefined : Number(MaxResults), token: NextToken, refusal: 'BadRequestException' });
  return { Items: page, ...(next === undefined ? {} : { NextToken: next }) };
}
/** Ten letters and digits. */
const newId = (call: SimCall): string => call.account.ids.hex(10);

function create({ Target, RouteKey = '$default', CredentialsArn, ...given }: CreateApiRequest, call: SimCall): CreateApiResponse {
  const ApiId = newId(call);
  const suffix = call.account.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const scheme = given.ProtocolType === 'WEBSOCKET' ? 'wss' : 'https';
  const api: Api = { DisableExecuteApiEndpoint: false, RouteSelectionExpression: '$request.method $request.path', ...given, ApiId, ApiEndpoint: `${scheme}://${ApiId}.execute-api.${call.region}.${suffix}`, CreatedDate: call.now };
  const record: ApiRecord = { api, routes: new Map(), integrations: new Map() };
  room(call).set(ApiId, record);
  if (Target !== undefined) {
    const { IntegrationId } = integrate({ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: Target, PayloadFormatVersion: '2.0', CredentialsArn }, call);
    route({ ApiId, RouteKey, Target: `integrations/${IntegrationId ?? ''}` }, call);
  }
  return { ...api };
}
function update({ ApiId, Target: _target, RouteKey: _key, CredentialsArn: _role, ...given }: UpdateApiRequest, call: SimCall): Api {
  const record = need(call, { ApiId });
  record.api = { ...record.api, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  return { ...record.api };
}
function route({ ApiId, ...given }: CreateRouteRequest, call: SimCall): Route {
  const { routes } = need(call, { ApiId });
  if ([...routes.values()].some((r) => r.RouteKey === given.RouteKey)) throw new AwsError('ConflictException', `Route with key ${given.RouteKey ?? ''} already exists for this API`);
  const made: Route = { AuthorizationType: 'NONE', ApiKeyRequired: false, ...given, RouteId: newId(call).slice(0, 7) };
  routes.set(made.RouteId ?? '', made);
  return { ...made };
}
function integrate({ ApiId, ...given }: CreateIntegrationRequest, call: SimCall): Integration {
  const { integrations } = need(call, { ApiId });
  const made: Integration = { ConnectionType: 'INTERNET', TimeoutInMillis: 30_000, ...given, IntegrationId: newId(call).slice(0, 7) };
  integrations.set(made.IntegrationId ?? '', made);
  return { ...made };
}

export default function apigateway(): Service<SimCall> {
  return new Service<SimCall>(ApiGatewayV2Client, { id: 'apigateway' })
    .on(CreateApiCommand, create, { resources: onApis })
    .on(GetApisCommand, (input, call) => listed([...room(call).values()].map((r) => r.api), input, call), { resources: onApis })
    .on(GetApiCommand, (input, call) => ({ ...need(call, input).api }), { resources: onApi })
    .on(UpdateApiCommand, update, { resources: onApi })
    .on(DeleteApiCommand, (input, call) => { need(call, input); room(call).delete(input.ApiId ?? ''); return {}; }, { resources: onApi })
    .on(CreateRouteCommand, route, { resources: within('routes') })
    .on(DeleteRouteCommand, ({ ApiId, RouteId = '' }, call) => { if (!need(call, { ApiId }).routes.delete(RouteId)) throw new AwsError('NotFoundException', `Invalid Route identifier specified ${RouteId}`); return {}; }, { resources: within('routes') })
    .on(DeleteIntegrationCommand, ({ ApiId, IntegrationId = '' }, call) => {
      const { routes, integrations } = need(call, { ApiId });
      if ([...routes.values()].some((r) => r.Target === `integrations/${IntegrationId}`)) throw new AwsError('ConflictException', 'Cannot delete an integration that is in use by a route');
      if (!integrations.delete(IntegrationId)) throw new AwsError('NotFoundException', `Invalid Integration identifier specified ${IntegrationId}`);
      return {};
    }, { resources: within('integrations') })
    .on(GetRoutesCommand, (input, call) => listed([...need(call, input).routes.values()], input, call), { resources: within('routes') })
    .on(CreateIntegrationCommand, integrate, { resources: within('integrations') })
    .on(GetIntegrationsCommand, (input, call) => listed([...need(call, input).integrations.values()], input, call), { resources: within('integrations') });
}
