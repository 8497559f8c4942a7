// Two small kinds over an account of users kept in memory, a real session, a real case on disk, and an operator who answers by rule.
import { CreateAccessKeyCommand, DeleteUserCommand, GetUserCommand, UpdateUserCommand } from '@aws-sdk/client-iam';
import { isNotFound } from '../../src/aws/errors.ts';
import type { CaseFolder } from '../../src/case/folder.ts';
import type { Entry, Fact } from '../../src/case/facts.ts';
import { CaseLedger } from '../../src/case/ledger.ts';
import type { SteppedClock } from '../../src/core/clock.ts';
import { Secret } from '../../src/core/secret.ts';
import { render, say } from '../../src/core/text.ts';
import type { Decision, Finding, Gate, Indicators, KindId, Resource, Step } from '../../src/core/types.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { plan } from '../../src/engine/plan.ts';
import { defineKind, globalCall, irreversible, nothingToUndo, type Kind } from '../../src/kinds/kind.ts';
import type { Ui, UiEvent } from '../../src/ui/port.ts';
import { desk, ok, refusal, type FakeHandler } from '../aws/fake-handler.ts';
import { newCase } from '../case/fixtures.ts';

/** A user, whose path stands for its state: `/open/`, `/contained/`, or whatever else somebody put there. */
export interface Person extends Resource { readonly path: string }
export const person = (name: string, path = '/open/'): Person => ({ arn: `arn:aws:iam::111122223333:user/${name}`, uid: `AIDA-${name}-EXAMPLE`, name, region: 'aws-global', path });
const WHO = (p: Resource): { UserName: string } => ({ UserName: p.name });
const move = (p: Resource, NewPath: string): { UserName: string; NewPath: string } => ({ UserName: p.name, NewPath });

export const personKind = defineKind<Person>({
  id: 'test/person', version: 1, title: say('Test person'), scope: 'global', role: 'credential', reads: ['iam:GetUser'],
  async *list() { await Promise.resolve(); yield* []; },
  look: async (aws, rs) => {
    const iam = await aws.client('iam');
    return Promise.all(rs.map(async (r) => {
      try {
        const { User: user } = await iam.send(new GetUserCommand(WHO(r)));
        return user?.UserId === r.uid ? person(r.name, user.Path ?? '') : undefined;
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    }));
  },
  traces: { ids: (p) => [p.name], created: ['iam:CreateUser'], changed: ['iam:UpdateUser'] },
  actions: {
    contain: {
      operations: ['iam:UpdateUser'], title: (p) => say('Contain {{name}}', { name: p.name }),
      impossible: (p) => (p.path === '/frozen/' ? say('AWS does not let {{name}} be moved.', { name: p.name }) : undefined),
      calls: (p) => [globalCall('iam:UpdateUser', move(p, '/contained/'))],
      undoCalls: (before) => [globalCall('iam:UpdateUser', move(before, before.path))],
      done: (now) => now !== undefined && now.path === '/contained/',
      apply: async (aws, p) => { await (await aws.client('iam')).send(new UpdateUserCommand(move(p, '/contained/'))); },
      undo: async (aws, before) => { await (await aws.client('iam')).send(new UpdateUserCommand(move(before, before.path))); },
      undoReopens: true,
    },
    // Its call depends on how the thing stands.
    harden: {
      operations: ['iam:UpdateUser'], title: (p) => say('Harden {{name}}', { name: p.name }), calls: (p) => [globalCall('iam:UpdateUser', move(p, `${p.path}hard/`))],
      done: (now) => now !== undefined && now.path.endsWith('hard/'),
      apply: async (aws, p) => { await (await aws.client('iam')).send(new UpdateUserCommand(move(p, `${p.path}hard/`))); },
      undo: nothingToUndo,
    },
    preserve: {
      operations: [], title: (p) => say('Save {{name}}', { name: p.name }), calls: () => [], done: (_, { made }) => made['kept'] !== undefined,
      apply: async (_, p, deed) => { await deed.keep(`${p.name}.json`, JSON.stringify(p), { operation: 'iam:GetUser' }); await deed.making('kept', p.name); },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['iam:DeleteUser'], title: (p) => say('Delete {{name}}', { name: p.name }), destroys: () => say('The user is gone.'),
      calls: (p) => [globalCall('iam:DeleteUser', WHO(p))], done: (now) => now === undefined,
      apply: async (aws, p) => { await (await aws.client('iam')).send(new DeleteUserCommand(WHO(p))); },
      undo: irreversible(say('AWS never gives a deleted user back.')),
    },
  },
});

/** Makes a key for a person and hands it over: a deed with a made part. */
export const keyKind = defineKind<Person>({
  ...personKind, id: 'test/key', title: say('Test key'),
  actions: {
    replace: {
      operations: ['iam:CreateAccessKey'], title: (p) => say('Make a key for {{name}}', { name: p.name }), calls: (p) => [globalCall('iam:CreateAccessKey', WHO(p))],
      done: (_, { made }) => made['key'] !== undefined && made['handed-over'] !== undefined,
      apply: async (aws, p, deed) => {
        if (deed.made['key'] !== undefined) return;
        const { AccessKey: key } = await (await aws.client('iam')).send(new CreateAccessKeyCommand(WHO(p)));
        await deed.making('key', key?.AccessKeyId ?? '');
        await deed.handOver(new Secret(say('New key'), key?.AccessKeyId ?? '', { secretAccessKey: key?.SecretAccessKey ?? '' }));
      },
      undo: () => Promise.resolve(),
    },
  },
});

export class Operator implements Ui {
  readonly interactive = true;
  readonly events: UiEvent[] = [];
  readonly gates: Gate[] = [];
  readonly secrets: Secret[] = [];
  /** Meanwhile: what happens while the operator thinks. */
  answer: (gate: Gate) => Partial<Decision> | Promise<Partial<Decision>> = (gate) => ({ approved: gate.steps.map((v) => v.step.id), ...(gate.type === undefined ? {} : { typed: gate.type }) });
  show(event: UiEvent): void { this.events.push(event); }
  async gate(gate: Gate): Promise<Decision> {
    this.gates.push(gate);
    return { approved: [], standing: false, stop: false, ...await this.answer(gate) };
  }
  ask(): Promise<undefined> { return Promise.resolve(undefined); }
  handOver(secret: Secret): Promise<{ how: 'shown' }> { this.secrets.push(secret); return Promise.resolve({ how: 'shown' }); }
  close(): void { /* nothing is open */ }
  /** `Contain bob: verified` for every step that was shown, but for its beginning. */
  get shown(): string[] { return this.events.flatMap((e) => (e.type === 'step' && e.state !== 'applying' ? [`${render(e.title)}: ${e.state}`] : [])); }
  get said(): string[] { return this.events.flatMap((e) => (e.type === 'say' ? [render(e.text)] : [])); }
}

export interface Stage {
  readonly engine: Engine; readonly ui: Operator; readonly fake: FakeHandler; readonly clock: SteppedClock; readonly folder: CaseFolder;
  readonly people: Map<string, string>; readonly stop: AbortController;
  /** Changing requests that reached AWS, in order. */
  changes(): readonly string[];
  facts<T extends Fact['type']>(type: T): readonly Extract<Entry, { type: T }>[];
  /** The same account and case, as a process finds them that starts now. */
  again(over?: Partial<Engine>): Engine;
}
const CHANGING = ['UpdateUser', 'DeleteUser', 'CreateAccessKey'];

export async function stage(names: readonly string[] = ['bob'], over: Partial<Engine> = {}): Promise<Stage> {
  const { fake, session, clock } = await desk();
  const people = new Map(names.map((n) => [n, '/open/']));
  fake.date = () => clock.now();
  fake
    .on('GetUser', ({ input }) => { const name = input.get('UserName') ?? ''; const path = people.get(name); return path === undefined ? refusal('NoSuchEntity', 404) : ok('GetUser', `<User><UserName>${name}</UserName><UserId>AIDA-${name}-EXAMPLE</UserId><Path>${path}</Path></User>`); })
    .on('UpdateUser', ({ input }) => { people.set(input.get('UserName') ?? '', input.get('NewPath') ?? ''); return ok('UpdateUser'); })
    .on('DeleteUser', ({ input }) => { people.delete(input.get('UserName') ?? ''); return ok('DeleteUser'); })
    .on('CreateAccessKey', (_, n) => ok('CreateAccessKey', `<AccessKey><AccessKeyId>AKIAI44QH8DHB${String(n)}EXAMPLE</AccessKeyId><SecretAccessKey>wJalrXUtnFEMIEXAMPLEKEY</SecretAccessKey></AccessKey>`));
  const folder = newCase({ clock });
  const ui = new Operator();
  const stop = new AbortController();
  const kinds = new Map<KindId, Kind>([['test/person', personKind], ['test/key', keyKind]]);
  const kind = (id: KindId): Promise<Kind> => { const known = kinds.get(id); return known ? Promise.resolve(known) : Promise.reject(new Error(id)); };
  const again = (more: Partial<Engine> = {}): Engine => ({ session, ledger: new CaseLedger(folder), ui, clock, kind, dryRun: false, signal: stop.signal, ...more });
  return {
    engine: again(over), ui, fake, clock, folder, people, stop, again,
    changes: () => fake.seen.filter((s) => CHANGING.includes(s.action)).map((s) => `${s.action} ${s.input.get('UserName') ?? ''}`),
    facts: <T extends Fact['type']>(type: T) => folder.journal.entries.filter((e): e is Extract<Entry, { type: T }> => e.type === type),
  };
}

export const findingOf = (resource: Resource, over: Partial<Finding> = {}): Finding => ({
  id: `f-${resource.name}`, verdict: 'malicious', origin: 'created', because: say('The stranger made it.'), techniques: [], evidence: [], about: 'resource', kind: 'test/person', resource, ...over,
} as Finding);
export const KINDS: ReadonlyMap<KindId, Kind> = new Map<KindId, Kind>([['test/person', personKind], ['test/key', keyKind]]);
/** The plan for these people, of one verb. */
export const steps = (verb: Step['verb'], ...names: readonly string[]): Step[] => plan(names.map((n) => findingOf(person(n), verb === 'replace' ? { kind: 'test/key', origin: 'used' } : {})), KINDS).filter((s) => s.verb === verb);
export const GATE = { id: 'test', title: say('Contain now'), advice: say('Do it.') };
export const EMPTY: Indicators = { accessKeyIds: [], principals: [], sourceIps: [], since: '2026-11-20T00:00:00.000Z' };
