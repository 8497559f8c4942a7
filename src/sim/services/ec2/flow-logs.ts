// VPC flow logs: who talked to whom, written to a log group or a bucket.
import { CreateFlowLogsCommand, DeleteFlowLogsCommand, DescribeFlowLogsCommand, type CreateFlowLogsCommandInput, type DeleteFlowLogsCommandInput, type DescribeFlowLogsCommandInput, type FlowLog, type UnsuccessfulItem } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { missing, need, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { asked } from './network-errors.ts';
import { networkOf } from './network-room.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { setTags, tagList, type Ec2Region } from './state.ts';
import { modern } from './trail.ts';

const FILTERS: FilterTable<FlowLog> = { 'flow-log-id': (f) => [f.FlowLogId], 'resource-id': (f) => [f.ResourceId], 'log-destination-type': (f) => [f.LogDestinationType], 'traffic-type': (f) => [f.TrafficType] };

function describe(input: DescribeFlowLogsCommandInput, region: Ec2Region, call: SimCall): { FlowLogs: FlowLog[]; NextToken: string | undefined } {
  const all = filtered(asked('flowLog', networkOf(call).flowLogs, input.FlowLogIds), input.Filter, FILTERS, region, (f) => f.FlowLogId ?? '');
  const { page, NextToken } = paged(all, input, call, Boolean(input.FlowLogIds?.length), { least: 1, most: 1000 });
  return { FlowLogs: page.map((f) => ({ ...f, Tags: tagList(region, f.FlowLogId ?? '') })), NextToken };
}
function create(input: CreateFlowLogsCommandInput, region: Ec2Region, call: SimCall): { FlowLogIds: string[]; Unsuccessful: UnsuccessfulItem[]; ClientToken: string | undefined } {
  const { flowLogs } = networkOf(call);
  if (!input.ResourceIds?.length) throw missing('resourceId');
  const { ResourceType = 'VPC', TrafficType = 'ALL', LogDestinationType = 'cloud-watch-logs', LogDestination, LogGroupName, DeliverLogsPermissionArn, MaxAggregationInterval = 600 } = input;
  for (const id of input.ResourceIds) {
    if (ResourceType === 'VPC') need('vpc', region.vpcs, id);
    if ([...flowLogs.values()].some((f) => f.ResourceId === id && f.LogDestination === LogDestination && f.LogGroupName === LogGroupName && f.TrafficType === TrafficType)) throw other('FlowLogAlreadyExists', 'Error. There is an existing Flow Log with the same configuration and log destination.');
  }
  const ids = input.ResourceIds.map((ResourceId) => {
    const FlowLogId = `fl-0${call.account.ids.hex(16)}`;
    flowLogs.set(FlowLogId, { FlowLogId, ResourceId, TrafficType, LogDestinationType, LogDestination, LogGroupName, DeliverLogsPermissionArn, MaxAggregationInterval, CreationTime: call.now, FlowLogStatus: 'ACTIVE', DeliverLogsStatus: 'SUCCESS' });
    setTags(region, FlowLogId, input.TagSpecifications?.find((t) => t.ResourceType === 'vpc-flow-log')?.Tags);
    return FlowLogId;
  });
  touches(call, 'FlowLog', ...ids);
  return { FlowLogIds: ids, Unsuccessful: [], ClientToken: input.ClientToken };
}
/** Unknown ones are named in the answer; the others are deleted. */
function remove({ FlowLogIds = [] }: DeleteFlowLogsCommandInput, _: Ec2Region, call: SimCall): { Unsuccessful: UnsuccessfulItem[] } {
  const { flowLogs } = networkOf(call);
  touches(call, 'FlowLog', ...FlowLogIds);
  return { Unsuccessful: FlowLogIds.filter((id) => !flowLogs.delete(id)).map((ResourceId) => ({ ResourceId, Error: { Code: 'InvalidFlowLogId.NotFound', Message: `These flow log ids in the input list are not found: [${ResourceId}]` } })) };
}

export const registerFlowLogs = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeFlowLogsCommand, inRegion(describe), { trail: { request: modern('DescribeFlowLogs').request } })
  .on(CreateFlowLogsCommand, inRegion(create), { resources: (i, call) => [...ec2Arns(call, 'vpc-flow-log', ['*']), ...(i.ResourceType === 'VPC' ? ec2Arns(call, 'vpc', i.ResourceIds) : [])], trail: modern('CreateFlowLogs') })
  .on(DeleteFlowLogsCommand, inRegion(remove), { resources: (i, call) => ec2Arns(call, 'vpc-flow-log', i.FlowLogIds), trail: modern('DeleteFlowLogs') });
