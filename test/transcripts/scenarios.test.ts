// Every shipped scenario, played well to its end: what is shown, asked and written down, and how the account stands then.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openItems } from '../../src/case/open.ts';
import { EXIT } from '../../src/core/errors.ts';
import type { Finding, ResourceFinding } from '../../src/core/types.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, type Run } from '../harness/play.ts';
import { journal, screen } from '../harness/transcript.ts';
import { expectFit } from '../scenarios/incident.ts';

interface Played { readonly account: Account; readonly run: Run }
const played = new Map<string, Promise<Played>>();
function playedWell(name: string): Promise<Played> {
  let one = played.get(name);
  if (!one) played.set(name, (one = openAccount(name).then(async (account) => ({ account, run: await play(account, { kinds: 'all', hardens: name === 'leaked-key' }) }))));
  return one;
}
// Modules are loaded when they are first used, and simulated time goes on meanwhile: of the first play of a process some steps come a second later, and cost a cent more.
beforeAll(async () => { await play(await openAccount('shared-key'), { kinds: 'all' }); }, 300_000);
afterAll(removeFolders);

const shownFindings = (run: Run): readonly Finding[] => run.ui.shown('findings').flatMap((f) => f.findings);
const malicious = (run: Run): readonly ResourceFinding[] => shownFindings(run).filter((f): f is ResourceFinding => f.about === 'resource' && f.verdict === 'malicious');
/** Everything of the attacker's is named among the findings, cut off and gone; nobody else is harmed. */
function expectFullScore({ account, run }: Played): void {
  const score = account.score(shownFindings(run).flatMap((f) => (f.about === 'resource' ? [f.resource.arn] : [])));
  expect(score.footholds.filter((f) => !f.contained || !f.removed)).toEqual([]);
  expect(score.bystanders.harmed).toEqual([]);
  expect(score.evidence.lost).toEqual([]);
}

test.each(['leaked-key', 'awake-adversary', 'exposed-not-abused', 'shared-key', 'locked-in', 'locked-out', 'quiet-account', 'member-account'])('the transcript of %s', async (name) => {
  const { account, run } = await playedWell(name);
  expectFit({ run });
  await expect(screen(account, run.ui.heard)).toMatchFileSnapshot(`./${name}.screen.txt`);
  await expect(journal(account, run.reading().entries)).toMatchFileSnapshot(`./${name}.journal.txt`);
});

describe('how they end', () => {
  test.each(['leaked-key', 'awake-adversary'])('%s: every foothold gone, its evidence kept, nobody harmed', async (name) => {
    const one = await playedWell(name);
    expectFullScore(one);
    expect(one.account.score().evidence.kept).toHaveLength(3);
    expect(one.run.exitCode).toBe(EXIT.done);
  });

  test('exposed-not-abused: the key is replaced or gone, and nothing else is called malicious', async () => {
    const one = await playedWell('exposed-not-abused');
    expectFullScore(one);
    expect(new Set(malicious(one.run).map((f) => f.kind))).toEqual(new Set(['iam/access-key', 'iam/user-session']));
    expect(one.run.exitCode).toBe(EXIT.done);
  });

  test('quiet-account: exit 0, nothing malicious or suspicious, nothing changed', async () => {
    const { account, run } = await playedWell('quiet-account');
    expect(run.exitCode).toBe(EXIT.done);
    expect(shownFindings(run).filter((f) => f.verdict === 'malicious' || f.verdict === 'suspicious')).toEqual([]);
    expect(account.changes).toEqual([]);
    expect(run.ui.gates.map((g) => g.gate.id).filter((id) => !id.startsWith('harden:'))).toEqual([]);
  });

  test('shared-key: nothing of the owner’s is malicious, every session of the stranger’s is found', async () => {
    const one = await playedWell('shared-key');
    const { footholds } = one.account.score();
    const theirs = new Set(footholds.map((f) => f.arn));
    // What is only used stays the owner's: its sessions are ended, and it is left as it was.
    expect(malicious(one.run).filter(({ resource, origin }) => origin !== 'used' && !theirs.has(resource.arn) && !theirs.has(resource.owner ?? ''))).toEqual([]);
    expect(shownFindings(one.run).filter((f) => f.about === 'resource' && f.resource.name === 'uploader').map((f) => f.verdict)).not.toContain('malicious');
    const { state, objects } = one.run.reading();
    const lineage = JSON.stringify(state.traced && objects.load(state.traced.lineage));
    const sessions = footholds.filter((f) => f.origin === 'session').map((f) => f.arn.slice(f.arn.lastIndexOf('/') + 1));
    expect(sessions).toHaveLength(2);
    expect(sessions.filter((id) => !lineage.includes(id))).toEqual([]);
    expectFullScore(one);
  });

  test('locked-in: led to another way in, and contained from there, in the same case', async () => {
    const one = await playedWell('locked-in');
    expectFullScore(one);
    const callers = one.run.reading().entries.flatMap((e) => (e.type === 'continued' ? [e.caller?.type] : []));
    expect(callers[0]).toBe('user');
    expect(callers.at(-1)).toBe('root');
    expect(one.run.ui.asked.map((a) => a.question.id)).toContain('way-in');
    // The leaked key never cut itself off.
    const own = one.account.world.requests.entries.filter((e) => e.change && e.accessKeyId === one.account.drill.operator?.accessKeyId);
    expect(own).toEqual([]);
    expect(one.run.exitCode).toBe(EXIT.done);
  });

  test('locked-out: exit 4, and a case with steps and a draft', async () => {
    const { account, run } = await playedWell('locked-out');
    expect(run.exitCode).toBe(EXIT.credentials);
    expect(openItems(run.reading().state).waits.map((w) => w.id)).toEqual(['person:mailbox', 'person:phone', 'person:root', 'person:form', 'person:cloudshell', 'person:payment']);
    expect(readFileSync(join(run.dir, 'message-to-aws.txt'), 'utf8')).toContain('111122223333');
    expect(account.changes).toEqual([]);
  });
});
