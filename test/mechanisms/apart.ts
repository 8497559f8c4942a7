// Mechanisms that can be planted by themselves, whatever else is in the account.
import { families } from './families.ts';
import type { Mechanism } from './row.ts';
import { callsOf } from './stage.ts';

/** What every account has. */
const GIVEN = ['aliceKey', 'ciKey'];
export interface Apart { readonly family: string; readonly row: Mechanism }
/** Of those that need an organization, or what another one made, only the family knows the order. */
export const apart: readonly Apart[] = families.flatMap(([family, rows]) => rows.filter((row) => row.plant.length > 0 && isApart(row)).map((row) => ({ family, row })));

function isApart({ setUp = [], plant }: Mechanism): boolean {
  const calls = [...setUp, ...plant];
  const saved = new Set([...GIVEN, ...calls.flatMap(({ as }) => as ?? [])]);
  const named = [...JSON.stringify(callsOf(calls, '', '')).matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
  const inOrganization = calls.some(({ service, operation }) => service === 'organizations' || operation.includes('Organization'));
  return named.every((name) => saved.has(name)) && (!inOrganization || calls.some(({ operation }) => operation === 'CreateOrganization'));
}
