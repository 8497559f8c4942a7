// Who is held because nobody knows yet whose user it is, is given no second factor: not before it is given back.
import { afterAll, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import type { Finding, KindId, Origin } from '../../src/core/types.ts';
import { applyWave } from '../../src/engine/apply.ts';
import { plan } from '../../src/engine/plan.ts';
import { sweep } from '../../src/engine/scan.ts';
import { undoStep } from '../../src/engine/undo.ts';
import { say } from '../../src/core/text.ts';
import { harden } from '../../src/phases/protect/hardening.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
const KINDS: readonly KindId[] = ['iam/user-mfa', 'iam/user-session'];

/** The user `bob` contained as made by whom `origin` says; what protect then offers, and what once it is given back. */
async function offered(origin: Origin) {
  const account = await openAccount(await shortened('quiet-account'));
  const offers: string[][] = [];
  const run = await play(account, { kinds: KINDS, hardens: true, options: { regions: ['us-east-1'] }, decide: (gate) => {
    if (!gate.id.startsWith('harden:')) return undefined;
    offers.at(-1)?.push(...gate.steps.map(({ step }) => step.kind));
    return { approved: [], standing: false, stop: false };
  }, body: async (wizard) => {
    const { listed } = await sweep(wizard.engine, [...wizard.kinds.values()], ['us-east-1']);
    const of = (id: KindId): Finding[] => listed.flatMap(({ kind, resource }) => (kind.id === id && resource.owner?.endsWith('/bob') ? [{ about: 'resource', id: `${id}:bob`, kind: id, resource, verdict: id === 'iam/user-mfa' ? 'weak' : 'malicious', origin, techniques: [], evidence: [], because: say('For a test.') } as const] : []));
    const steps = plan(of('iam/user-session'), wizard.kinds);
    await applyWave(wizard.engine, steps.filter((s) => s.verb === 'contain'), { id: 'contain:first', title: say('Contain now'), advice: say('Do it.') });
    const findings = of('iam/user-mfa');
    offers.push([]);
    await harden(wizard, findings);
    for (const entry of wizard.engine.ledger.steps().filter(({ step }) => step.verb === 'contain')) await undoStep(wizard.engine, entry, say('Do it.'));
    offers.push([]);
    await harden(wizard, findings);
    return 0;
  } });
  return { offers, said: run.ui.shown('say').map((s) => render(s.text)).join('\n') };
}

test('held until it is known whose it is: it waits, and is offered when it is given back', async () => {
  const { offers, said } = await offered('created');
  expect(offers).toEqual([[], ['iam/user-mfa']]);
  expect(said).toMatch(/once they are given back: arn:aws:iam::111122223333:user\/bob/);
});
test('the owner’s, whose sessions alone are cut: it is offered at once', async () => {
  const { offers, said } = await offered('used');
  expect(offers[0]).toEqual(['iam/user-mfa']);
  expect(said).not.toContain('Still held');
});
