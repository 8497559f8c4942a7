// The truth is computed: what the attacker's calls made or changed and what still stands of it.
import { expect, test } from 'vitest';
import { score } from '../../../src/sim/scenario/score.ts';
import type { Loaded } from '../../../src/sim/scenario/load.ts';
import type { Deed } from '../../../src/sim/scenario/scenario.ts';
import { ADMIN, load } from './small.ts';

const deed = (call: string, input: object, region?: string): Deed => ({ call, with: input as Deed['with'], ...(region === undefined ? {} : { region }) });
/** Ids are the seed's, so footholds are told by origin and kind. */
const kinds = (loaded: Loaded): string[] => loaded.truth.footholds.map(({ origin, kind }) => `${origin} ${kind}`).sort();
const judged = (loaded: Loaded): ReturnType<typeof score> => score({ world: loaded.world, truth: loaded.truth, msToContain: null });
const SVC = { UserName: 'svc' };
const machines = { ImageId: 'ami-0123456789abcdef0', InstanceType: 'g5.xlarge', MinCount: 1, MaxCount: 1 };

test('the key that the attacker shares with its owner is the way in, and nothing else is', async () => {
  expect(kinds(await load([{ at: '-1d', as: 'mallory', call: 'iam:ListUsers' }]))).toEqual(['entry iam/access-key']);
  expect(kinds(await load([{ at: '-1d', as: 'ci', call: 'iam:CreateUser', with: SVC }]))).toEqual(['entry iam/access-key']);
});

test('a user with all that belongs to it, sessions, and machines without their parts', async () => {
  const loaded = await load([
    { at: '-1d', as: 'mallory', call: 'iam:CreateUser', with: SVC },
    { at: '+5s', as: 'mallory', call: 'iam:AttachUserPolicy', with: { ...SVC, PolicyArn: ADMIN } },
    { at: '+5s', as: 'mallory', call: 'iam:CreateAccessKey', with: SVC },
    { at: '+5s', as: 'mallory', call: 'sts:GetSessionToken', with: { DurationSeconds: 129_600 } },
    { at: '+5s', as: 'mallory', call: 'ec2:RunInstances', with: machines, region: 'eu-north-1' },
  ]);
  expect(kinds(loaded)).toEqual(['created ec2/instance', 'created iam/access-key', 'created iam/user', 'created iam/user-policy-attachment', 'entry iam/access-key', 'session sts/session']);
});

test('a rule that the attacker put into the owner\'s group is a foothold until it is gone', async () => {
  const open = { GroupId: '${web.GroupId}', IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] };
  const loaded = await load([
    { at: '-2d', as: 'ci', call: 'ec2:CreateSecurityGroup', with: { GroupName: 'web', Description: 'web' }, save: 'web' },
    { at: '-1d', as: 'mallory', call: 'ec2:AuthorizeSecurityGroupIngress', with: open },
  ]);
  expect(kinds(loaded)).toEqual(['created ec2/security-group-rule', 'entry iam/access-key']);
  expect(judged(loaded).bystanders.harmed).toEqual([]);
  await loaded.player.play('root', deed('ec2:RevokeSecurityGroupIngress', open));
  expect(judged(loaded).footholds.find(({ origin }) => origin === 'created')).toMatchObject({ contained: true, removed: true });
});

test('what the attacker changed is a foothold until it is as before', async () => {
  const loaded = await load([{ at: '-1d', as: 'mallory', call: 'ec2:EnableSerialConsoleAccess' }]);
  expect(kinds(loaded)).toEqual(['changed ec2/serial-console-access', 'entry iam/access-key']);
  await loaded.player.play('root', deed('ec2:DisableSerialConsoleAccess', {}));
  expect(judged(loaded).footholds.find(({ origin }) => origin === 'changed')).toMatchObject({ contained: true, removed: true });
});

test('what the attacker took away again, and a session that is over, are no footholds', async () => {
  const loaded = await load([
    { at: '-3d', as: 'mallory', call: 'iam:CreateUser', with: SVC },
    { at: '+5s', as: 'mallory', call: 'iam:DeleteUser', with: SVC },
    { at: '+5s', as: 'mallory', call: 'sts:GetSessionToken', with: { DurationSeconds: 3_600 } },
  ]);
  expect(kinds(loaded)).toEqual(['entry iam/access-key']);
});

test('what the owner has set since is the owner\'s; only the rest of the stranger\'s change is a foothold', async () => {
  const policy = (who: string): object => ({ Bucket: 'web-example', Policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: who }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::web-example/*' }] } });
  const run = { FunctionName: 'orders' };
  const loaded = await load([
    { at: '-3d', as: 'ci', call: 's3:CreateBucket', with: { Bucket: 'web-example' } },
    { at: '+5s', as: 'ci', call: 'iam:CreateRole', with: { RoleName: 'fn', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] } } },
    { at: '+5s', as: 'ci', call: 'lambda:CreateFunction', with: { ...run, Runtime: 'python3.13', Handler: 'm.h', Role: 'arn:aws:iam::111122223333:role/fn', Code: { ZipFile: 'first' } } },
    { at: '-2d', as: 'mallory', call: 's3:PutBucketPolicy', with: policy('arn:aws:iam::444455556666:root') },
    { at: '+1m', as: 'mallory', call: 'lambda:UpdateFunctionCode', with: { ...run, ZipFile: 'stranger' } },
    { at: '+1m', as: 'mallory', call: 'lambda:UpdateFunctionConfiguration', with: { ...run, Environment: { Variables: { WRAPPER: '/tmp/x' } } } },
    { at: '-1d', as: 'ci', call: 's3:PutBucketPolicy', with: policy('arn:aws:iam::111122223333:root') },
    { at: '+1m', as: 'ci', call: 'lambda:UpdateFunctionCode', with: { ...run, ZipFile: 'second' } },
  ]);
  expect(kinds(loaded)).toEqual(['changed lambda/function', 'entry iam/access-key']);
  await loaded.player.play('ci', deed('lambda:UpdateFunctionConfiguration', { ...run, Environment: { Variables: {} } }));
  expect(judged(loaded).footholds.find(({ origin }) => origin === 'changed')).toMatchObject({ removed: true });
});

test('what stands as before when the operator comes is a bystander again', async () => {
  const schedule = (State: string): object => ({ Name: 'report', State, ScheduleExpression: 'rate(1 day)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: 'arn:aws:sqs:us-east-1:111122223333:reports', RoleArn: 'arn:aws:iam::111122223333:role/scheduler' } });
  const loaded = await load([
    { at: '-3d', as: 'ci', call: 'scheduler:CreateSchedule', with: schedule('ENABLED') },
    { at: '-2d', as: 'mallory', call: 'scheduler:UpdateSchedule', with: schedule('DISABLED') },
    { at: '+1m', as: 'mallory', call: 'scheduler:UpdateSchedule', with: schedule('ENABLED') },
  ]);
  expect(kinds(loaded)).toEqual(['entry iam/access-key']);
  await loaded.player.play('root', deed('scheduler:UpdateSchedule', schedule('DISABLED')));
  expect(judged(loaded).bystanders.harmed).toEqual([expect.objectContaining({ kind: 'scheduler/schedule', harm: 'changed' })]);
});

test('of a list of what a thing holds only what the stranger put in is the stranger\'s, also where the owner put in more since', async () => {
  const user = { ServerId: '${files.ServerId}', UserName: 'clerk' };
  const loaded = await load([
    { at: '-3d', as: 'ci', call: 'transfer:CreateServer', with: {}, save: 'files' },
    { at: '+5s', as: 'ci', call: 'transfer:CreateUser', with: { ...user, Role: 'arn:aws:iam::111122223333:role/files', SshPublicKeyBody: 'ssh-ed25519 AAAAEXAMPLE1' } },
    { at: '-2d', as: 'mallory', call: 'transfer:ImportSshPublicKey', with: { ...user, SshPublicKeyBody: 'ssh-ed25519 AAAAEXAMPLE2' }, save: 'theirs' },
    { at: '-1d', as: 'ci', call: 'transfer:ImportSshPublicKey', with: { ...user, SshPublicKeyBody: 'ssh-ed25519 AAAAEXAMPLE3' }, save: 'own' },
  ]);
  expect(kinds(loaded)).toEqual(['changed transfer/user', 'entry iam/access-key']);
  const { ServerId } = loaded.player.saved.get('files') as { ServerId: string };
  const without = async (name: string): Promise<void> => { await loaded.player.play('root', deed('transfer:DeleteSshPublicKey', { ServerId, UserName: 'clerk', SshPublicKeyId: (loaded.player.saved.get(name) as { SshPublicKeyId: string }).SshPublicKeyId })); };
  await without('theirs');
  expect(judged(loaded)).toMatchObject({ footholds: expect.arrayContaining([expect.objectContaining({ kind: 'transfer/user', removed: true })]) as unknown, bystanders: { harmed: [] } });
  await without('own');
  expect(judged(loaded).footholds).toContainEqual(expect.objectContaining({ kind: 'transfer/user', removed: false }));
});

test('what the stranger deleted and made anew is removed when it is gone or says again what its owner\'s said; a password is another\'s', async () => {
  const policy = (Action: string): object => ({ UserName: 'nina', PolicyName: 'main', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } });
  const loaded = await load([
    { at: '-3d', as: 'ci', call: 'iam:CreateUser', with: { UserName: 'nina' } }, { at: '+5s', as: 'ci', call: 'iam:PutUserPolicy', with: policy('s3:*') },
    { at: '+5s', as: 'ci', call: 'iam:CreateLoginProfile', with: { UserName: 'nina', Password: 'Example-password-1' } },
    { at: '-2d', as: 'mallory', call: 'iam:DeleteUserPolicy', with: { UserName: 'nina', PolicyName: 'main' } }, { at: '+5s', as: 'mallory', call: 'iam:PutUserPolicy', with: policy('*') },
    { at: '+5s', as: 'mallory', call: 'iam:DeleteLoginProfile', with: { UserName: 'nina' } }, { at: '+5s', as: 'mallory', call: 'iam:CreateLoginProfile', with: { UserName: 'nina', Password: 'Example-password-2' } },
  ]);
  const removed = (): unknown => Object.fromEntries(judged(loaded).footholds.flatMap(({ origin, kind, removed: is }) => (origin === 'created' ? [[kind, is]] : [])));
  expect(removed()).toEqual({ 'iam/user-policy': false, 'iam/login-profile': false });
  await loaded.player.play('root', deed('iam:PutUserPolicy', policy('s3:*')));
  expect(removed()).toEqual({ 'iam/user-policy': true, 'iam/login-profile': false });
  expect(judged(loaded).bystanders.harmed).toEqual([]);
});

test('a foothold that was removed before the operator came is none', async () => {
  const loaded = await load([
    { at: '-3d', as: 'mallory', call: 'iam:CreateUser', with: SVC },
    { at: '-2d', as: 'root', call: 'iam:DeleteUser', with: SVC },
  ]);
  expect(kinds(loaded)).toEqual(['entry iam/access-key']);
});

test('a key is contained when it is inactive, a session when its bearer is denied everything, and removed when they are gone', async () => {
  const loaded = await load([{ at: '-1h', as: 'mallory', call: 'sts:GetSessionToken', with: { DurationSeconds: 129_600 } }]);
  const state = (): (readonly [string, boolean, boolean])[] => judged(loaded).footholds.map(({ kind, contained, removed }) => [kind, contained, removed] as const);
  expect(state()).toEqual([['sts/session', false, false], ['iam/access-key', false, false]]);
  const keyId = (loaded.player.saved.get('ciKey') as { AccessKey: { AccessKeyId: string } }).AccessKey.AccessKeyId;
  await loaded.player.play('root', deed('iam:UpdateAccessKey', { UserName: 'ci', AccessKeyId: keyId, Status: 'Inactive' }));
  expect(state()).toEqual([['sts/session', false, false], ['iam/access-key', true, false]]);
  await loaded.player.play('root', deed('iam:PutUserPolicy', { UserName: 'ci', PolicyName: 'stop', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-20T09:00:00Z' } } }] } }));
  expect(state()).toEqual([['sts/session', true, true], ['iam/access-key', true, false]]);
  await loaded.player.play('root', deed('iam:DeleteAccessKey', { UserName: 'ci', AccessKeyId: keyId }));
  expect(state()[1]).toEqual(['iam/access-key', true, true]);
});

test('a quarantine policy does not contain a key', async () => {
  const loaded = await load([{ at: '-1h', as: 'aws', call: 'iam:AttachUserPolicy', with: { UserName: 'ci', PolicyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' } }]);
  expect(judged(loaded).footholds).toMatchObject([{ kind: 'iam/access-key', contained: false }]);
});

test('a machine is contained when it stands still or nothing passes its interfaces, and its evidence is its disks\' copies', async () => {
  const loaded = await load([
    { at: '-1h', as: 'mallory', call: 'ec2:RunInstances', with: machines, save: 'one' }, { at: '+1s', as: 'mallory', call: 'ec2:RunInstances', with: { ...machines, InstanceType: 'c6i.metal' }, save: 'other' },
  ]);
  const [first = '', second = ''] = ['one', 'other'].flatMap((name) => (loaded.player.saved.get(name) as { Instances: { InstanceId: string }[] }).Instances.map(({ InstanceId }) => InstanceId));
  const contained = (): boolean[] => judged(loaded).footholds.filter(({ kind }) => kind === 'ec2/instance').map((one) => one.contained);
  await loaded.player.play('root', deed('ec2:StopInstances', { InstanceIds: [first] }));
  expect(contained()).toEqual([true, false]);
  await loaded.player.play('root', { ...deed('ec2:CreateSecurityGroup', { GroupName: 'closed', Description: 'closed' }), save: 'closed' });
  const { GroupId } = loaded.player.saved.get('closed') as { GroupId: string };
  await loaded.player.play('root', deed('ec2:RevokeSecurityGroupEgress', { GroupId, IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] }));
  await loaded.player.play('root', deed('ec2:ModifyInstanceAttribute', { InstanceId: second, Groups: [GroupId] }));
  expect(contained()).toEqual([true, true]);
  await loaded.player.play('root', deed('ec2:CreateSnapshots', { InstanceSpecification: { InstanceId: first } }));
  await loaded.player.play('root', deed('ec2:TerminateInstances', { InstanceIds: [first, second] }));
  const { evidence, bystanders } = judged(loaded);
  expect(evidence.kept.map((arn) => arn.split('/').at(-1))).toEqual([first]);
  expect(evidence.lost.map((arn) => arn.split('/').at(-1))).toEqual([second]);
  expect(bystanders.harmed).toEqual([]);
});

test('one machine\'s copy stands for another that was started alike', async () => {
  const loaded = await load([{ at: '-1h', as: 'mallory', call: 'ec2:RunInstances', with: { ...machines, MinCount: 2, MaxCount: 2 }, save: 'run' }]);
  const ids = (loaded.player.saved.get('run') as { Instances: { InstanceId: string }[] }).Instances.map(({ InstanceId }) => InstanceId);
  await loaded.player.play('root', deed('ec2:CreateSnapshots', { InstanceSpecification: { InstanceId: ids[0] } }));
  await loaded.player.play('root', deed('ec2:TerminateInstances', { InstanceIds: ids }));
  expect(judged(loaded).evidence.kept.map((arn) => arn.split('/').at(-1)).sort()).toEqual([...ids].sort());
});

test('a bystander is harmed when it is gone, changed or cut off; the user whose key leaked may be cut off', async () => {
  const deny = { PolicyName: 'deny', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] } };
  const loaded = await load([
    { at: '-5d', as: 'root', call: 'iam:CreateUser', with: { UserName: 'alice' } }, { at: '+1s', as: 'root', call: 'iam:CreateUser', with: { UserName: 'bob' } },
    { at: '+1s', as: 'root', call: 'iam:CreateAccessKey', with: { UserName: 'bob' }, save: 'bobKey' },
  ]);
  const { AccessKey } = loaded.player.saved.get('bobKey') as { AccessKey: { AccessKeyId: string } };
  await loaded.player.play('root', deed('iam:PutUserPolicy', { UserName: 'ci', ...deny }));
  expect(judged(loaded).bystanders.harmed).toEqual([]);
  await loaded.player.play('root', deed('iam:PutUserPolicy', { UserName: 'alice', ...deny }));
  await loaded.player.play('root', deed('iam:UpdateAccessKey', { UserName: 'bob', AccessKeyId: AccessKey.AccessKeyId, Status: 'Inactive' }));
  await loaded.player.play('root', deed('iam:DetachUserPolicy', { UserName: 'ci', PolicyArn: ADMIN }));
  expect(judged(loaded).bystanders.harmed.map(({ kind, harm }) => `${kind} ${harm}`).sort()).toEqual(['iam/access-key changed', 'iam/user cut-off', 'iam/user-policy-attachment gone']);
});

test('what the attacker deletes while the operator works is no harm of the operator\'s', async () => {
  const loaded = await load([
    { at: '-5d', as: 'root', call: 'iam:CreateUser', with: { UserName: 'alice' } }, { at: '+1s', as: 'root', call: 'iam:CreateUser', with: { UserName: 'bob' } },
    { at: '-1d', as: 'mallory', call: 'iam:ListUsers' },
  ]);
  await loaded.player.play('mallory', deed('iam:DeleteUser', { UserName: 'alice' }));
  expect(judged(loaded).bystanders.harmed).toEqual([]);
  await loaded.player.play('root', deed('iam:DeleteUser', { UserName: 'bob' }));
  expect(judged(loaded).bystanders.harmed.map(({ kind, harm }) => `${kind} ${harm}`)).toEqual(['iam/user gone']);
});

test('what the tool found is compared with the truth', async () => {
  const loaded = await load([{ at: '-1d', as: 'mallory', call: 'iam:CreateUser', with: SVC }]);
  const { footholds } = score({ world: loaded.world, truth: loaded.truth, msToContain: null, found: ['arn:aws:iam::111122223333:user/svc'] });
  expect(footholds.map(({ kind, found }) => [kind, found])).toEqual([['iam/user', true], ['iam/access-key', false]]);
});
