// Service Quotas, as BEHAVIOUR.md says.
import { describe, expect, it } from 'vitest';
import { stage } from '../../contract/account.ts';

describe('Service Quotas', () => {
  it('grants small requests after an hour, opens a case for large ones, and takes one at a time', async () => {
    const { play, clock } = await stage(() => Promise.resolve());
    const ask = (QuotaCode: string, DesiredValue: number): Promise<unknown> => play('servicequotas', 'RequestServiceQuotaIncrease', { ServiceCode: 'ec2', QuotaCode, DesiredValue });
    await ask('L-1216C47A', 32);
    await ask('L-34B43A08', 512);
    await expect(ask('L-34B43A08', 1024)).rejects.toMatchObject({ code: 'ResourceAlreadyExistsException' });
    clock.set(new Date(clock.now().getTime() + 3_600_000));
    expect(await play('servicequotas', 'ListRequestedServiceQuotaChangeHistory', {})).toMatchObject({ RequestedQuotas: [{ QuotaCode: 'L-34B43A08', Status: 'CASE_OPENED' }, { QuotaCode: 'L-1216C47A', Status: 'APPROVED' }] });
  });
});
