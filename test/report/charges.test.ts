// The request to have charges reviewed: what is disputed, day by day, and whom it goes to.
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/case/facts.ts';
import { compare, windowOf } from '../../src/costs/compare.ts';
import { daysBetween } from '../../src/costs/days.ts';
import { payerOf } from '../../src/costs/purchases.ts';
import type { CostRow } from '../../src/costs/read-costs.ts';
import { say } from '../../src/core/text.ts';
import type { Resource } from '../../src/core/types.ts';
import { chargesGoTo } from '../../src/phases/charges.ts';
import { chargesRequest, disputedOf } from '../../src/report/charges.ts';
import { supportReply } from '../../src/report/support-reply.ts';
import { decided, done, finding, found, planned, step } from '../case/fixtures.ts';
import { completeFacts, inputOf } from './hostile-case.ts';

const NOW = '2026-11-22T09:00:00.000Z', SINCE = '2026-11-19T03:00:00.000Z';
const daily = (service: string, region: string, from: string, to: string, amount: number): CostRow[] => daysBetween(from, to).map((day) => ({ day, service, region, amount }));
/** The last containment of the case is on 2026-11-21. */
const ROWS = [
  ...daily('Amazon EC2', 'us-east-1', '2026-10-01', '2026-11-18', 10), ...daily('Amazon EC2', 'us-east-1', '2026-11-19', '2026-11-22', 90),
  ...daily('Amazon EC2', 'eu-north-1', '2026-11-20', '2026-11-22', 200), ...daily('Amazon S3', 'us-east-1', '2026-10-01', '2026-11-22', 5),
  ...daily('Amazon GuardDuty', 'us-east-1', '2026-11-22', '2026-11-22', 3), ...daily('AWS Cost Explorer', 'us-east-1', '2026-11-21', '2026-11-21', 0.02),
];
const costed = (rows: readonly CostRow[], more: object = {}): Fact => ({
  type: 'costed', pass: 3, costs: { value: { spending: compare(rows, { now: NOW, since: SINCE, window: windowOf(NOW, SINCE), currency: 'USD', whole: true }), requests: 1, burn: [], purchases: [], ...more } },
});
const stateOf = (...facts: readonly Fact[]) => inputOf([...completeFacts(), ...facts]).state;

describe('what is disputed', () => {
  it('is what services cost above the usual, from the first sign to the last containment, and nothing that this program caused', () => {
    const disputed = disputedOf(stateOf(costed(ROWS)));
    expect(disputed).toMatchObject({ currency: 'USD', from: '2026-11-19', to: '2026-11-21', amount: 3 * 80 + 2 * 200 });
    expect(disputed?.lines.map(({ service, region, amount }) => [service, region, amount])).toEqual([['Amazon EC2', 'eu-north-1', 400], ['Amazon EC2', 'us-east-1', 240]]);
  });
  it('is nothing where the bill shows nothing, was not read, or nobody was contained', () => {
    expect(disputedOf(stateOf(costed(daily('Amazon S3', 'us-east-1', '2026-10-01', '2026-11-22', 5))))).toBeUndefined();
    expect(chargesRequest(stateOf())).toBeUndefined();
  });
});

describe('the request', () => {
  it('holds each day of each service, and its sum', () => {
    const text = chargesRequest(stateOf(costed(ROWS))) ?? '';
    expect(text).toContain('Disputed: 640.00 USD, from 2026-11-19 to 2026-11-21.');
    expect(text).toContain('- 2026-11-20: Amazon EC2, eu-north-1: 200.00 USD');
    expect(text).toContain('- 2026-11-19: Amazon EC2, us-east-1: 80.00 USD');
    expect(text).not.toMatch(/GuardDuty|Cost Explorer|Amazon S3/);
  });
  it('says one day as one day, counts only what was the stranger’s, and calls nothing contained that is open', () => {
    const group = step('g', { kind: 'ec2/security-group', verb: 'eradicate', origin: 'unknown' }), machine = step('m', { kind: 'ec2/instance', verb: 'eradicate', origin: 'created', finding: 'x' });
    const { finding: _, ...own } = group;
    const removed = [planned(own), decided(['g']), ...done('g'), planned(machine), decided(['m']), ...done('m')];
    const day = ROWS.filter((row) => row.service !== 'Amazon EC2' || row.region !== 'us-east-1').map((row) => (row.region === 'eu-north-1' && row.day !== '2026-11-20' ? { ...row, amount: 0 } : row));
    const text = chargesRequest(stateOf(...removed, costed(day))) ?? '';
    expect(text).toContain('Disputed: 200.00 USD, on 2026-11-20.');
    expect(text).toContain('was contained at');
    expect(text).toContain('Resources that were removed: 1.');
    const open = chargesRequest(stateOf(costed(day), found(3, finding('z')))) ?? '';
    expect(open).toContain('we are not finished');
    expect(open).not.toContain('was contained');
  });
  it('fits into one message, whatever the bill holds', () => {
    const many = Array.from({ length: 300 }, (_, n) => daily(`Service ${String(n)}`, 'eu-north-1', '2026-11-19', '2026-11-21', 2)).flat();
    const state = stateOf(costed(many));
    expect(Array.from(chargesRequest(state) ?? '').length).toBeLessThanOrEqual(8000);
    expect(chargesRequest(state)).toContain('Disputed: 1800.00 USD');
    expect(Array.from(supportReply(state)).length).toBeLessThanOrEqual(8000);
  });
  it('is summed up in the answer to AWS', () => {
    expect(supportReply(stateOf(costed(ROWS)))).toContain('- Review the charges that come from the unauthorized activity: 640.00 USD from 2026-11-19 to 2026-11-21, as far as the bill shows them yet.\n  Amazon EC2, eu-north-1: 400.00 USD');
  });
  it('goes to whoever pays, where that is another account', () => {
    const membership = (managementAccountId: string) => [{ kind: 'organizations/membership' as const, resource: { arn: '', uid: '', name: '', region: 'aws-global', accountId: '111122223333', organizationId: 'o-exampleorgid', managementAccountId, managementEmail: 'management@example.com' } as Resource }];
    expect(payerOf(membership('111122223333'))).toEqual({});
    const state = stateOf(costed(ROWS, payerOf(membership('444455556666'))));
    expect(chargesRequest(state)).toContain('To whoever manages AWS account 444455556666:');
    expect(chargesRequest(state)).toContain('AWS account 111122223333 of your organization o-exampleorgid was used without our permission.');
    expect(chargesRequest(state)).toContain('AWS speaks of them only with the payer: please send it this request, and name the account.');
    expect(JSON.stringify(chargesGoTo(state))).toContain('reseller');

    // Also where nothing is disputed, whoever manages the organization is told.
    const told = chargesRequest(stateOf(costed([], payerOf(membership('444455556666'))), { type: 'indicated', indicators: { accessKeyIds: ['AKIAIOSFODNN7EXAMPLE'], principals: [], sourceIps: ['203.0.113.66'], since: SINCE }, because: say('Seen.') }));
    expect(told).toContain('Look for these in your other accounts, and send us what AWS writes to you about it: AKIAIOSFODNN7EXAMPLE, 203.0.113.66');
    expect(told).not.toMatch(/charges|Disputed/);
  });
});
