import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesCommand, type CasesOptions } from '../../src/commands/cases.ts';
import { REPORT_FORMATS, reportCommand } from '../../src/commands/report.ts';
import { say } from '../../src/core/text.ts';
import { clock, folder, identity, newCase } from '../case/fixtures.ts';
import { EVIL, noticeFact } from './hostile-case.ts';

function ports(base: string): { out: { text: string; write(s: string): void }; notes: { text: string; write(s: string): void }; base: string; clock: ReturnType<typeof clock> } {
  const stream = () => ({ text: '', write(s: string): void { this.text += s; } });
  return { out: stream(), notes: stream(), base, clock: clock() };
}
function waitingCase(base: string): string {
  const made = newCase({}, identity, base);
  made.recordAll([noticeFact(), { type: 'waiting', id: 'apps', wait: { for: 'operator', task: say('Change {{app}}', { app: EVIL.control }) } }, { type: 'ended', state: 'waiting', exitCode: 3 }]);
  made.close();
  return made.dir;
}

describe('cases', () => {
  it('lists account, state, deadline and what waits for the operator, without a control character', () => {
    const base = folder();
    waitingCase(base);
    const to = ports(base);
    expect(casesCommand({}, to)).toBe(0);
    expect(to.out.text).toContain('2026-11-21-ci\n  Account: 111122223333 (aws, aws)');
    expect(to.out.text).toContain('State: waiting');
    expect(to.out.text).toContain('AWS’s deadline: 2026-11-26');
    expect(to.out.text).toMatch(/Waits: Change a\\x1b/);
    expect(to.out.text).not.toMatch(/[^\P{C}\n]/u);
  });

  it('as JSON is one document on standard output, and nothing else', () => {
    const base = folder();
    waitingCase(base);
    const to = ports(base);
    casesCommand({ json: true }, to);
    expect(JSON.parse(to.out.text)).toMatchObject({ schemaVersion: 1, cases: [{ id: '2026-11-21-ci', account: '111122223333', drill: false, state: 'waiting', deadline: '2026-11-26', waits: [{ id: 'apps', for: 'operator' }] }] });
    expect(to.notes.text).toBe('');
  });

  it('says how to start where there is none', () => {
    const to = ports(folder());
    expect(casesCommand({}, to)).toBe(0);
    expect([to.out.text, to.notes.text]).toEqual(['', expect.stringContaining('Start one: aws-incident')]);
  });

  it('carries a case to another machine', () => {
    const [here, there, file] = [folder(), folder(), join(folder(), 'case.tar.gz')];
    waitingCase(here);
    expect(casesCommand({ exportTo: file }, ports(here))).toBe(0);
    const to = ports(there);
    expect(casesCommand({ importFrom: file }, to)).toBe(0);
    expect(to.notes.text).toContain('aws-incident resume 2026-11-21-ci');
    expect(readdirSync(there)).toEqual(['2026-11-21-ci']);
  });

  it.each<[string, CasesOptions]>([['both ways at once', { exportTo: 'a', importFrom: 'b' }], ['a case that is not there', { exportTo: 'a', case: '2026-11-21-typo' }], ['a file that is not there', { importFrom: join('nowhere', 'case.tar.gz') }]])('refuses %s as a usage error', (_, options) => {
    expect(() => casesCommand(options, ports(folder()))).toThrow(expect.objectContaining({ fault: 'usage' }));
  });
});

describe('report', () => {
  it.each(REPORT_FORMATS)('writes %s to standard output and the head to standard error', (format) => {
    const base = folder();
    waitingCase(base);
    const to = ports(base);
    expect(reportCommand({ format }, to)).toBe(0);
    expect(to.out.text.length).toBeGreaterThan(100);
    expect(to.notes.text).toMatch(/Head of the chain: [0-9a-f]{64}\n$/);
  });

  it('is made while a process works on the case, and changes nothing', () => {
    const base = folder();
    const made = newCase({}, identity, base);
    const before = readdirSync(made.dir);
    reportCommand({ case: '2026-11-21-ci' }, ports(base));
    expect(readdirSync(made.dir)).toEqual(before);
  });

  it('refuses a format that there is not', () => {
    expect(() => reportCommand({ format: 'pdf' }, ports(folder()))).toThrow(/no report format/);
  });
});
