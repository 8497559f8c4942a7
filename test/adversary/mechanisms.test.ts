// The stranger is awake, and plants each mechanism in the second in which the containment begins: what the history tells only minutes later is dealt with all the same.
import { afterAll, expect, test } from 'vitest';
import { openAccount, type Account } from '../harness/account.ts';
import { later, play, removeFolders } from '../harness/play.ts';
import { sampled } from '../harness/sample.ts';
import { apart, type Apart } from '../mechanisms/apart.ts';
import { endOf, whole, without } from '../mechanisms/end.ts';
import { callsOf } from '../mechanisms/stage.ts';
import { expectFit } from '../scenarios/incident.ts';
import { INTRUDER, NOW, sceneOf, STRANGERS, type SceneCall, type SceneDeed } from './scene.ts';

afterAll(removeFolders);
const REGIONS = ['us-east-1', 'us-west-2', 'eu-north-1', 'eu-west-1', 'ap-south-1'];
/** The root user's password is not the intruder's. */
const planted = apart.filter(({ row }) => !row.plant.some(({ asRoot }) => asRoot)).map(({ family, row }) => [`${family} ${String(row.row)} ${row.title}`, { family, row }] as const);

/** The owner's while the stranger is there already; the stranger's as the answer to the first deny. */
function sceneWith({ row }: Apart, name: string): ReturnType<typeof sceneOf> {
  const calls = callsOf(row.setUp ?? [], 'aliceCli', '-7h') as readonly SceneCall[];
  const deeds = (callsOf(row.plant, '', '') as readonly SceneDeed[]).map(({ call, with: input, region, using, save }): SceneDeed => ({ call, ...(input && { with: input }), ...(region !== undefined && { region }), ...(using !== undefined && { using }), ...(save !== undefined && { save }) }));
  return sceneOf(name, { seed: name, regions: REGIONS, calls, reactions: [{ on: 'iam:PutUserPolicy', when: { UserName: INTRUDER }, as: 'key', after: '0.3s', deeds }] });
}

/** That it was planted at all: its events, or, of what the history does not hold, what stands in the account. */
function tracesOf(account: Account, { row }: Apart): readonly unknown[] {
  const since = account.world.history.records().filter(({ sourceIp, at }) => sourceIp === STRANGERS.second && at > new Date(NOW));
  return row.notFromHistory === undefined ? since : account.score().footholds.filter(({ kind }) => row.shows.some((shown) => shown === kind));
}

test.each(sampled(planted, 3, 'awake'))('%s', async (name, one) => {
  const account = await openAccount(sceneWith(one, name));
  const run = await play(account, { kinds: 'all' });
  await later(account);
  expect(tracesOf(account, one)).not.toEqual([]);
  expectFit({ run });
  expect(without(endOf({ account, run }))).toEqual(whole());
});
