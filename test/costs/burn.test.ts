// The hourly burn, the prices, and what cannot be taken back.
import { describe, expect, it } from 'vitest';
import { hourlyPrice } from '../../src/core/ec2-prices.ts';
import type { Resource } from '../../src/core/types.ts';
import { burnOf, burnTotal } from '../../src/costs/burn.ts';
import { purchasesOf } from '../../src/costs/purchases.ts';

const thing = (kind: `${string}/${string}`, fields: object) => ({ kind, resource: { arn: `arn:aws:x::111122223333:${JSON.stringify(fields)}`, uid: 'x', name: 'x', region: 'us-east-1', ...fields } as Resource });

describe('prices', () => {
  it('knows common families by size, and accelerators one by one', () => {
    expect([hourlyPrice('t3.micro'), hourlyPrice('m5.large'), hourlyPrice('c5.18xlarge'), hourlyPrice('p4d.24xlarge')]).toEqual([0.0104, 0.096, 3.06, 21.958]);
  });
  it('says so where it does not know', () => {
    expect([hourlyPrice('zz9.large'), hourlyPrice('constructor'), hourlyPrice('m5.constructor'), hourlyPrice('g5.7xlarge')]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('the burn', () => {
  it('sums equal machines by Region, dearest first, what has no price before all', () => {
    const lines = burnOf([
      thing('ec2/instance', { type: 'm5.large', state: 'running' }), thing('ec2/instance', { type: 'm5.large', state: 'running' }), thing('ec2/instance', { type: 'p4d.24xlarge', state: 'pending', region: 'eu-north-1' }),
      thing('ec2/instance', { type: 'm5.large', state: 'stopped' }), thing('ec2/instance', { type: 'zz9.large', state: 'running' }), thing('iam/user', {}),
    ]);
    expect(lines).toEqual([
      { what: 'zz9.large', region: 'us-east-1', count: 1, hourly: null }, { what: 'p4d.24xlarge', region: 'eu-north-1', count: 1, hourly: 21.958 }, { what: 'm5.large', region: 'us-east-1', count: 2, hourly: 0.192 },
    ]);
    expect(burnTotal(lines)).toBeCloseTo(22.15);
  });
});

describe('purchases', () => {
  it('shows first what was bought after the first sign', () => {
    const bought = purchasesOf([
      thing('ec2/reserved-instances', { createdAt: '2026-01-01T00:00:00.000Z', count: 1, end: '2027-01-01' }), thing('savingsplans/savings-plan', { createdAt: '2026-11-18T00:00:00.000Z', commitment: '100', currency: 'USD', end: '2027-11-18' }), thing('iam/user', {}),
    ], '2026-11-17T00:00:00.000Z');
    expect(bought.map((p) => [p.kind, p.afterFirstSign])).toEqual([['savingsplans/savings-plan', true], ['ec2/reserved-instances', false]]);
  });
});
