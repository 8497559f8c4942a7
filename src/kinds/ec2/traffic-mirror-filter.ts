// Which traffic a mirror session copies. It copies nothing by itself; a stranger's is deleted when no session uses it.
import { DeleteTrafficMirrorFilterCommand, paginateDescribeTrafficMirrorFilters, type Filter } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, NEW_ID } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { ec2Arn, foundBy } from './parts/found-by.ts';

export interface TrafficMirrorFilter extends Resource {
  readonly rules: number;
}
async function* mirrorFilters(aws: ReadAws, Filters: Filter[] = []): AsyncIterable<TrafficMirrorFilter> {
  for await (const { TrafficMirrorFilters = [] } of paginateDescribeTrafficMirrorFilters({ client: await aws.client('ec2') }, { MaxResults: 1_000, ...(Filters.length > 0 ? { Filters } : {}) })) {
    for (const { TrafficMirrorFilterId: id = '', IngressFilterRules = [], EgressFilterRules = [] } of TrafficMirrorFilters) {
      yield { arn: ec2Arn(aws, 'traffic-mirror-filter', id), uid: id, name: id, region: aws.region, rules: IngressFilterRules.length + EgressFilterRules.length };
    }
  }
}

export default defineKind<TrafficMirrorFilter>({
  id: 'ec2/traffic-mirror-filter', version: 1, title: say('Traffic mirror filter'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeTrafficMirrorFilters'],
  list: ({ aws }) => mirrorFilters(aws),
  look: (aws, rs) => foundBy(rs, (Values) => mirrorFilters(aws, [{ Name: 'traffic-mirror-filter-id', Values }])),
  traces: { ids: (r) => [r.uid], created: ['ec2:CreateTrafficMirrorFilter'], changed: ['ec2:CreateTrafficMirrorFilterRule', 'ec2:ModifyTrafficMirrorFilterRule'] },
  actions: {
    eradicate: {
      operations: ['ec2:DeleteTrafficMirrorFilter'],
      title: (r) => say('Delete traffic mirror filter {{filter}} with its rules ({{rules}})', { filter: r.name, rules: r.rules }),
      breaks: () => say('Nothing. AWS refuses it while a session uses the filter.'),
      calls: (r) => [{ operation: 'ec2:DeleteTrafficMirrorFilter', region: r.region, input: { TrafficMirrorFilterId: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('ec2')).send(new DeleteTrafficMirrorFilterCommand({ TrafficMirrorFilterId: r.name }))); },
      undo: NEW_ID,
    },
  },
});
