// Rules: made, switched, deleted, and what they send their events to.
import {
  DeleteRuleCommand, DescribeRuleCommand, DisableRuleCommand, EnableRuleCommand, ListRulesCommand, ListTargetsByRuleCommand, PutRuleCommand, PutTargetsCommand, RemoveTargetsCommand,
  type ListRulesRequest, type PutRuleRequest, type PutTargetsRequest, type RemoveTargetsRequest, type Rule, type RuleState,
} from '@aws-sdk/client-eventbridge';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';
import { busName, invalid, needBus, needRule, ruleArn, type RuleRecord } from './state.ts';

const MOST_TARGETS = 5;
interface Named { readonly Name?: string | undefined; readonly Rule?: string | undefined; readonly EventBusName?: string | undefined }
const onRule = ({ Name, Rule: rule, EventBusName }: Named, call: SimCall): string[] => [ruleArn(call, busName(EventBusName), Name ?? rule ?? '*')];

/** Rules that AWS services made for themselves are theirs to change. */
function own(record: RuleRecord, force: boolean | undefined, call: SimCall): RuleRecord {
  if (record.rule.ManagedBy !== undefined && force !== true && call.caller.type !== 'AWSService') throw new AwsError('ManagedRuleException', `Rule ${record.rule.Name} is managed by an AWS service and can only be modified by that service.`, 400);
  return record;
}

function put(input: PutRuleRequest, call: SimCall): { RuleArn: string } {
  const { Name = '', EventBusName, Tags: _tags, State = 'ENABLED', ...given } = input;
  const bus = needBus(call, EventBusName);
  if (given.EventPattern === undefined && given.ScheduleExpression === undefined) throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (given.ScheduleExpression !== undefined && bus.name !== 'default') throw invalid('ScheduleExpression is supported only on the default event bus.');
  const known = bus.rules.get(Name);
  if (known) own(known, false, call);
  const Arn = ruleArn(call, bus.name, Name);
  const ManagedBy = call.caller.type === 'AWSService' ? call.caller.arn : undefined;
  const rule = { ...given, Name, Arn, State, EventBusName: bus.name, ...(ManagedBy === undefined ? {} : { ManagedBy }) };
  if (known) known.rule = rule; else bus.rules.set(Name, { rule, targets: new Map() });
  return { RuleArn: Arn };
}
function turn({ Name, EventBusName }: Named, call: SimCall, State: RuleState): object {
  const record = own(needRule(call, EventBusName, Name), false, call);
  record.rule = { ...record.rule, State };
  return {};
}
function remove({ Name = '', EventBusName, Force }: Named & { readonly Force?: boolean | undefined }, call: SimCall): object {
  const bus = needBus(call, EventBusName);
  const record = bus.rules.get(Name);
  if (!record) return {};
  own(record, Force, call);
  if (record.targets.size > 0) throw invalid('Rule can\'t be deleted since it has targets.');
  bus.rules.delete(Name);
  return {};
}
function list({ NamePrefix = '', EventBusName, NextToken, Limit }: ListRulesRequest, call: SimCall): { Rules: Rule[]; NextToken?: string } {
  const all = [...needBus(call, EventBusName).rules.values()].map((r) => r.rule).filter((r) => r.Name.startsWith(NamePrefix));
  const { page, next } = pageOf(all, call, { max: Limit, token: NextToken, refusal: 'ValidationException' });
  return { Rules: page, ...(next === undefined ? {} : { NextToken: next }) };
}

function putTargets({ Rule: name, EventBusName, Targets = [] }: PutTargetsRequest, call: SimCall): { FailedEntryCount: number; FailedEntries: [] } {
  const { targets } = own(needRule(call, EventBusName, name), false, call);
  const ids = new Set([...targets.keys(), ...Targets.map((t) => t.Id ?? '')]);
  if (ids.size > MOST_TARGETS) throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.', 400);
  for (const { RoleArn } of Targets) if (RoleArn !== undefined) call.authorize('iam:PassRole', RoleArn, { 'iam:PassedToService': 'events.amazonaws.com' });
  for (const target of Targets) targets.set(target.Id ?? '', target);
  return { FailedEntryCount: 0, FailedEntries: [] };
}
function removeTargets({ Rule: name, EventBusName, Ids = [], Force }: RemoveTargetsRequest, call: SimCall) {
  const { targets } = own(needRule(call, EventBusName, name), Force, call);
  const FailedEntries = Ids.filter((id) => !targets.delete(id)).map((TargetId) => ({ TargetId, ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Target ${TargetId} does not exist on Rule ${name ?? ''}.` }));
  return { FailedEntryCount: FailedEntries.length, FailedEntries };
}

export function registerRules(events: Service<SimCall>): void {
  events
    .on(PutRuleCommand, put, { resources: onRule })
    .on(DescribeRuleCommand, ({ Name, EventBusName }, call) => ({ ...needRule(call, EventBusName, Name).rule, CreatedBy: call.account.id }), { resources: onRule })
    .on(ListRulesCommand, list)
    .on(EnableRuleCommand, (input, call) => turn(input, call, 'ENABLED'), { resources: onRule })
    .on(DisableRuleCommand, (input, call) => turn(input, call, 'DISABLED'), { resources: onRule })
    .on(DeleteRuleCommand, remove, { resources: onRule })
    .on(PutTargetsCommand, putTargets, { resources: onRule })
    .on(RemoveTargetsCommand, removeTargets, { resources: onRule })
    .on(ListTargetsByRuleCommand, ({ Rule: name, EventBusName, NextToken, Limit }, call) => {
      const { page, next } = pageOf([...needRule(call, EventBusName, name).targets.values()], call, { max: Limit, token: NextToken, refusal: 'ValidationException' });
      return { Targets: page, ...(next === undefined ? {} : { NextToken: next }) };
    }, { resources: onRule });
}
