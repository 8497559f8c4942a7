// The simulated Savings Plans: commitments for one or three years. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateSavingsPlanCommand, DeleteQueuedSavingsPlanCommand, DescribeSavingsPlansCommand, ReturnSavingsPlanCommand, SavingsplansClient,
  type CreateSavingsPlanCommandInput, type DescribeSavingsPlansCommandInput, type SavingsPlan, type SavingsPlanState,
} from '@aws-sdk/client-savingsplans';
import type { SimAccount, SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';

interface Plan { readonly id: string; readonly arn: string; readonly offering: string; readonly commitment: string; readonly bought: Date; readonly starts: Date; returned: Date | undefined; readonly token: string | undefined }
const newPlans = (): Map<string, Plan> => new Map();
const plansOf = (account: SimAccount): Map<string, Plan> => account.state('savingsplans', newPlans);

const PENDING_MS = 300_000;
const WEEK_MS = 7 * 86_400_000;
const YEAR_S = 31_536_000;
const invalid = (message: string): AwsError => new AwsError('ValidationException', message, 400);

function stateOf(plan: Plan, now: Date): SavingsPlanState {
  if (plan.returned) return now.getTime() - plan.returned.getTime() < PENDING_MS ? 'pending-return' : 'returned';
  if (now < plan.starts) return 'queued';
  return now.getTime() - plan.starts.getTime() < PENDING_MS ? 'payment-pending' : 'active';
}
/** A week, but not into the next month, and small plans only. */
function returnableUntil({ starts, commitment }: Plan): Date | undefined {
  const month = new Date(Date.UTC(starts.getUTCFullYear(), starts.getUTCMonth() + 1, 1));
  const until = new Date(Math.min(starts.getTime() + WEEK_MS, month.getTime()));
  return Number(commitment) <= 100 ? until : undefined;
}
function shown(plan: Plan, now: Date): SavingsPlan {
  const state = stateOf(plan, now);
  const until = returnableUntil(plan);
  return {
    offeringId: plan.offering, savingsPlanId: plan.id, savingsPlanArn: plan.arn, description: '1 year No Upfront Compute Savings Plan', start: plan.starts.toISOString(), end: new Date(plan.starts.getTime() + YEAR_S * 1_000 - 1_000).toISOString(), state,
    savingsPlanType: 'Compute', paymentOption: 'No Upfront', productTypes: ['EC2', 'Fargate', 'Lambda'], currency: 'USD', commitment: plan.commitment, upfrontPaymentAmount: '0.0', recurringPaymentAmount: plan.commitment, termDurationInSeconds: YEAR_S, tags: {},
    ...(state === 'active' && until && now < until ? { returnableUntil: until.toISOString() } : {}),
  };
}
function found(id: string | undefined, call: SimCall): Plan {
  const plan = plansOf(call.account).get(id ?? '');
  if (!plan) throw new AwsError('ResourceNotFoundException', `Savings Plan ${id ?? ''} is not found.`, 404);
  return plan;
}

function create({ savingsPlanOfferingId: offering = '', commitment = '', purchaseTime, clientToken: token }: CreateSavingsPlanCommandInput, call: SimCall): { savingsPlanId: string } {
  const plans = plansOf(call.account);
  const same = token === undefined ? undefined : [...plans.values()].find((p) => p.token === token);
  if (same) return { savingsPlanId: same.id };
  if (!(Number(commitment) >= 0.001)) throw invalid('The commitment must be at least 0.001.');
  const id = call.account.ids.uuid();
  plans.set(id, { id, arn: `arn:${call.account.partition}:savingsplans::${call.account.id}:savingsplan/${id}`, offering, commitment, bought: call.now, starts: purchaseTime ?? call.now, returned: undefined, token });
  return { savingsPlanId: id };
}
function describe({ savingsPlanIds: ids, savingsPlanArns: arns, states, maxResults: max, nextToken: token }: DescribeSavingsPlansCommandInput, call: SimCall): { savingsPlans: SavingsPlan[]; nextToken?: string } {
  const all = [...plansOf(call.account).values()].filter((p) => (!ids?.length || ids.includes(p.id)) && (!arns?.length || arns.includes(p.arn))).map((p) => shown(p, call.now)).filter((p) => !states?.length || states.includes(p.state ?? 'active'));
  const { page, next } = pageOf(all, call, { max, token, most: 1000, refusal: 'ValidationException' });
  return { savingsPlans: page, ...(next === undefined ? {} : { nextToken: next }) };
}

export default function savingsplans(): Service<SimCall> {
  return new Service<SimCall>(SavingsplansClient, { id: 'savingsplans' })
    .on(CreateSavingsPlanCommand, create)
    .on(DescribeSavingsPlansCommand, describe)
    .on(DeleteQueuedSavingsPlanCommand, ({ savingsPlanId }, call) => {
      const plan = found(savingsPlanId, call);
      if (stateOf(plan, call.now) !== 'queued') throw invalid('Only a queued Savings Plan can be deleted.');
      plansOf(call.account).delete(plan.id);
      return {};
    })
    .on(ReturnSavingsPlanCommand, ({ savingsPlanId }, call) => {
      const plan = found(savingsPlanId, call);
      if (shown(plan, call.now).returnableUntil === undefined && !plan.returned) throw invalid('The Savings Plan is not eligible for return.');
      plan.returned ??= call.now;
      return { savingsPlanId: plan.id };
    });
}
