// All mechanisms of a family at once, planted and played to the end: nothing of the stranger's is left but what is named here, and nothing of the owner's is harmed, also where the owner did the same at the same time.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { expectFit, leftOf } from '../scenarios/incident.ts';
import type { Mechanism } from './row.ts';
import { scenarioOf, strangersKey } from './stage.ts';
import { families as undone } from './ways-off.ts';

const FOLDER = join(import.meta.dirname, 'rows');
const families = await Promise.all(readdirSync(FOLDER).filter((f) => f.endsWith('.ts')).sort().map(async (file) => [file.replace('.ts', ''), (await import(join(FOLDER, file)) as { readonly rows: readonly Mechanism[] }).rows] as const));
afterAll(removeFolders);

/** What is left, by sort, and why nothing could give it back. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  // The build specification is hidden in its events.
  containers: ['changed amplify/app (contained)'],
  // A deleted recovery point is nowhere.
  data: ['changed backup/vault'],
  // AWS shows no definition of before, and its events hide it.
  functions: ['changed states/state-machine (contained)'],
  // Only the root user deletes its key in the console; a request whose token was sent is the provider's.
  identities: ['created iam/access-key', 'created iam/delegation-request'],
  // Masked in the events.
  money: ['changed account/contact-information'],
  // The code of before and the name servers of the registration stand in no event; the encryption that AWS gives a new bucket does not either.
  storage: ['changed cloudfront/function', 'changed route53domains/domain', 'changed s3/bucket-encryption (contained)'],
  // A schedule cannot be taken off a task: it is off.
  'ways-out-transfers': ['changed datasync/task (contained)'],
};
/** Of what is older than the history besides: what stands as the stranger left it, and is told. */
const UNTOLD: Readonly<Record<string, readonly string[]>> = {
  data: ['changed backup/vault-lock', 'changed rds/db-instance'],
  guards: ['changed cloudtrail/trail', 'changed config/configuration-recorder'],
  identities: ['changed iam/saml-provider'],
  money: ['changed iam/account-alias'],
  network: ['changed ec2/elastic-ip'],
  storage: ['changed cloudfront/distribution', 'created cloudfront/function', 'changed route53/record-set'],
};
/** Of what was switched off, narrowed or taken out: what no call of the program puts back yet, told with the events. */
const STAYS: Readonly<Record<string, readonly string[]>> = {
  data: ['changed sns/topic-policy', 'changed sqs/queue-policy'],
  functions: ['changed amplify/app (contained)', 'changed apigateway/api (contained)', 'changed eks/access-entry (contained)', 'changed glue/job', 'changed lambda/function (contained)', 'changed sagemaker/notebook-instance'],
  machines: ['changed ec2/image', 'changed ec2/volume'],
  network: ['changed ec2/elastic-ip'],
};

interface End { readonly left: readonly string[]; readonly harmed: readonly string[]; readonly lost: readonly unknown[] }
async function ended(source: ScenarioSource): Promise<End> {
  const account = await openAccount(source);
  const run = await play(account, { kinds: 'all', options: { accessKeyIds: [strangersKey(account)] } });
  expectFit({ run });
  const { bystanders, evidence } = account.score();
  // Without the names: what it is, whose it was, and whether it can be used.
  const left = leftOf({ account, run }).map((line) => line.replace(/ (?:arn|aws-incident):\S+/, ''));
  return { left: [...new Set(left)].sort(), harmed: bystanders.harmed.map(({ harm, kind, arn }) => `${harm} ${kind} ${arn}`), lost: evidence.lost };
}
const whole = (left: readonly string[] = []): End => ({ left, harmed: [], lost: [] });
const isInSample = (family: string): boolean => FULL || family === 'exposed';

describe.each(families)('%s', (family, rows) => {
  test.runIf(isInSample(family))('by the stranger', async () => { expect(await ended(scenarioOf(rows, 'mallory'))).toEqual(whole(LEFT[family])); });
  test.runIf(isInSample(family) && rows.some((row) => row.alone !== true))('beside the owner\'s twins', async () => { expect(await ended(scenarioOf(rows, 'mallory', { twins: true }))).toEqual(whole(LEFT[family])); });
  // A role's session gets no session of its own from GetSessionToken or GetFederationToken.
  test.runIf(FULL && family !== 'identities')('in the session of a role that the owner uses, too', async () => { expect(await ended(scenarioOf(rows, 'mallory', { byRole: true }))).toEqual(whole(LEFT[family])); });
  test.runIf(FULL)('on things that are older than the history: contained at least, or named', async () => {
    const { left, harmed, lost } = await ended(scenarioOf(rows, 'mallory', { old: true }));
    const named = [...LEFT[family] ?? [], ...UNTOLD[family] ?? []];
    expect({ left: left.filter((line) => !line.endsWith('(contained)') && !named.includes(line)), harmed, lost }).toEqual(whole());
  });
});
describe.each(Object.entries(undone))('switched off, narrowed or taken out: %s', (family, rows) => {
  test.runIf(FULL)('by the stranger', async () => { expect(await ended(scenarioOf(rows, 'mallory'))).toEqual(whole(STAYS[family])); });
});
