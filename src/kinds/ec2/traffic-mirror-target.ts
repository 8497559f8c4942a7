// Where mirrored traffic can go to. It copies nothing by itself; a stranger's is deleted when no session uses it.
import { DeleteTrafficMirrorTargetCommand, paginateDescribeTrafficMirrorTargets, type Filter } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, NEW_ID } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { ec2Arn, foundBy } from './parts/found-by.ts';

export interface TrafficMirrorTarget extends Resource {
  /** The interface, load balancer or endpoint. */
  readonly leadsTo: string;
  readonly account: string;
}
async function* targets(aws: ReadAws, Filters: Filter[] = []): AsyncIterable<TrafficMirrorTarget> {
  for await (const { TrafficMirrorTargets = [] } of paginateDescribeTrafficMirrorTargets({ client: await aws.client('ec2') }, { MaxResults: 1_000, ...(Filters.length > 0 ? { Filters } : {}) })) {
    for (const { TrafficMirrorTargetId: id = '', NetworkInterfaceId, NetworkLoadBalancerArn, GatewayLoadBalancerEndpointId, OwnerId: account = '' } of TrafficMirrorTargets) {
      yield { arn: ec2Arn(aws, 'traffic-mirror-target', id), uid: id, name: id, region: aws.region, leadsTo: NetworkInterfaceId ?? NetworkLoadBalancerArn ?? GatewayLoadBalancerEndpointId ?? '', account };
    }
  }
}

export default defineKind<TrafficMirrorTarget>({
  id: 'ec2/traffic-mirror-target', version: 1, title: say('Traffic mirror target'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeTrafficMirrorTargets'],
  list: ({ aws }) => targets(aws),
  look: (aws, rs) => foundBy(rs, (Values) => targets(aws, [{ Name: 'traffic-mirror-target-id', Values }])),
  traces: { ids: (r) => [r.uid], created: ['ec2:CreateTrafficMirrorTarget'], changed: [] },
  actions: {
    eradicate: {
      operations: ['ec2:DeleteTrafficMirrorTarget'],
      title: (r) => say('Delete traffic mirror target {{target}}, which leads to {{to}}', { target: r.name, to: r.leadsTo }),
      breaks: () => say('Nothing. AWS refuses it while a session uses the target.'),
      calls: (r) => [{ operation: 'ec2:DeleteTrafficMirrorTarget', region: r.region, input: { TrafficMirrorTargetId: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('ec2')).send(new DeleteTrafficMirrorTargetCommand({ TrafficMirrorTargetId: r.name }))); },
      undo: NEW_ID,
    },
  },
});
