// The live adversary: what a scenario's actors do when they see what the operator did.
import { canonical } from '../../core/digest.ts';
import type { Json } from '../../core/types.ts';
import type { RequestEntry } from '../dispatch/requests.ts';
import type { Player } from '../scenario/player.ts';
import { fillMembers, UnknownReference } from '../scenario/references.ts';
import type { Reaction } from '../scenario/scenario.ts';
import { durationMs } from '../scenario/times.ts';

export class Adversary {
  readonly #player: Player;
  readonly #left: Map<Reaction, number>;
  #seen = 0;
  #deeds = 0;

  constructor(player: Player) {
    this.#player = player;
    this.#left = new Map(player.scenario.reactions.map((reaction) => [reaction, reaction.times]));
  }
  /** Deeds so far: grows when the adversary has acted. */
  get deeds(): number { return this.#deeds; }

  /** Looks at the requests that were answered since the last look, and plans what follows from them. */
  watch(): void {
    const { entries } = this.#player.world.requests;
    for (const entry of entries.slice(this.#seen)) for (const reaction of this.#player.scenario.reactions) if (this.#isRoused(reaction, entry)) this.#plan(reaction, entry);
    this.#seen = entries.length;
  }

  #isRoused(reaction: Reaction, entry: RequestEntry): boolean {
    if (entry.outcome !== 'ok' || reaction.on !== `${entry.service}:${entry.operation}` || (this.#left.get(reaction) ?? 0) < 1) return false;
    const input = entry.input as Readonly<Record<string, unknown>>;
    return Object.entries(fillMembers(reaction.when, this.#player.saved)).every(([name, value]) => canonical(value) === canonical(input[name]));
  }
  #plan(reaction: Reaction, { at, input }: RequestEntry): void {
    this.#left.set(reaction, (this.#left.get(reaction) ?? 0) - 1);
    const { world } = this.#player;
    world.schedule(new Date(at.getTime() + durationMs(reaction.after)), () => this.#react(reaction, input as Json));
  }
  /** What is refused is refused; what builds on it is then left. */
  async #react(reaction: Reaction, on: Json): Promise<void> {
    const saved = new Map(this.#player.saved).set('on', on);
    for (const deed of reaction.deeds) {
      this.#deeds += 1;
      try { await this.#player.play(reaction.as, deed, saved); } catch (error) {
        if (error instanceof UnknownReference) return;
        throw error;
      }
    }
    for (const { save } of reaction.deeds) if (save !== undefined && saved.has(save)) this.#player.saved.set(save, saved.get(save));
  }
}
