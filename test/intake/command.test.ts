// The command `notice`: what it prints and how it ends.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { noticeCommand } from '../../src/commands/notice.ts';

const NOTICE = 'Your AWS access key AKIAALICEKEY0EXAMPLE was publicly exposed. Reply by 2026-11-18 to this case.';
async function run(text: string, json = false): Promise<{ code: number; out: string }> {
  let out = '';
  const code = await noticeCommand('-', { json, now: new Date('2026-11-16T00:00:00Z'), readStdin: () => Promise.resolve(new TextEncoder().encode(text)) }, { write: (s) => { out += s; } });
  return { code, out };
}

it('says what it understood, a line each', async () => {
  expect(await run(NOTICE)).toEqual({
    code: 0,
    out: [
      'An access key was found in public', 'Access keys: AKIAALICEKEY0EXAMPLE', 'Deadline: 2026-11-18', 'AWS asks you to:', '- Answer in the case that AWS opened',
      'All of this is what the message says. Nothing of it is believed before AWS shows it:  npx aws-incident --notice FILE', '',
    ].join('\n'),
  });
});
it('prints one document with --json', async () => {
  const { code, out } = await run(NOTICE, true);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ isNotice: true, kind: 'exposed-key', accessKeyIds: ['AKIAALICEKEY0EXAMPLE'], deadline: '2026-11-18' });
});
it('ends 0 when it is no notice, and says so', async () => {
  const { code, out } = await run('See you at lunch?');
  expect(code).toBe(0);
  expect(out).toMatch(/^This is not a notice/);
});
it('prints the links of a phishing mail unclickable', async () => {
  const { out } = await run('From: x@aws-help.example.com\nSubject: y\n\nYour AWS account has been compromised. https://aws-login.example.com/in');
  expect(out).toContain('hxxps://aws-login[.]example[.]com/in');
  expect(out).not.toContain('https://');
});
it('throws a sentence for a file that cannot be read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'notice-'));
  const options = { now: new Date(0), readStdin: () => Promise.reject(new Error('not asked for')) };
  await expect(noticeCommand(join(folder, 'absent'), options, { write: () => undefined })).rejects.toMatchObject({ fault: 'usage', text: { with: { why: { say: 'there is no such file or folder' } } } });
  await expect(noticeCommand(folder, options, { write: () => undefined })).rejects.toMatchObject({ fault: 'usage', text: { with: { why: { say: 'it is a folder' } } } });
  await writeFile(join(folder, 'large'), new Uint8Array(6 * 1024 * 1024));
  await expect(noticeCommand(join(folder, 'large'), options, { write: () => undefined })).rejects.toMatchObject({ fault: 'usage' });
  await rm(folder, { recursive: true });
});
