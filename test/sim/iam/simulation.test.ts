// SimulatePrincipalPolicy: what would be allowed, as reads show the policies.
import { describe, expect, test } from 'vitest';
import {
  AddUserToGroupCommand, AttachUserPolicyCommand, CreateGroupCommand, PutGroupPolicyCommand, PutRolePolicyCommand, PutUserPermissionsBoundaryCommand, SimulatePrincipalPolicyCommand,
  type EvaluationResult, type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { ADMIN, allow, ARN, deny, Opened, pages } from './opened.ts';

const BOB = `${ARN}:user/bob`;
async function simulate({ iam }: Opened, ActionNames: string[], more: Partial<SimulatePrincipalPolicyCommandInput> = {}): Promise<EvaluationResult[]> {
  return (await iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: BOB, ActionNames, ...more }))).EvaluationResults ?? [];
}
const decisions = (results: readonly EvaluationResult[]): unknown => results.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision]);

describe('decisions', () => {
  test('are allowed, implicit or explicit deny, and name the policy', async () => {
    const account = await Opened.account();
    await account.user('bob');
    await account.put('bob', 'read', allow('s3:Get*'));
    await account.put('bob', 'never', deny('s3:GetBucketPolicy'));
    const results = await simulate(account, ['s3:GetObject', 's3:PutObject', 's3:GetBucketPolicy']);
    expect(decisions(results)).toEqual([['s3:GetObject', 'allowed'], ['s3:PutObject', 'implicitDeny'], ['s3:GetBucketPolicy', 'explicitDeny']]);
    expect(results.map(({ MatchedStatements }) => MatchedStatements)).toEqual([
      [{ SourcePolicyId: 'read', SourcePolicyType: 'user' }], [], [{ SourcePolicyId: 'never', SourcePolicyType: 'user' }],
    ]);
  });
  test('foresee what a quarantined user is denied', async () => {
    const account = await Opened.account();
    await account.user('bob');
    for (const PolicyArn of [ADMIN, 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3']) await account.iam.send(new AttachUserPolicyCommand({ UserName: 'bob', PolicyArn }));
    expect(decisions(await simulate(account, ['iam:CreateAccessKey', 'iam:PutUserPolicy', 'sts:AssumeRole']))).toEqual([['iam:CreateAccessKey', 'explicitDeny'], ['iam:PutUserPolicy', 'explicitDeny'], ['sts:AssumeRole', 'allowed']]);
  });
  test('count groups and the boundary, and policies that are only supposed', async () => {
    const account = await Opened.account();
    await account.user('bob');
    await account.iam.send(new CreateGroupCommand({ GroupName: 'devs' }));
    await account.iam.send(new PutGroupPolicyCommand({ GroupName: 'devs', PolicyName: 'g', PolicyDocument: allow('s3:*') }));
    await account.iam.send(new AddUserToGroupCommand({ GroupName: 'devs', UserName: 'bob' }));
    expect(decisions(await simulate(account, ['s3:GetObject']))).toEqual([['s3:GetObject', 'allowed']]);
    expect(decisions(await simulate(account, ['s3:GetObject'], { PolicySourceArn: `${ARN}:group/devs` }))).toEqual([['s3:GetObject', 'allowed']]);
    expect(decisions(await simulate(account, ['s3:GetObject', 'ec2:RunInstances'], { PolicyInputList: [allow('ec2:*'), deny('s3:*')] }))).toEqual([['s3:GetObject', 'explicitDeny'], ['ec2:RunInstances', 'allowed']]);
    await account.iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'bob', PermissionsBoundary: 'arn:aws:iam::aws:policy/AWSDenyAll' }));
    const [bounded] = await simulate(account, ['s3:GetObject']);
    expect(bounded).toMatchObject({ EvalDecision: 'explicitDeny', PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } });
    expect(decisions(await simulate(account, ['s3:GetObject'], { PermissionsBoundaryPolicyInputList: [allow('s3:*')] }))).toEqual([['s3:GetObject', 'allowed']]);
  });
  test('are one for each action and resource, in pages', async () => {
    const account = await Opened.account({ pageSize: 2 });
    await account.role('deploy');
    await account.iam.send(new PutRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'p', PolicyDocument: allow('s3:*', 'arn:aws:s3:::a') }));
    const all = await pages((Marker) => account.iam.send(new SimulatePrincipalPolicyCommand({
      PolicySourceArn: `${ARN}:role/deploy`, ActionNames: ['s3:ListBucket', 's3:DeleteBucket'], ResourceArns: ['arn:aws:s3:::a', 'arn:aws:s3:::b'], ...(Marker !== undefined && { Marker }),
    })));
    expect(all.map((page) => page.EvaluationResults?.map(({ EvalResourceName, EvalDecision }) => [EvalResourceName, EvalDecision]))).toEqual([
      [['arn:aws:s3:::a', 'allowed'], ['arn:aws:s3:::b', 'implicitDeny']], [['arn:aws:s3:::a', 'allowed'], ['arn:aws:s3:::b', 'implicitDeny']],
    ]);
  });
});

test('conditions are judged by the given context; what is missing is named', async () => {
  const account = await Opened.account();
  await account.user('bob');
  await account.put('bob', 'home', JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } } }));
  const [unknown] = await simulate(account, ['s3:GetObject']);
  expect(unknown).toMatchObject({ EvalDecision: 'implicitDeny', MissingContextValues: ['aws:SourceIp'] });
  const [known] = await simulate(account, ['s3:GetObject'], { ContextEntries: [{ ContextKeyName: 'aws:SourceIp', ContextKeyValues: ['192.0.2.7'], ContextKeyType: 'ip' }] });
  expect(known).toMatchObject({ EvalDecision: 'allowed', MissingContextValues: [] });
});

test('goes by what reads show, before it is enforced', async () => {
  const account = await Opened.account({ consistencyMs: 4_000 });
  await account.user('bob');
  await account.put('bob', 'p', allow('s3:*'));
  expect(decisions(await simulate(account, ['s3:GetObject']))).toEqual([['s3:GetObject', 'allowed']]);
});

test.each([
  ['root', { PolicySourceArn: `${ARN}:root` }, 'InvalidInputException'],
  ['a user who is not there', { PolicySourceArn: `${ARN}:user/nobody` }, 'NoSuchEntityException'],
  ['an action with a wildcard', { ActionNames: ['s3:*'] }, 'InvalidInputException'],
  ['a supposed policy that is none', { PolicyInputList: ['{}'] }, 'InvalidInputException'],
])('refuses %s', async (_, more, name) => {
  const account = await Opened.account();
  await account.user('bob');
  await expect(simulate(account, ['s3:GetObject'], more)).rejects.toMatchObject({ name });
});
