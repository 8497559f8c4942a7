// SES, as BEHAVIOUR.md says.
import { describe, expect, it } from 'vitest';
import { stage } from '../../contract/account.ts';

describe('SES', () => {
  it('starts in the sandbox, and leaves it an hour after it was asked for', async () => {
    const { play, clock } = await stage(() => Promise.resolve());
    expect(await play('ses', 'GetAccount', {})).toMatchObject({ SendingEnabled: true, ProductionAccessEnabled: false, SendQuota: { Max24HourSend: 200 } });
    const asked = { MailType: 'MARKETING', WebsiteURL: 'https://example.com', ProductionAccessEnabled: true };
    await play('ses', 'PutAccountDetails', asked);
    await expect(play('ses', 'PutAccountDetails', asked)).rejects.toMatchObject({ code: 'ConflictException' });
    clock.set(new Date(clock.now().getTime() + 3_600_000));
    expect(await play('ses', 'GetAccount', {})).toMatchObject({ ProductionAccessEnabled: true, Details: { ReviewDetails: { Status: 'GRANTED' } } });
  });

  it('knows an identity once, verifies it later, and forgets its policies with it', async () => {
    const { play, clock } = await stage(() => Promise.resolve());
    const identity = { EmailIdentity: 'example.com' };
    await play('ses', 'CreateEmailIdentity', identity);
    await expect(play('ses', 'CreateEmailIdentity', identity)).rejects.toMatchObject({ code: 'AlreadyExistsException' });
    await play('ses', 'CreateEmailIdentityPolicy', { ...identity, PolicyName: 'others', Policy: '{}' });
    expect(await play('ses', 'GetEmailIdentity', identity)).toMatchObject({ VerifiedForSendingStatus: false, Policies: { others: '{}' } });
    clock.set(new Date(clock.now().getTime() + 600_000));
    expect(await play('ses', 'ListEmailIdentities', {})).toMatchObject({ EmailIdentities: [{ IdentityName: 'example.com', IdentityType: 'DOMAIN', SendingEnabled: true }] });
    await play('ses', 'DeleteEmailIdentity', identity);
    await expect(play('ses', 'GetEmailIdentity', identity)).rejects.toMatchObject({ code: 'NotFoundException', status: 404 });
    await play('ses', 'CreateEmailIdentity', identity);
    expect(await play('ses', 'GetEmailIdentity', identity)).toMatchObject({ VerifiedForSendingStatus: false, Policies: {} });
  });
});
