// All mechanisms of a family at once, planted and played to the end: nothing of the stranger's is left but what is named here, and nothing of the owner's is harmed, also where the owner did the same at the same time.
import { afterAll, describe, expect, test } from 'vitest';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { expectFit } from '../scenarios/incident.ts';
import { endOf, LEFT, whole, without, type End } from './end.ts';
import { families } from './families.ts';
import { scenarioOf, strangersKey } from './stage.ts';
import { families as undone } from './ways-off.ts';

afterAll(removeFolders);

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

async function ended(source: ScenarioSource): Promise<End> {
  const account = await openAccount(source);
  const run = await play(account, { kinds: 'all', options: { accessKeyIds: [strangersKey(account)] } });
  expectFit({ run });
  return endOf({ account, run });
}
const isInSample = (family: string): boolean => FULL || family === 'exposed';

describe.each(families)('%s', (family, rows) => {
  test.runIf(isInSample(family))('by the stranger', async () => { expect(await ended(scenarioOf(rows, 'mallory'))).toEqual(whole(LEFT[family])); });
  test.runIf(isInSample(family) && rows.some((row) => row.alone !== true))('beside the owner\'s twins', async () => { expect(await ended(scenarioOf(rows, 'mallory', { twins: true }))).toEqual(whole(LEFT[family])); });
  // A role's session gets no session of its own from GetSessionToken or GetFederationToken.
  test.runIf(FULL && family !== 'identities')('in the session of a role that the owner uses, too', async () => { expect(await ended(scenarioOf(rows, 'mallory', { byRole: true }))).toEqual(whole(LEFT[family])); });
  test.runIf(FULL)('on things that are older than the history: contained at least, or named', async () => {
    const { left, ...end } = without(await ended(scenarioOf(rows, 'mallory', { old: true })), [...LEFT[family] ?? [], ...UNTOLD[family] ?? []]);
    expect({ left: left.filter((line) => !line.endsWith('(contained)')), ...end }).toEqual(whole());
  });
});
describe.each(Object.entries(undone))('switched off, narrowed or taken out: %s', (family, rows) => {
  test.runIf(FULL)('by the stranger', async () => { expect(await ended(scenarioOf(rows, 'mallory'))).toEqual(whole(STAYS[family])); });
});
