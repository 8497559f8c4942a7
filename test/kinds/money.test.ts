// What is special to mail, contacts, Regions, passwords and alarms: what is given back, what is merged, what is only told.
import { describe, expect, it } from 'vitest';
import { render, say } from '../../src/core/text.ts';
import type { JsonObject } from '../../src/core/types.ts';
import alias from '../../src/kinds/iam/account-alias.ts';
import contact from '../../src/kinds/account/alternate-contact.ts';
import logging from '../../src/kinds/bedrock/model-invocation-logging.ts';
import passwordPolicy from '../../src/kinds/iam/account-password-policy.ts';
import plan from '../../src/kinds/savingsplans/savings-plan.ts';
import region from '../../src/kinds/account/region.ts';
import throughput from '../../src/kinds/bedrock/provisioned-model-throughput.ts';
import type { HistoryEvent, Kind } from '../../src/kinds/kind.ts';

const thing = { arn: 'arn', uid: 'uid', name: 'name', region: 'aws-global' };
const event = (name: string, by: HistoryEvent['by'], request: JsonObject): HistoryEvent => ({ event: name, time: '2026-11-19T00:00:00Z', by, request, response: null });
const recall = (kind: Kind, history: readonly HistoryEvent[]): JsonObject | undefined => kind.recall?.(thing, history, '2026-11-19T00:00:00Z');
const PUT = 'account:PutAlternateContact';
const put = (emailAddress: string): JsonObject => ({ alternateContactType: 'SECURITY', name: 'alice', title: 'Security', emailAddress, phoneNumber: '+1 555 0100' });

describe('what a thing was before the stranger', () => {
  it('a contact: the owner\'s last, not the stranger\'s first, and not what CloudTrail hides', () => {
    const owner = event(PUT, undefined, put('security@example.com'));
    expect(recall(contact as Kind, [owner, event(PUT, 'attacker', put('mallory@example.com'))])).toEqual({ Name: 'alice', Title: 'Security', EmailAddress: 'security@example.com', PhoneNumber: '+1 555 0100' });
    expect(recall(contact as Kind, [event(PUT, 'attacker', put('mallory@example.com')), owner])).toBeUndefined();
    expect(recall(contact as Kind, [event(PUT, undefined, put('HIDDEN_DUE_TO_SECURITY_REASONS')), event(PUT, 'attacker', put('mallory@example.com'))])).toBeUndefined();
  });
  it('a contact that the stranger took off is given back, and not taken off once more', () => {
    const { contain, recover } = (contact as Kind).actions;
    const empty = { ...thing, contactType: 'BILLING', contact: null, others: {} };
    const known = { ...empty, aim: { Name: 'alice', Title: 'Billing', EmailAddress: 'billing@example.com', PhoneNumber: '+1 555 0100' } };
    expect([contain?.needed?.(known), render(recover?.title(known) ?? say(''))]).toEqual([false, 'Set the BILLING contact back to billing@example.com']);
    expect([contain?.needed?.(empty), render(contain?.title(empty) ?? say(''))]).toEqual([true, 'Leave the BILLING contact empty, as it is now']);
  });
  it('an alias: what the stranger deleted names it', () => {
    expect(recall(alias as Kind, [event('iam:DeleteAccountAlias', 'attacker', { accountAlias: 'example' })])).toEqual({ alias: 'example' });
    expect(recall(alias as Kind, [event('iam:CreateAccountAlias', undefined, { accountAlias: 'example' }), event('iam:CreateAccountAlias', 'attacker', { accountAlias: 'other' })])).toEqual({ alias: 'example' });
    expect(recall(alias as Kind, [event('iam:CreateAccountAlias', 'attacker', { accountAlias: 'other' })])).toBeUndefined();
  });
  it('a Region: off before the stranger switched it on, whatever the stranger did then', () => {
    const on = event('account:EnableRegion', 'attacker', { regionName: 'af-south-1' });
    const off = event('account:DisableRegion', 'attacker', { regionName: 'af-south-1' });
    expect(recall(region as Kind, [on])).toEqual({ enabled: false });
    expect(recall(region as Kind, [on, off])).toEqual({ enabled: false });
    expect(recall(region as Kind, [off])).toEqual({ enabled: true });
  });
  it('model logging: as the owner had configured it, nothing where the owner had deleted it', () => {
    const config = { s3Config: { bucketName: 'example-logs' } };
    const own = event('bedrock:PutModelInvocationLoggingConfiguration', undefined, { loggingConfig: config });
    const gone = (by: HistoryEvent['by']): HistoryEvent => event('bedrock:DeleteModelInvocationLoggingConfiguration', by, {});
    expect(recall(logging as Kind, [own, gone('attacker')])).toEqual({ config });
    expect(recall(logging as Kind, [own, gone(undefined), gone('attacker')])).toBeUndefined();
  });
});

describe('the password policy', () => {
  const policy = { MinimumPasswordLength: 20, RequireSymbols: false, RequireNumbers: true, RequireUppercaseCharacters: true, RequireLowercaseCharacters: true, AllowUsersToChangePassword: false, MaxPasswordAge: 365, HardExpiry: true };
  const action = passwordPolicy.actions.harden;
  it('keeps what is set and stronger, and the owner\'s ages', () => {
    expect(action?.calls({ ...thing, policy })).toEqual([{ operation: 'iam:UpdateAccountPasswordPolicy', region: 'aws-global', input: { ...policy, RequireSymbols: true, AllowUsersToChangePassword: true, PasswordReusePrevention: 24 } }]);
    expect(action?.breaks?.({ ...thing, policy })?.say).toContain('Hard expiry is on and stays');
  });
  it('gives back the whole of what was, or AWS\'s default', () => {
    expect(action?.undoCalls?.({ ...thing, policy }, {})[0]?.input).toEqual(policy);
    expect(action?.undoCalls?.({ ...thing, policy: null }, {})[0]?.operation).toBe('iam:DeleteAccountPasswordPolicy');
  });
});

describe('what only AWS can end', () => {
  it('is said with what to write, and not offered', () => {
    const bought = { ...thing, state: 'active', commitment: '250', currency: 'USD', start: '2026-11-19', end: '2027-11-19' };
    expect(plan.actions.eradicate?.impossible?.(bought)?.say).toContain('Write to AWS in the case');
    expect(plan.actions.eradicate?.impossible?.({ ...bought, returnableUntil: '2026-11-26' })).toBeUndefined();
    expect(throughput.actions.eradicate?.impossible?.({ ...thing, model: 'm', units: 1, commitment: 'SixMonths', commitmentEnds: '2027-05-01' })?.say).toContain('ask for its cancellation');
  });
});
