// Findings in, steps out: no AWS, no prompts, no clock. The order of the whole response stands here and nowhere else.
import { digestOf } from '../core/digest.ts';
import { say, type Text } from '../core/text.ts';
import type { Finding, KindId, Origin, Resource, ResourceFinding, Step, StepId, Verb } from '../core/types.ts';
import type { Action, Kind, Role } from '../kinds/kind.ts';

/** Waves in the order of the response. Credentials are cut first, preserved things are deleted last. */
const WAVES: readonly { readonly role: Role | 'any'; readonly verb: Verb }[] = [
  { role: 'credential', verb: 'contain' },
  { role: 'respawner', verb: 'contain' },
  { role: 'machine', verb: 'contain' },
  { role: 'data', verb: 'contain' },
  { role: 'guard', verb: 'contain' },
  { role: 'setting', verb: 'contain' },
  { role: 'any', verb: 'preserve' },
  { role: 'any', verb: 'replace' },
  { role: 'respawner', verb: 'eradicate' },
  { role: 'machine', verb: 'eradicate' },
  { role: 'credential', verb: 'eradicate' },
  { role: 'any', verb: 'eradicate' },
  { role: 'any', verb: 'recover' },
  { role: 'any', verb: 'harden' },
];
export const CONTAINMENT_WAVES = WAVES.filter((w) => w.verb === 'contain').length;
export function waveOf(role: Role, verb: Verb): number {
  return WAVES.findIndex((w) => w.verb === verb && (w.role === role || w.role === 'any')) + 1;
}

/** Stable: the same thing and the same verb have the same id in every run. Readable first, unique after. */
export function stepIdOf(kind: KindId, verb: Verb, resource: Resource): StepId {
  const name = resource.name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 40);
  return `${verb}:${kind}:${name}:${digestOf([kind, resource.uid, resource.arn, resource.region]).slice(0, 8)}`;
}
export function findingIdOf(kind: KindId, resource: Resource): string {
  return `${kind}:${digestOf([kind, resource.uid, resource.arn, resource.region]).slice(0, 12)}`;
}

/** What the operator decided beyond the findings. */
export interface PlanOptions {
  /** Findings that the operator said are the stranger's, although they are only suspicious. */
  readonly disowned?: ReadonlyMap<string, Disowned>;
  /** Steps that rotation keeps for later. */
  readonly without?: ReadonlySet<StepId>;
}

/** Of a finding: the stranger made it, or changed what the owner made. */
export type Disowned = 'not-mine' | 'changed';
/** Only what is malicious, or was disowned one by one, is planned; a thing that the attacker only changed or used is never destroyed. */
export function plan(findings: readonly Finding[], kinds: ReadonlyMap<KindId, Kind>, options: PlanOptions = {}): Step[] {
  const about = findings.flatMap((f): ResourceFinding[] => {
    const word = options.disowned?.get(f.id);
    if (f.about !== 'resource' || (f.verdict !== 'malicious' && word === undefined)) return [];
    return [word === 'changed' ? { ...f, origin: 'changed' } : f];
  });
  const steps = about.flatMap((finding) => stepsFor(finding, kinds));
  const doomed = new Set(steps.filter((s) => s.verb === 'eradicate').map((s) => s.resource.arn));
  return inOrder(linked(folded(steps, doomed).filter((s) => !(options.without?.has(s.id) ?? false))));
}

/** What the stranger made, and what goes with it: nobody makes that safer. */
export const strangersOwn = (findings: readonly Finding[]): ReadonlySet<string> => new Set(findings.flatMap((f) => (f.about === 'resource' && f.verdict === 'malicious' && f.origin === 'created' ? [f.resource.arn] : [])));

/** What is only weak is hardened, one step each; not what belongs to something that the stranger made and that goes. */
export function hardening(findings: readonly Finding[], kinds: ReadonlyMap<KindId, Kind>): Step[] {
  const theirs = strangersOwn(findings);
  return findings.flatMap((f) => {
    const kind = f.about === 'resource' && f.verdict === 'weak' && !theirs.has(f.resource.owner ?? f.resource.arn) ? kinds.get(f.kind) : undefined;
    return f.about === 'resource' && kind?.actions.harden ? [step(f, kind, 'harden', f.because)] : [];
  }).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function stepsFor(finding: ResourceFinding, kinds: ReadonlyMap<KindId, Kind>): Step[] {
  const kind = kinds.get(finding.kind);
  if (!kind) return [];
  const verbs = Object.keys(kind.actions) as Verb[];
  return verbs.filter((verb) => allowed(verb, finding, kind.actions[verb])).map((verb) => step(finding, kind, verb, finding.because));
}
function step(finding: ResourceFinding, kind: Kind, verb: Verb, because: Text): Step {
  return { id: stepIdOf(kind.id, verb, finding.resource), wave: waveOf(kind.role, verb), finding: finding.id, kind: kind.id, verb, resource: finding.resource, origin: finding.origin ?? 'unknown', because, after: [] };
}

/** The leaked key itself is deleted in the end (AWS asks for it); whatever else the attacker did not make stays. */
function allowed(verb: Verb, { origin = 'unknown', kind, resource }: ResourceFinding, action: Action | undefined): boolean {
  if (!action || action.needed?.(resource, origin) === false) return false;
  switch (verb) {
    case 'contain': case 'preserve': return true;
    case 'eradicate': return origin === 'created' || isLeak(kind, origin);
    case 'replace': return origin === 'used' || origin === 'changed';
    case 'recover': return isGivenBack(resource, origin, action);
    case 'harden': return false;
    default: return verb satisfies never;
  }
}

const isGivenBack = (resource: Resource, origin: Origin, action: Action): boolean => resource.aim !== undefined && (origin === 'changed' || (origin === 'used' && action.lifts?.(resource) === true));
const isLeak = (kind: KindId, origin: NonNullable<ResourceFinding['origin']>): boolean => kind === 'iam/access-key' && origin === 'used';

/** A user's own deletion takes its keys, devices and policies with it. */
const folded = (steps: readonly Step[], doomed: ReadonlySet<string>): Step[] =>
  steps.filter((s) => !(s.verb !== 'contain' && s.resource.owner !== undefined && s.resource.owner !== s.resource.arn && doomed.has(s.resource.owner)));

/** A group that is deleted takes the machines along that it started. */
const goesWith = ({ resource: { startedBy, region } }: Step, { kind, resource }: Step): boolean => startedBy !== undefined && startedBy.kind === kind && startedBy.name === resource.name && region === resource.region;

/** Deletion waits for the containment and the preservation of the same thing, and for the preservation of what goes with it. */
function linked(steps: readonly Step[]): Step[] {
  return steps.map((s) => {
    if (switchesOff(s)) return afterItsRegion(s, steps);
    if (s.verb !== 'eradicate') return s;
    const before = steps.filter((o) => o !== s && ((o.kind === s.kind && o.resource.uid === s.resource.uid && (o.verb === 'preserve' || o.verb === 'contain')) || (o.verb === 'preserve' && goesWith(o, s))));
    return before.length === 0 ? s : { ...s, after: before.map((o) => o.id) };
  });
}

const switchesOff = ({ kind, verb, resource }: Step): boolean => kind === 'account/region' && verb === 'recover' && resource.aim?.['enabled'] === false;
/** A Region goes off when it is empty of what the stranger made; evidence that lies in it stays there. */
function afterItsRegion(s: Step, steps: readonly Step[]): Step {
  const within = (verb: Verb): readonly Step[] => steps.filter((o) => o.verb === verb && o.resource.region === s.resource.name);
  const why = within('preserve').length === 0 ? {} : { because: say('{{why}} What is kept as evidence in {{region}} stays there, and can be reached only while the Region is on: undo switches it on again.', { why: s.because, region: s.resource.name }) };
  return { ...s, ...why, after: within('eradicate').map((o) => o.id) };
}

/** In one burst, who can change IAM comes first with all that it holds; then users and roles before keys and devices, then by name. */
function inOrder(steps: readonly Step[]): Step[] {
  const governors = new Set(steps.flatMap(({ resource }) => (resource.seen?.['changesIam'] === true ? [resource.owner] : [])));
  const later = ({ verb, resource: { owner } }: Step): number => (verb === 'contain' && owner !== undefined && governors.has(owner) ? 0 : 1);
  return [...steps].sort((a, b) => a.wave - b.wave || later(a) - later(b) || order(a, b));
}
const RANK: readonly KindId[] = ['iam/user-session', 'iam/role-session', 'iam/access-key', 'iam/login-profile'];
const rank = (s: Step): number => { const at = RANK.indexOf(s.kind); return at < 0 ? RANK.length : at; };
const order = (a: Step, b: Step): number => rank(a) - rank(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
