// How a real account lies in the Regions: half in one, most of the rest in three, a little in each of the others.
const FIRST: readonly (readonly [string, number])[] = [['us-east-1', 0.5], ['eu-west-1', 0.2], ['us-west-2', 0.12], ['ap-southeast-1', 0.06]];
const REST = ['us-east-2', 'us-west-1', 'ca-central-1', 'sa-east-1', 'eu-central-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-2', 'ap-south-1'];

/** `[region, how many]`, all of `n` together. */
export function inRegions(n: number): readonly (readonly [string, number])[] {
  const first = FIRST.map(([region, share]) => [region, Math.floor(n * share)] as const);
  const left = n - first.reduce((sum, [, count]) => sum + count, 0);
  return [...first, ...REST.map((region, i) => [region, Math.floor(left / REST.length) + (i < left % REST.length ? 1 : 0)] as const)];
}
