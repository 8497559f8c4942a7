// What is truly the attacker's: computed from what the account looked like before and after each of the attacker's calls.
import type { ServiceId } from '../../aws/session.ts';
import type { Arn } from '../../core/types.ts';
import { iamState } from '../services/iam/state.ts';
import { sessionsOf } from '../services/sts/sessions.ts';
import type { World } from '../world.ts';
import { isPrincipalCutOff, isRemoved } from './containment.ts';
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
  #before: Stock = new Map();
  #initial: Stock = new Map();
  #counted: Set<Arn> | undefined;
  #cutOff: ReadonlySet<Arn> = new Set();

  constructor(world: World) { this.#world = world; }

  before(service: ServiceId, region: string): void {
    const part = partOf(service, region);
    this.#before = part === undefined ? new Map<Arn, StockItem>() : stockOf(this.#world, part);
  }
  after(played: Played): void {
    const [service = ''] = played.deed.call.split(':');
    const part = partOf(service, played.region);
    if (part !== undefined) this.#compare(stockOf(this.#world, part));
    this.#sessionOf(played.output);
    this.#abuse(played.accessKeyId);
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
    this.#counted = new Set(this.footholds.filter((one) => !isRemoved(this.#world, one, stock)).map(({ arn }) => arn));
    this.#cutOff = new Set([...stock.values()].filter(({ kind, arn }) => (kind === 'iam/user' || kind === 'iam/role') && isPrincipalCutOff(this.#world, arn, stock)).map(({ arn }) => arn));
  }

  /** The account as the operator found it. */
  get initial(): Stock { return this.#initial; }
  isAbused(principal: Arn): boolean { return this.#abused.has(principal); }
  /** A principal that was denied everything when the operator came. */
  wasCutOff(principal: Arn): boolean { return this.#cutOff.has(principal); }
  /** Disks of one of the attacker's machines, also of one that is gone. */
  volumesOf(instance: Arn): readonly Arn[] { return [...this.#parts].filter(([part, machine]) => machine === instance && part.includes(':volume/')).map(([part]) => part); }
  /** Whether the attacker made or changed it, or a thing that it goes with. */
  isForeign(item: Pick<StockItem, 'arn' | 'parent'>): boolean {
    return this.#marks.has(item.arn) || this.#parts.has(item.arn) || (item.parent !== undefined && (this.#marks.get(item.parent)?.origin === 'created' || this.#descends(item.parent)));
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
      if (old?.value === item.value) continue;
      if (item.parent !== undefined && (PARTS.has(item.kind) || this.#cameWith(item.parent, old))) { this.#parts.set(item.arn, item.parent); continue; }
      this.#mark(item, old);
    }
    // What the attacker deleted is nobody's foothold any more.
    for (const old of this.#before.values()) if (!after.has(old.arn)) this.#marks.delete(old.arn);
  }
  /** A call that makes a thing makes what comes with it: a machine its settings, a group its first rule, a VPC its routes. */
  #cameWith(parent: Arn, old: StockItem | undefined): boolean { return old === undefined && !this.#before.has(parent); }
  #mark(item: StockItem, old: StockItem | undefined): void {
    const known = this.#marks.get(item.arn);
    const before = known ? known.before : old?.value;
    this.#keep({ ...item, origin: before === undefined ? 'created' : 'changed', ...(before === undefined ? {} : { before }), ...keyIdOf(item) });
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
const keyIdOf = ({ kind, arn }: StockItem): { accessKeyId?: string } => (kind === 'iam/access-key' ? { accessKeyId: arn.slice(arn.lastIndexOf('/') + 1) } : {});
