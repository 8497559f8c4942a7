// Whether a budget of the whole account writes to somebody when the bill grows. It is evaluated a few times a day, and stops nothing.
import { CreateBudgetCommand, DeleteBudgetCommand, DescribeNotificationsForBudgetCommand, paginateDescribeBudgets, type BudgetsClient, type CreateBudgetCommandInput, type NotificationWithSubscribers } from '@aws-sdk/client-budgets';
import { failureOf } from '../../aws/errors.ts';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { JsonObject, Resource } from '../../core/types.ts';
import { ADDRESS, askAddress } from '../ask-reach.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, globalCall, ownArn } from '../kind.ts';
import { ifThere } from '../refusal.ts';

export interface AccountBudget extends Resource {
  readonly accountId: string;
  /** Names of the cost budgets that tell somebody. */
  readonly telling: readonly string[];
  /** Of the bill: `USD`, in aws-cn `CNY`. */
  readonly currency: string;
}

async function see(aws: ReadAws): Promise<AccountBudget> {
  const client = await aws.client('budgets');
  const { accountId } = aws;
  const names: string[] = [];
  for await (const { Budgets = [] } of paginateDescribeBudgets({ client }, { AccountId: accountId, MaxResults: 100 })) names.push(...Budgets.flatMap((b) => (b.BudgetType === 'COST' && b.BudgetName !== undefined ? [b.BudgetName] : [])));
  const tells = await inParallel(names, 2, (name) => isTelling(client, accountId, name));
  return { arn: ownArn('budgets/budget', 'aws-global', accountId, 'costs'), uid: accountId, name: 'costs', region: 'aws-global', accountId, currency: aws.partition === 'aws-cn' ? 'CNY' : 'USD', telling: names.filter((_, i) => tells[i]).sort() };
}
async function isTelling(client: BudgetsClient, AccountId: string, BudgetName: string): Promise<boolean> {
  const found = await ifThere(client.send(new DescribeNotificationsForBudgetCommand({ AccountId, BudgetName })));
  return (found?.Notifications?.length ?? 0) > 0;
}

const CHANGED = ['budgets:DeleteBudget', 'budgets:UpdateBudget', 'budgets:DeleteNotification', 'budgets:DeleteSubscriber', 'budgets:UpdateNotification'] as const;
/** What the operator chooses from; a month. */
const LIMITS = ['100', '20', '1000', '10000'] as const;
const limitOf = (way: string | undefined): string => way ?? LIMITS[0];
function inputOf(r: AccountBudget, way: string | undefined, BudgetName: string, Address: string): CreateBudgetCommandInput & JsonObject {
  const notification = (NotificationType: 'ACTUAL' | 'FORECASTED', Threshold: number) => ({ Notification: { NotificationType, ComparisonOperator: 'GREATER_THAN', Threshold, ThresholdType: 'PERCENTAGE' }, Subscribers: [{ SubscriptionType: 'EMAIL', Address }] } satisfies NotificationWithSubscribers);
  return {
    AccountId: r.accountId, Budget: { BudgetName, BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: limitOf(way), Unit: r.currency } },
    NotificationsWithSubscribers: [notification('ACTUAL', 80), notification('FORECASTED', 100)],
  };
}

export default defineKind<AccountBudget>({
  id: 'budgets/budget', version: 1, title: say('Budget'), scope: 'global', role: 'setting',
  reads: ['budgets:DescribeBudgets', 'budgets:DescribeNotificationsForBudget'],
  async *list({ aws }) { yield await see(aws); },
  look: async (aws, rs) => {
    const now = await see(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
  traces: { ids: () => CHANGED, created: [], changed: CHANGED },
  judge: ({ telling }, { attributed }) => {
    const because = telling.length > 0 ? undefined : say('No budget tells anybody when the bill grows.');
    if (!attributed) return because && { verdict: 'weak', techniques: [], because };
    return { verdict: 'weak', techniques: attributed.techniques, because: say('{{why}} Look at the limits and addresses of the budgets in the console.', { why: attributed.because }) };
  },

  actions: {
    harden: {
      operations: ['budgets:CreateBudget', 'budgets:DeleteBudget'], asks: true,
      title: (r, way) => say('Make a budget of {{amount}} {{currency}} a month that writes to you', { amount: limitOf(way), currency: r.currency }),
      ways: (r) => LIMITS.map((limit) => ({ id: limit, title: say('{{amount}} {{currency}} a month', { amount: limit, currency: r.currency }), consequence: say('A mail at 80 percent of it, and when AWS expects more than it. It stops nothing.') })),
      calls: (r, way) => [globalCall('budgets:CreateBudget', inputOf(r, way, '‹made:budget›', ADDRESS))],
      undoCalls: (before, made) => (made['budget'] === undefined ? [] : [globalCall('budgets:DeleteBudget', { AccountId: before.accountId, BudgetName: made['budget'] })]),
      done: (now) => now !== undefined && now.telling.length > 0,
      apply: async (aws, r, deed) => {
        if (r.telling.length > 0) return;
        const address = await askAddress(deed, say('Where shall AWS write when the bill grows?'));
        await deed.making('budget', deed.token);
        try {
          await (await aws.client('budgets')).send(new CreateBudgetCommand(inputOf(r, deed.way, deed.token, address)));
        } catch (error) {
          // It was made before a crash.
          if (failureOf(error).code !== 'DuplicateRecordException') throw error;
        }
      },
      undo: async (aws, before, made) => {
        if (made['budget'] !== undefined) await ifThere((await aws.client('budgets')).send(new DeleteBudgetCommand({ AccountId: before.accountId, BudgetName: made['budget'] })));
      },
    },
  },
});
