// Which things stand in the account that a kind is tried on: each room furnishes its own, so that no test pays for the others.
import type { SteppedClock } from '../../../src/core/clock.ts';
import type { JsonObject, KindId, Resource } from '../../../src/core/types.ts';
import type { Kind } from '../../../src/kinds/kind.ts';
import type { Play } from '../account.ts';
import { furnishInstances } from './ec2-instance.ts';
import { furnishIam } from './iam.ts';

export type Furnish = (play: Play, clock: SteppedClock) => Promise<void>;

/** By kind, or by the service of a kind: three or more of each kind, spread over more than one page. */
const FURNISH: Readonly<Record<string, Furnish>> = {
  iam: furnishIam,
  sts: furnishIam,
  'ec2/instance': furnishInstances,
};
/** What a thing is to be given back to, where a kind has `recover`. */
const AIMS: Readonly<Partial<Record<KindId, (r: Resource) => JsonObject>>> = {};

/** What an account or a Region has once. */
export const SINGLE: ReadonlySet<KindId> = new Set<KindId>([
  'sts/caller',
  'ses/account-sending', 'sns/sms-attributes', 'bedrock/model-invocation-logging', 'iam/account-password-policy', 'iam/account-alias', 'account/contact-information',
]);

export function furnishing(id: KindId): Furnish {
  const furnish = FURNISH[id] ?? FURNISH[id.split('/')[0] ?? ''];
  if (!furnish) throw new Error(`Nothing furnishes an account for ${id}: add it to test/contract/furnish/all.ts.`);
  return furnish;
}
export function withAim<R extends Resource>({ id }: Kind, r: R): R {
  const aim = AIMS[id]?.(r);
  return aim ? { ...r, aim } : r;
}
