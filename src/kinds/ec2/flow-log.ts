// A flow log: a record of who talks to whom. The owner's are evidence; a stranger's tells them about the network.
import { DeleteFlowLogsCommand, paginateDescribeFlowLogs, type Filter } from '@aws-sdk/client-ec2';
import { failureOf } from '../../aws/errors.ts';
import type { ReadAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, NEW_ID, nothingToUndo } from '../kind.ts';
import { ec2Arn, foundBy, given } from './parts/found-by.ts';

export interface FlowLog extends Resource {
  /** The VPC, subnet or interface. */
  readonly of: string;
  /** The bucket, log group or stream. */
  readonly destination: string;
  readonly traffic: string;
  readonly role?: string;
}
async function* flowLogs(aws: ReadAws, filters: Filter[] = []): AsyncIterable<FlowLog> {
  for await (const { FlowLogs = [] } of paginateDescribeFlowLogs({ client: await aws.client('ec2') }, { MaxResults: 1_000, ...(filters.length > 0 ? { Filter: filters } : {}) })) {
    for (const { FlowLogId: id = '', ResourceId: of = '', LogDestination, LogGroupName, TrafficType: traffic = '', DeliverLogsPermissionArn, CreationTime, FlowLogStatus, DeliverLogsStatus } of FlowLogs) {
      yield {
        arn: ec2Arn(aws, 'vpc-flow-log', id), uid: id, name: id, region: aws.region, of, destination: LogDestination ?? LogGroupName ?? '', traffic, seen: { status: FlowLogStatus ?? '', delivers: DeliverLogsStatus ?? '' },
        ...given({ createdAt: CreationTime?.toISOString(), role: DeliverLogsPermissionArn }),
      };
    }
  }
}

export default defineKind<FlowLog>({
  id: 'ec2/flow-log', version: 1, title: say('VPC flow log'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeFlowLogs'],
  list: ({ aws }) => flowLogs(aws),
  look: (aws, rs) => foundBy(rs, (Values) => flowLogs(aws, [{ Name: 'flow-log-id', Values }])),
  traces: { ids: (r) => [r.uid], created: ['ec2:CreateFlowLogs'], changed: [] },
  actions: {
    preserve: {
      operations: [],
      title: (r) => say('Save flow log {{log}} of {{of}} as it is', { log: r.name, of: r.of }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (_, r, deed) => {
        await deed.keep(`${r.name}.json`, `${JSON.stringify(r, null, 2)}\n`, { operation: 'ec2:DescribeFlowLogs' });
        await deed.making('kept', `${r.name}.json`);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['ec2:DeleteFlowLogs'],
      title: (r) => say('Delete flow log {{log}}, which writes the traffic of {{of}} to {{destination}}', { log: r.name, of: r.of, destination: r.destination }),
      breaks: (r) => say('Nothing more is recorded there. What was written stays in {{destination}}.', { destination: r.destination }),
      calls: (r) => [{ operation: 'ec2:DeleteFlowLogs', region: r.region, input: { FlowLogIds: [r.name] } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        const { Unsuccessful: [refused] = [] } = await (await aws.client('ec2')).send(new DeleteFlowLogsCommand({ FlowLogIds: [r.name] }));
        const code = refused?.Error?.Code ?? '';
        if (refused && failureOf({ name: code }).class !== 'not-found') throw failed(say('AWS did not delete flow log {{log}}: {{code}}, {{message}}.', { log: r.name, code, message: refused.Error?.Message ?? '' }));
      },
      undo: NEW_ID,
    },
  },
});
