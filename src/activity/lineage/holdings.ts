// Which credentials and principals are known to be in whose hand, as time goes on. Fed by lineage.ts, asked for each event.
import { say, type Text } from '../../core/text.ts';
import type { Arn, Instant } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import type { Hand } from './hand.ts';
import { roleOfSession, sameName, sessionName } from '../identity.ts';
import type { Credential, Issue } from './issues.ts';
import { textAt } from '../fields.ts';

export interface Holding { readonly hand: Hand; readonly because: Text; readonly credential: Credential }
export interface PrincipalMade { readonly arn: Arn; readonly type: 'user' | 'role'; readonly createdBy: string; readonly createdAt: Instant }
interface Trusted { readonly role: Arn; readonly document: string; readonly event: TrailEvent }

/** A console session's own keys say when it began; sign-in and session differ by seconds. */
const SIGN_IN_GAP = 60_000;

export class Holdings {
  readonly credentials = new Map<string, Holding>();
  readonly principals = new Map<Arn, PrincipalMade>();
  readonly #passwords = new Map<Arn, Holding>();
  readonly #signIns = new Map<Arn, Holding[]>();
  readonly #sessions = new Map<Arn, Holding>();
  readonly #machines = new Map<string, { readonly event: TrailEvent }>();
  readonly #trusts: Trusted[] = [];
  /** Trust anchor → the last call that put an authority in it. */
  readonly #authorities = new Map<Arn, { readonly event: TrailEvent; readonly hand: Hand }>();
  /** Request of a product provider → who accepted it. */
  readonly #delegations = new Map<string, { readonly approver: string; readonly held: Holding }>();
  readonly #assumedBefore = new Set<string>();

  /** `issued`: the ids of all keys that some event of the log gave out. */
  constructor(private readonly issued: ReadonlySet<string>) {}

  /** What is known of the credential of this call from calls before it; `undefined` where nothing is. */
  of(event: TrailEvent): Holding | undefined {
    return this.credentials.get(event.identity.accessKeyId) ?? this.#asDelegate(event) ?? this.#asPrincipal(event) ?? this.#asMachine(event) ?? this.#asConsole(event) ?? this.#asSession(event) ?? this.#throughTrust(event);
  }

  /** Writes down what a call gave out, in the hand of whoever made the call. */
  take(issue: Issue, event: TrailEvent, hand: Hand): void {
    const attacker = hand === 'attacker';
    switch (issue.gives) {
      case 'credential': this.#takeCredential(issue.credential, issue.sessionArn, event, hand); break;
      case 'password':
        // Whoever sets the password next takes the console from the stranger.
        if (attacker) { this.#passwords.set(sameName(issue.credential.principal), this.#held(issue.credential, event, hand)); this.#keep(issue.credential, event, hand); }
        else this.#passwords.delete(sameName(issue.credential.principal));
        break;
      case 'delegation': {
        // One accepts it, another may send its token: it is the stranger's if either was.
        if (this.#delegations.get(issue.credential.id)?.held.hand !== 'attacker') this.#delegations.set(issue.credential.id, { approver: sameName(event.principal), held: this.#held(issue.credential, event, hand) });
        this.#keep(issue.credential, event, hand);
        break;
      }
      case 'principal':
        if (attacker) this.principals.set(sameName(issue.arn), { arn: issue.arn, type: issue.sort, createdBy: event.id, createdAt: event.time });
        else this.principals.delete(sameName(issue.arn));
        break;
      case 'trust': if (attacker) this.#trusts.push({ role: sameName(issue.role), document: issue.document, event }); break;
      case 'authority': this.#authorities.set(issue.anchor, { event, hand }); break;
      case 'machine': if (attacker) this.#machines.set(issue.instanceId, { event }); break;
    }
  }
  /** Who assumed a role before its trust was changed keeps the benefit of the doubt. */
  saw(event: TrailEvent): void {
    if (event.name === 'AssumeRole') this.#assumedBefore.add(pairOf(event));
  }

  #takeCredential(credential: Credential, sessionArn: Arn, event: TrailEvent, hand: Hand): void {
    const held = this.#held(credential, event, hand);
    if (credential.type === 'console') {
      const list = this.#signIns.get(sessionArn) ?? [];
      list.push(held);
      this.#signIns.set(sessionArn, list);
    } else if (sessionArn !== '') {
      // Two hands under one session name cannot be told apart where the log has no key.
      const other = this.#sessions.get(sessionArn);
      this.#sessions.set(sessionArn, other === undefined || other.hand === hand ? held : { ...held, hand: 'undecided', because: say('Owner and stranger used the same session name.') });
    }
    this.#keep(credential, event, hand);
  }
  #keep(credential: Credential, event: TrailEvent, hand: Hand): void {
    const known = this.credentials.get(credential.id);
    if (known === undefined || (known.hand !== 'attacker' && hand === 'attacker')) this.credentials.set(credential.id, this.#held(credential, event, hand));
  }
  #held(credential: Credential, event: TrailEvent, hand: Hand): Holding {
    return { hand, credential, because: BECAUSE[hand](event) };
  }

  #asPrincipal(event: TrailEvent): Holding | undefined {
    const made = this.principals.get(sameName(event.principal));
    if (made === undefined || event.time < made.createdAt || event.principal === '') return undefined;
    if (this.issued.has(event.identity.accessKeyId) && !this.credentials.has(event.identity.accessKeyId)) return undefined;
    const credential = found(event, made.createdBy);
    return { hand: 'attacker', credential, because: say('{{principal}} was made by the stranger (event {{event}}).', { principal: made.arn, event: made.createdBy }) };
  }
  /** Its events do not tell by which request a provider came in: all that this principal accepted count. */
  #asDelegate({ identity: { delegate }, principal }: TrailEvent): Holding | undefined {
    const accepted = delegate === '' ? [] : [...this.#delegations.values()].flatMap(({ approver, held }) => (approver === sameName(principal) ? [held] : []));
    const [first] = accepted;
    return first && (accepted.every(({ hand }) => hand === first.hand) ? first : { ...first, hand: 'undecided', because: say('Owner and stranger each let a product provider act as {{principal}}.', { principal }) });
  }
  #asMachine(event: TrailEvent): Holding | undefined {
    if (event.identity.type !== 'AssumedRole') return undefined;
    const machine = this.#machines.get(sessionName(event.identity));
    return machine && { hand: 'attacker', credential: found(event, machine.event.id), because: say('The session is that of an instance which the stranger launched (event {{event}}).', { event: machine.event.id }) };
  }
  #asConsole(event: TrailEvent): Holding | undefined {
    if (event.identity.accessKeyId.startsWith('AKIA') || this.issued.has(event.identity.accessKeyId)) return undefined;
    const began = event.identity.sessionCreated || (event.source === 'signin.amazonaws.com' ? event.time : '');
    const password = this.#passwords.get(sameName(event.principal));
    if (password !== undefined && began !== '' && began >= password.credential.issuedAt && event.identity.type === 'IAMUser' && !signInFailed(event)) return password;
    const near = (this.#signIns.get(event.identity.arn) ?? []).filter((one) => Math.abs(Date.parse(began) - Date.parse(one.credential.issuedAt)) <= SIGN_IN_GAP);
    const [first] = near;
    if (first === undefined) return event.name === 'ConsoleLogin' ? this.#afterToken(event) : undefined;
    return near.every((one) => one.hand === first.hand) ? first : { ...first, hand: 'undecided', because: say('Owner and stranger signed in within the same minute.') };
  }
  /** A sign-in with a token that was asked for with a session's keys, within the fifteen minutes that the token lives. */
  #afterToken(event: TrailEvent): Holding | undefined {
    return (this.#signIns.get(event.identity.arn) ?? []).findLast((one) => one.credential.parent !== null && one.credential.issuedAt <= event.time && Date.parse(event.time) - Date.parse(one.credential.issuedAt) <= 900_000);
  }
  #asSession(event: TrailEvent): Holding | undefined {
    if (event.identity.accessKeyId !== '') return undefined;
    const held = this.#sessions.get(event.identity.arn);
    return held !== undefined && (held.credential.expiresAt ?? event.time) >= event.time ? held : undefined;
  }
  /** The stranger opened a role's trust, and somebody from outside whom it names came in through it; or a certificate of the stranger's authority opened the session. */
  #throughTrust(event: TrailEvent): Holding | undefined {
    const anchored = event.operation === 'rolesanywhere:CreateSession' ? this.#authorities.get(textAt(event.request ?? undefined, 'trustAnchorArn')) : undefined;
    if (anchored?.hand === 'attacker') return through(event, anchored.event);
    if (!event.operation.startsWith('sts:AssumeRole') || this.#assumedBefore.has(pairOf(event))) return undefined;
    const role = sameName(textAt(event.request ?? undefined, 'roleArn'));
    const outside = event.identity.accountId !== '' && event.identity.accountId !== event.accountId;
    const opened = this.#trusts.findLast((t) => t.role === role && t.event.time <= event.time && outside && (t.document.includes(event.identity.accountId) || t.document.includes('"*"')));
    return opened && through(event, opened.event);
  }
}
const through = (event: TrailEvent, { id }: TrailEvent): Holding => ({ hand: 'attacker', credential: found(event, id), because: say('The role was assumed from outside through a trust that the stranger wrote (event {{event}}).', { event: id }) });

const BECAUSE: Readonly<Record<Hand, (event: TrailEvent) => Text>> = {
  attacker: (event) => say('The credential was issued to the stranger by {{call}} (event {{event}}).', { call: event.name, event: event.id }),
  owner: (event) => say('The credential was issued to its owner by {{call}} (event {{event}}).', { call: event.name, event: event.id }),
  undecided: (event) => say('The credential was issued by {{call}} (event {{event}}), and nothing tells whose call that was.', { call: event.name, event: event.id }),
};
const pairOf = (event: TrailEvent): string => `${event.identity.accountId} ${event.principal} ${sameName(textAt(event.request ?? undefined, 'roleArn'))}`;
const signInFailed = (event: TrailEvent): boolean => textAt(event.response ?? undefined, 'ConsoleLogin') === 'Failure';

/** A credential that the log shows in use, and nobody issuing it. */
export function found(event: TrailEvent, createdBy: string | null): Credential {
  const key = event.identity.accessKeyId;
  const type = key.startsWith('AKIA') ? 'access-key' : key !== '' ? 'session' : 'console';
  return { id: event.credential, type, principal: roleOfSession(event.identity.arn) ?? event.principal, parent: null, createdBy, issuedAt: event.identity.sessionCreated, expiresAt: null };
}
