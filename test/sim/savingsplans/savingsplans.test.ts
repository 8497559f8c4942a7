// Savings Plans, as BEHAVIOUR.md says.
import { describe, expect, it } from 'vitest';
import { stage } from '../../contract/account.ts';

const OFFERING = { savingsPlanOfferingId: '01234567-89ab-cdef-0123-456789abcdef' };

describe('Savings Plans', () => {
  it('are returned within a week where they are small, deleted while they are queued, and else kept', async () => {
    const { play, clock } = await stage(() => Promise.resolve());
    const buy = async (commitment: string, more: object = {}): Promise<string> => (await play('savingsplans', 'CreateSavingsPlan', { ...OFFERING, commitment, ...more }) as { savingsPlanId: string }).savingsPlanId;
    const [small, large, queued] = [await buy('10'), await buy('500'), await buy('5', { purchaseTime: new Date('2027-01-01T00:00:00Z') })];
    clock.set(new Date(clock.now().getTime() + 600_000));
    const give = (savingsPlanId: string): Promise<unknown> => play('savingsplans', 'ReturnSavingsPlan', { savingsPlanId });
    await expect(give(large)).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(give(queued)).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(play('savingsplans', 'DeleteQueuedSavingsPlan', { savingsPlanId: small })).rejects.toMatchObject({ code: 'ValidationException' });
    await give(small);
    await play('savingsplans', 'DeleteQueuedSavingsPlan', { savingsPlanId: queued });
    expect(await play('savingsplans', 'DescribeSavingsPlans', {})).toMatchObject({ savingsPlans: [{ savingsPlanId: small, state: 'pending-return' }, { savingsPlanId: large, state: 'active' }] });
  });
  it('of the month before are kept', async () => {
    const { play, clock } = await stage(() => Promise.resolve());
    clock.set(new Date('2026-11-29T09:00:00Z'));
    const { savingsPlanId } = await play('savingsplans', 'CreateSavingsPlan', { ...OFFERING, commitment: '1' }) as { savingsPlanId: string };
    clock.set(new Date('2026-12-01T00:00:00Z'));
    await expect(play('savingsplans', 'ReturnSavingsPlan', { savingsPlanId })).rejects.toMatchObject({ code: 'ValidationException' });
  });
});
