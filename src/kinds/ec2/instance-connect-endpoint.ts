// An EC2 Instance Connect Endpoint: a door into a VPC, without a public address, for whoever has the IAM permission.
import { DeleteInstanceConnectEndpointCommand, ModifyInstanceConnectEndpointCommand, paginateDescribeInstanceConnectEndpoints, type Ec2InstanceConnectEndpoint as SdkEndpoint, type Filter } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, NEW_ID, type Deed } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { onceUnused } from './parts/already.ts';
import { closedGroup, closedGroupCalls, closedGroupMade, CLOSED_GROUP, CLOSED_GROUP_OPERATIONS, deleteClosedGroup, READS_CLOSED_GROUP } from './parts/closed-group.ts';
import { foundBy, given } from './parts/found-by.ts';

export interface InstanceConnectEndpoint extends Resource {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly groups: readonly string[];
  readonly preservesClientIp: boolean;
}
const WAIT_MS = 15_000;
const TRIES = 20;

function endpointOf(from: SdkEndpoint, region: string): InstanceConnectEndpoint {
  const { InstanceConnectEndpointId: id = '', InstanceConnectEndpointArn: arn = '', VpcId: vpcId = '', SubnetId: subnetId = '', SecurityGroupIds = [], PreserveClientIp: preservesClientIp = false, State: state = '', CreatedAt } = from;
  return { arn, uid: id, name: id, region, vpcId, subnetId, groups: [...SecurityGroupIds].sort(), preservesClientIp, seen: { state }, ...given({ createdAt: CreatedAt?.toISOString() }) };
}
async function* endpoints(aws: ReadAws, Filters: Filter[] = []): AsyncIterable<InstanceConnectEndpoint> {
  for await (const { InstanceConnectEndpoints = [] } of paginateDescribeInstanceConnectEndpoints({ client: await aws.client('ec2') }, { MaxResults: 50, ...(Filters.length > 0 ? { Filters } : {}) })) {
    for (const one of InstanceConnectEndpoints) if (one.State?.startsWith('delete') !== true) yield endpointOf(one, aws.region);
  }
}
const byId = (aws: ReadAws) => (Values: string[]): AsyncIterable<InstanceConnectEndpoint> => endpoints(aws, [{ Name: 'instance-connect-endpoint-id', Values }]);

/** AWS changes and deletes no endpoint that is still being made. */
async function settled(aws: ReadAws, r: InstanceConnectEndpoint, deed: Deed): Promise<void> {
  for (let tried = 0; tried < TRIES; tried++) {
    const [now] = await foundBy([r], byId(aws));
    const state = now?.seen?.['state'];
    if (typeof state !== 'string' || !state.endsWith('in-progress')) return;
    await deed.sleep(WAIT_MS);
  }
}

export default defineKind<InstanceConnectEndpoint>({
  id: 'ec2/instance-connect-endpoint', version: 1, title: say('EC2 Instance Connect Endpoint'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeInstanceConnectEndpoints'],
  list: ({ aws }) => endpoints(aws),
  look: (aws, rs) => foundBy(rs, byId(aws)),
  traces: { ids: (r) => [r.uid, r.arn], created: ['ec2:CreateInstanceConnectEndpoint'], changed: ['ec2:ModifyInstanceConnectEndpoint'] },
  actions: {
    contain: {
      operations: [...CLOSED_GROUP_OPERATIONS, 'ec2:ModifyInstanceConnectEndpoint'], reads: READS_CLOSED_GROUP,
      title: (r) => say('Close Instance Connect Endpoint {{endpoint}} in {{region}}: put it into a security group without rules', { endpoint: r.name, region: r.region }),
      breaks: (r) => say('Nobody reaches machines in {{vpc}} by this endpoint any more. Connections that are open may go on for an hour.', { vpc: r.vpcId }),
      calls: (r) => [...closedGroupCalls(r.region, r.vpcId), { operation: 'ec2:ModifyInstanceConnectEndpoint', region: r.region, input: { InstanceConnectEndpointId: r.name, SecurityGroupIds: [CLOSED_GROUP] } }],
      undoCalls: (before, made) => {
        const group = closedGroupMade(made);
        return [
          { operation: 'ec2:ModifyInstanceConnectEndpoint', region: before.region, input: { InstanceConnectEndpointId: before.name, SecurityGroupIds: before.groups } },
          ...(group === undefined ? [] : [{ operation: 'ec2:DeleteSecurityGroup' as const, region: before.region, input: { GroupId: group } }]),
        ];
      },
      done: (now, { made }) => now?.groups.length === 1 && now.groups[0] === closedGroupMade(made),
      apply: async (aws, r, deed) => {
        const client = await aws.client('ec2');
        const group = await closedGroup(client, r.vpcId, deed);
        await settled(aws, r, deed);
        if (r.groups.length !== 1 || r.groups[0] !== group) await client.send(new ModifyInstanceConnectEndpointCommand({ InstanceConnectEndpointId: r.name, SecurityGroupIds: [group] }));
      },
      undo: async (aws, before, made, deed) => {
        const client = await aws.client('ec2');
        await settled(aws, before, deed);
        await client.send(new ModifyInstanceConnectEndpointCommand({ InstanceConnectEndpointId: before.name, SecurityGroupIds: [...before.groups] }));
        const group = closedGroupMade(made);
        if (group !== undefined) await onceUnused(deed, () => deleteClosedGroup(client, group));
      },
      undoReopens: true,
    },
    eradicate: {
      operations: ['ec2:DeleteInstanceConnectEndpoint'],
      title: (r) => say('Delete Instance Connect Endpoint {{endpoint}} in {{region}}', { endpoint: r.name, region: r.region }),
      breaks: (r) => say('Nobody reaches machines in {{vpc}} by this endpoint any more.', { vpc: r.vpcId }),
      calls: (r) => [{ operation: 'ec2:DeleteInstanceConnectEndpoint', region: r.region, input: { InstanceConnectEndpointId: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        await settled(aws, r, deed);
        await ifThere((await aws.client('ec2')).send(new DeleteInstanceConnectEndpointCommand({ InstanceConnectEndpointId: r.name })));
      },
      undo: NEW_ID,
    },
  },
});
