// What the tests of the case folder share: a temporary folder, a clock that stands, and the first facts of a case.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CaseIdentity, Entry, Fact, Stored } from '../../src/case/facts.ts';
import { diskFiles, type CaseFiles } from '../../src/case/files.ts';
import { CaseFolder, type CasePorts } from '../../src/case/folder.ts';
import type { ProcessPort } from '../../src/case/process.ts';
import { SteppedClock } from '../../src/core/clock.ts';
import { say } from '../../src/core/text.ts';
import type { CoverageCell, Finding, Resource, Step } from '../../src/core/types.ts';

export const identity: CaseIdentity = { accountId: '111122223333', partition: 'aws', endpoint: 'aws' };
export const clock = (): SteppedClock => new SteppedClock('2026-11-21T03:00:00.000Z');

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'aws-incident-case-'));
  onTestFinished(() => { rmSync(path, { recursive: true, force: true }); });
  return path;
}

export const opened: Fact = { type: 'opened', schema: 1, tool: 'aws-incident 0.1.0', caseId: '2026-11-21-ci', identity, kinds: { 'iam/access-key': 1 } };
export const noted = (n: number): Fact => ({ type: 'noted', text: say('note {{n}}', { n }) });

/** A case in a base folder of its own. */
export function newCase(ports: Partial<CasePorts> = {}, bound: CaseIdentity = identity, base = folder()): CaseFolder {
  const made = CaseFolder.create({ identity: bound, tool: 'aws-incident 0.1.0', kinds: { 'iam/access-key': 1 }, about: 'ci', base }, { clock: clock(), ...ports });
  onTestFinished(() => { made.close(); });
  return made;
}

export const key: Resource = { arn: 'aws-incident:iam/access-key:aws-global:ci/AKIAIOSFODNN7EXAMPLE', uid: 'AKIAIOSFODNN7EXAMPLE', name: 'AKIAIOSFODNN7EXAMPLE', region: 'aws-global' };
export const step = (id: string, over: Partial<Step> = {}): Step => ({
  id, wave: 1, kind: 'iam/access-key', verb: 'contain', resource: key, origin: 'used', because: say('It is the leaked key.'), after: [], ...over,
});
export const planned = (one: Step): Fact => ({ type: 'planned', step: one, title: say('Deactivate access key {{key}} of user {{user}}', { key: one.resource.name, user: 'ci' }), calls: { value: [{ operation: 'iam:UpdateAccessKey' }] } });
export const decided = (steps: readonly string[], approved: readonly string[] = steps, over: { stop?: boolean; gate?: string } = {}): Fact => ({
  type: 'decided', gate: over.gate ?? 'contain', title: say('Contain'), steps, decision: { approved, standing: false, stop: over.stop ?? false }, digest: 'd', caller: 'arn:aws:iam::111122223333:user/alice',
});
export const image = (status: string): Stored<Resource | null> => ({ value: { ...key, status } as Resource });
export const done = (id: string, outcome: 'verified' | 'failed' | 'unverified' = 'verified'): Fact[] => [
  { type: 'started', step: id, attempt: 1, before: image('Active') }, { type: 'settled', step: id, outcome, after: image('Inactive') },
];
export const finding = (id: string, over: Partial<Finding> = {}): Finding => ({
  id, verdict: 'malicious', because: say('AWS says it leaked.'), techniques: ['T1078.004'], evidence: [], about: 'resource', kind: 'iam/access-key', resource: key, ...over,
} as Finding);
export const found = (pass: number, ...findings: readonly Finding[]): Fact => ({ type: 'found', pass, findings: { value: findings } });
export const cell = (over: Partial<CoverageCell> = {}): CoverageCell => ({ check: 'iam/access-key', region: 'aws-global', state: 'done', gap: false, detail: say(''), ...over });
export const covered = (pass: number, ...cells: readonly CoverageCell[]): Fact => ({ type: 'covered', pass, cells });
export const swept = (pass: number, scope: 'triage' | 'some-regions' | 'every-region' = 'every-region'): Fact => ({ type: 'swept', pass, scope, startedAt: '2026-11-21T03:00:00.000Z' });

/** Entries as a journal would hold them, one a minute from 03:00 UTC (or after the minutes given). */
export function entriesOf(facts: readonly (Fact | { readonly later: number })[]): Entry[] {
  let minute = 0;
  const entries: Entry[] = [];
  for (const fact of facts) {
    if ('later' in fact) { minute += fact.later; continue; }
    entries.push({ ...fact, seq: entries.length + 1, at: new Date(Date.UTC(2026, 10, 21, 3, minute)).toISOString(), prev: '' });
    minute += 1;
  }
  return entries;
}
export const inline = { load: <T>(stored: Stored<T>): T => {
  if ('object' in stored) throw new Error('a test keeps its values in the line');
  return stored.value;
} };

/** A disk whose functions can be replaced, and that counts writes and syncs. */
export function disk(over: Partial<CaseFiles> = {}): CaseFiles & { writes: number; syncs: number } {
  const counted = {
    ...diskFiles, writes: 0, syncs: 0,
    write: (fd: number, data: Uint8Array, offset: number): number => { counted.writes += 1; return diskFiles.write(fd, data, offset); },
    sync: (fd: number): void => { counted.syncs += 1; diskFiles.sync(fd); },
    ...over,
  };
  return counted;
}

/** A process of a machine that tests can end. */
export const machine = (over: Partial<ProcessPort> & { readonly running?: ReadonlyMap<number, string> } = {}): ProcessPort => ({
  pid: 100, host: 'laptop', now: () => Date.parse('2026-11-21T03:00:00Z'), every: () => () => undefined,
  startOf: (pid) => (over.running ?? new Map([[100, 'boot/1']])).get(pid), ...over,
});
