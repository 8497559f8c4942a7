// Each operation of verify denied once: the cell says so, the verdict says what was not seen, and nothing else is lost.
import { afterAll, expect, test } from 'vitest';
import { READS_ALARMS } from '../../src/aws/alarms.ts';
import { iamActionsOf } from '../../src/core/iam-actions.ts';
import { render } from '../../src/core/text.ts';
import type { Finding, Operation } from '../../src/core/types.ts';
import { removeFolders, type Run } from '../harness/play.ts';
import { sampled } from '../harness/sample.ts';
import { audit } from './accounts.ts';
import { cleanOf, eachOnce, kinds, limited } from './limited.ts';

afterAll(removeFolders);
const findingsOf = (run: Run): ReadonlyMap<string, Finding> => new Map((run.outcome?.findings ?? []).map((f) => [f.id, f]));
const screenOf = (run: Run): string => run.ui.heard.map((h) => JSON.stringify(h)).join('\n');

/** What tells who and what was not used for long. */
const UNUSED: ReadonlySet<Operation> = new Set(['iam:GetAccountAuthorizationDetails', 'iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails']);
/** What AWS's own detectors say is shown by nothing else. */
const saysAlarm = (f: Finding, operation: Operation): boolean => READS_ALARMS.includes(operation) && f.id.startsWith(`beyond:${operation.split(':')[0] ?? ''}/`);
/** What these could not show is told where it is needed, in words of its own. */
const OTHERWISE: ReadonlyMap<Operation, string> = new Map([
  ['iam:SimulatePrincipalPolicy', 'you may not ask IAM'], ['s3:GetBucketPolicyStatus', 'buckets that AWS did not show, if they are public'], ['s3:GetBucketWebsite', 'buckets that AWS did not show, if they are public'],
]);
/** What IAM and other global services do stands in the history of the global Region. */
const inRegion = (region: string, of: string): boolean => of === region || (of === 'aws-global' && region === 'us-east-1');

/** What this denial did that it may not do. */
async function harm({ operation, family, sent: { service, operation: name, region } }: Denied): Promise<readonly string[]> {
  const clean = (await cleanOf(family)).run;
  const account = await limited(family);
  account.world.faults.add({ fault: { kind: 'access-denied' }, service, operation: name, region });
  const run = await audit(account);
  const dependent = new Set(kinds.filter((k) => k.reads.includes(operation)).map((k) => k.id));
  const own = (f: Finding): boolean => (f.about === 'resource' && dependent.has(f.kind)) || (f.about === 'spend' && operation === 'ce:GetCostAndUsage') || (f.id.startsWith('beyond:unused:') && UNUSED.has(operation)) || saysAlarm(f, operation)
    || (operation === 'cloudtrail:LookupEvents' && inRegion(region, f.about === 'resource' ? f.resource.region : f.region));
  const [before, after] = [findingsOf(clean), findingsOf(run)];
  const gaps = (run.outcome?.cells ?? []).filter((c) => c.gap && c.state === 'denied');
  // AWS's own words name the action, which may be called otherwise than the operation.
  const names = [operation, ...iamActionsOf(operation)];
  const sentences = OTHERWISE.has(operation) ? [OTHERWISE.get(operation) ?? ''] : names;
  const said = gaps.some((c) => names.some((name) => render(c.detail).includes(name)) || c.check === 'activity/event-history') || sentences.some((one) => screenOf(run).includes(one));
  const named = run.ui.shown('list').some((l) => l.title.say === 'Not seen, and so not judged');
  return [
    ...(run.outcome === undefined ? [`${operation}: the run did not end`] : []),
    ...(said ? [] : [`${operation} in ${region}: nobody is told`]),
    ...(gaps.length === 0 || named ? [] : [`${operation} in ${region}: the verdict is silent`]),
    ...[...before.values()].filter((f) => !own(f) && after.get(f.id)?.verdict !== f.verdict).map((f) => `${operation} in ${region}: ${f.id} is ${after.get(f.id)?.verdict ?? 'lost'}, was ${f.verdict}`),
  ];
}

type Denied = Awaited<ReturnType<typeof eachOnce>>[number];
const all = await eachOnce();
test.each(sampled(all, 1, 'denied operations').map((one) => [one.operation, one.family, one.sent.region, one] as const))('%s denied (%s, %s) is told of, and nothing else is lost', async (_, __, ___, denied) => {
  expect(await harm(denied)).toEqual([]);
});
