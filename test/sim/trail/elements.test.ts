// Parameters and answers in events: names, dates, secrets; and what they name.
import { describe, expect, test } from 'vitest';
import { AttachUserPolicyCommand, ChangePasswordCommand, CreateAccessKeyCommand, CreateLoginProfileCommand, GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { CreateWebhookCommand } from '@aws-sdk/client-codebuild';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { ModifyInstanceAttributeCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { operationSchema } from '../../../src/sim/wire/schema.ts';
import { requestParameters, responseElements, trailDate } from '../../../src/sim/trail/elements.ts';
import { resourcesOf } from '../../../src/sim/trail/resources.ts';

const schema = (command: { schema?: unknown }): ReturnType<typeof operationSchema> => operationSchema(command.schema);

describe('request parameters', () => {
  test('lower camel case, dates in words', () => {
    const { input } = schema(new LookupEventsCommand({}));
    expect(requestParameters('cloudtrail', input, { StartTime: new Date('2026-11-20T00:05:09Z'), LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'ci' }], MaxResults: 50 }))
      .toEqual({ startTime: 'Nov 20, 2026 12:05:09 AM', lookupAttributes: [{ attributeKey: 'Username', attributeValue: 'ci' }], maxResults: 50 });
  });
  test('passwords and user data are masked', () => {
    expect(requestParameters('iam', schema(new CreateLoginProfileCommand({})).input, { UserName: 'bob', Password: 'hunter2!', PasswordResetRequired: false })).toEqual({ userName: 'bob', password: 'HIDDEN_DUE_TO_SECURITY_REASONS', passwordResetRequired: false });
    expect(JSON.stringify(requestParameters('iam', schema(new ChangePasswordCommand({ OldPassword: '', NewPassword: '' })).input, { OldPassword: 'hunter1!', NewPassword: 'hunter2!' }))).not.toContain('hunter');
    expect(requestParameters('ec2', schema(new ModifyInstanceAttributeCommand({ InstanceId: '' })).input, { InstanceId: 'i-0', UserData: { Value: new Uint8Array([1]) } })).toEqual({ instanceId: 'i-0', userData: '<sensitiveDataRemoved>' });
  });
  test('EC2\'s ids are sets of items', () => {
    expect(requestParameters('ec2', schema(new TerminateInstancesCommand({ InstanceIds: [] })).input, { InstanceIds: ['i-0a', 'i-0b'] })).toEqual({ instancesSet: { items: [{ instanceId: 'i-0a' }, { instanceId: 'i-0b' }] } });
  });
  test('lists of lists stay lists of lists', () => {
    const filterGroups = [[{ type: 'EVENT', pattern: 'PUSH' }, { type: 'HEAD_REF', pattern: 'main' }], [{ type: 'EVENT', pattern: 'RELEASED' }]];
    expect(requestParameters('codebuild', schema(new CreateWebhookCommand({ projectName: '' })).input, { projectName: 'release', filterGroups })).toEqual({ projectName: 'release', filterGroups });
  });
  test('nothing is null', () => { expect(requestParameters('iam', schema(new GetAccountSummaryCommand({})).input, {})).toBeNull(); });
});

describe('response elements', () => {
  test('leave the secret key out', () => {
    const output = { AccessKey: { UserName: 'bob', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'Active', SecretAccessKey: 'wJalrXUtnFEMI', CreateDate: new Date('2026-11-20T13:00:00Z') } };
    expect(responseElements('iam', schema(new CreateAccessKeyCommand({})).output, output, 'id')).toEqual({ accessKey: { userName: 'bob', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Active', createDate: 'Nov 20, 2026 1:00:00 PM' } });
  });
  test('of an empty answer: null, EC2\'s say that they returned', () => {
    expect(responseElements('iam', schema(new AttachUserPolicyCommand({ UserName: '', PolicyArn: '' })).output, {}, 'id')).toBeNull();
    expect(responseElements('ec2', schema(new ModifyInstanceAttributeCommand({ InstanceId: '' })).output, {}, 'id')).toEqual({ requestId: 'id', _return: true });
  });
  test('of EC2 carry the wire\'s names and times in milliseconds', () => {
    const output = { TerminatingInstances: [{ InstanceId: 'i-0a', CurrentState: { Code: 32, Name: 'shutting-down' } }] };
    expect(responseElements('ec2', schema(new TerminateInstancesCommand({ InstanceIds: [] })).output, output, 'id')).toEqual({ requestId: 'id', instancesSet: { items: [{ instanceId: 'i-0a', currentState: { code: 32, name: 'shutting-down' } }] } });
  });
});

test.each([['2026-01-02T00:00:00Z', 'Jan 2, 2026 12:00:00 AM'], ['2026-12-31T12:01:02Z', 'Dec 31, 2026 12:01:02 PM'], ['2026-06-09T23:59:59Z', 'Jun 9, 2026 11:59:59 PM']])('%s is written %s', (iso, written) => {
  expect(trailDate(new Date(iso))).toBe(written);
});

test('the named things of a call, each once', () => {
  expect(resourcesOf({ userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }, { accessKey: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', userName: 'bob' } })).toEqual([
    { type: 'AWS::IAM::User', name: 'bob' }, { type: 'AWS::IAM::Policy', name: 'arn:aws:iam::aws:policy/AWSDenyAll' }, { type: 'AWS::IAM::AccessKey', name: 'AKIAIOSFODNN7EXAMPLE' },
  ]);
  expect(resourcesOf(null, { instancesSet: { items: [{ instanceId: 'i-0a' }, { instanceId: 'i-0b' }] } })).toHaveLength(2);
});
