// What is truly the attacker's: computed from what the account looked like before and after each of the attacker's calls.
import type { ServiceId } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import type { Arn, Json, JsonObject } from '../../core/types.ts';
import { ec2Region, tagsOf } from '../services/ec2/state.ts';
import { iamState } from '../services/iam/state.ts';
import { sessionsOf } from '../services/sts/sessions.ts';
import type { World } from '../world.ts';
import { idIn, isPrincipalCutOff, isRemoved } from './containment.ts';
import type { Played, Player, Witness } from './player.ts';
import { fillText } from './references.ts';
import { ownArn, partOf, stockOf, wholeStock, type Stock, type StockItem } from './stock.ts';

/** `entry`: a credential of the owner's that the attacker used; `session`: temporary credentials that an attacker's call gave. */
export type FootholdOrigin = 'entry' | 'session' | 'created' | 'changed';
/** Anything that an attacker's call made or changed, or that descends from it. */
export interface Foothold {
  readonly arn: Arn;
  readonly kind: string;
  readonly region: string;
  readonly origin: FootholdOrigin;
  readonly parent?: Arn;
  /** As the attacker left it. */
  readonly value: string;
  /** As it was before the attacker touched it; undefined: it was not. */
  readonly before?: string;
  /** What the owner had under this name, which the attacker deleted before he made his own. */
  readonly gone?: string;
  /** Of credentials. */
  readonly accessKeyId?: string;
}

/** Parts of a machine go with it and are not counted by themselves. */
const PARTS = new Set(['ec2/volume', 'ec2/network-interface', 'ec2/instance-profile-association']);

export class GroundTruth implements Witness {
  readonly #world: World;
  readonly #marks = new Map<Arn, Foothold>();
  /** Part → the machine that it goes with. */
  readonly #parts = new Map<Arn, Arn>();
  /** Principals whose credentials or sessions the attacker used: the operator may cut these off. */
  readonly #abused = new Set<Arn>();
  /** Versions that the attacker put into launch templates: `lt-…:2`. */
  readonly #versions = new Set<string>();
  /** What the owner had and an attacker's call took away: back as it was (a user renamed there and back) it is the owner's. */
  readonly #gone = new Map<Arn, StockItem>();
  #before: Stock = new Map();
  #initial: Stock = new Map();
  #counted: Set<Arn> | undefined;
  #cutOff: ReadonlySet<Arn> = new Set();

  constructor(world: World) { this.#world = world; }

  before(service: ServiceId, region: string, attacker: boolean): void {
    const part = attacker || this.#mayOverwrite ? partOf(service, region) : undefined;
    this.#before = part === undefined ? new Map<Arn, StockItem>() : stockOf(this.#world, part);
  }
  after(played: Played, attacker: boolean): void {
    const [service = ''] = played.deed.call.split(':');
    const part = partOf(service, played.region);
    if (!attacker) {
      if (part !== undefined && this.#mayOverwrite) this.#overwritten(stockOf(this.#world, part));
      return;
    }
    if (part !== undefined) this.#compare(stockOf(this.#world, part));
    this.#sessionOf(played.output);
    const { LaunchTemplateId = '', VersionNumber = 0 } = (played.output as { LaunchTemplateVersion?: { LaunchTemplateId?: string; VersionNumber?: number } } | undefined)?.LaunchTemplateVersion ?? {};
    if (VersionNumber > 0) this.#versions.add(`${LaunchTemplateId}:${String(VersionNumber)}`);
    this.#rootOf(played);
    this.#abuse(played.accessKeyId);
  }
  /** The disk itself is there only when AWS has made it. */
  #rootOf({ output, region }: Played): void {
    const { InstanceId: id } = (output as { ReplaceRootVolumeTask?: { InstanceId?: string } } | undefined)?.ReplaceRootVolumeTask ?? {};
    const machine = `arn:${this.#world.partition}:ec2:${region}:${this.#world.id}:instance/${id ?? ''}`;
    if (id !== undefined) this.#parts.set(`${machine}/root`, machine);
  }
  /** What the owner did while the stranger was there; once the operator has come, the account is compared with how it was then. */
  get #mayOverwrite(): boolean { return this.#marks.size > 0 && this.#counted === undefined; }
  /** What the owner set since is the owner's: the stranger's change is what is left of it. */
  #overwritten(after: Stock): void {
    for (const [arn, mark] of this.#marks) {
      const item = after.get(arn);
      const old = this.#before.get(arn);
      if (old === undefined || item?.value === old.value) continue;
      const before = item && mark.before !== undefined ? withChanges(mark.before, old.value, item.value, !NAMELESS.has(item.kind)) : mark.before;
      if (item === undefined || before === item.value) this.#marks.delete(arn);
      else this.#marks.set(arn, { ...mark, value: item.value, ...(before === undefined ? {} : { before }) });
    }
  }
  /** Called once, when the history is complete: what stands now is what the operator finds. */
  settleDown(player: Player): void {
    for (const actor of player.scenario.actors.values()) {
      if (!actor.attacker) continue;
      if (actor.credential !== undefined) this.#entry((arn) => arn.endsWith(`/${fillText(actor.credential ?? '', player.saved)}`));
      if (actor.user !== undefined) this.#entry((arn) => arn === ownArn('iam/login-profile', 'aws-global', actor.user ?? '', 'password'));
    }
    const stock = wholeStock(this.#world);
    this.#initial = stock;
    this.#markStarted(stock);
    this.#counted = new Set(this.footholds.filter((one) => !isRemoved(this.#world, one, stock)).map(({ arn }) => arn));
    // What stands as before is the owner's again, and nobody may touch it.
    for (const { arn, origin } of [...this.#marks.values()]) if (origin === 'changed' && !this.#counted.has(arn)) this.#marks.delete(arn);
    this.#cutOff = new Set([...stock.values()].filter(({ kind, arn }) => (kind === 'iam/user' || kind === 'iam/role') && isPrincipalCutOff(this.#world, arn, stock)).map(({ arn }) => arn));
  }

  /** The account as the operator found it. */
  get initial(): Stock { return this.#initial; }
  isAbused(principal: Arn): boolean { return this.#abused.has(principal); }
  /** A principal that was denied everything when the operator came. */
  wasCutOff(principal: Arn): boolean { return this.#cutOff.has(principal); }
  /** Disks of one of the attacker's machines, also of one that is gone. */
  volumesOf(instance: Arn): readonly Arn[] { return [...this.#parts].filter(([part, machine]) => machine === instance && part.includes(':volume/')).map(([part]) => part); }
  /** It is gone by the attacker's own hand. */
  hasTaken(arn: Arn): boolean { return this.#gone.has(arn); }
  /** Whether the attacker made or changed it, or a thing that it goes with. */
  isForeign(item: Pick<StockItem, 'arn' | 'parent'>): boolean {
    return this.#marks.has(item.arn) || this.#parts.has(item.arn) || (item.parent !== undefined && (this.#marks.get(item.parent)?.origin === 'created' || this.#isOneOfMany(item) || this.#descends(item.parent)));
  }
  /**
   * A group that the stranger made larger is made smaller again: which of its machines go then, Auto Scaling decides.
   * And a machine that the stranger changed, or gave another part, is cut off by its interfaces; one that he gave another root disk loses the old one.
   */
  #isOneOfMany({ arn, parent = '' }: Pick<StockItem, 'arn' | 'parent'>): boolean {
    if (arn.includes(':volume/')) return this.#parts.has(`${parent}/root`);
    return (arn.includes(':instance/') || arn.includes(':network-interface/')) && (this.#marks.has(parent) || [...this.#parts.values()].includes(parent));
  }
  /** A disk of a machine that the attacker's group started: three in a row. */
  #descends(parent: Arn): boolean {
    const item = this.#initial.get(parent);
    return item !== undefined && !this.#marks.has(parent) && this.isForeign(item);
  }
  /** What stood when the operator came, and what the attacker made since; before that, all that the attacker ever made. */
  get footholds(): readonly Foothold[] {
    const all = [...this.#marks.values()];
    return this.#counted ? all.filter(({ arn }) => this.#counted?.has(arn) === true) : all;
  }

  #compare(after: Stock): void {
    for (const item of after.values()) {
      const old = this.#before.get(item.arn);
      if ((old ?? this.#backAgain(item))?.value === item.value) continue;
      if (item.parent !== undefined && (PARTS.has(item.kind) || this.#cameWith(item.parent, old))) { this.#parts.set(item.arn, item.parent); continue; }
      this.#mark(item, old);
    }
    // What the attacker deleted is nobody's foothold any more.
    for (const old of this.#before.values()) if (!after.has(old.arn) && !this.#marks.delete(old.arn)) this.#gone.set(old.arn, old);
  }
  /** By its id, or with what it is a part of: a device enrolled anew under the old name is another. */
  #backAgain({ arn, parent = '' }: StockItem): StockItem | undefined {
    const was = this.#gone.get(arn);
    return was && (idIn(was.value) !== undefined || this.#gone.has(parent)) ? was : undefined;
  }
  /** With what goes with them. */
  #markStarted(stock: Stock): void {
    for (const item of stock.values()) if (this.#startedFromTheirs(item)) this.#mark(item, undefined);
    for (const { kind, arn, parent = '' } of stock.values()) if (PARTS.has(kind) && this.#marks.get(parent)?.kind === 'ec2/instance') this.#parts.set(arn, parent);
  }
  /** A machine that the owner's group started from the attacker's version. */
  #startedFromTheirs({ kind, region, arn }: StockItem): boolean {
    if (kind !== 'ec2/instance' || this.#marks.has(arn)) return false;
    const tags = tagsOf(ec2Region(this.#world, region), arn.slice(arn.lastIndexOf('/') + 1));
    return this.#versions.has(`${tags.get('aws:ec2launchtemplate:id') ?? ''}:${tags.get('aws:ec2launchtemplate:version') ?? ''}`);
  }
  /** A call that makes a thing makes what comes with it: a machine its settings, a group its first rule, a VPC its routes. */
  #cameWith(parent: Arn, old: StockItem | undefined): boolean { return old === undefined && !this.#before.has(parent) && !this.#gone.has(parent); }
  #mark(item: StockItem, old: StockItem | undefined): void {
    const known = this.#marks.get(item.arn);
    const before = known ? known.before : old?.value;
    const gone = before === undefined ? this.#gone.get(item.arn)?.value : undefined;
    this.#keep({ ...item, origin: before === undefined ? 'created' : 'changed', ...(before === undefined ? {} : { before }), ...(gone === undefined ? {} : { gone }), ...keyIdOf(item) });
  }
  #sessionOf(output: unknown): void {
    const id = (output as { Credentials?: { AccessKeyId?: string } } | undefined)?.Credentials?.AccessKeyId;
    const held = id === undefined ? undefined : sessionsOf(this.#world).find(id);
    if (id === undefined || held === undefined) return;
    const arn = ownArn('sts/session', 'aws-global', held.caller.session?.issuerName ?? '', id);
    const parent = held.caller.session?.issuerArn;
    this.#keep({ arn, kind: 'sts/session', region: 'aws-global', origin: 'session', value: '', accessKeyId: id, ...(parent === undefined ? {} : { parent }) });
    this.#abuse(id);
  }
  #abuse(accessKeyId: string): void {
    const principal = sessionsOf(this.#world).find(accessKeyId)?.caller.session?.issuerArn ?? this.#ownerOf(accessKeyId);
    if (principal !== undefined) this.#abused.add(principal);
  }
  /** A credential of the owner's that the attacker has. */
  #entry(isIt: (arn: Arn) => boolean): void {
    const item = [...stockOf(this.#world, 'iam').values()].find(({ arn }) => isIt(arn));
    if (!item || this.#marks.has(item.arn)) return;
    this.#keep({ ...item, origin: 'entry', before: item.value, ...keyIdOf(item) });
    if (item.parent !== undefined) this.#abused.add(item.parent);
  }
  #keep(foothold: Foothold): void {
    this.#marks.set(foothold.arn, foothold);
    this.#counted?.add(foothold.arn);
  }
  #ownerOf(accessKeyId: string): Arn | undefined {
    const state = iamState(this.#world);
    const key = state.keys.get(accessKeyId);
    return key && state.users.byId(key.ownerId)?.arn;
  }
}
/** AWS tells nobody's name on a delete marker: whoever takes the stranger's off takes off the owner's of the same days, and says so. */
const NAMELESS = new Set(['s3/delete-markers']);
/** `before`, with what somebody else changed since from `old` to `now`. Texts that are no records are taken whole. */
function withChanges(before: string, old: string, now: string, listByEntry: boolean): string {
  const [was, from, to] = [before, old, now].map(recordIn);
  if (!was || !from || !to) return now;
  const set = Object.entries(to).flatMap(([name, value]) => (canonical(value) === canonical(from[name] ?? null) ? [] : [[name, listByEntry ? listWithChanges(was[name], from[name], value) : value] as const]));
  const kept = Object.entries(was).filter(([name]) => !(name in from) || name in to);
  return canonical(Object.fromEntries([...kept, ...set]));
}
/** Of a sorted list of texts only what was put in and taken out since; any other value is taken whole. */
function listWithChanges(before: Json | undefined, old: Json | undefined, now: Json): Json {
  const [was, from, to] = [before, old, now].map(sortedTexts);
  if (!was || !from || !to) return now;
  return [...new Set([...was.filter((one) => !from.includes(one) || to.includes(one)), ...to.filter((one) => !from.includes(one))])].sort();
}
function sortedTexts(value: Json | undefined): readonly string[] | undefined {
  const texts = (Array.isArray(value) ? value as readonly Json[] : [null]).filter((one) => typeof one === 'string');
  return canonical(texts.toSorted()) === canonical(value ?? null) ? texts : undefined;
}
function recordIn(text: string): JsonObject | undefined {
  return text.startsWith('{') ? JSON.parse(text) as JsonObject : undefined;
}
const keyIdOf = ({ kind, arn }: StockItem): { accessKeyId?: string } => (kind === 'iam/access-key' ? { accessKeyId: arn.slice(arn.lastIndexOf('/') + 1) } : {});
