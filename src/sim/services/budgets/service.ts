// The simulated AWS Budgets. Behaviour: BEHAVIOUR.md beside it.
import {
  BudgetsClient, CreateBudgetCommand, DeleteBudgetCommand, DescribeBudgetsCommand, DescribeNotificationsForBudgetCommand, UpdateBudgetCommand,
  type Budget, type CreateBudgetCommandInput, type DeleteBudgetCommandInput, type DescribeBudgetsCommandInput, type DescribeNotificationsForBudgetCommandInput, type Notification, type NotificationWithSubscribers, type UpdateBudgetCommandInput,
} from '@aws-sdk/client-budgets';
import type { SimAccount, SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';

interface Kept { budget: Budget; readonly notifications: NotificationWithSubscribers[] }
const newBudgets = (): Map<string, Kept> => new Map();
const budgetsOf = (account: SimAccount): Map<string, Kept> => account.state('budgets', newBudgets);
const tooMany = (message: string): AwsError => new AwsError('CreationLimitExceededException', message, 400);

const own = <I extends { readonly AccountId: string | undefined }, O>(run: (input: I, call: SimCall) => O) => (input: I, call: SimCall): O => {
  if (input.AccountId !== call.account.id) throw new AwsError('AccessDeniedException', `Account ${input.AccountId ?? ''} is not authorized`, 400);
  return run(input, call);
};
function found(name: string | undefined, call: SimCall): Kept {
  const kept = budgetsOf(call.account).get(name ?? '');
  if (!kept) throw new AwsError('NotFoundException', `Unable to get budget: ${name ?? ''} - the budget doesn't exist.`, 400);
  return kept;
}

function create({ Budget: budget, NotificationsWithSubscribers: notifications = [] }: CreateBudgetCommandInput, call: SimCall): Record<string, never> {
  const name = budget?.BudgetName ?? '';
  if (!budget || name === '' || /[:\\]/u.test(name)) throw new AwsError('InvalidParameterException', 'The budget name is invalid.', 400);
  if (budgetsOf(call.account).has(name)) throw new AwsError('DuplicateRecordException', `Error creating budget: ${name} - the budget already exists.`, 400);
  if (notifications.length > 5) throw tooMany('You can have at most 5 notifications for each budget.');
  if (notifications.some((n) => (n.Subscribers?.filter((s) => s.SubscriptionType === 'EMAIL').length ?? 0) > 10)) throw tooMany('You can have at most 10 email subscribers for each notification.');
  budgetsOf(call.account).set(name, { budget: { ...budget, LastUpdatedTime: call.now }, notifications: [...notifications] });
  return {};
}
function update({ NewBudget: budget }: UpdateBudgetCommandInput, call: SimCall): Record<string, never> {
  const kept = found(budget?.BudgetName, call);
  if (budget) kept.budget = { ...budget, LastUpdatedTime: call.now };
  return {};
}
function remove({ BudgetName }: DeleteBudgetCommandInput, call: SimCall): Record<string, never> {
  found(BudgetName, call);
  budgetsOf(call.account).delete(BudgetName ?? '');
  return {};
}
function describe({ MaxResults: max, NextToken: token }: DescribeBudgetsCommandInput, call: SimCall): { Budgets: Budget[]; NextToken?: string } {
  const { page, next } = pageOf([...budgetsOf(call.account).values()].map((k) => k.budget), call, { max, token, refusal: 'InvalidNextTokenException' });
  return { Budgets: page, ...(next === undefined ? {} : { NextToken: next }) };
}
function notificationsOf({ BudgetName, MaxResults: max, NextToken: token }: DescribeNotificationsForBudgetCommandInput, call: SimCall): { Notifications: Notification[]; NextToken?: string } {
  const all = found(BudgetName, call).notifications.flatMap((n) => (n.Notification ? [{ ...n.Notification, NotificationState: 'OK' as const }] : []));
  const { page, next } = pageOf(all, call, { max, token, refusal: 'InvalidNextTokenException' });
  return { Notifications: page, ...(next === undefined ? {} : { NextToken: next }) };
}

export default function budgets(): Service<SimCall> {
  return new Service<SimCall>(BudgetsClient, { id: 'budgets' })
    .on(CreateBudgetCommand, own(create))
    .on(UpdateBudgetCommand, own(update))
    .on(DeleteBudgetCommand, own(remove))
    .on(DescribeBudgetsCommand, own(describe))
    .on(DescribeNotificationsForBudgetCommand, own(notificationsOf));
}
