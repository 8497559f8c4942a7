// The notices of the shipped scenarios, as text and as mail: what the tool says at the start of a drill must be what happened.
import { beforeAll, describe, expect, it } from 'vitest';
import { readNotice } from '../../src/intake/read.ts';
import { loadScenario } from '../../src/sim/scenario/load.ts';
import type { Loaded } from '../../src/sim/scenario/load.ts';
import { SHIPPED } from '../../src/sim/scenarios/shipped.ts';

const read = (text: string): ReturnType<typeof readNotice> => readNotice(new TextEncoder().encode(text));
const EXPOSED = ['rotate-key', 'delete-key', 'review-cloudtrail', 'delete-unknown-users', 'revoke-sessions', 'review-usage', 'keep-quarantine', 'reply-to-case'];
const ROOT = { kind: 'compromised-account', iamUsers: [], exposedUrl: null, policyNames: [], demands: ['delete-key', 'change-root-password', 'enable-mfa', ...EXPOSED.slice(2).filter((id) => id !== 'keep-quarantine')] };
const expected: Readonly<Record<string, object>> = {
  'leaked-key': { kind: 'exposed-key', iamUsers: ['ci'], exposedUrl: 'https://github.com/example/acme-deploy/blob/3f1c9d2/.env', policyNames: ['AWSCompromisedKeyQuarantineV3'], demands: EXPOSED },
  'awake-adversary': { kind: 'exposed-key', iamUsers: ['ci'], exposedUrl: 'https://github.com/example/acme-deploy/blob/3f1c9d2/.env', policyNames: ['AWSCompromisedKeyQuarantineV3'], demands: EXPOSED },
  'exposed-not-abused': { kind: 'exposed-key', iamUsers: ['ci'], exposedUrl: 'https://github.com/example/acme-deploy/blob/77aa01b/scripts/env.sh', policyNames: ['AWSCompromisedKeyQuarantineV3'], demands: EXPOSED },
  'locked-in': { kind: 'exposed-key', iamUsers: ['alice'], exposedUrl: 'https://gist.github.com/example/0d5c1f', policyNames: ['AWSCompromisedKeyQuarantineV3'], demands: EXPOSED },
  'locked-out': { kind: 'unauthorized-user', iamUsers: ['it-support'], exposedUrl: null, policyNames: [], demands: ['change-root-password', 'enable-mfa', 'review-cloudtrail', 'delete-unknown-users', 'review-usage', 'reply-to-case'] },
  'shared-key': { kind: 'compromised-key', iamUsers: ['bob'], exposedUrl: null, policyNames: [], demands: EXPOSED.filter((id) => id !== 'keep-quarantine') },
  'crypto-miners': { kind: 'compromised-key', iamUsers: ['ci'], exposedUrl: null, policyNames: [], demands: EXPOSED.filter((id) => id !== 'keep-quarantine') },
  'mail-abuse': { kind: 'compromised-key', iamUsers: ['ci'], exposedUrl: null, policyNames: [], demands: EXPOSED.filter((id) => id !== 'keep-quarantine') },
  'in-china': { kind: 'compromised-key', iamUsers: ['ci'], exposedUrl: null, policyNames: [], demands: EXPOSED.filter((id) => id !== 'keep-quarantine'), caseId: null, replyWithinHours: null, deadline: null },
  'suspended': { iamUsers: ['ci'], exposedUrl: null, policyNames: [], demands: EXPOSED.filter((id) => id !== 'keep-quarantine'), kind: 'suspended-or-second-notice', replyWithinHours: null, deadline: null },
  'root-stolen': ROOT, 'member-account': ROOT,
};
const withNotice = Object.keys(SHIPPED).filter((name) => !['quiet-account', 'data-ransom', 'quiet-persistence', 'it-was-us'].includes(name));

it('knows every scenario that has a notice', () => {
  expect(Object.keys(expected).sort()).toEqual([...withNotice].sort());
});

describe.each(withNotice)('%s', (name) => {
  let loaded: Loaded;
  beforeAll(async () => {
    const data = (await SHIPPED[name]?.load())?.default;
    loaded = await loadScenario({ name, data, files: {} });
  });

  const keysOf = (text: string): string[] => [...new Set(text.match(/\bAKIA[A-Z0-9]{16}\b/g))];
  const caseOf = (text: string): string | undefined => /support case (\d+)/.exec(text)?.[1];

  it('as text', async () => {
    const text = loaded.notice?.text ?? '';
    const claims = await read(text);
    expect({ ...claims, demands: claims.demands.map((demand) => demand.id) }).toMatchObject({
      isNotice: true, language: 'en', accountId: loaded.scenario.account.id, caseId: caseOf(text), accessKeyIds: keysOf(text), masked: [], warnings: [],
      replyWithinHours: 120, deadline: null, ...expected[name],
    });
  });

  it('as mail', async () => {
    const { eml, text, at } = loaded.notice ?? { eml: undefined, text: '', at: new Date(0) };
    if (eml === undefined) { expect(loaded.scenario.notice?.mail).toBe(false); return; }
    const claims = await read(eml);
    expect({ ...claims, demands: claims.demands.map((demand) => demand.id) }).toMatchObject({
      isNotice: true, source: 'mail', accountId: loaded.scenario.account.id, caseId: caseOf(text), accessKeyIds: keysOf(text), warnings: [],
      authenticity: { sender: 'aws', phishing: false }, deadline: new Date(at.getTime() + 5 * 86_400_000).toISOString().slice(0, 10), ...expected[name],
    });
  });
});

it('gives the rows of the shared key', async () => {
  const data = (await SHIPPED['shared-key']?.load())?.default;
  const { notice } = await loadScenario({ name: 'shared-key', data, files: {} });
  expect((await read(notice?.text ?? '')).events).toMatchObject([{ name: 'GetSessionToken', time: '2026-11-19T03:00:00Z' }, { name: 'CreateUser', time: '2026-11-20T01:00:00Z' }]);
});
