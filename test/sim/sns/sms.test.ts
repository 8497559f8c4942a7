// Text messages of SNS: one spend limit a Region, and the sandbox.
import { describe, expect, it } from 'vitest';
import { stage } from '../../contract/account.ts';

describe('text messages', () => {
  it('have a limit that cannot be set above what AWS allows, and other settings that stay', async () => {
    const { play } = await stage(() => Promise.resolve());
    const set = (attributes: object): Promise<unknown> => play('sns', 'SetSMSAttributes', { attributes });
    await set({ DefaultSMSType: 'Promotional' });
    await set({ MonthlySpendLimit: '0' });
    await expect(set({ MonthlySpendLimit: '500' })).rejects.toMatchObject({ code: 'InvalidParameter' });
    await expect(set({ Anything: '1' })).rejects.toMatchObject({ code: 'InvalidParameter' });
    expect(await play('sns', 'GetSMSAttributes', {})).toEqual({ attributes: { DefaultSMSType: 'Promotional', MonthlySpendLimit: '0' } });
  });
});
