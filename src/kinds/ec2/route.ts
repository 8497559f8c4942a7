// A route that somebody put into a route table: where traffic to a network goes. Taken out with its target saved, or given back as it led.
import { CreateRouteCommand, DeleteRouteCommand, paginateDescribeRouteTables, ReplaceRouteCommand, type CreateRouteCommandInput, type Filter, type Route as SdkRoute } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { unlessThere } from './parts/already.ts';
import { foundBy } from './parts/found-by.ts';

export interface Route extends Resource {
  readonly tableId: string;
  readonly vpcId: string;
  /** `DestinationCidrBlock` and its value, or another of the three. */
  readonly destination: Readonly<Record<string, string>>;
  /** `GatewayId` and its value, or another. */
  readonly target: Readonly<Record<string, string>>;
}
const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'] as const;
/** An instance is named by its interface: a route that names both was made with either. */
const TARGETS = ['GatewayId', 'NatGatewayId', 'NetworkInterfaceId', 'VpcPeeringConnectionId', 'TransitGatewayId', 'EgressOnlyInternetGatewayId', 'CarrierGatewayId', 'LocalGatewayId', 'CoreNetworkArn', 'InstanceId'] as const;
const first = (from: SdkRoute, names: readonly (keyof SdkRoute)[]): Record<string, string> => {
  const name = names.find((n) => typeof from[n] === 'string');
  return name === undefined ? {} : { [name]: String(from[name]) };
};
const value = (one: Readonly<Record<string, string>>): string => Object.values(one)[0] ?? '';

/** The VPC's own routes, and those that a gateway propagates, nobody made by a call. */
async function* routes(aws: ReadAws, Filters: Filter[] = []): AsyncIterable<Route> {
  for await (const { RouteTables = [] } of paginateDescribeRouteTables({ client: await aws.client('ec2') }, { MaxResults: 100, ...(Filters.length > 0 ? { Filters } : {}) })) {
    for (const { RouteTableId: tableId = '', VpcId: vpcId = '', Routes = [] } of RouteTables) {
      for (const route of Routes.filter((r) => r.Origin === 'CreateRoute')) {
        const [destination, target] = [first(route, DESTINATIONS), first(route, TARGETS)];
        const name = `${tableId}/${value(destination)}`;
        yield { arn: ownArn('ec2/route', aws.region, tableId, name), uid: name, name, region: aws.region, tableId, vpcId, destination, target, seen: { state: route.State ?? '' } };
      }
    }
  }
}

const place = (r: Route) => ({ RouteTableId: r.tableId, ...r.destination });
const whole = (r: Route, target: Route['target']): CreateRouteCommandInput & JsonObject => ({ ...place(r), ...target });
const aim = (r: Resource): Route['target'] | undefined => r.aim?.['target'] as Route['target'] | undefined;
const call = (r: Route, verb: 'Create' | 'Replace' | 'Delete', input: JsonObject): Call => ({ operation: `ec2:${verb}Route`, region: r.region, input });

/** As CloudTrail spells it. */
const small = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
/** Where it led before the stranger's first change, where an event of the last 90 days said so. */
function recall(r: Route, history: readonly HistoryEvent[]): JsonObject | undefined {
  const start = history.findIndex((e) => e.by === 'attacker');
  const last = history.slice(0, Math.max(0, start)).at(-1);
  if (last === undefined || last.request === null || last.event.includes('Delete') || history.slice(start).some((e) => e.by !== 'attacker')) return undefined;
  for (const name of TARGETS) {
    const said = last.request[small(name)];
    if (typeof said === 'string') return said === value(r.target) ? undefined : { target: { [name]: said } };
  }
  return undefined;
}

export default defineKind<Route>({
  id: 'ec2/route', version: 1, title: say('Route'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeRouteTables'],
  list: ({ aws }) => routes(aws),
  look: (aws, rs) => foundBy(rs, (Values) => routes(aws, [{ Name: 'route-table-id', Values }]), (r) => r.tableId),
  traces: {
    ids: (r) => [r.tableId], created: ['ec2:CreateRoute'], changed: ['ec2:ReplaceRoute'],
    concerns: (r, { request }) => DESTINATIONS.some((n) => request?.[small(n)] === value(r.destination)),
  },
  recall,
  actions: {
    contain: {
      operations: ['ec2:DeleteRoute', 'ec2:CreateRoute', 'ec2:ReplaceRoute'],
      title: (r) => { const old = aim(r); return old ? say('Lead traffic to {{destination}} to {{old}} again, not to {{target}} (route table {{table}})', { destination: value(r.destination), old: value(old), target: value(r.target), table: r.tableId })
        : say('Take the route to {{destination}} by {{target}} out of route table {{table}} in {{region}}', { destination: value(r.destination), target: value(r.target), table: r.tableId, region: r.region }); },
      breaks: (r) => say('Subnets that use {{table}} no longer reach {{destination}} by {{target}}, open connections too.', { table: r.tableId, destination: value(r.destination), target: value(r.target) }),
      calls: (r) => { const old = aim(r); return [old ? call(r, 'Replace', whole(r, old)) : call(r, 'Delete', place(r))]; },
      undoCalls: (before) => [call(before, aim(before) ? 'Replace' : 'Create', whole(before, before.target))],
      done: (now, { before }) => { const old = before && aim(before); return old ? now !== undefined && value(now.target) === value(old) : now === undefined; },
      apply: async (aws, r) => {
        const client = await aws.client('ec2');
        const old = aim(r);
        await (old ? client.send(new ReplaceRouteCommand(whole(r, old))) : ifThere(client.send(new DeleteRouteCommand(place(r)))));
      },
      undo: async (aws, before) => {
        const client = await aws.client('ec2');
        if (aim(before)) await client.send(new ReplaceRouteCommand(whole(before, before.target)));
        else await unlessThere('RouteAlreadyExists', client.send(new CreateRouteCommand(whole(before, before.target))));
      },
      undoReopens: true,
    },
  },
});
