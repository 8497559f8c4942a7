// How well the account was saved: footholds found, contained and removed, evidence kept, bystanders harmed, time to contain.
import type { Arn } from '../../core/types.ts';
import { ec2State } from '../services/ec2/state.ts';
import type { World } from '../world.ts';
import { isContained, isPrincipalCutOff, isRemoved } from './containment.ts';
import type { FootholdOrigin, GroundTruth } from './ground-truth.ts';
import { wholeStock, type Stock, type StockItem } from './stock.ts';

export interface FootholdScore {
  readonly arn: Arn;
  readonly kind: string;
  readonly region: string;
  readonly origin: FootholdOrigin;
  /** Named among the findings; undefined where nobody told what was found. */
  readonly found: boolean | undefined;
  /** It cannot be used any more. */
  readonly contained: boolean;
  /** It is gone, or as it was before. An entry credential counts when it is gone. */
  readonly removed: boolean;
}
/** `gone` and `changed`: a thing of the owner's; `cut-off`: a principal of the owner's that is now denied everything. */
export interface Harm { readonly arn: Arn; readonly kind: string; readonly harm: 'gone' | 'changed' | 'cut-off' }
export interface Score {
  readonly footholds: readonly FootholdScore[];
  readonly bystanders: { readonly total: number; readonly harmed: readonly Harm[]; /** The owner's settings that are other than they were: made safer on request, or changed by mistake. */ readonly settings: readonly Pick<StockItem, 'kind' | 'region' | 'arn'>[] };
  /** The attacker's machines that were terminated: of which every disk, or every disk of one that was started alike, was copied before, and of which not. */
  readonly evidence: { readonly kept: readonly Arn[]; readonly lost: readonly Arn[] };
  /** From the operator's arrival until nothing of the attacker's could be used any more; null: not yet. */
  readonly msToContain: number | null;
}

export interface ScoreInput {
  readonly world: World;
  readonly truth: GroundTruth;
  /** ARNs of the tool's findings. */
  readonly found?: readonly Arn[];
  readonly msToContain: number | null;
}

export function score({ world, truth, found, msToContain }: ScoreInput): Score {
  const stock = wholeStock(world);
  return {
    footholds: truth.footholds.map((one) => ({
      arn: one.arn, kind: one.kind, region: one.region, origin: one.origin, found: found?.includes(one.arn),
      contained: isContained(world, one, stock), removed: isRemoved(world, one, stock),
    })),
    bystanders: bystanders(world, truth, stock),
    evidence: evidence(world, truth, stock),
    msToContain,
  };
}

/** Whether nothing of the attacker's can be used any more. */
export function allContained(world: World, truth: GroundTruth): boolean {
  const stock = wholeStock(world);
  return truth.footholds.every((one) => isContained(world, one, stock));
}

function bystanders(world: World, truth: GroundTruth, stock: Stock): Score['bystanders'] {
  const own = [...truth.initial.values()].filter((item) => !truth.isForeign(item));
  const harmed = own.flatMap((item): Harm[] => {
    const harm = harmOf(world, truth, item, stock);
    return harm === undefined ? [] : [{ arn: item.arn, kind: item.kind, harm }];
  });
  const settings = own.filter((item) => item.setting === true && stock.has(item.arn) && stock.get(item.arn)?.value !== item.value).map(({ arn, kind, region }) => ({ arn, kind, region }));
  return { total: own.length, harmed, settings };
}
function harmOf(world: World, truth: GroundTruth, item: StockItem, stock: Stock): Harm['harm'] | undefined {
  const now = stock.get(item.arn);
  if (now === undefined) return truth.hasTaken(item.arn) ? undefined : 'gone';
  if (now.value !== item.value) return item.setting === true ? undefined : 'changed';
  const principal = item.kind === 'iam/user' || item.kind === 'iam/role';
  // Cutting off whom the attacker used is the work itself; and who was cut off before is not harmed by it.
  if (!principal || truth.isAbused(item.arn) || truth.wasCutOff(item.arn)) return undefined;
  return isPrincipalCutOff(world, item.arn, stock) ? 'cut-off' : undefined;
}

function evidence(world: World, truth: GroundTruth, stock: Stock): Score['evidence'] {
  const ended = truth.footholds.filter(({ kind, origin, arn }) => kind === 'ec2/instance' && origin === 'created' && !stock.has(arn));
  const idOf = (arn: Arn): string => arn.slice(arn.lastIndexOf('/') + 1);
  const copied = ended.filter(({ arn, region }) => {
    const shots = new Set([...(ec2State(world).regions.get(region)?.snapshots.values() ?? [])].map(({ volumeId }) => volumeId));
    return truth.volumesOf(arn).every((volume) => shots.has(idOf(volume)));
  });
  // One machine's copy may stand for all that were started alike.
  const likeness = ({ arn, region }: (typeof ended)[number]): string => { const { imageId = arn, type = '' } = ec2State(world).regions.get(region)?.machines.get(idOf(arn)) ?? {}; return `${region} ${imageId} ${type}`; };
  const told = new Set(copied.map(likeness));
  const kept = ended.filter((one) => told.has(likeness(one)));
  return { kept: kept.map(({ arn }) => arn), lost: ended.filter((one) => !kept.includes(one)).map(({ arn }) => arn) };
}
