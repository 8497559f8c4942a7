// An entry of a network ACL: lets traffic of whole subnets in or out, or keeps it off. Taken out with its text saved, or given back as it was.
import { CreateNetworkAclEntryCommand, DeleteNetworkAclEntryCommand, paginateDescribeNetworkAcls, ReplaceNetworkAclEntryCommand, type CreateNetworkAclEntryCommandInput, type Filter, type NetworkAclEntry as SdkEntry } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { unlessThere } from './parts/already.ts';
import { foundBy, given } from './parts/found-by.ts';

/** As CreateNetworkAclEntry takes it. */
interface Content { readonly Protocol: string; readonly RuleAction: 'allow' | 'deny'; readonly CidrBlock?: string; readonly Ipv6CidrBlock?: string; readonly PortRange?: { readonly From?: number; readonly To?: number }; readonly IcmpTypeCode?: { readonly Type?: number; readonly Code?: number } }
export interface NetworkAclEntry extends Resource {
  readonly aclId: string;
  readonly number: number;
  readonly egress: boolean;
  readonly content: Content & JsonObject;
}
/** The last one denies what is left; nobody can change it. */
const LAST = 32_767;

function entryOf(aclId: string, from: SdkEntry, { region }: ReadAws): NetworkAclEntry {
  const { Egress: egress = false, RuleNumber: number = 0, Protocol = '-1', RuleAction = 'deny', CidrBlock, Ipv6CidrBlock, PortRange, IcmpTypeCode } = from;
  const name = `${aclId}/${egress ? 'egress' : 'ingress'}/${String(number)}`;
  const content = { Protocol, RuleAction, ...given({ CidrBlock, Ipv6CidrBlock }), ...(PortRange ? { PortRange: given(PortRange) } : {}), ...(IcmpTypeCode ? { IcmpTypeCode: given(IcmpTypeCode) } : {}) };
  return { arn: ownArn('ec2/network-acl-entry', region, aclId, name), uid: name, name, region, aclId, number, egress, content };
}
async function* entries(aws: ReadAws, Filters: Filter[] = []): AsyncIterable<NetworkAclEntry> {
  for await (const { NetworkAcls = [] } of paginateDescribeNetworkAcls({ client: await aws.client('ec2') }, { MaxResults: 1_000, ...(Filters.length > 0 ? { Filters } : {}) })) {
    for (const { NetworkAclId = '', Entries = [] } of NetworkAcls) for (const entry of Entries) if (entry.RuleNumber !== LAST) yield entryOf(NetworkAclId, entry, aws);
  }
}

const place = (r: NetworkAclEntry) => ({ NetworkAclId: r.aclId, RuleNumber: r.number, Egress: r.egress });
const whole = (r: NetworkAclEntry, content: Content): CreateNetworkAclEntryCommandInput & JsonObject => ({ ...place(r), ...content });
const aim = (r: Resource): (Content & JsonObject) | undefined => r.aim?.['content'] as (Content & JsonObject) | undefined;
const call = (r: NetworkAclEntry, verb: 'Create' | 'Replace' | 'Delete', input: JsonObject): Call => ({ operation: `ec2:${verb}NetworkAclEntry`, region: r.region, input });
const equal = (a: Content, b: Content): boolean => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
const peer = ({ content }: NetworkAclEntry): string => content.CidrBlock ?? content.Ipv6CidrBlock ?? '';

/** What the entry held before the stranger's first change, where an event of the last 90 days said so. */
function recall(r: NetworkAclEntry, history: readonly HistoryEvent[]): JsonObject | undefined {
  const first = history.findIndex((e) => e.by === 'attacker');
  const last = history.slice(0, Math.max(0, first)).at(-1);
  if (last === undefined || last.request === null || last.event.includes('Delete') || history.slice(first).some((e) => e.by !== 'attacker')) return undefined;
  const { aclProtocol, ruleAction, cidrBlock, ipv6CidrBlock, portRange, icmpTypeCode } = last.request;
  if (typeof aclProtocol !== 'string' || (ruleAction !== 'allow' && ruleAction !== 'deny')) return undefined;
  const content = { Protocol: aclProtocol, RuleAction: ruleAction, ...given({ CidrBlock: cidrBlock, Ipv6CidrBlock: ipv6CidrBlock, PortRange: capital(portRange), IcmpTypeCode: capital(icmpTypeCode) }) };
  return equal(content as Content, r.content) ? undefined : { content };
}
const capital = (value: Json | undefined): JsonObject | undefined => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value as JsonObject).map(([k, v]) => [k.charAt(0).toUpperCase() + k.slice(1), v])) : undefined);

export default defineKind<NetworkAclEntry>({
  id: 'ec2/network-acl-entry', version: 1, title: say('Network ACL entry'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeNetworkAcls'],
  list: ({ aws }) => entries(aws),
  look: (aws, rs) => foundBy(rs, (Values) => entries(aws, [{ Name: 'network-acl-id', Values }]), (r) => r.aclId),
  traces: {
    ids: (r) => [r.aclId], created: ['ec2:CreateNetworkAclEntry'], changed: ['ec2:ReplaceNetworkAclEntry'],
    concerns: (r, { request }) => request?.['ruleNumber'] === r.number && (request['egress'] ?? false) === r.egress,
  },
  recall,
  actions: {
    contain: {
      operations: ['ec2:DeleteNetworkAclEntry', 'ec2:CreateNetworkAclEntry', 'ec2:ReplaceNetworkAclEntry'],
      title: (r) => (aim(r) ? say('Give entry {{number}} of network ACL {{acl}} in {{region}} back what it held', { number: r.number, acl: r.aclId, region: r.region })
        : say('Take entry {{number}} ({{action}} {{peer}}) out of network ACL {{acl}} in {{region}}', { number: r.number, action: r.content.RuleAction, peer: peer(r), acl: r.aclId, region: r.region })),
      breaks: (r) => (r.content.RuleAction === 'allow' ? say('Traffic that only this entry allows stops in every subnet of {{acl}}, open connections too.', { acl: r.aclId }) : say('Traffic that only this entry keeps off passes again in every subnet of {{acl}}.', { acl: r.aclId })),
      calls: (r) => { const content = aim(r); return [content ? call(r, 'Replace', whole(r, content)) : call(r, 'Delete', place(r))]; },
      undoCalls: (before) => [call(before, aim(before) ? 'Replace' : 'Create', whole(before, before.content))],
      done: (now, { before }) => { const content = before && aim(before); return content ? now !== undefined && equal(now.content, content) : now === undefined; },
      apply: async (aws, r) => {
        const client = await aws.client('ec2');
        const content = aim(r);
        await (content ? client.send(new ReplaceNetworkAclEntryCommand(whole(r, content))) : ifThere(client.send(new DeleteNetworkAclEntryCommand(place(r)))));
      },
      undo: async (aws, before) => {
        const client = await aws.client('ec2');
        if (aim(before)) await client.send(new ReplaceNetworkAclEntryCommand(whole(before, before.content)));
        else await unlessThere('NetworkAclEntryAlreadyExists', client.send(new CreateNetworkAclEntryCommand(whole(before, before.content))));
      },
      undoReopens: true,
    },
  },
});
