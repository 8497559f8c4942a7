// Scheduled actions: another size for a group at a time to come.
import { DeleteScheduledActionCommand, DescribeScheduledActionsCommand, PutScheduledUpdateGroupActionCommand, type DeleteScheduledActionType, type DescribeScheduledActionsCommandInput, type PutScheduledUpdateGroupActionType, type ScheduledUpdateGroupAction } from '@aws-sdk/client-auto-scaling';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { groupNamed } from './groups.ts';
import { arnsOf, invalid, paged } from './operation.ts';
import { roomOf, settleSoon, type Action } from './state.ts';

const keyOf = (group: string, name: string): string => `${group}\n${name}`;

function put(input: PutScheduledUpdateGroupActionType, call: SimCall): object {
  const group = groupNamed(input.AutoScalingGroupName, call);
  const name = input.ScheduledActionName ?? '';
  if (input.MinSize === undefined && input.MaxSize === undefined && input.DesiredCapacity === undefined) throw invalid('At least one of MinSize, MaxSize and DesiredCapacity must be specified.');
  const { actions } = roomOf(call);
  const known = actions.get(keyOf(group.name, name));
  const start = input.StartTime ?? input.Time;
  if (start !== undefined && start <= call.now) throw invalid('Given start time is in the past');
  const made: Action = {
    ...input, AutoScalingGroupName: group.name, ScheduledActionName: name, ...(start === undefined ? {} : { StartTime: start, Time: start }),
    ScheduledActionARN: known?.ScheduledActionARN ?? `arn:${call.account.partition}:autoscaling:${call.region}:${call.account.id}:scheduledUpdateGroupAction:${call.account.ids.uuid()}:autoScalingGroupName/${group.name}:scheduledActionName/${name}`,
  };
  actions.set(keyOf(group.name, name), made);
  if (start !== undefined && input.Recurrence === undefined) call.account.schedule(start, () => { takePlace(made, call); });
  call.touch({ type: 'AWS::AutoScaling::ScheduledAction', name });
  return {};
}

/** Nothing happens where it was changed or deleted meanwhile, or where the group's process is suspended; a one-time action then goes. */
function takePlace(action: Action, call: SimCall): void {
  const { actions, groups } = roomOf(call);
  const group = groups.get(action.AutoScalingGroupName);
  if (!group || actions.get(keyOf(group.name, action.ScheduledActionName)) !== action) return;
  actions.delete(keyOf(group.name, action.ScheduledActionName));
  if (group.suspended.has('ScheduledActions')) return;
  group.min = action.MinSize ?? group.min;
  group.max = Math.max(action.MaxSize ?? group.max, group.min);
  group.desired = Math.max(group.min, Math.min(action.DesiredCapacity ?? group.desired, group.max));
  settleSoon(call, group);
}

function remove(input: DeleteScheduledActionType, call: SimCall): object {
  const group = groupNamed(input.AutoScalingGroupName, call);
  if (!roomOf(call).actions.delete(keyOf(group.name, input.ScheduledActionName ?? ''))) throw invalid(`Scheduled action name not found`);
  call.touch({ type: 'AWS::AutoScaling::ScheduledAction', name: input.ScheduledActionName ?? '' });
  return {};
}

function describe(input: DescribeScheduledActionsCommandInput, call: SimCall): { ScheduledUpdateGroupActions: ScheduledUpdateGroupAction[]; NextToken: string | undefined } {
  const all = [...roomOf(call).actions.values()].filter((a) => (input.AutoScalingGroupName === undefined || a.AutoScalingGroupName === input.AutoScalingGroupName) && (!input.ScheduledActionNames?.length || input.ScheduledActionNames.includes(a.ScheduledActionName)));
  const { page, NextToken } = paged(all, input, call);
  return { ScheduledUpdateGroupActions: page, NextToken };
}

const resources = (input: { readonly AutoScalingGroupName?: string | undefined }, call: SimCall): string[] => arnsOf(call, 'autoScalingGroup', input.AutoScalingGroupName);
export const registerScheduledActions = (service: Service<SimCall>): Service<SimCall> => service
  .on(PutScheduledUpdateGroupActionCommand, put, { resources })
  .on(DeleteScheduledActionCommand, remove, { resources })
  .on(DescribeScheduledActionsCommand, describe);
