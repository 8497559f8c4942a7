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

describe('a list of identities', () => {
  it('answers also where clients of before ask for it', async () => {
    const { world, play } = await stage(() => Promise.resolve());
    for (const EmailIdentity of ['one.example.com', 'two.example.com', 'three.example.com']) await play('ses', 'CreateEmailIdentity', { EmailIdentity });
    const { AccessKey: key } = await play('iam', 'CreateAccessKey', {}) as { AccessKey: { AccessKeyId: string } };
    const ask = async (query: string): Promise<{ EmailIdentities: { IdentityName: string }[]; NextToken?: string }> => {
      const authorization = `AWS4-HMAC-SHA256 Credential=${key.AccessKeyId}/20261120/us-east-1/ses/aws4_request, SignedHeaders=host, Signature=0`;
      const { body } = await world.endpoint.handle({ method: 'GET', path: `/v2/email/identities${query}`, headers: { authorization, host: 'email.us-east-1.amazonaws.com' }, body: new Uint8Array() });
      return JSON.parse(String(body)) as Awaited<ReturnType<typeof ask>>;
    };
    const first = await ask('?PageSize=2');
    const second = await ask(`?NextToken=${first.NextToken ?? ''}`);
    expect([...first.EmailIdentities, ...second.EmailIdentities].map((i) => i.IdentityName)).toEqual(['one.example.com', 'two.example.com', 'three.example.com']);
  });
});
