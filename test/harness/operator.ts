// A good operator: knows whose hand each address and thing is, answers truthfully, reads each gate, types what it asks for.
import { expect } from 'vitest';
import { render } from '../../src/core/text.ts';
import { codeAt } from '../../src/core/totp.ts';
import type { Secret } from '../../src/core/secret.ts';
import type { Decision, Finding, Gate } from '../../src/core/types.ts';
import { SILENCE, typedWord, type Answer, type Question, type Ui, type UiEvent } from '../../src/ui/port.ts';
import type { Account } from './account.ts';

/** What was shown, asked and decided, in order. */
export type Heard =
  | UiEvent
  | { readonly type: 'asked'; readonly question: Question; readonly answer: Answer }
  | { readonly type: 'gate'; readonly gate: Gate; readonly decision: Decision }
  | { readonly type: 'handed-over'; readonly id: string };

export interface Manner {
  /** Answers by question id, or by what stands before its first colon; over the good operator's own. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** Instead of approving everything with the standing approval; `undefined` leaves it to the good operator. */
  readonly decide?: (gate: Gate) => Decision | undefined;
  /** Settings are made safer only where this is so: most runs compare the account with what it was. */
  readonly hardens?: boolean;
}

/** No gate says that everything in it can be undone while something cannot. */
function expectHonest({ advice, steps }: Gate): void {
  if (/every step here can be undone/.test(render(advice))) expect(steps.flatMap((v) => (v.reversible ? [] : [v.step.id]))).toEqual([]);
}

/** Approves these steps of a gate and types what they ask for. */
export function approving(gate: Gate, which: (view: Gate['steps'][number]) => boolean = () => true): Decision {
  const approved = gate.steps.filter(which).map((v) => v.step.id);
  const typed = typedWord(gate, approved);
  return { approved, standing: gate.standing !== undefined, stop: false, ...(typed === undefined ? {} : { typed }) };
}

export class Operator implements Ui {
  readonly interactive = true;
  readonly heard: Heard[] = [];
  readonly #findings = new Map<string, Finding>();
  readonly #secrets: Secret[] = [];
  readonly #sources: ReadonlyMap<string, 'mine' | 'not-mine' | 'unknown'>;

  constructor(private readonly account: Account, private readonly manner: Manner = {}) { this.#sources = sourcesOf(account); }

  /** What was handed over: only here, as in a terminal. */
  get secrets(): readonly Secret[] { return this.#secrets; }
  shown<T extends UiEvent['type']>(type: T): readonly Extract<UiEvent, { type: T }>[] {
    return this.heard.filter((h): h is Extract<UiEvent, { type: T }> => h.type === type);
  }
  get gates(): readonly Extract<Heard, { type: 'gate' }>[] { return this.heard.filter((h) => h.type === 'gate'); }
  get asked(): readonly Extract<Heard, { type: 'asked' }>[] { return this.heard.filter((h) => h.type === 'asked'); }

  show(event: UiEvent): void {
    this.heard.push(event);
    if (event.type === 'findings') for (const finding of event.findings) this.#findings.set(finding.id, finding);
  }
  gate(gate: Gate): Promise<Decision> {
    expectHonest(gate);
    const decision = this.manner.decide?.(gate) ?? (gate.id.startsWith('harden:') && this.manner.hardens !== true ? SILENCE : approving(gate));
    this.heard.push({ type: 'gate', gate, decision });
    return Promise.resolve(decision);
  }
  ask(question: Question): Promise<Answer> {
    const { answers = {} } = this.manner;
    const [kind = ''] = question.id.split(':');
    const scripted = [question.id, kind].find((id) => Object.hasOwn(answers, id));
    const answer = scripted === undefined ? this.#truth(question, kind) : answers[scripted];
    this.heard.push({ type: 'asked', question, answer });
    return Promise.resolve(answer);
  }
  handOver(secret: Secret): Promise<{ how: 'shown' }> {
    this.#secrets.push(secret);
    this.heard.push({ type: 'handed-over', id: secret.id });
    return Promise.resolve({ how: 'shown' });
  }
  close(): void { /* a terminal would be given back here */ }

  #truth(question: Question, kind: string): Answer {
    const { id } = question;
    const about = id.slice(kind.length + 1);
    switch (kind) {
      case 'source': return this.#sources.get(about) ?? 'unknown';
      case 'event': return [...this.#sources].find(([ip]) => about.includes(ip))?.[1] ?? 'unknown';
      case 'finding': return this.#isTheirs(about) ? this.#isChanged(about, question) ? 'changed' : 'not-mine' : 'mine';
      case 'mfa-codes': return this.#codes();
      case 'leaked': return this.#hasLeaked(about) ? 'yes' : 'no';
      case 'notice-text': case 'notice-source': return this.#notice(kind);
      default: return usual(id, kind);
    }
  }
  #notice(asked: string): Answer {
    const { notice } = this.account.drill;
    if (asked === 'notice-text') return notice?.text;
    return notice ? 'paste' : 'none';
  }
  #hasLeaked(key: string): boolean { return this.account.score().footholds.some(({ arn, kind }) => kind === 'iam/access-key' && arn.endsWith(`/${key}`)); }
  /** Reads the device that was set up last. */
  #codes(): Answer {
    const seed = this.#secrets.at(-1)?.reveal()['seed'] ?? '';
    const now = this.account.clock.now();
    return `${codeAt(seed, new Date(now.getTime() - 30_000))} ${codeAt(seed, now)}`;
  }
  #isChanged(findingId: string, question: Question): boolean {
    const finding = this.#findings.get(findingId);
    return question.ask === 'choose' && question.choices.some(({ value }) => value === 'changed') && finding?.about === 'resource'
      && this.account.score().footholds.some(({ arn, origin }) => arn === finding.resource.arn && origin === 'changed');
  }
  #isTheirs(findingId: string): boolean {
    const finding = this.#findings.get(findingId);
    if (finding?.about !== 'resource') throw new Error(`Asked about ${findingId}, which was never shown.`);
    return this.account.score().footholds.some(({ arn }) => arn === finding.resource.arn) || (finding.origin === 'used' && this.#wasUsed(finding));
  }
  /** Whoever looks at the calls knows the own ones: by address and program together. */
  #wasUsed({ evidence }: Finding): boolean {
    const events = new Map(this.account.world.history.records().map((record) => [record.id, record]));
    const attackers = [...this.account.drill.scenario.actors.values()].filter((a) => a.attacker);
    return evidence.some((id) => attackers.some((a) => a.sourceIp === events.get(id)?.sourceIp && a.userAgent === events.get(id)?.userAgent));
  }
}

/** Answers that no scenario changes. */
const USUAL: Readonly<Record<string, string>> = {
  findings: 'on',
  rotation: 'now', 'new-key': 'no', changed: 'yes', broke: 'no', leak: 'repository', 'leak-closed': 'yes', demand: 'done', 'root-changed': 'no', 'identity-center-ended': 'yes', 'in-console': 'closed', 'root-done': 'later', 'without-evidence': '', 'one-copy': 'each', 'last-look': 'now', 'way-in': 'root', renew: 'renewed', costs: 'yes', 'changed-what-was-read': 'done', 'alarm-address': 'alarms@example.com', 'alarm-phone': '+1 555 0100',
};

function usual(id: string, kind: string): Answer {
  const answer = USUAL[kind];
  if (answer === undefined) throw new Error(`The good operator has no answer to ${id}.`);
  return answer;
}

/** An address that both hands use is nobody's word to give. */
function sourcesOf({ drill }: Account): ReadonlyMap<string, 'mine' | 'not-mine' | 'unknown'> {
  const actors = [...drill.scenario.actors.values()];
  return new Map(actors.map(({ sourceIp }) => {
    const hands = new Set(actors.filter((a) => a.sourceIp === sourceIp).map((a) => a.attacker));
    return [sourceIp, hands.size > 1 ? 'unknown' : hands.has(true) ? 'not-mine' : 'mine'];
  }));
}
