// What trust anchors and profiles of IAM Roles Anywhere have alike: switched off, saved, deleted where a stranger made it, else given back out of its own events.
import type { ReadAws, ChangeAws, Clients } from '../../../aws/session.ts';
import { say, type Text } from '../../../core/text.ts';
import type { Call, Json, JsonObject, Operation, Resource } from '../../../core/types.ts';
import { givingBack } from '../../giving-back.ts';
import { preserving } from '../../iam/parts/preservation.ts';
import { inParallel } from '../../in-parallel.ts';
import { defineKind, KEPT_ALL, type HistoryEvent, type Kind } from '../../kind.ts';
import { alike, isForeign, isHidden, objectIn, textIn } from '../../recalling.ts';
import { ifThere } from '../../refusal.ts';
import { plain } from '../../s3/parts/json.ts';

/** Names may repeat; the id is AWS's. `whole`: all that AWS shows of it. */
export interface WayIn extends Resource { readonly id: string; readonly enabled: boolean; readonly whole: JsonObject }
type Verb = 'List' | 'Get' | 'Update' | 'Enable' | 'Disable' | 'Delete';
type Sent = Parameters<Clients['rolesanywhere']['send']>[0];

interface Sort {
  readonly title: Text;
  /** As operations are named, and as requests and answers name it. */
  readonly noun: 'TrustAnchor' | 'Profile';
  readonly member: 'trustAnchor' | 'profile';
  /** Members that an update sets, with what AWS holds where nothing was said; `null`: what cannot be unsaid. */
  readonly members: Readonly<Record<string, Json>>;
  /** Calls that write other settings, of which no event tells what stood before. */
  readonly beside: readonly string[];
  readonly commands: Readonly<Record<Verb, new (input: never) => object>>;
}
const ask = async (sort: Sort, aws: ReadAws, verb: Verb, input: JsonObject): Promise<JsonObject> => plain(await (await aws.client('rolesanywhere')).send(new sort.commands[verb](input as never) as Sent));
const operation = ({ noun }: Sort, verb: string): Operation => `rolesanywhere:${verb}${noun}`;

function read({ member }: Sort, region: string, { updatedAt: _, ...whole }: JsonObject): WayIn {
  const text = (name: string): string => textIn(whole[name]) ?? '', arn = text(`${member}Arn`);
  return { arn, uid: arn, name: text('name'), id: text(`${member}Id`), region, createdAt: text('createdAt'), enabled: whole['enabled'] === true, whole };
}
const input = ({ member }: Sort, r: WayIn): JsonObject => ({ [`${member}Id`]: r.id });
const call = (sort: Sort, r: WayIn, verb: Verb, more: JsonObject = {}): Call => ({ operation: operation(sort, verb), region: r.region, input: { ...input(sort, r), ...more } });
const turn = (sort: Sort, r: WayIn, on: boolean): Call => call(sort, r, on ? 'Enable' : 'Disable');
const send = (sort: Sort, aws: ChangeAws, one: Call): Promise<unknown> => ask(sort, aws, one.operation.slice('rolesanywhere:'.length, -sort.noun.length) as Verb, one.input);

const switchedBy = (sort: Sort, { event }: HistoryEvent): boolean | undefined => (event === operation(sort, 'Enable') ? true : event === operation(sort, 'Disable') ? false : undefined);
/** Members that a call sets; none where it writes something else. */
function setBy(sort: Sort, one: HistoryEvent): readonly string[] {
  if (switchedBy(sort, one) !== undefined) return ['enabled'];
  const names = ['enabled', ...Object.keys(sort.members)];
  return one.event === operation(sort, 'Create') ? names : one.event === operation(sort, 'Update') ? names.filter((name) => one.request?.[name] !== undefined) : [];
}
/** Each call answers with all of it: so the owner's tells what it held, and the stranger's what he left as it was. https://docs.aws.amazon.com/rolesanywhere/latest/userguide/logging-using-cloudtrail.html */
function saidBy(sort: Sort, one: HistoryEvent): readonly (readonly [string, Json])[] {
  const after = objectIn(one.response?.[sort.member]), on = switchedBy(sort, one);
  const said = after ? { ...sort.members, ...after } : { ...one.request, ...(on !== undefined && { enabled: on }) };
  return Object.entries(said).filter(([name]) => name === 'enabled' || name in sort.members);
}
function recall(sort: Sort, history: readonly HistoryEvent[]): JsonObject | undefined {
  const held = new Map<string, Json>(), his = new Set<string>();
  for (const one of history) {
    const set = setBy(sort, one), on = switchedBy(sort, one);
    if (!isForeign(one)) for (const name of set) his.delete(name);
    else if (set.length === 0) return undefined;
    else {
      if (on !== undefined && !held.has('enabled')) held.set('enabled', !on);
      for (const name of set) his.add(name);
    }
    for (const [name, value] of saidBy(sort, one)) if (!his.has(name)) held.set(name, value);
  }
  const aim = [...his].map((name) => [name, held.get(name) ?? null] as const);
  return aim.length === 0 || aim.some(([, value]) => value === null || isHidden(value)) ? undefined : Object.fromEntries(aim);
}
const back = (r: WayIn): WayIn => ({ ...r, enabled: (r.aim?.['enabled'] ?? r.enabled) === true, whole: { ...r.whole, ...r.aim } });
/** Nobody gets in through the stranger's on the way. */
function between(sort: Sort, from: WayIn, to: WayIn): readonly Call[] {
  const changed = Object.entries(to.whole).filter(([name, value]) => name in sort.members && !alike(from.whole[name], value));
  const update = changed.length === 0 ? [] : [call(sort, to, 'Update', Object.fromEntries(changed))];
  return from.enabled === to.enabled ? update : to.enabled ? [...update, turn(sort, to, true)] : [turn(sort, to, false), ...update];
}

function actions(sort: Sort): Kind<WayIn>['actions'] {
  const { title } = sort, told = (r: WayIn) => ({ sort: title, name: `${r.name} (${r.region})` });
  const [UPDATE, ENABLE, DISABLE, DELETE] = [operation(sort, 'Update'), operation(sort, 'Enable'), operation(sort, 'Disable'), operation(sort, 'Delete')];
  return {
    contain: {
      operations: [DISABLE, ENABLE],
      title: (r) => say('Disable it: {{sort}} {{name}}', told(r)),
      breaks: () => say('No certificate gets a new session through it. Sessions that are open stay open until they end, or until the role’s are ended.'),
      calls: (r) => [turn(sort, r, false)],
      undoCalls: (before) => [turn(sort, before, before.enabled)],
      done: (r) => r?.enabled === false,
      undone: (r, before) => r?.enabled === before.enabled,
      apply: async (aws, r) => { await send(sort, aws, turn(sort, r, false)); },
      undo: async (aws, before) => { await send(sort, aws, turn(sort, before, before.enabled)); },
      undoReopens: true,
    },
    preserve: preserving({ title: (r) => say('Save it as it is: {{sort}} {{name}}', told(r)), file: (r) => `rolesanywhere-${r.region}-${r.id}`, operation: operation(sort, 'Get') }),
    eradicate: {
      operations: [DELETE],
      title: (r) => say('Delete it: {{sort}} {{name}}', told(r)),
      calls: (r) => [call(sort, r, 'Delete')],
      done: (r) => r === undefined,
      apply: async (aws, r) => { await ifThere(send(sort, aws, call(sort, r, 'Delete'))); },
      undo: KEPT_ALL,
    },
    recover: givingBack<WayIn>({
      sort: title, operations: [UPDATE, ENABLE, DISABLE], permissions: ['iam:PassRole'], lifts: (r) => r.aim?.['enabled'] === undefined,
      back, calls: (from, to) => between(sort, from, to), send: (aws, one) => send(sort, aws, one),
    }),
  };
}

export function wayIn(sort: Sort & { readonly id: Kind['id'] }): Kind<WayIn> {
  const { id, title, noun, member } = sort;
  return defineKind<WayIn>({
    id, version: 1, title, scope: 'regional', role: 'credential',
    reads: [`rolesanywhere:List${noun}s`, operation(sort, 'Get')],

    async *list({ aws }) {
      for (let page: JsonObject = {}, more = true; more; more = page['nextToken'] !== undefined) {
        page = await ask(sort, aws, 'List', page['nextToken'] === undefined ? {} : { nextToken: page['nextToken'] });
        yield* ((page[`${member}s`] ?? []) as readonly JsonObject[]).map((one) => read(sort, aws.region, one));
      }
    },
    look: (aws, rs) => inParallel(rs, 4, async (r) => {
      const found = r.uid === r.arn ? objectIn((await ifThere(ask(sort, aws, 'Get', input(sort, r))))?.[member]) : undefined;
      return found && read(sort, aws.region, found);
    }),

    traces: { ids: (r) => [r.id, r.arn], created: [operation(sort, 'Create')], changed: [...['Update', 'Enable', 'Disable'].map((verb) => operation(sort, verb)), ...sort.beside.map((one) => `rolesanywhere:${one}`)], used: ['rolesanywhere:CreateSession'] },
    recall: (_, history) => recall(sort, history),
    actions: actions(sort),
  });
}
