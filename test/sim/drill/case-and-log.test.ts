// A drill's log and its case: nothing lies about of a drill that got no case, and what another process plays is not touched.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CaseFolder } from '../../../src/case/folder.ts';
import { drillSetting } from '../../../src/commands/drill-setting.ts';
import { settingFor } from '../../../src/commands/resume.ts';
import { liveClock } from '../../../src/core/clock.ts';
import { sentenceOf, small } from '../scenario/small.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'drill-case-'));
  vi.stubEnv('XDG_STATE_HOME', home);
  writeFileSync(join(home, 'small.json'), JSON.stringify(small().data));
});
afterEach(() => { vi.unstubAllEnvs(); rmSync(home, { recursive: true }); });
const logsIn = (folder: string): readonly string[] => readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith('.jsonl'));

test('an option that is wrong leaves no log behind', async () => {
  const choice = { scenario: 'own', file: join(home, 'small.json') };
  expect(await sentenceOf(drillSetting({ since: 'yesterday' }, 'respond', choice))).toContain('--since takes');
  expect(logsIn(home)).toEqual([]);
});

test('with --case the log lies beside the case, where it can be moved into it', async () => {
  const setting = await drillSetting({ case: join(home, 'elsewhere/mine') }, 'respond', { scenario: 'own', file: join(home, 'small.json') });
  expect(logsIn(home).map((name) => name.split('/')[0])).toEqual(['elsewhere']);
  await setting.backend.close?.();
  setting.stop.dispose();
  expect(logsIn(home)).toEqual([]);
});

test('a case that another process works on is refused before its log is read', async () => {
  const dir = join(home, 'held');
  const held = CaseFolder.create({ identity: { accountId: '111122223333', partition: 'aws', endpoint: 'drill:own' }, tool: 't', kinds: {}, about: 'own', base: home, dir }, { clock: liveClock });
  // A line that is being written at this moment.
  writeFileSync(join(dir, 'drill.jsonl'), '{"at":');
  expect(await sentenceOf(settingFor({}, 'resume', dir))).toContain('has been working on this case');
  expect(readFileSync(join(dir, 'drill.jsonl'), 'utf8')).toBe('{"at":');
  held.close();
});
