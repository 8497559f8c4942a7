// The figures that need the account's own clock or the journal alone; prints them as one JSON object. Bundled and run by bench.mjs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../src/case/journal.ts';
import { liveClock, SteppedClock } from '../../src/core/clock.ts';
import { openDrill } from '../../src/sim/drill/world.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import { Account } from '../../test/harness/account.ts';
import { play, removeFolders } from '../../test/harness/play.ts';

const USERS = 200, LATENCY_MS = 100;

/** leaked-key on an account with this many users, each with a key, a password and a policy. */
async function crowded(): ReturnType<typeof shippedScenario> {
  const source = await shippedScenario('leaked-key');
  const data = source.data as { readonly calls: readonly object[] };
  const people = Array.from({ length: USERS }, (_, i) => {
    const UserName = `staff-${String(i + 1).padStart(3, '0')}`;
    return [
      { at: i === 0 ? '-610d' : '+1s', as: 'root', call: 'iam:CreateUser', with: { UserName } },
      { at: '+1s', as: 'root', call: 'iam:CreateAccessKey', with: { UserName } },
      { at: '+1s', as: 'root', call: 'iam:CreateLoginProfile', with: { UserName, Password: 'Ledger-Book-2025' } },
      { at: '+1s', as: 'root', call: 'iam:AttachUserPolicy', with: { UserName, PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' } },
    ];
  });
  return { ...source, data: { ...data, calls: [...data.calls, ...people.flat()] } };
}

/** Seconds of the account's clock until the operator is asked to contain. */
async function firstGate(): Promise<number> {
  let clock: SteppedClock | undefined;
  const drill = await openDrill({ source: await crowded(), clock: (start) => (clock = new SteppedClock(start)), behaviour: { latencyMs: LATENCY_MS, quotas: true } });
  if (!clock) throw new Error('The drill has not asked for a clock.');
  const account = new Account('leaked-key', drill, clock);
  const began = clock.now().getTime();
  let asked: number | undefined;
  await play(account, {
    decide: () => {
      asked ??= account.clock.now().getTime();
      return { approved: [], standing: false, stop: true };
    },
  });
  removeFolders();
  if (asked === undefined) throw new Error('No gate was reached.');
  return (asked - began) / 1000;
}

/** Milliseconds a journal line, synced one by one and in bursts of 500. */
function journal(): { readonly single: number; readonly grouped: number } {
  const dir = mkdtempSync(join(tmpdir(), 'aws-incident-bench-'));
  try {
    const line = Journal.create(join(dir, 'journal.jsonl'), liveClock);
    const fact = { type: 'answered', question: 'leak', answer: 'repository' } as Parameters<Journal['record']>[0];
    const time = (n: number, deed: () => void): number => { const from = performance.now(); for (let i = 0; i < n; i++) deed(); return (performance.now() - from) / n; };
    time(20, () => line.record(fact));
    const single = time(300, () => line.record(fact));
    const burst = Array.from({ length: 500 }, () => fact);
    const grouped = time(10, () => line.recordAll(burst)) / burst.length;
    line.close();
    return { single, grouped };
  } finally { rmSync(dir, { recursive: true }); }
}

process.stdout.write(`${JSON.stringify({ firstGateSeconds: await firstGate(), journal: journal() })}\n`);
