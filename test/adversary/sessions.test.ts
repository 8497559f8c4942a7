// Sessions that outlive their end: opened while IAM does not yet enforce what cut the way in, or by a key that is kept for a rotation. They are found and ended too, and the denies stay as long as one of them can live.
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { later, play, removeFolders, resume, type Run } from '../harness/play.ts';
import { arn, INTRUDER, MACHINE, NOW, sceneOf, STRANGERS, type SceneReaction } from './scene.ts';

afterAll(removeFolders);
const HOUR = 3_600_000;
const AGAIN = '${again.Credentials.AccessKeyId}';
const TAKEN = { call: 'sts:AssumeRole', with: { RoleArn: arn('role/deploy'), RoleSessionName: 'again', DurationSeconds: 43_200 }, save: 'again' };
const OPENED = { call: 'sts:GetSessionToken', with: { DurationSeconds: 129_600 }, save: 'again' };
const mine = { call: 'ec2:RunInstances', using: AGAIN, region: 'eu-north-1', with: MACHINE };
const once = (on: string, when: SceneReaction['when'], after: string, deed: SceneReaction['deeds'][number]): SceneReaction => ({ on, when: when ?? {}, as: 'leak', after, times: 1, deeds: [deed] });

/** What the stranger was answered from now on. */
const answered = ({ world }: Account, name: string): readonly string[] => world.history.records().filter((r) => r.sourceIp === STRANGERS.first && r.at > new Date(NOW) && r.name === name).map(({ error }) => error?.code ?? 'done');
const calledAt = ({ world }: Account, operation: string): readonly Date[] => world.requests.entries.filter((e) => e.operation === operation && e.outcome === 'ok').map(({ at }) => at);
async function passes(account: Account, hours: number): Promise<void> {
  account.drill.clock.jump?.(new Date(account.clock.now().getTime() + hours * HOUR));
  await account.drill.world.settle();
}
const ready = (run: Run): readonly string[] => run.ui.gates.map(({ gate }) => gate.id);

describe('IAM enforces nothing for a minute, and meanwhile the leaked key', () => {
  test.each([['takes the role again', TAKEN, 'AssumeRole'], ['opens a session of its user', OPENED, 'GetSessionToken']])('%s: two hours later the session is good for nothing', async (_, deed, name) => {
    const account = await openAccount(sceneOf('late', { seed: 'late', reactions: [once('iam:PutUserPolicy', { UserName: INTRUDER }, '45s', deed), once('ec2:TerminateInstances', {}, '2h', mine)] }), { consistencyMs: 60_000 });
    const run = await play(account);
    await later(account);
    expect(answered(account, name)).toEqual(['done']);
    expect(answered(account, 'RunInstances')).toEqual(['Client.UnauthorizedOperation']);
    expect(account.score().bystanders.harmed).toEqual([]);
    expect(run.exitCode).toBe(EXIT.done);
    // Under the standing approval: nobody was asked.
    expect(ready(run).filter((id) => id === 'contain:sessions')).toEqual([]);
  }, 60_000);
});

describe('a key that is kept for its rotation', () => {
  const kept = (...reactions: readonly SceneReaction[]): Promise<Account> => openAccount(sceneOf('rotation', { seed: 'rotation', reactions }));
  const untilChanged = (account: Account): Promise<Run> => play(account, { answers: { rotation: 'rotate', 'new-key': 'yes', changed: 'no', 'last-look': 'later' } });

  test('takes the role before it is deactivated: the session is ended after it, and the deny stays for twelve hours more', async () => {
    const account = await kept(once('iam:CreateAccessKey', { UserName: 'ci' }, '19h', TAKEN), once('iam:CreateAccessKey', { UserName: 'ci' }, '24h', mine));
    const first = await untilChanged(account);
    await passes(account, 20);
    const run = await resume(account, first, { answers: { changed: 'yes', broke: 'no', 'last-look': 'now' } });
    await passes(account, 8);
    expect(answered(account, 'AssumeRole')).toEqual(['done']);
    expect(answered(account, 'RunInstances')).toEqual(['Client.UnauthorizedOperation']);
    expect(ready(run)).toContain('contain:sessions');
    const [deactivated] = calledAt(account, 'UpdateAccessKey').slice(-1), [givenBack] = calledAt(account, 'DeleteRolePolicy');
    expect((givenBack?.getTime() ?? 0) - (deactivated?.getTime() ?? 0)).toBeGreaterThan(12 * HOUR);
  }, 60_000);

  test('is active again because something broke: no deny is offered to be taken away, and none waits for its time', async () => {
    const account = await kept(), first = await untilChanged(account);
    await passes(account, 20);
    const run = await resume(account, first, { answers: { changed: 'yes', broke: 'yes', 'last-look': 'later' } });
    await passes(account, 40);
    const later = await resume(account, run, { answers: { broke: 'yes', 'last-look': 'later' } });
    expect(ready(run).filter((id) => id.startsWith('undo:'))).toEqual([expect.stringMatching(/^undo:contain:iam\/access-key/)]);
    for (const one of [first, run, later]) {
      expect(ready(one).filter((id) => /^undo:.*-session/.test(id))).toEqual([]);
      expect([...one.reading().state.waits.keys()].filter((id) => id.startsWith('session:'))).toEqual([]);
    }
    const { requests } = account.world;
    expect(requests.entries.filter((e) => e.operation === 'DeleteRolePolicy' || (e.operation === 'DeleteUserPolicy' && (e.input as { UserName?: string }).UserName === 'ci'))).toEqual([]);
  }, 60_000);
});
