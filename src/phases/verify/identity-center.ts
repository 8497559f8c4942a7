// Sessions of IAM Identity Center in a stranger's hand: session, user and assignment told apart. No API ends them, so what can be done is a person's work, and said.
import { failed } from '../../activity/lineage/issues.ts';
import { sessionName } from '../../activity/identity.ts';
import type { TrailEvent } from '../../activity/event.ts';
import { findingQuestion } from '../../case/open.ts';
import { say, type Text } from '../../core/text.ts';
import type { Finding, KindId, Resource } from '../../core/types.ts';
import { findingIdOf } from '../../engine/plan.ts';
import type { Listed } from '../../engine/scan.ts';
import type { Investigation } from '../investigation.ts';
import { stopIfAsked, type Wizard } from '../wizard.ts';

const ID = 'account:identity-center:';
/** The longest life of a session that a permission set gives (aws-facts: Identity Center user guide). */
const LIFE_MS = 12 * 3_600_000;
/** The role that a permission set is in an account: `AWSReservedSSO_` name `_` 16 hex digits. */
const ROLE = /[:/](AWSReservedSSO_(.+)_[0-9a-f]{16})$/;

interface Session { readonly role: string; readonly set: string; readonly user: string }
/** The session of a permission set's role is named after the user of Identity Center. */
function sessionOf({ principal, identity }: TrailEvent): Session | undefined {
  const [, role, set] = ROLE.exec(principal) ?? [];
  return role === undefined || set === undefined ? undefined : { role, set, user: sessionName(identity) };
}
const idOf = ({ role, user }: Session): string => `${ID}${role}/${user}`;

/** One finding for each user and permission set that the stranger acted as. */
export function identityCenterInHand(investigation: Investigation, listed: readonly Listed[]): Finding[] {
  const sessions = new Map<string, { readonly session: Session; readonly events: TrailEvent[] }>();
  for (const { hand, event } of investigation.lineage.attributed) {
    const session = hand === 'attacker' && !failed(event) ? sessionOf(event) : undefined;
    if (session) sessions.set(idOf(session), { session, events: [...(sessions.get(idOf(session))?.events ?? []), event] });
  }
  return [...sessions].flatMap(([id, { session, events }]) => {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return [];
    const evidence = events.map((e) => e.id).slice(0, 20);
    const given = givenBy(session, first.accountId, listed);
    return [findingOf(id, session, { first, last, evidence, given }), ...given.things.map((thing) => thingFinding(thing, session, evidence))];
  });
}
interface Seen { readonly first: TrailEvent; readonly last: TrailEvent; readonly evidence: readonly string[]; readonly given: Given }
function findingOf(id: string, { role, set, user }: Session, { first, last, evidence, given }: Seen): Finding {
  const until = new Date(Date.parse(last.time) + LIFE_MS).toISOString();
  return {
    about: 'account', id, verdict: 'malicious', techniques: ['T1078.004', 'T1550.001'], region: first.region, evidence,
    subject: say('User {{user}} of IAM Identity Center with permission set {{set}}, from {{address}}: {{name}} at {{time}}', { user, set, address: first.sourceIp, name: first.name, time: first.time }),
    because: say('A stranger acts in sessions {{role}}/{{user}}. {{assigned}} Nothing of IAM ends them, and the last can live until {{until}}. Where Identity Center is managed, in this order: for twelve hours, a service control policy that denies everything where identitystore:userId is the id of the user; take the assignment away; delete the sessions of the user (Users, {{user}}, Active sessions); only then disable the user.',
      { role, user, until, assigned: given.said }),
  };
}
/** What gave the sessions can be taken away here: it is planned. */
const thingFinding = ({ kind, resource }: Listed, { role, user }: Session, evidence: readonly string[]): Finding => ({
  about: 'resource', id: findingIdOf(kind.id, resource), kind: kind.id, resource, verdict: 'malicious', origin: 'used', techniques: ['T1078.004'], evidence, because: say('It gives the sessions {{role}}/{{user}}, in which the stranger acts.', { role, user }),
});

interface Given { readonly said: Text; readonly things: readonly Listed[] }
/** As far as this account may see: an organization's Identity Center shows its directory to its own account alone. */
function givenBy({ user, set }: Session, account: string, listed: readonly Listed[]): Given {
  const id = of(listed, 'identitystore/user').find(({ resource }) => resource.name === user)?.resource.uid;
  const given = of(listed, 'sso/account-assignment').filter(({ resource: r }) => r['setName'] === set && r['accountId'] === account);
  if (id !== undefined) {
    const own = given.filter(({ resource }) => resource['principalId'] === id);
    const memberships = of(listed, 'identitystore/group-membership').filter(({ resource: m }) => m['userId'] === id && given.some(({ resource }) => resource['principalId'] === m['groupId']));
    if (own.length > 0) return { said: say('The user ({{id}}) has {{set}} by an assignment of its own.', { id, set }), things: own };
    if (memberships.length > 0) return { said: say('The user ({{id}}) has {{set}} as a member of {{groups}}.', { id, set, groups: memberships.map(({ resource }) => String(resource['groupName'])) }), things: memberships };
  }
  return { said: say('What gives it {{set}} cannot be seen from this account.', { set }), things: [] };
}
type Read = Listed & { readonly resource: Resource & Readonly<Record<string, unknown>> };
const of = (listed: readonly Listed[], kind: KindId): readonly Read[] => listed.filter((one) => one.kind.id === kind) as unknown as readonly Read[];

/** Nobody else can tell that they are ended. */
export async function askIdentityCenter(wizard: Wizard): Promise<void> {
  if (wizard.options.dryRun) return;
  for (const { id } of wizard.state().findings) {
    const question = findingQuestion(id);
    if (!id.startsWith(ID) || wizard.state().answers.has(question)) continue;
    const user = id.slice(ID.length);
    const answer = await wizard.ui.ask({
      ask: 'choose', id: 'identity-center-ended', text: say('Are the sessions of {{user}} ended and its assignment taken away?', { user }), advice: say('Say yes only when it is; until then the stranger can go on.'),
      choices: [{ value: 'yes', title: say('Yes') }, { value: 'no', title: say('Not yet') }],
    });
    stopIfAsked(wizard);
    if (answer === 'yes') wizard.folder.record({ type: 'answered', question, answer: 'closed' });
  }
}
