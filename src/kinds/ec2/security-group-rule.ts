// A rule of a security group: what may reach its members, or what they may reach. Taken out with its text saved, put back as it was.
import {
  AuthorizeSecurityGroupEgressCommand, AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupEgressCommand, RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { say, type Text } from '../../core/text.ts';
import type { Call, Judgement } from '../../core/types.ts';
import { defineKind } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { unlessThere } from './parts/already.ts';
import { permissionOf, ruleOf, rulesIn, tagsToGive, type SecurityGroupRule } from './parts/rule-view.ts';

const CHUNK = 200;
const revocation = (r: SecurityGroupRule) => ({ GroupId: r.groupId, IpPermissions: [permissionOf(r, false)] });
const authorization = (r: SecurityGroupRule) => {
  const Tags = tagsToGive(r);
  return { GroupId: r.groupId, IpPermissions: [permissionOf(r, true)], ...(Tags.length > 0 ? { TagSpecifications: [{ ResourceType: 'security-group-rule' as const, Tags }] } : {}) };
};
const call = (r: SecurityGroupRule, what: 'Authorize' | 'Revoke'): Call => ({
  operation: `ec2:${what}SecurityGroup${r.egress ? 'Egress' : 'Ingress'}`, region: r.region, input: what === 'Revoke' ? revocation(r) : authorization(r),
});
const portsText = ({ ports, protocol }: SecurityGroupRule): string => (ports === undefined ? (protocol === '-1' ? '*' : protocol) : `${protocol} ${ports.from === ports.to ? String(ports.from) : `${String(ports.from)}-${String(ports.to)}`}`);

/** SSH, RDP, or everything. */
const ADMIN_PORTS = [22, 3389];
const isAnywhere = ({ type, value }: SecurityGroupRule['source']): boolean => (type === 'ipv4' && value === '0.0.0.0/0') || (type === 'ipv6' && value === '::/0');
function openDoor({ egress, protocol, ports, source }: SecurityGroupRule): boolean {
  if (egress || !isAnywhere(source)) return false;
  return protocol === '-1' || (protocol === 'tcp' && ports !== undefined && ADMIN_PORTS.some((port) => ports.from <= port && port <= ports.to));
}
const weak = (because: Text): Judgement => ({ verdict: 'weak', because, techniques: ['T1562.007'] });

export default defineKind<SecurityGroupRule>({
  id: 'ec2/security-group-rule', version: 1, title: say('Security group rule'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeSecurityGroupRules'],

  async *list({ aws }) {
    for await (const rule of rulesIn(await aws.client('ec2'))) yield ruleOf(rule, aws);
  },
  async look(aws, rs) {
    const client = await aws.client('ec2');
    const groups = [...new Set(rs.map((r) => r.groupId))];
    const found = new Map<string, SecurityGroupRule>();
    for (let n = 0; n < groups.length; n += CHUNK) {
      for await (const rule of rulesIn(client, [{ Name: 'group-id', Values: groups.slice(n, n + CHUNK) }])) { const r = ruleOf(rule, aws); found.set(r.uid, r); }
    }
    return rs.map((r) => found.get(r.uid));
  },
  traces: {
    ids: ({ seen }) => (typeof seen?.['ruleId'] === 'string' ? [seen['ruleId']] : []),
    created: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupEgress'],
    changed: ['ec2:ModifySecurityGroupRules'],
  },
  judge: (r, { attributed }) => attributed ?? (openDoor(r) ? weak(say('Anybody on the internet may try to sign in to members of security group {{group}} ({{ports}}).', { group: r.groupId, ports: portsText(r) })) : undefined),

  actions: {
    contain: {
      operations: ['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupEgress'],
      title: (r) => (r.egress ? say('Take the rule that lets {{ports}} out to {{peer}} from security group {{group}} in {{region}}', { ports: portsText(r), peer: r.source.value, group: r.groupId, region: r.region })
        : say('Take the rule that lets {{ports}} in from {{peer}} from security group {{group}} in {{region}}', { ports: portsText(r), peer: r.source.value, group: r.groupId, region: r.region })),
      breaks: (r) => say('New connections that only this rule allows fail. Connections that are open now may go on for days; only stopping or cutting off the machine ends them. Members of {{group}}: look them up before.', { group: r.groupId }),
      calls: (r) => [call(r, 'Revoke')],
      undoCalls: (before) => [call(before, 'Authorize')],
      // Each rule stands once in its group: where it is not, it has been taken out.
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        const client = await aws.client('ec2');
        await ifThere(r.egress ? client.send(new RevokeSecurityGroupEgressCommand(revocation(r))) : client.send(new RevokeSecurityGroupIngressCommand(revocation(r))));
      },
      undo: async (aws, before) => {
        const client = await aws.client('ec2');
        await unlessThere('InvalidPermission.Duplicate', before.egress ? client.send(new AuthorizeSecurityGroupEgressCommand(authorization(before))) : client.send(new AuthorizeSecurityGroupIngressCommand(authorization(before))));
      },
      undoReopens: true,
    },
  },
});
