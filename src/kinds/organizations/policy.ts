// What keeps every member of the organization from leaving it, from switching off what watches it, and, where the operator wants it, from Regions that nobody uses.
import { say, type Text } from '../../core/text.ts';
import type { Json, JsonObject } from '../../core/types.ts';
import { policyOf, statementsOf } from '../foreign-principals.ts';
import { defineKind } from '../kind.ts';
import { listIn } from '../recalling.ts';
import { denyPolicy, LEAVING, REGION, TAMPERING } from './parts/deny-policy.ts';
import { attaching, controlReads, type Controlled } from './parts/control-policy.ts';

const denies = (r: Controlled): readonly JsonObject[] => r.attached.flatMap((one) => statementsOf(policyOf(one.content))).filter((s) => s['Effect'] === 'Deny');
const list = (value: Json | undefined): readonly string[] => (typeof value === 'string' ? [value] : listIn(value).filter((one) => typeof one === 'string'));
/** Exactly, or by a `*` at its end: a pattern that is more than that counts for nothing here. */
const covers = (pattern: string, action: string): boolean => (pattern.endsWith('*') ? action.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase()) : action.toLowerCase() === pattern.toLowerCase());
function isGuarded(r: Controlled): boolean {
  const always = denies(r).filter((s) => s['Condition'] === undefined && list(s['Resource']).includes('*')).flatMap((s) => list(s['Action']));
  return [...LEAVING, ...TAMPERING].every((action) => always.some((pattern) => covers(pattern, action)));
}
const limitsRegions = (r: Controlled): boolean => denies(r).some((s) => JSON.stringify(s['Condition'] ?? '').includes(REGION));

/** `aim`, of protect: the Regions in use, and whether the bill told of those of every member. */
const usedIn = ({ aim }: Controlled): readonly string[] => list(aim?.['used']);
const ALL = 'regions';

const elsewhere = (r: Controlled): Text => say('What a member uses in a Region other than {{used}} is denied at once; services without Regions go on. {{known}}', {
  used: usedIn(r), known: r.aim?.['billed'] === true ? say('By the bill of the organization nothing else is in use.') : say('What the other accounts use is not known here: ask them first.'),
});

export default defineKind<Controlled>({
  id: 'organizations/policy', version: 1, title: say('Service control policies of the organization'), scope: 'global', role: 'guard',
  ...controlReads((root) => root),
  // Who tampers with them, tampers with the organization: that kind tells.
  traces: { ids: () => [], created: [], changed: [] },
  judge: (r) => (isGuarded(r) ? undefined : { verdict: 'weak', techniques: [], because: say('Nothing keeps a stranger in a member account from leaving the organization, or from switching off what watches it.') }),
  actions: {
    harden: {
      ...attaching((r, way) => JSON.stringify(denyPolicy(way === ALL ? usedIn(r) : undefined))),
      title: (r, way) => (way === ALL
        ? say('Attach a policy to organization {{id}}: no leaving, no switching off of what watches, no other Regions', { id: r.name })
        : say('Attach a policy to organization {{id}}: no leaving, no switching off of what watches', { id: r.name })),
      breaks: (r) => say('It holds everybody in every member account, root users too: whoever must leave, close the account, switch a Region on or off, or change trails, GuardDuty, Config, Access Analyzer or Security Hub detaches it first. It never holds management account {{account}}, nor service-linked roles. Policies attached already ({{n}} of 5) stay as they are.', { account: r.managementAccountId, n: r.attached.length }),
      ways: (r) => {
        const all = { id: ALL, title: say('With a deny of Regions that nobody uses'), consequence: elsewhere(r) }, some = { id: 'guards', title: say('Without a deny of Regions') };
        return usedIn(r).length === 0 ? [some] : r.aim?.['billed'] === true ? [all, some] : [some, all];
      },
      done: (now, { way }) => now !== undefined && isGuarded(now) && (way !== ALL || limitsRegions(now)),
    },
  },
});
