// What the stranger's principals were allowed to read: from the policies they have now, those this case took away, and those the history shows.
import { readsOf, toldBy } from '../../activity/record/data-reads.ts';
import { SORTS } from '../../activity/record/data-sorts.ts';
import type { TrailEvent } from '../../activity/event.ts';
import { textAt } from '../../activity/fields.ts';
import { failed } from '../../activity/lineage/issues.ts';
import { sameName } from '../../activity/identity.ts';
import type { SelectorFacts, TrailFacts } from '../../activity/record/trails.ts';
import { askedBy, coverageOf, failureOf } from '../../aws/errors.ts';
import { isIncidentError } from '../../core/errors.ts';
import type { DataExposure, DataSort } from '../../core/record.ts';
import { say } from '../../core/text.ts';
import type { Arn, Attribution, CoverageCell, Operation, Resource } from '../../core/types.ts';
import { cell, type Listed } from '../../engine/scan.ts';
import { allowedBy } from '../../kinds/iam/parts/denied-by.ts';
import { documentOf } from '../../kinds/iam/parts/authorization-details.ts';
import type { Investigation } from '../investigation.ts';
import type { Wizard } from '../wizard.ts';

export const DATA_READS: readonly Operation[] = ['iam:GetPolicy', 'iam:GetPolicyVersion'];

/** Policies by their text, and managed ones by their ARN. */
interface Held { readonly documents: Set<string>; readonly arns: Set<Arn> }
/** What the IAM kinds say of a principal, a group or a policy; anything else of theirs is not looked at. */
interface Loose extends Resource {
  readonly inline?: readonly { readonly document: string }[];
  readonly attached?: readonly { readonly arn: Arn }[];
  readonly groups?: readonly string[];
  readonly document?: string;
  readonly policyArn?: Arn;
  readonly versions?: readonly { readonly document: string }[];
}
const things = (listed: readonly Listed[], ...kinds: readonly string[]): readonly Loose[] => listed.filter(({ kind }) => kinds.includes(kind.id)).map(({ resource }) => resource as Loose);

export interface Known { readonly listed: readonly Listed[]; readonly cells: readonly CoverageCell[]; readonly trails: readonly TrailFacts[]; readonly selectors: readonly SelectorFacts[]; readonly hands: ReadonlyMap<string, Attribution> }

/** What could be read once could be read: a later pass, after the containment, takes nothing back. */
export async function dataExposure(wizard: Wizard, investigation: Investigation, { listed, cells, trails, selectors, hands }: Known): Promise<{ readonly data: DataExposure; readonly unread: readonly CoverageCell[] }> {
  const { accountId } = wizard.session.caller;
  const before = wizard.state().record?.data;
  const principals = [...new Set([...before?.principals ?? [], ...investigation.indicators().principals.filter((arn) => arn.split(':')[4] === accountId)])].sort();
  const { permitted, unread } = principals.length === 0 ? { permitted: new Map<Operation, boolean>(), unread: [] } : await permittedTo(wizard, principals, listed, investigation.events);
  const sorts = SORTS.map((sort): DataSort => {
    const answers = sort.permits.map((operation) => permitted.get(operation));
    const now = principals.length === 0 ? 'no' : answers.includes(true) ? 'yes' : answers.includes(undefined) ? 'unknown' : 'no';
    const could = before?.sorts.find(({ id }) => id === sort.id)?.could === 'yes' ? 'yes' : now;
    return { id: sort.id, title: sort.title, there: sort.kind === undefined || cells.some((c) => c.gap && c.check === sort.kind) ? null : things(listed, sort.kind).length, could, ...toldBy(sort, trails, selectors) };
  });
  return { data: { principals, sorts, reads: readsOf(investigation.events, hands) }, unread };
}

/** Absent: a policy could not be read, and no other says yes. */
async function permittedTo(wizard: Wizard, principals: readonly Arn[], listed: readonly Listed[], events: readonly TrailEvent[]): Promise<{ readonly permitted: Map<Operation, boolean>; readonly unread: readonly CoverageCell[] }> {
  const wanted = SORTS.flatMap((sort) => sort.permits);
  if (principals.some((arn) => arn.endsWith(':root'))) return { permitted: new Map(wanted.map((operation) => [operation, true])), unread: [] };
  const held = heldBy(wizard, new Set(principals.map(sameName)), listed, events);
  const own = new Map(things(listed, 'iam/policy').map((policy) => [policy.arn, policy.versions?.map(({ document }) => document) ?? []]));
  const read = await Promise.all([...held.arns].sort().map(async (arn) => own.get(arn) ?? await managedOnce(wizard, arn)));
  const unread = read.flatMap((texts) => ('check' in texts ? [texts] : [])).slice(0, 1);
  const allowed = new Set([...held.documents, ...read.flatMap((texts) => ('check' in texts ? [] : texts))].flatMap((document) => allowedBy(document, wanted)));
  return { permitted: new Map(wanted.filter((operation) => unread.length === 0 || allowed.has(operation)).map((operation) => [operation, allowed.has(operation)])), unread };
}

function heldBy({ engine }: Wizard, names: ReadonlySet<string>, listed: readonly Listed[], events: readonly TrailEvent[]): Held {
  const held: Held = { documents: new Set(), arns: new Set() };
  const take = (one: Loose): void => {
    for (const { document } of one.inline ?? []) held.documents.add(document);
    for (const { arn } of one.attached ?? []) held.arns.add(arn);
    if (one.document !== undefined) held.documents.add(one.document);
    if (one.policyArn !== undefined) held.arns.add(one.policyArn);
  };
  const theirs = things(listed, 'iam/user', 'iam/role').filter(({ arn }) => names.has(sameName(arn)));
  const groups = new Set(theirs.flatMap((one) => one.groups ?? []));
  for (const one of [...theirs, ...things(listed, 'iam/group').filter(({ name }) => groups.has(name))]) take(one);
  // What this case has taken away since.
  for (const { step } of engine.ledger.steps()) if (step.kind.startsWith('iam/') && names.has(sameName(step.resource.owner ?? step.resource.arn))) take(step.resource);
  for (const event of events) if (GRANTS.has(event.operation) && !failed(event) && names.has(granted(event))) take(grantOf(event));
  return held;
}
const GRANTS: ReadonlySet<string> = new Set(['iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:AttachRolePolicy', 'iam:PutRolePolicy']);
const granted = (event: TrailEvent): string => {
  const [user, role] = [textAt(event.request ?? undefined, 'userName'), textAt(event.request ?? undefined, 'roleName')];
  return sameName(`arn:${event.identity.arn.split(':')[1] || 'aws'}:iam::${event.accountId}:${user === '' ? `role/${role}` : `user/${user}`}`);
};
function grantOf(event: TrailEvent): Loose {
  const [policyArn, document] = [textAt(event.request ?? undefined, 'policyArn'), textAt(event.request ?? undefined, 'policyDocument')];
  return { ...(policyArn === '' ? {} : { policyArn }), ...(document === '' ? {} : { document: documentOf(document) }) } as Loose;
}

/** A case looks more than once; AWS changes its policies once in months. */
type Policy = readonly string[] | CoverageCell;
const READ = new WeakMap<Wizard['session'], Map<Arn, Promise<Policy>>>();
function managedOnce(wizard: Wizard, arn: Arn): Promise<Policy> {
  const known = READ.get(wizard.session) ?? new Map<Arn, Promise<Policy>>();
  READ.set(wizard.session, known);
  const answer = known.get(arn) ?? managed(wizard, arn);
  known.set(arn, answer);
  return answer;
}

/** A policy of AWS's own, as it stands now, or why it could not be read. One that is gone allows nothing any more. */
async function managed({ session }: Wizard, arn: Arn): Promise<Policy> {
  const { GetPolicyCommand, GetPolicyVersionCommand } = await import('@aws-sdk/client-iam');
  try {
    const iam = await session.reads(DATA_READS).client('iam');
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId ?? 'v1' }));
    return [documentOf(PolicyVersion?.Document)];
  } catch (error) {
    if (isIncidentError(error)) throw error;
    const { class: sort, code, message } = failureOf(error);
    return sort === 'not-found' ? [] : cell('activity/data', 'aws-global', coverageOf(error), say('{{operation}} on {{subject}}: {{code}} {{message}}', { operation: askedBy(error) ?? 'iam:GetPolicy', subject: arn, code, message }));
  }
}
