// Of the millions of events of a log, keeps those that lineage, signs and footholds can ever ask for; the rest is counted and indexed, and let go.
import { addressOf } from '../origin.ts';
import { BurstLog } from './burst-log.ts';
import type { Burst, Shown } from '../signs/detections.ts';
import { eventOf, operationOf, parseRecord, RecordView, type TrailEvent } from '../event.ts';
import { isObject, objectOf, textAt } from '../fields.ts';
import type { Taken } from './files.ts';
import { ends } from '../lineage/footholds.ts';
import { IdSet } from './id-set.ts';
import { sameName } from '../identity.ts';
import { gives, issuesOf } from '../lineage/issues.ts';
import { People, personOf, type Person } from '../lineage/people.ts';
import { candidatesOf, type Candidates } from '../signs/candidates.ts';
import { slimmer } from '../slim.ts';
import { TokenIndex, tokenOf } from './token-index.ts';
import { isNamed, unitOf, type Given } from '../lineage/units.ts';
import type { Indicators, JsonObject } from '../../core/types.ts';

/** Kept for its own sake only; as a place where its principal worked; with all that it gave out. */
const SEEN = 2, PLACE = 1, TIED = 3;
/** Whoever makes a principal or sets a password anew takes it from the stranger, by whomever it was done; and whom else a principal let in tells whose a provider's call is. */
const RESETS: ReadonlySet<string> = new Set(['iam:CreateUser', 'iam:CreateRole', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'iam:ChangePassword', 'iam:AcceptDelegationRequest', 'iam:SendDelegationToken', 'rolesanywhere:UpdateTrustAnchor']);

interface CallSort { readonly operation: TrailEvent['operation']; readonly assumes: boolean; readonly gives: boolean; readonly kept: boolean; readonly byError: Map<string, Candidates> }
export interface Kept { readonly event: TrailEvent; readonly shown: readonly Shown[]; readonly level: number }
interface Plain extends JsonObject { readonly eventID: string; readonly eventName: string; readonly eventSource: string; readonly userIdentity: JsonObject }

export class Sieve {
  readonly kept = new Map<number, Kept>();
  /** First and last call of each principal from each address with each key: where it worked, and until when. */
  readonly places = new Map<string, { first: readonly [number, TrailEvent]; last: readonly [number, TrailEvent] }>();
  readonly files: { readonly file: string; readonly first: number }[] = [];
  events = 0;
  #place = 0;
  #file = -1;
  #again: { readonly bursts: ReadonlyMap<number, readonly Burst[]> } | undefined;
  readonly #given: Given;
  readonly #hints: ReadonlySet<string>;
  #ids: IdSet | undefined = new IdSet();
  readonly #people = new People();
  readonly #sorts = new Map<string, Map<string, CallSort>>();
  readonly #index = new TokenIndex();
  readonly #bursts = new BurstLog();
  readonly #wanted = new Map<number, number>();
  #fresh = new Map<number, number>();
  #version = 0;
  readonly #slim = slimmer();

  constructor(indicators: Indicators) {
    this.#given = { keys: new Set(indicators.accessKeyIds), principals: indicators.principals };
    this.#hints = new Set(indicators.sourceIps.map((ip) => addressOf(ip.trim())).filter((ip) => ip !== ''));
  }

  /** A file is read for the first time. */
  begin(file: string): void {
    this.#file = this.files.length;
    this.files.push({ file, first: this.#place });
    this.#index.begin(this.#file);
  }
  /** The first look has ended: the bursts that it showed, and no more ids. */
  endFirst(): ReadonlyMap<number, readonly Burst[]> {
    this.#ids?.clear();
    this.#ids = undefined;
    const bursts = this.#bursts.found();
    this.#again = { bursts };
    return bursts;
  }
  beginAgain(file: number): void {
    this.#file = file;
    this.#place = this.files[file]?.first ?? 0;
  }
  /** The files that name what was not wanted yet when they were read. `last`: those of the round before. */
  missed(last: ReadonlySet<number> | 'all'): ReadonlySet<number> {
    const fresh = this.#fresh;
    this.#fresh = new Map();
    if (fresh.size === 0) return new Set();
    return this.#index.files((token, file) => {
      const since = fresh.get(token);
      return since !== undefined && (file <= since || (last !== 'all' && !last.has(file)));
    });
  }

  take(record: unknown): Taken {
    const place = this.#place++;
    if (isPlain(record)) return this.#takePlain(record, place);
    const parsed = parseRecord(record);
    if ('why' in parsed) return parsed;
    const { event } = parsed;
    if (this.#known(event.id, event.accountId)) return 'duplicate';
    const person = personOf(event.identity);
    this.#keepIfAsked(event, () => event, person, this.#sortOf(event.source, event.name), place);
    return 'event';
  }

  #takePlain(record: Plain, place: number): Taken {
    const by = record.userIdentity;
    if (this.#known(record.eventID, textAt(record, 'recipientAccountId') || textAt(by, 'accountId'))) return 'duplicate';
    const person = this.#people.of(by);
    const sort = this.#sortOf(record.eventSource, record.eventName);
    const known = { identity: person.identity, operation: sort.operation };
    this.#keepIfAsked(new RecordView(record, known), () => eventOf(record, known), person, sort, place);
    return 'event';
  }
  #known(id: string, account: string): boolean {
    if (this.#ids === undefined) return false;
    if (!this.#ids.add(id, account)) return true;
    this.events++;
    return false;
  }

  #keepIfAsked(view: TrailEvent, whole: () => TrailEvent, person: Person, sort: CallSort, place: number): void {
    const candidates = this.#candidatesOf(sort, view);
    if (this.#again === undefined) this.#countIn(person, candidates, view, place);
    const level = Math.max(this.#levelOf(person), this.#levelOfCall(view, sort));
    const hinted = this.#hints.size > 0 && this.#hints.has(addressOf(view.sourceIp));
    const burst = this.#again?.bursts.get(place);
    const asked = level > 0 || hinted || sort.kept;
    if (!asked && burst === undefined && candidates.signs.length === 0) return;
    const shown: readonly Shown[] = [...candidates.signs.filter((sign) => sign.match(view)), ...burst ?? []];
    if (!asked && shown.length === 0) return;
    this.#keep(whole(), { shown, level: hinted ? TIED : level, hinted, sort, place });
  }
  #countIn(person: Person, { bursts }: Candidates, view: TrailEvent, place: number): void {
    this.#indexPerson(person);
    for (const burst of bursts) this.#bursts.add(burst, view, place);
  }
  #keep(event: TrailEvent, { shown, level, hinted, sort, place }: { shown: readonly Shown[]; level: number; hinted: boolean; sort: CallSort; place: number }): void {
    if (level === PLACE && shown.length === 0 && !sort.kept) { this.#notePlace(event, place); return; }
    const held = this.kept.get(place);
    this.kept.set(place, { event: held?.event ?? this.#slim(event), shown: held !== undefined && held.shown.length > shown.length ? held.shown : shown, level: Math.max(level, held?.level ?? 0) });
    if (hinted) this.#wantUnit(event);
    if (level === TIED) this.#tie(event);
  }

  #notePlace(event: TrailEvent, place: number): void {
    const id = `${sameName(event.principal)} ${addressOf(event.sourceIp)} ${event.identity.accessKeyId}`;
    const held = this.places.get(id);
    const mine = [place, event] as const;
    if (held === undefined) { const slim = [place, this.#slim(event)] as const; this.places.set(id, { first: slim, last: slim }); this.#wantIssuer(event); return; }
    if (before(mine, held.first)) held.first = [place, this.#slim(event)];
    if (before(held.last, mine)) held.last = [place, this.#slim(event)];
  }
  /** All that descends from this event is asked for from now on. */
  #tie(event: TrailEvent): void {
    this.#wantIssuer(event);
    if (event.sharedId !== '') this.#want(tokenOf('shared', event.sharedId), TIED);
    if (this.#given.keys.has(event.identity.accessKeyId) && event.principal !== '') this.#want(tokenOf('principal', sameName(event.principal)), PLACE);
    for (const issue of issuesOf(event)) {
      switch (issue.gives) {
        case 'credential':
          this.#want(tokenOf('key', issue.credential.id), TIED);
          if (issue.sessionArn !== '') this.#want(tokenOf('arn', issue.sessionArn), TIED);
          break;
        case 'password': this.#want(tokenOf('principal', sameName(issue.credential.principal)), TIED); break;
        case 'delegation': this.#want(tokenOf('delegate', sameName(event.principal)), TIED); break;
        case 'principal': this.#want(tokenOf('principal', sameName(issue.arn)), TIED); break;
        case 'trust': this.#want(tokenOf('role', sameName(issue.role)), TIED); break;
        case 'authority': this.#want(tokenOf('role', sameName(issue.anchor)), TIED); break;
        case 'machine': this.#want(tokenOf('machine', issue.instanceId), TIED); break;
      }
    }
  }
  /** Who gave out the key of an event that counts: the owner's own sessions are told from the stranger's by it. */
  #wantIssuer({ identity: { accessKeyId } }: TrailEvent): void { if (accessKeyId !== '') this.#want(tokenOf('issues', accessKeyId), SEEN); }
  /** All calls of whoever called from a stranger's address, as lineage groups them. */
  #wantUnit(event: TrailEvent): void {
    const { identity: { accessKeyId, type, principalId, arn }, principal } = event;
    if (unitOf(event, this.#given).given) return;
    if (accessKeyId.startsWith('AKIA')) this.#want(tokenOf('key', accessKeyId), TIED);
    else if (type === 'AssumedRole') this.#want(tokenOf('session', principalId || arn), TIED);
    else this.#want(principal === '' ? tokenOf('who', event.credential.replace(/^console:/, '')) : tokenOf('principal', sameName(principal)), TIED);
  }
  #want(token: number, level: number): void {
    if ((this.#wanted.get(token) ?? 0) >= level) return;
    this.#wanted.set(token, level);
    this.#fresh.set(token, Math.max(this.#file, this.#fresh.get(token) ?? 0));
    this.#version++;
  }

  #indexPerson(person: Person): void {
    if (person.file === this.#file) return;
    person.file = this.#file;
    for (const token of person.tokens) this.#index.add(token);
  }
  #levelOf(person: Person): number {
    if (person.version === this.#version) return person.level;
    const given = this.#given.keys.has(person.identity.accessKeyId) || isNamed(person.principal, this.#given.principals);
    person.level = given ? TIED : person.tokens.reduce((most, token) => Math.max(most, this.#wanted.get(token) ?? 0), 0);
    person.version = this.#version;
    return person.level;
  }
  /** What the call itself is worth: through a role's trust, through the key that it gives out, by the record that another account has of it. */
  #levelOfCall(view: TrailEvent, sort: CallSort): number {
    const { sharedId } = view;
    let level = sharedId === '' ? 0 : this.#levelOfToken(tokenOf('shared', sharedId));
    if (sort.assumes) {
      for (const name of ['roleArn', 'trustAnchorArn']) {
        const role = textAt(view.request ?? undefined, name);
        if (role !== '') level = Math.max(level, this.#levelOfToken(tokenOf('role', sameName(role))));
      }
    }
    if (!sort.gives) return level;
    const response = view.response ?? undefined;
    const key = textAt(response, 'credentials', 'accessKeyId') || textAt(response, 'accessKey', 'accessKeyId') || textAt(response, 'credentialSet', '0', 'credentials', 'accessKeyId');
    return key === '' ? level : Math.max(level, this.#levelOfToken(tokenOf('issues', key)));
  }
  #levelOfToken(token: number): number {
    if (this.#again === undefined) this.#index.add(token);
    return this.#wanted.get(token) ?? 0;
  }

  #sortOf(source: string, name: string): CallSort {
    let names = this.#sorts.get(source);
    if (names === undefined) this.#sorts.set(source, names = new Map<string, CallSort>());
    let sort = names.get(name);
    if (sort === undefined) {
      const operation = operationOf(source, name.trim());
      names.set(name, sort = { operation, assumes: /^(sts:AssumeRole|rolesanywhere:CreateSession$)/.test(operation), gives: gives({ operation }), kept: ends(operation) || RESETS.has(operation), byError: new Map() });
    }
    return sort;
  }
  #candidatesOf(sort: CallSort, view: TrailEvent): Candidates {
    const errorCode = view.errorCode;
    const known = sort.byError.get(errorCode ?? '');
    if (known !== undefined) return known;
    const made = candidatesOf({ source: view.source, name: view.name, operation: sort.operation, errorCode });
    sort.byError.set(errorCode ?? '', made);
    return made;
  }
}

const before = (a: readonly [number, TrailEvent], b: readonly [number, TrailEvent]): boolean => a[1].time < b[1].time || (a[1].time === b[1].time && a[0] < b[0]);
/** A record in CloudTrail's own shape: its members can be read without parsing anything once more. */
function isPlain(record: unknown): record is Plain {
  if (!isObject(record)) return false;
  const { eventID, eventName, eventSource, userIdentity } = record;
  return typeof eventID === 'string' && eventID !== '' && typeof eventName === 'string' && eventName !== '' && typeof eventSource === 'string' && isObject(userIdentity)
    && typeof userIdentity['sessionContext'] !== 'string' && !Object.hasOwn(record, 'insightDetails') && record['CloudTrailEvent'] === undefined && objectOf(userIdentity) !== null;
}
