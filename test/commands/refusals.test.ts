// What is wrong on the command line is said before a case is opened, and before AWS is asked anything.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { awsBackend } from '../../src/commands/backend.ts';
import { run as kinds } from '../../src/commands/kinds.ts';
import { wizardOptions } from '../../src/commands/options.ts';
import type { Raw } from '../../src/commands/raw.ts';
import { liveClock } from '../../src/core/clock.ts';
import { isIncidentError } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'aws-incident-refused-'));
  writeFileSync(join(home, 'config'), '[profile night]\nregion = eu-west-3\n');
  for (const [name, value] of Object.entries({ AWS_CONFIG_FILE: join(home, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'), AWS_PROFILE: undefined, AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined })) vi.stubEnv(name, value);
});
afterEach(() => { vi.unstubAllEnvs(); rmSync(home, { recursive: true }); });

const backend = (raw: Raw): ReturnType<typeof awsBackend> => awsBackend(raw, () => Promise.resolve(''));
async function told(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  if (!isIncidentError(error)) throw new Error('Nothing was refused.', { cause: error });
  return `${error.fault}: ${render(error.text)}`;
}

test('what kinds prints is in the language that was asked for, verbs and all', async () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => { written.push(String(chunk)); return true; });
  await kinds({ lang: 'zh-CN' }, ['ec2/instance']);
  vi.restoreAllMocks();
  expect(written.join('')).toMatch(/^ +遏制[:：]/m);
  expect(written.join('')).not.toMatch(/^ *(contain|preserve|eradicate)\b/m);
});

describe('a profile that is in neither file', () => {
  const files = (): string => `${join(home, 'credentials')}, ${join(home, 'config')}`;
  test.each([['--profile', { profile: 'nigth' }, undefined], ['--management-profile', { managementProfile: 'nigth' }, undefined], ['AWS_PROFILE', {}, 'nigth']])('is named with the files, where %s asks for it', async (_, raw, environment) => {
    vi.stubEnv('AWS_PROFILE', environment);
    expect(await told(backend(raw))).toBe(`usage: There is no profile nigth in ${files()}.`);
  });
  test('is no hindrance where another one is named, or none', async () => {
    expect((await backend({ profile: 'night' })).connection.region).toBe('eu-west-3');
    expect((await backend({})).connection.region).toBe('us-east-1');
  });
});

describe('a Region that does not exist', () => {
  test.each([['mars-1', 'aws'], ['us-est-1', 'aws'], ['cn-south-1', 'aws-cn']])('--region %s is refused', async (region, partition) => {
    expect(await told(backend({ region }))).toBe(`usage: There is no Region ${region} in the partition ${partition}.`);
  });
  test('is the business of an endpoint of its own', async () => {
    expect((await backend({ region: 'mars-1', endpointUrl: 'http://127.0.0.1:4566' })).connection.region).toBe('mars-1');
  });
});

test.each([['--part', '--policy', () => kinds({ part: '2' }, [])], ['--plan', '--dry-run', () => wizardOptions({ plan: 'plan.json' }, liveClock, false)]])('%s without %s is not passed over', async (option, other, work) => {
  expect(await told(work())).toBe(`usage: ${option} goes with ${other}.`);
});
