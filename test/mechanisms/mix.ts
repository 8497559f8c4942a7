// Any mechanisms of any families in one account: each by the stranger's key or in a role's session that the owner uses too, some beside the owner's own of the same.
import { seeded } from '../../src/sim/ids.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { apart, type Apart } from './apart.ts';
import { ACTORS, callsOf, NOW, OWNERS, SAVED, SHARED_ROLE, TAKEN, twinsOf } from './stage.ts';

interface Drawn extends Apart { readonly byRole: boolean; readonly twin: boolean; readonly order: number }
/** `n` of them that the seed draws, in the order in which the stranger plants them. */
function drawn(seed: string, n: number): readonly Drawn[] {
  const draw = seeded(seed);
  // A role's session gets no session of its own from GetSessionToken or GetFederationToken.
  return apart.map(({ family, row }) => ({ family, row, byRole: draw() < 0.4 && family !== 'identities', twin: draw() < 0.3 && row.alone !== true, order: draw() })).sort((a, b) => a.order - b.order).slice(0, n);
}
/** Two families may save their answers under one name. */
const GIVEN = /\$\{(taken|ours|ciKey|aliceKey)Of\d+/g;
const own = (calls: readonly object[], i: number): readonly object[] => JSON.parse(JSON.stringify(calls).replace(SAVED, `$1Of${String(i)}`).replace(GIVEN, '${$1')) as object[];

export function mixOf(seed: string, n: number): ScenarioSource {
  const all = drawn(seed, n);
  const calls = [
    ...OWNERS, ...SHARED_ROLE,
    { at: '-60d', as: 'alice', call: 'iam:ListUsers', with: {} },
    ...all.flatMap(({ row, twin }, i) => own([...callsOf(row.setUp ?? [], 'alice', '+10m'), ...(twin ? twinsOf([row], 'setUp') : [])], i)),
    { at: '-26h', as: 'ci', call: 'iam:ListUsers', with: {} },
    { at: '-25h', as: 'mallory', call: 'sts:GetCallerIdentity', with: {} }, ...TAKEN,
    ...all.flatMap(({ row, byRole, twin }, i) => own([...callsOf(row.plant, 'mallory', '+5m', byRole ? 'taken' : undefined), ...(twin ? twinsOf([row], 'plant') : [])], i)),
  ];
  return { name: 'mix', files: {}, data: { schemaVersion: 1, title: 'Mix', story: 'Any of them.', account: { id: '111122223333' }, now: NOW, actors: ACTORS, operator: 'alice', waysIn: ['alice', 'root'], calls } };
}
