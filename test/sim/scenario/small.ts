// A small scenario to build others from: root, a CI user with a key, a stranger with the same key.
import { loadScenario, type Loaded } from '../../../src/sim/scenario/load.ts';
import type { ScenarioSource } from '../../../src/sim/scenario/scenario.ts';
import { isIncidentError } from '../../../src/core/errors.ts';
import { render } from '../../../src/core/text.ts';

export const NOW = '2026-11-20T09:00:00Z';
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

export const CI_USER = [
  { at: '-10d', as: 'root', call: 'iam:CreateUser', with: { UserName: 'ci' } },
  { at: '+5s', as: 'root', call: 'iam:AttachUserPolicy', with: { UserName: 'ci', PolicyArn: ADMIN } },
  { at: '+5s', as: 'root', call: 'iam:CreateAccessKey', with: { UserName: 'ci' }, save: 'ciKey' },
];
const ACTORS = {
  root: { sourceIp: '198.51.100.7', userAgent: 'Mozilla/5.0', mfa: true },
  ci: { credential: '${ciKey.AccessKey.AccessKeyId}', sourceIp: '198.51.100.20', userAgent: 'aws-cli/2.31.18' },
  mallory: { credential: '${ciKey.AccessKey.AccessKeyId}', sourceIp: '203.0.113.66', userAgent: 'Boto3/1.40.61', attacker: true },
};

export function small(parts: Readonly<Record<string, unknown>> = {}, calls: readonly object[] = [], files: Readonly<Record<string, string>> = {}): ScenarioSource {
  return {
    name: 'small',
    data: {
      schemaVersion: 1, title: 'Small', story: 'A small account.', account: { id: '111122223333', alias: 'acme' }, now: NOW,
      actors: ACTORS, operator: 'ci', calls: [...CI_USER, ...calls], ...parts,
    },
    files,
  };
}
export const withActor = (name: string, actor: object): Readonly<Record<string, unknown>> => ({ actors: { ...ACTORS, [name]: actor } });
export const load = (calls: readonly object[] = [], parts: Readonly<Record<string, unknown>> = {}): Promise<Loaded> => loadScenario(small(parts, calls));

/** The sentence that a failure is told with. */
export async function sentenceOf(deed: Promise<unknown>): Promise<string> {
  try { await deed; } catch (error) {
    if (isIncidentError(error)) return render(error.text);
    throw error;
  }
  return 'no error';
}
