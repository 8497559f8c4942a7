// What a stranger leaves of mail, models and the account itself is counted, and so is giving it back.
import { describe, expect, it } from 'vitest';
import { load } from './small.ts';

const contact = (EmailAddress: string): object => ({ AlternateContactType: 'SECURITY', Name: 'Security', Title: 'Security', EmailAddress, PhoneNumber: '+1 555 0100' });

describe('footholds of mail, models and the account', () => {
  it('are what the stranger made or changed, without what was bought', async () => {
    const { truth } = await load([
      { at: '-9d', as: 'ci', call: 'account:PutAlternateContact', with: contact('security@example.com') },
      { at: '-9d', as: 'ci', call: 'ses:CreateEmailIdentity', with: { EmailIdentity: 'example.com' } },
      { at: '-2d', as: 'mallory', call: 'ses:CreateEmailIdentity', with: { EmailIdentity: 'other.example.com' }, region: 'eu-west-1' },
      { at: '+1m', as: 'mallory', call: 'account:PutAlternateContact', with: contact('mallory@example.com') },
      { at: '+1m', as: 'mallory', call: 'account:EnableRegion', with: { RegionName: 'af-south-1' } },
      { at: '+1m', as: 'mallory', call: 'bedrock:CreateProvisionedModelThroughput', with: { provisionedModelName: 'hourly', modelId: 'anthropic.claude-example-v1', modelUnits: 1 } },
      { at: '+1m', as: 'mallory', call: 'bedrock:CreateProvisionedModelThroughput', with: { provisionedModelName: 'term', modelId: 'anthropic.claude-example-v1', modelUnits: 1, commitmentDuration: 'OneMonth' } },
    ]);
    expect(truth.footholds.filter((f) => !f.kind.startsWith('iam/')).map((f) => [f.kind, f.origin, f.region]).sort()).toEqual([
      ['account/alternate-contact', 'changed', 'aws-global'], ['account/region', 'changed', 'aws-global'], ['bedrock/provisioned-model-throughput', 'created', 'us-east-1'], ['ses/email-identity', 'created', 'eu-west-1'],
    ]);
  });
});
