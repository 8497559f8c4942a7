// Budgets, as BEHAVIOUR.md says.
import { describe, expect, it } from 'vitest';
import { iamActionsOf } from '../../../src/core/iam-actions.ts';
import { ACCOUNT, stage } from '../../contract/account.ts';

const budget = (BudgetName: string): object => ({ BudgetName, BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: '100', Unit: 'USD' } });
const tell = (n: number): object => ({ Notification: { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: n }, Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'alarms@example.com' }] });

describe('Budgets', () => {
  it('keeps one of a name, with at most five notifications, for its own account only', async () => {
    const { play } = await stage(() => Promise.resolve());
    const create = (AccountId: string, name: string, n: number): Promise<unknown> => play('budgets', 'CreateBudget', { AccountId, Budget: budget(name), NotificationsWithSubscribers: Array.from({ length: n }, (_, i) => tell(i)) });
    await create(ACCOUNT, 'monthly', 5);
    await expect(create(ACCOUNT, 'monthly', 0)).rejects.toMatchObject({ code: 'DuplicateRecordException' });
    await expect(create(ACCOUNT, 'other', 6)).rejects.toMatchObject({ code: 'CreationLimitExceededException' });
    await expect(create('444455556666', 'foreign', 0)).rejects.toMatchObject({ code: 'AccessDeniedException' });
    await expect(play('budgets', 'DeleteBudget', { AccountId: ACCOUNT, BudgetName: 'none' })).rejects.toMatchObject({ code: 'NotFoundException' });
    expect(await play('budgets', 'DescribeNotificationsForBudget', { AccountId: ACCOUNT, BudgetName: 'monthly' })).toMatchObject({ Notifications: [{ Threshold: 0 }, { Threshold: 1 }], NextToken: expect.any(String) as string });
  });
  it('has two actions in IAM', () => {
    expect([iamActionsOf('budgets:DescribeBudgets'), iamActionsOf('budgets:CreateBudget')]).toEqual([['budgets:ViewBudget'], ['budgets:ModifyBudget']]);
  });
});
