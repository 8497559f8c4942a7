// What stands in the account, thing by thing, each with a text of what matters about it: two stocks tell what changed.
import { canonical } from '../../core/digest.ts';
import type { Arn, Json } from '../../core/types.ts';
import type { World } from '../world.ts';
import { stockOfFeatures } from './stock-control.ts';
import { DATA_SERVICES, isDataService, stockOfData, type DataService } from './stock-data.ts';
import { stockOfEc2Region, ec2RegionNames } from './stock-ec2.ts';
import { stockOfIam } from './stock-iam.ts';

export interface StockItem {
  readonly arn: Arn;
  /** `<service>/<resource>` */
  readonly kind: string;
  readonly region: string;
  /** The thing that this one goes with: a key's user, a volume's instance. */
  readonly parent?: Arn;
  /** A setting that an owner is advised to make stronger: changing it harms nobody. */
  readonly setting?: true;
  /** AWS deletes it by itself in some days: a stranger's is as good as gone. */
  readonly going?: true;
  /** Canonical JSON of what matters; tags and times of use do not. */
  readonly value: string;
}
export type Stock = ReadonlyMap<Arn, StockItem>;
/** A part of the account that one call can change: IAM, EC2 in one region, or a service that keeps data in all of its regions. */
export type Part = 'iam' | `ec2/${string}` | DataService;

/** For a thing without an ARN of AWS's own. */
export const ownArn = (kind: string, region: string, owner: string, name: string): Arn => `aws-incident:${kind}:${region}:${owner}/${name}`;

export function stockOf(world: World, part: Part): Stock {
  const items = part === 'iam' ? [...stockOfIam(world), ...stockOfFeatures(world)] : isDataService(part) ? stockOfData(world, part) : stockOfEc2Region(world, part.slice('ec2/'.length));
  return new Map(items.map((item) => [item.arn, item]));
}
export function wholeStock(world: World): Stock {
  const parts: readonly Part[] = ['iam', ...DATA_SERVICES, ...ec2RegionNames(world).map((name): Part => `ec2/${name}`)];
  return new Map(parts.flatMap((part) => [...stockOf(world, part)]));
}
/** The part that an operation can change; undefined where it changes none that is kept here. */
export function partOf(service: string, region: string): Part | undefined {
  if (service === 'iam' || isDataService(service)) return service;
  return service === 'ec2' || service === 'autoscaling' ? `ec2/${region}` : undefined;
}
type Value = Readonly<Record<string, Json | undefined>>;
export const valueOf = (what: Value): string => canonical(what);
export const itemOf = (kind: string, region: string, arn: Arn, value: Value, more: Partial<StockItem> = {}): StockItem => ({ arn, kind, region, value: valueOf(value), ...more });
/** As JSON has it: dates as text, nothing undefined. */
export const plain = (what: unknown): Json => JSON.parse(JSON.stringify(what ?? null)) as Json;
