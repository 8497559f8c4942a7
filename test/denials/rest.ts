// What no mechanism has, and what looks at it.
import type { ServiceId } from '../../src/aws/session.ts';
import type { Answers, Mechanism, Played } from '../mechanisms/row.ts';

const call = (service: ServiceId, operation: string, input: object): Played => ({ service, operation, input });
const MONITOR = { AnomalyMonitor: { MonitorName: 'AWS services', MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' } };
const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });
const flow = (Type: string): string => JSON.stringify({ StartAt: 'Work', States: { Work: Type === 'Pass' ? { Type, End: true } : { Type } } });
const orders = (answers: Answers): object => ({ stateMachineArn: (answers['orders'] as { readonly stateMachineArn: string }).stateMachineArn });
const app = (answers: Answers): string => (answers['app'] as { readonly Instances: readonly { readonly InstanceId: string }[] }).Instances[0]?.InstanceId ?? '';
export const REST: readonly Mechanism[] = [{
  row: 0, title: 'the rest', shows: [],
  setUp: [
    call('budgets', 'CreateBudget', { AccountId: '111122223333', Budget: { BudgetName: 'month', BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: '10', Unit: 'USD' } } }),
    call('ce', 'CreateAnomalyMonitor', MONITOR), call('securityhub', 'EnableSecurityHub', {}),
    call('cloudtrail', 'CreateTrail', { Name: 'insights', S3BucketName: 'insights-logs-example', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, EnableLogFileValidation: true }), call('cloudtrail', 'StartLogging', { Name: 'insights' }),
    call('cloudtrail', 'PutInsightSelectors', { TrailName: 'insights', InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }),
    call('guardduty', 'CreateDetector', { Enable: true }), call('access-analyzer', 'CreateAnalyzer', { analyzerName: 'outside', type: 'ACCOUNT' }),
    call('iam', 'CreateRole', { RoleName: 'flows', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }] }) }),
    { service: 'states', operation: 'CreateStateMachine', input: { name: 'orders', roleArn: 'arn:aws:iam::111122223333:role/flows', definition: flow('Pass') }, as: 'orders' },
    { service: 'states', operation: 'StartExecution', input: orders },
    { ...call('ec2', 'CreateLaunchTemplate', { LaunchTemplateName: 'app', LaunchTemplateData: { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.small', UserData: Buffer.from('#!/bin/sh').toString('base64') } }), as: 'template' },
    { ...call('ec2', 'RunInstances', {}), as: 'app', input: (answers) => ({ LaunchTemplate: { LaunchTemplateId: (answers['template'] as { readonly LaunchTemplate: { readonly LaunchTemplateId: string } }).LaunchTemplate.LaunchTemplateId, Version: '1' }, MinCount: 1, MaxCount: 1 }) },
    { ...call('ec2', 'StopInstances', {}), input: (answers) => ({ InstanceIds: [app(answers)] }) },
    call('batch', 'CreateComputeEnvironment', { computeEnvironmentName: 'nightly', type: 'MANAGED', computeResources: { type: 'FARGATE', maxvCpus: 4, subnets: ['subnet-0123456789abcdef0'] } }),
    call('batch', 'CreateJobQueue', { jobQueueName: 'nightly', priority: 1, computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'nightly' }] }),
    call('batch', 'RegisterJobDefinition', { jobDefinitionName: 'nightly', type: 'container', containerProperties: { image: 'example' } }),
    call('cloudformation', 'CreateStack', { StackName: 'app', TemplateURL: 'https://s3.amazonaws.com/templates-example/app.json' }),
    call('route53domains', 'RegisterDomain', { DomainName: 'example.com', DurationInYears: 1, AdminContact: {}, RegistrantContact: {}, TechContact: {} }),
    call('route53', 'CreateHostedZone', { Name: 'example.com', CallerReference: 'one' }),
    call('ec2', 'RunInstances', { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, MetadataOptions: { HttpTokens: 'optional' } }),
  ],
  plant: [call('iam', 'CreatePolicy', { PolicyName: 'made', PolicyDocument: TRUST }), { service: 'states', operation: 'UpdateStateMachine', input: (answers: Answers) => ({ ...orders(answers), definition: flow('Succeed') }) },
    { ...call('ec2', 'ModifyInstanceAttribute', {}), input: (answers) => ({ InstanceId: app(answers), UserData: { Value: Buffer.from('#!/bin/sh\necho evil') } }) },
    call('batch', 'SubmitJob', { jobName: 'theirs', jobQueue: 'nightly', jobDefinition: 'nightly' }),
    call('cloudformation', 'UpdateStack', { StackName: 'app', TemplateURL: 'https://s3.amazonaws.com/other-example/app.json' }),
    call('route53domains', 'UpdateDomainNameservers', { DomainName: 'example.com', Nameservers: [{ Name: 'ns1.example.net' }, { Name: 'ns2.example.net' }] })],
}];
