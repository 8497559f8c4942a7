// The simulated EventBridge Scheduler. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateScheduleCommand, DeleteScheduleCommand, GetScheduleCommand, ListSchedulesCommand, SchedulerClient, UpdateScheduleCommand,
  type CreateScheduleInput, type GetScheduleOutput, type ListSchedulesInput, type ScheduleSummary, type UpdateScheduleInput,
} from '@aws-sdk/client-scheduler';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, pageOf, rooms } from '../rooms.ts';

export const room = rooms('scheduler', (): Map<string, GetScheduleOutput> => new Map<string, GetScheduleOutput>());
interface Named { readonly Name: string | undefined; readonly GroupName?: string | undefined }
const keyOf = ({ Name = '', GroupName = 'default' }: Named): string => `${GroupName}/${Name}`;
const onSchedule = (named: Named, call: SimCall): string[] => [arnIn(call, 'scheduler', `schedule/${keyOf(named)}`)];
const notFound = (what: string): AwsError => new AwsError('ResourceNotFoundException', `${what} does not exist.`);

function need(call: SimCall, named: Named): GetScheduleOutput {
  const found = room(call).get(keyOf(named));
  if (!found) throw notFound(`Schedule ${named.Name ?? ''}`);
  return found;
}
function written(input: CreateScheduleInput | UpdateScheduleInput, call: SimCall, created: Date): GetScheduleOutput {
  const { ClientToken: _token, GroupName = 'default', State = 'ENABLED', ...given } = input;
  if (GroupName !== 'default') throw notFound(`Schedule group ${GroupName}`);
  call.authorize('iam:PassRole', input.Target?.RoleArn ?? '*', { 'iam:PassedToService': 'scheduler.amazonaws.com' });
  return { ScheduleExpressionTimezone: 'UTC', ActionAfterCompletion: 'NONE', ...given, GroupName, State, Arn: onSchedule(input, call)[0], CreationDate: created, LastModificationDate: call.now };
}
function create(input: CreateScheduleInput, call: SimCall): { ScheduleArn: string } {
  const made = written(input, call, call.now);
  if (room(call).has(keyOf(input))) throw new AwsError('ConflictException', `Schedule ${input.Name ?? ''} already exists.`);
  room(call).set(keyOf(input), made);
  return { ScheduleArn: made.Arn ?? '' };
}
function update(input: UpdateScheduleInput, call: SimCall): { ScheduleArn: string } {
  const made = written(input, call, need(call, input).CreationDate ?? call.now);
  room(call).set(keyOf(input), made);
  return { ScheduleArn: made.Arn ?? '' };
}
function list({ NamePrefix = '', State, GroupName, NextToken, MaxResults }: ListSchedulesInput, call: SimCall): { Schedules: ScheduleSummary[]; NextToken?: string } {
  const all = [...room(call).values()].filter((s) => s.Name?.startsWith(NamePrefix) === true && (State === undefined || s.State === State) && (GroupName === undefined || s.GroupName === GroupName));
  const { page, next } = pageOf(all, call, { max: MaxResults, token: NextToken, refusal: 'ValidationException' });
  const shown = page.map(({ Arn, Name, GroupName: group, State: state, CreationDate, LastModificationDate, Target }): ScheduleSummary => ({ Arn, Name, GroupName: group, State: state, CreationDate, LastModificationDate, Target: { Arn: Target?.Arn } }));
  return { Schedules: shown, ...(next === undefined ? {} : { NextToken: next }) };
}

export default function scheduler(): Service<SimCall> {
  return new Service<SimCall>(SchedulerClient, { id: 'scheduler' })
    .on(CreateScheduleCommand, create, { resources: onSchedule })
    .on(UpdateScheduleCommand, update, { resources: onSchedule })
    .on(DeleteScheduleCommand, (input, call) => { need(call, input); room(call).delete(keyOf(input)); return {}; }, { resources: onSchedule })
    .on(GetScheduleCommand, (input, call) => ({ ...need(call, input) }), { resources: onSchedule })
    .on(ListSchedulesCommand, list);
}
