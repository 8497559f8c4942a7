// Users, and services granted to users and roles, that nobody used for months, by IAM's own record. Advice: a person knows what is needed once a year.
import type { ServiceUse } from '../../aws/last-accessed.ts';
import { digestOf } from '../../core/digest.ts';
import { say, type Text } from '../../core/text.ts';
import type { Finding, KindId, OtherFinding, Resource } from '../../core/types.ts';
import type { Listed } from '../../engine/scan.ts';
import { daysSince, UNUSED_DAYS } from '../../kinds/advice.ts';
import { isOfAws } from '../../kinds/iam/parts/role-limits.ts';

const PREFIX = 'beyond:unused:';
/** For the theme; no kind of the catalogue. */
export const UNUSED_KIND: KindId = 'iam/unused-permission';
export const isUnusedAdvice = (f: Finding): f is OtherFinding => f.about === 'account' && f.id.startsWith(PREFIX);
export const unusedTitle = ({ id }: OtherFinding): Text => (id.startsWith(`${PREFIX}user:`) ? say('Users that nobody used for 90 days') : say('Services that may be used, and that nobody used for 90 days'));

/** What the IAM kinds say of users and roles. */
interface Holder extends Resource { readonly path?: string; readonly attached?: readonly { readonly arn: string }[] }

/**
 * The owner's users and roles that can tell something, those that may do everything first. Left out: what the stranger made, what AWS made for its services,
 * what is younger than the time that counts, and roles of which it is known already that nobody uses them.
 */
export function worthAsking(listed: readonly Listed[], findings: readonly Finding[], now: Date): readonly Holder[] {
  const bad = new Set(findings.flatMap((f) => (f.about === 'resource' && (f.kind === 'iam/user' || f.kind === 'iam/role') && f.verdict === 'malicious' ? [f.resource.arn] : [])));
  const unused = new Set(listed.filter(({ kind }) => kind.id === 'iam/unused-role').map(({ resource }) => resource.name));
  const holders = listed.flatMap(({ kind, resource }): Holder[] => (kind.id === 'iam/user' || (kind.id === 'iam/role' && !unused.has(resource.name)) ? [resource] : []));
  const worth = holders.filter((h) => !bad.has(h.arn) && !isOfAws(h.path ?? '/') && daysSince(h.createdAt, now.toISOString()) >= UNUSED_DAYS && h.createdAt !== undefined);
  return [...worth.filter(mayAll), ...worth.filter((h) => !mayAll(h))];
}
const mayAll = ({ attached = [] }: Holder): boolean => attached.some(({ arn }) => /:aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(arn));

/** Of one user or role; undefined where everything that is granted was used, or nothing is granted. `shared`: the stranger acted as it, too. IAM counts refused attempts as uses. */
export function unusedFinding({ arn, name }: Resource, uses: readonly ServiceUse[], shared: boolean, now: Date): OtherFinding | undefined {
  const used = uses.filter((u) => u.at !== '' && daysSince(u.at, now.toISOString()) < UNUSED_DAYS).map((u) => u.service);
  if (uses.length === used.length) return undefined;
  const n = uses.length - used.length, nobody = used.length === 0 && arn.includes(':user/');
  return {
    about: 'account', id: `${PREFIX}${nobody ? 'user' : 'permission'}:${digestOf(arn).slice(0, 12)}`, verdict: 'weak', techniques: [], region: 'aws-global', evidence: [],
    subject: nobody ? say('{{name}}', { name }) : shared ? say('{{name}} (used, also by the stranger: {{services}}; not used: {{n}})', { name, services: used, n }) : say('{{name}} (used: {{services}}; not used: {{n}})', { name, services: used.length === 0 ? say('none') : used, n }),
    because: nobody ? say('Delete what nobody needs, or take its permissions away first and wait a week: whatever still uses it is denied.')
      : say('Give it only what it uses: Access Analyzer writes such a policy from CloudTrail (IAM, Generate policy). What it needs once in a while is denied from then on.'),
  };
}
