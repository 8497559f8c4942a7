// Whose event an event on a secret is: names are used again in other Regions.
import { expect, it } from 'vitest';
import secret from '../../src/kinds/secretsmanager/secret.ts';
import type { Kind } from '../../src/kinds/kind.ts';

const arn = (region: string): string => `arn:aws:secretsmanager:${region}:111122223333:secret:shop/db-a1b2c3`;
const held = (region: string) => ({ arn: arn(region), uid: 'u', name: 'shop/db', region });
const concerns = (region: string, name: string, from: string, request: object): boolean | undefined => (secret as Kind).traces.concerns?.(held(region), { name, region: from, request: request as never, response: null });

it('a read by name is of the secret in the Region of the call, and of no namesake elsewhere', () => {
  expect(concerns('us-east-1', 'secretsmanager:GetSecretValue', 'us-east-1', { secretId: 'shop/db' })).toBe(true);
  expect(concerns('eu-west-1', 'secretsmanager:GetSecretValue', 'us-east-1', { secretId: 'shop/db' })).toBe(false);
  expect(concerns('eu-west-1', 'secretsmanager:BatchGetSecretValue', 'us-east-1', { secretIdList: ['shop/db'] })).toBe(false);
  expect(concerns('eu-west-1', 'secretsmanager:GetSecretValue', 'us-east-1', { secretId: arn('eu-west-1') })).toBe(true);
});
it('the call that makes a secret with its copies makes the copies', () => {
  expect(concerns('eu-west-1', 'secretsmanager:CreateSecret', 'us-east-1', { name: 'shop/db', addReplicaRegions: [{ region: 'eu-west-1' }] })).toBe(true);
  expect(concerns('eu-west-1', 'secretsmanager:CreateSecret', 'us-east-1', { name: 'shop/db' })).toBe(false);
});
