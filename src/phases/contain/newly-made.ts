// What is made while the stranger is being cut off, on the stranger's principals or by nobody knows whom: contained too, under the operator's standing approval. Nothing older is touched.
import { say, type Text } from '../../core/text.ts';
import type { Instant, KindId, Region, ResourceFinding, Step } from '../../core/types.ts';
import type { WaveResult } from '../../engine/apply.ts';
import { findingIdOf, plan } from '../../engine/plan.ts';
import { sweep, type Listed } from '../../engine/scan.ts';
import { isOfServices } from '../../kinds/iam/parts/trust-doors.ts';
import type { RoleSession } from '../../kinds/iam/role-session.ts';
import { partByOwnWayIn } from './own-way-in.ts';
import type { Investigation } from '../investigation.ts';
import { tell, type Wizard } from '../wizard.ts';

export type OnLook = (burst: Pick<WaveResult, 'begun' | 'standingUntil'>) => Promise<readonly Step[]>;

/** Looks again at every sort of credential that can be contained, and gives the containment of what appeared: on the stranger's principals since the first burst; of users, roles and keys whose maker nobody knows yet, since this one. */
export function newlyMade(wizard: Wizard, investigation: Investigation, regions: readonly Region[], contained: readonly Step[]): OnLook {
  const told = new Set<string>();
  return async ({ begun, standingUntil }) => {
    const { entries } = wizard.folder.journal;
    const { listed } = await sweep(wizard.engine, [...wizard.kinds.values()].filter((k) => k.role === 'credential' && k.scope === 'global' && k.actions.contain !== undefined), regions);
    const theirs = investigation.indicators().principals, first = entries.find((e) => e.type === 'started')?.at ?? begun;
    const known = new Set(contained.map((s) => s.resource.uid));
    const ours = new Set(entries.flatMap((e) => (e.type === 'made' ? [e.value] : [])));
    const isNew = ({ resource }: Listed, since: Instant): boolean => isSince(resource.createdAt, since) && !known.has(resource.uid) && !ours.has(resource.name);
    const isTheirs = ({ resource: { owner } }: Listed): boolean => owner !== undefined && theirs.includes(owner);
    const fresh = listed.filter((one) => isTheirs(one) && isNew(one, first)).map((one) => findingOf(one, say('It appeared on a principal of the stranger\'s at {{at}}, after the containment had begun.', { at: one.resource.createdAt ?? '' })));
    const anybodys = standingUntil === undefined ? [] : heldUntilKnown(listed.filter((one) => !isTheirs(one) && isNew(one, begun)));
    for (const [name, because] of new Map(anybodys.map((one) => [one.name, one.because]))) {
      if (!told.has(name)) tell(wizard, 'bad', because);
      told.add(name);
    }
    const steps = plan([...fresh, ...anybodys.map(({ one, because }) => findingOf(one, because))], wizard.kinds).filter((s) => s.verb === 'contain');
    return (await partByOwnWayIn(wizard.engine, steps)).free;
  };
}

/** To the second, as IAM's times are. */
const isSince = (createdAt: Instant | undefined, since: Instant): boolean => (createdAt ?? '') >= since.slice(0, 19);

const PRINCIPALS: readonly KindId[] = ['iam/user-session', 'iam/role-session'];
const KEYS: readonly KindId[] = ['iam/access-key', 'iam/service-specific-credential', 'iam/ssh-public-key', 'iam/signing-certificate'];
interface Unknown { readonly one: Listed; readonly name: string; readonly because: Text }
/** The history is some minutes late. A role that only AWS services can take is left to it: that is an owner's deployment more often than a way back in. */
function heldUntilKnown(fresh: readonly Listed[]): readonly Unknown[] {
  const principals = new Set(fresh.flatMap((one) => (PRINCIPALS.includes(one.kind.id) ? [one.resource.owner] : [])));
  const isLeft = (one: Listed): boolean => one.kind.actions.contain?.impossible?.(one.resource) !== undefined || (isRole(one) && isOfServices(one.resource.trust));
  return fresh.filter((one) => [...PRINCIPALS, ...KEYS].includes(one.kind.id) && !isLeft(one)).map((one) => {
    const { owner = '', name: own, createdAt: at = '' } = one.resource, name = principals.has(owner) ? owner : own;
    return { one, name, because: say('{{name}} appeared at {{at}}, while the stranger was being cut off. Who made it, the event history tells some minutes later; until then nobody is to use it.', { name, at }) };
  });
}
const isRole = (one: Listed): one is Listed & { readonly resource: RoleSession } => one.kind.id === 'iam/role-session';

/** The event history lags by minutes; that it appeared now, and on whom, is what is known. */
const findingOf = ({ kind, resource }: Listed, because: Text): ResourceFinding =>
  ({ about: 'resource', id: findingIdOf(kind.id, resource), kind: kind.id, resource, verdict: 'malicious', origin: 'created', techniques: [], evidence: [], because });
