// A Savings Plan: so much an hour for one or three years. Queued ones can be deleted, young small ones returned, the others only AWS can end.
import { DeleteQueuedSavingsPlanCommand, DescribeSavingsPlansCommand, ReturnSavingsPlanCommand, type SavingsPlan as Plan } from '@aws-sdk/client-savingsplans';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible } from '../kind.ts';

export interface SavingsPlan extends Resource {
  readonly state: string;
  readonly commitment: string;
  readonly currency: string;
  readonly start: string;
  readonly end: string;
  /** AWS takes it back until then; absent: it does not. */
  readonly returnableUntil?: string;
}

const ENDED = new Set(['retired', 'returned', 'pending-return', 'queued-deleted', 'payment-failed']);

function planOf(one: Plan): SavingsPlan {
  const { savingsPlanArn: arn = '', savingsPlanId: id = '', state = '', commitment = '', currency = '', start = '', end = '', returnableUntil } = one;
  return { arn, uid: id, name: id, region: 'aws-global', state, commitment, currency, start, end, ...(returnableUntil === undefined ? {} : { returnableUntil }) };
}
async function read(aws: ReadAws): Promise<SavingsPlan[]> {
  const client = await aws.client('savingsplans');
  const all: SavingsPlan[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new DescribeSavingsPlansCommand({ maxResults: 100, ...(nextToken === undefined ? {} : { nextToken }) }));
    all.push(...(page.savingsPlans ?? []).map(planOf));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return all;
}
const isQueued = ({ state }: SavingsPlan): boolean => state === 'queued';
const callOf = (r: SavingsPlan): Call => globalCall(isQueued(r) ? 'savingsplans:DeleteQueuedSavingsPlan' : 'savingsplans:ReturnSavingsPlan', { savingsPlanId: r.uid });

export default defineKind<SavingsPlan>({
  id: 'savingsplans/savings-plan', version: 1, title: say('Savings Plan'), scope: 'global', role: 'setting',
  reads: ['savingsplans:DescribeSavingsPlans'],
  async *list({ aws }) { for (const plan of await read(aws)) if (!ENDED.has(plan.state)) yield plan; },
  look: async (aws, rs) => {
    const all = await read(aws);
    return rs.map((r) => all.find((one) => one.uid === r.uid));
  },
  traces: { ids: ({ uid, arn }) => [uid, arn], created: ['savingsplans:CreateSavingsPlan'], changed: [] },
  actions: {
    eradicate: {
      operations: ['savingsplans:DeleteQueuedSavingsPlan', 'savingsplans:ReturnSavingsPlan'],
      title: (r) => (isQueued(r) ? say('Delete the queued Savings Plan {{id}}', { id: r.name }) : say('Return Savings Plan {{id}} to AWS', { id: r.name })),
      impossible: (r) => (isQueued(r) || r.returnableUntil !== undefined ? undefined
        : say('AWS does not take this Savings Plan back by itself. Write to AWS in the case: Savings Plan {{id}} ({{commitment}} {{currency}} an hour until {{end}}) was bought by a stranger; please cancel it and review the charge.', { id: r.name, commitment: r.commitment, currency: r.currency, end: r.end })),
      destroys: ({ commitment, currency }) => say('A commitment of {{commitment}} {{currency}} an hour, with its discount.', { commitment, currency }),
      calls: (r) => [callOf(r)],
      done: (now) => now === undefined || ENDED.has(now.state),
      apply: async (aws, now) => {
        if (ENDED.has(now.state)) return;
        const client = await aws.client('savingsplans');
        if (isQueued(now)) await client.send(new DeleteQueuedSavingsPlanCommand({ savingsPlanId: now.uid }));
        else await client.send(new ReturnSavingsPlanCommand({ savingsPlanId: now.uid }));
      },
      undo: irreversible(say('A plan that was returned or deleted is gone; another one can be bought.')),
    },
  },
});
