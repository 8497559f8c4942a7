// From events and indicators to the answer of `trace`: who did what with these credentials. Pure.
import type { LogProof, OtherAccount } from '../core/record.ts';
import { render, type Text } from '../core/text.ts';
import type { Attribution, CoverageCell, Indicators, JsonObject, TechniqueId } from '../core/types.ts';
import { detect, strongOnes, type Shown } from './signs/detections.ts';
import type { TrailEvent } from './event.ts';
import type { LogSource } from './logs/files.ts';
import { elsewhereOf } from './lineage/elsewhere.ts';
import { footholdsOf, type Foothold } from './lineage/footholds.ts';
import { inOrder, lineageOf, type Lineage } from './lineage/lineage.ts';
import type { Claimed } from './lineage/say-so.ts';

export interface TraceInput {
  readonly events: readonly TrailEvent[];
  /** `principals` may hold bare user names; `since` is `''` where nothing is known. */
  readonly indicators: Indicators;
  readonly owned?: Claimed;
  readonly disowned?: Claimed;
  /** Request ids of the tool's own calls. */
  readonly ownRequests?: ReadonlySet<string>;
  /** Where `events` are not the whole log: what signs of attack the whole of it shows, by event id, and how many events it has. */
  readonly signs?: ReadonlyMap<string, readonly Shown[]>;
  readonly read?: number;
}
export interface TracedEvent { readonly event: TrailEvent; readonly attribution: Attribution; readonly because: Text; readonly techniques: readonly TechniqueId[] }
export interface Trace {
  readonly indicators: Indicators;
  readonly lineage: Lineage;
  /** What is attributed, oldest first; not the whole log. */
  readonly events: readonly TracedEvent[];
  readonly footholds: readonly Foothold[];
  readonly counts: Readonly<Record<Attribution | 'read', number>>;
  /** Event id → hand, for attribution of resources. */
  readonly hands: ReadonlyMap<string, Attribution>;
}

export function trace(input: TraceInput): Trace {
  const events = inOrder(input.events);
  const signs = input.signs ?? detect(events);
  const { indicators } = input;
  const lineage = lineageOf(events, {
    ...indicators, strong: strongOnes(signs),
    ...(input.owned === undefined ? {} : { owned: input.owned }), ...(input.disowned === undefined ? {} : { disowned: input.disowned }), ...(input.ownRequests === undefined ? {} : { ownRequests: input.ownRequests }),
  });
  const traced = tracedEvents(events, lineage, signs, input.ownRequests);
  const attacker = new Set(traced.filter((t) => t.attribution === 'attacker').map((t) => t.event.id));
  const count = (attribution: Attribution): number => traced.filter((t) => t.attribution === attribution).length;
  return {
    indicators: { ...indicators, since: lineage.since }, lineage, events: traced,
    footholds: footholdsOf(events, attacker),
    counts: { read: input.read ?? events.length, attacker: count('attacker'), undecided: count('undecided'), suspect: count('suspect'), owner: count('owner') },
    hands: new Map(traced.map((t) => [t.event.id, t.attribution])),
  };
}

function tracedEvents(events: readonly TrailEvent[], lineage: Lineage, signs: ReadonlyMap<string, readonly Shown[]>, own: ReadonlySet<string> | undefined): readonly TracedEvent[] {
  const hands = new Map(lineage.attributed.map((a) => [a.event, a]));
  return events.flatMap((event): readonly TracedEvent[] => {
    const shown = signs.get(event.id) ?? [];
    const techniques = [...new Set(shown.flatMap((s) => s.techniques))];
    const hand = hands.get(event);
    if (hand !== undefined) return [{ event, attribution: hand.hand, because: hand.because, techniques: hand.hand === 'owner' ? [] : techniques }];
    const [first] = shown;
    if (first === undefined || own?.has(event.requestId) === true) return [];
    return [{ event, attribution: 'suspect', because: first.because, techniques }];
  });
}

/** The document of `trace --json` (product.md): plain JSON, sentences in English. */
export function traceJson(result: Trace, sources: readonly LogSource[], coverage: readonly CoverageCell[] = [], proofs: readonly LogProof[] = []): JsonObject {
  return {
    schemaVersion: 1,
    sources: sources.map((s) => ({ path: s.path, files: s.files, events: s.events, duplicates: s.duplicates, rejected: s.rejected.map((r) => ({ file: r.file, line: r.line, why: render(r.why) })), integrity: integrityOf(proofs.find((p) => p.path === s.path)) })),
    coverage: coverage.map((c) => ({ check: c.check, region: c.region, state: c.state, gap: c.gap, detail: render(c.detail) })),
    indicators: { accessKeyIds: [...result.indicators.accessKeyIds], principals: [...result.indicators.principals], sourceIps: [...result.indicators.sourceIps], since: result.indicators.since },
    lineage: { credentials: result.lineage.credentials.map((c) => ({ ...c })), principals: result.lineage.principals.map((p) => ({ ...p })), elsewhere: elsewhereIn(result).map((one) => ({ ...one })) },
    events: result.events.map(({ event, attribution, because, techniques }) => ({
      id: event.id, time: event.time, region: event.region, source: event.source, name: event.name, principal: event.principal, credential: event.credential, sourceIp: event.sourceIp,
      ...(event.errorCode === undefined ? {} : { errorCode: event.errorCode }), attribution, because: render(because), techniques: [...techniques],
    })),
    footholds: result.footholds.map((f) => ({ ...f })),
    counts: { ...result.counts },
  };
}
const integrityOf = (proof: LogProof | undefined): JsonObject | null =>
  (proof === undefined ? null : { digests: proof.digests, proven: proof.proven, unproven: proof.unproven, forged: proof.forged, files: { ...proof.files }, sound: proof.sound, said: proof.said.map((one) => render(one)) });
/** Sessions that were opened in other accounts with what is traced. */
export const elsewhereIn = (result: Trace): readonly OtherAccount[] => elsewhereOf(result.events.map((t) => t.event), result.hands);
