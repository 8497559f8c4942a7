// Promise 11: what is missing is said plainly and worked around, and the rest goes on.
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders, resume } from '../harness/play.ts';
import { PLAYED, shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
const DENIED = { kind: 'access-denied' } as const;

test.each([
  ['iam', 'SimulatePrincipalPolicy'], ['iam', 'GetAccountSummary'], ['account', 'ListRegions'], ['iam', 'ListAccountAliases'],
] as const)('without %s:%s the stranger is contained all the same', async (service, operation) => {
  const account = await openAccount(await shortened('leaked-key'));
  account.world.faults.add({ fault: DENIED, service, operation });
  const run = await play(account, { options: { regions: PLAYED } });
  expect(run.outcome).toBeDefined();
  expect(account.score().footholds.filter((f) => !f.contained).map((f) => f.arn)).toEqual([]);
  expect(account.score().bystanders.harmed).toEqual([]);
});

test('without the list of IAM nothing is called clean: what was not seen are gaps', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  account.world.faults.add({ fault: DENIED, service: 'iam', operation: 'GetAccountAuthorizationDetails' });
  const run = await play(account, { options: { regions: PLAYED } });
  expect(run.exitCode).not.toBe(EXIT.done);
  expect((run.outcome?.cells ?? []).filter((c) => c.check === 'iam/user').map((c) => c.state)).toEqual(['denied']);
});

test('locked out, and later with credentials: the same case goes on, with the notice that it has', async () => {
  const account = await openAccount(await shortened('locked-out'));
  const first = await play(account);
  expect(first.exitCode).toBe(EXIT.credentials);
  await account.drill.enter('root');
  const second = await resume(account, first, { options: { users: ['it-support'] } });
  expect(second.reading().state.identity.accountId).toBe('111122223333');
  expect(second.ui.asked.map((a) => a.question.id)).not.toContain('notice-source');
  // Every key and machine in the stranger's hand is cut off.
  expect(account.score().footholds.filter((f) => !f.contained && /^(?:iam\/access-key|ec2\/instance|sts\/session)$/.test(f.kind)).map((f) => f.arn)).toEqual([]);
});
