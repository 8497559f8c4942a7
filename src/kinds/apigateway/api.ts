// An HTTP or WebSocket API of API Gateway: its own address shut, deleted where a stranger made it.
import { DeleteApiCommand, DeleteIntegrationCommand, DeleteRouteCommand, GetApiCommand, GetApisCommand, GetIntegrationsCommand, GetRoutesCommand, UpdateApiCommand, type ApiGatewayV2Client, type GetApiResponse } from '@aws-sdk/client-apigatewayv2';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, Json, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, irreversible, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, isForeign, listIn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';

export interface Api extends Resource {
  readonly label: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Its own address answers nobody. */
  readonly shut: boolean;
  /** Asked for when it is looked at. */
  readonly routes?: readonly { readonly id: string; readonly key: string; readonly authorization: string; readonly target: string }[];
  readonly integrations?: readonly { readonly id: string; readonly type: string; readonly uri: string; readonly roleArn: Arn }[];
}
const apiOf = (a: GetApiResponse, region: string, partition: string): Api => {
  const id = a.ApiId ?? '';
  return { arn: `arn:${partition}:apigateway:${region}::/apis/${id}`, uid: id, name: id, region, createdAt: a.CreatedDate?.toISOString() ?? '', label: a.Name ?? '', protocol: a.ProtocolType ?? '', endpoint: a.ApiEndpoint ?? '', shut: a.DisableExecuteApiEndpoint ?? false };
};

/** The client has no paginators for these. */
async function pages<T>(read: (more: { readonly NextToken?: string }) => Promise<{ readonly Items?: readonly T[] | undefined; readonly NextToken?: string | undefined }>): Promise<T[]> {
  const all: T[] = [];
  let more: { readonly NextToken?: string } = {};
  do {
    const { Items = [], NextToken } = await read(more);
    all.push(...Items);
    more = NextToken === undefined ? {} : { NextToken };
  } while (more.NextToken !== undefined);
  return all;
}
async function read(client: ApiGatewayV2Client, ApiId: string, region: string, partition: string): Promise<Api | undefined> {
  const found = await ifThere(client.send(new GetApiCommand({ ApiId })));
  const parts = found && await ifThere(Promise.all([pages((more) => client.send(new GetRoutesCommand({ ApiId, ...more }))), pages((more) => client.send(new GetIntegrationsCommand({ ApiId, ...more })))]));
  if (!found || !parts) return undefined;
  const [routes, integrations] = parts;
  return {
    ...apiOf(found, region, partition),
    routes: routes.map((r) => ({ id: r.RouteId ?? '', key: r.RouteKey ?? '', authorization: r.AuthorizationType ?? '', target: r.Target ?? '' })).sort((a, b) => (a.key < b.key ? -1 : 1)),
    integrations: integrations.map((i) => ({ id: i.IntegrationId ?? '', type: i.IntegrationType ?? '', uri: i.IntegrationUri ?? '', roleArn: i.CredentialsArn ?? '' })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
const turn = async (aws: ChangeAws, r: Api, shut: boolean): Promise<void> => { await (await aws.client('apigateway')).send(new UpdateApiCommand({ ApiId: r.uid, DisableExecuteApiEndpoint: shut })); };
const call = (r: Api, shut: boolean): Call => ({ operation: 'apigateway:UpdateApi', region: r.region, input: { ApiId: r.uid, DisableExecuteApiEndpoint: shut } });
const TITLE = say('API Gateway API (HTTP or WebSocket)');
interface Part { readonly id: string }
const without = <T extends Part>(parts: readonly T[] = [], ids: Json | undefined): readonly T[] => parts.filter(({ id }) => !listIn(ids).includes(id));
const lost = (from: readonly Part[] = [], to: readonly Part[] = []): readonly string[] => without(from, to.map(({ id }) => id)).map(({ id }) => id);
/** Routes and integrations that a stranger put in; not where one changed what was there. */
function recall(_: Api, history: readonly HistoryEvent[]): JsonObject | undefined {
  const strangers = history.filter(isForeign);
  const ids = (event: string, member: string): readonly string[] => strangers.flatMap((e) => (isEvent(e, event) ? textIn(e.response?.[member]) ?? [] : []));
  return strangers.every((e) => isEvent(e, 'apigateway:CreateRoute', 'apigateway:CreateIntegration')) ? { routes: ids('apigateway:CreateRoute', 'routeId'), integrations: ids('apigateway:CreateIntegration', 'integrationId') } : undefined;
}
const told = (r: Api) => ({ api: r.label, id: r.name, region: r.region, endpoint: r.endpoint });

export default defineKind<Api>({
  id: 'apigateway/api', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['apigateway:GetApis', 'apigateway:GetApi', 'apigateway:GetRoutes', 'apigateway:GetIntegrations'],

  async *list({ aws, region }) {
    const client = await aws.client('apigateway');
    for (const api of await pages((more) => client.send(new GetApisCommand(more)))) yield apiOf(api, region, aws.partition);
  },

  async look(aws, rs) {
    const client = await aws.client('apigateway');
    return inParallel(rs, 4, (r) => read(client, r.uid, aws.region, aws.partition));
  },

  traces: {
    ids: (r) => [r.uid],
    created: ['apigateway:CreateApi', 'apigateway:ImportApi'],
    changed: ['apigateway:UpdateApi', 'apigateway:ReimportApi', 'apigateway:CreateRoute', 'apigateway:UpdateRoute', 'apigateway:DeleteRoute', 'apigateway:CreateIntegration', 'apigateway:UpdateIntegration', 'apigateway:DeleteIntegration', 'apigateway:UpdateStage', 'apigateway:DeleteAuthorizer'],
  },

  recall,

  actions: {
    contain: {
      operations: ['apigateway:UpdateApi'],
      title: (r) => say('Shut the address of the API {{api}} ({{id}}) in {{region}}', told(r)),
      breaks: (r) => say('{{endpoint}} answers nobody. A custom domain name that is mapped to this API goes on answering.', told(r)),
      calls: (r) => [call(r, true)],
      undoCalls: (before) => [call(before, false)],
      done: (now) => now?.shut === true,
      undone: (now, before) => now?.shut === before.shut,
      apply: (aws, r) => turn(aws, r, true),
      undo: (aws, before) => turn(aws, before, false),
      undoReopens: true,
    },
    preserve: preserving({ title: (r) => say('Save the API {{api}} ({{id}}) with its routes and integrations', told(r)), file: (r) => `api-${r.region}-${r.name}`, operation: 'apigateway:GetIntegrations' }),
    eradicate: {
      operations: ['apigateway:DeleteApi'],
      title: (r) => say('Delete the API {{api}} ({{id}}) in {{region}}', told(r)),
      destroys: () => say('Its routes, integrations and stages go with it. The functions behind it stay.'),
      calls: (r) => [{ operation: 'apigateway:DeleteApi', region: r.region, input: { ApiId: r.uid } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('apigateway')).send(new DeleteApiCommand({ ApiId: r.uid }))); },
      undo: irreversible(say('An API that is made again has another id and another address.')),
    },
    recover: {
      ...givingBack<Api>({
        sort: TITLE, name: (r) => `${r.label} (${r.name})`, operations: ['apigateway:DeleteRoute', 'apigateway:DeleteIntegration'],
        lifts: () => true,
        back: ({ aim, ...r }) => ({ ...r, routes: without(r.routes, aim?.['routes']), integrations: without(r.integrations, aim?.['integrations']) }),
        // An integration that a route leads to is not deleted.
        calls: (from, to) => [...lost(from.routes, to.routes).map((RouteId): Call => ({ operation: 'apigateway:DeleteRoute', region: to.region, input: { ApiId: to.uid, RouteId } })), ...lost(from.integrations, to.integrations).map((IntegrationId): Call => ({ operation: 'apigateway:DeleteIntegration', region: to.region, input: { ApiId: to.uid, IntegrationId } }))],
        send: async (aws, { operation, input }) => {
          const client = await aws.client('apigateway');
          return operation === 'apigateway:DeleteRoute' ? client.send(new DeleteRouteCommand(input as never)) : client.send(new DeleteIntegrationCommand(input as never));
        },
      }),
      done: (now) => now?.routes !== undefined && [...now.routes, ...now.integrations ?? []].every(({ id }) => ![...listIn(now.aim?.['routes']), ...listIn(now.aim?.['integrations'])].includes(id)),
      undo: irreversible(say('What the stranger put in is not given back. It is kept with the evidence.')),
    },
  },
});
