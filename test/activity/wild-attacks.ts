// Attacks as public reports tell them, one line each, in the shape of CloudTrail's records: the signs were not written from these.
import type { TrailEvent } from '../../src/activity/event.ts';
import { ACCOUNT, consoleSession, event, session, user, type Raw } from './records.ts';

export interface Told { readonly told: string; readonly events: readonly TrailEvent[] }
const T0 = Date.parse('2026-11-18T03:00:00Z');
const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();
/** `[operation, requestParameters, the rest of the record]`, so many seconds apart. */
export type Call = readonly [what: string, request?: Raw | null, more?: Raw];
export const calls = (gap: number, ...all: readonly Call[]): TrailEvent[] => all.map(([what, requestParameters = null, more = {}], i) => event(at(i * gap), what, { requestParameters, ...more }));
const many = (n: number, call: (i: number) => Call): Call[] => Array.from({ length: n }, (_, i) => call(i));
const told = (what: string, ...events: readonly TrailEvent[]): Told => ({ told: what, events });

export const OTHER = '444455556666';
export const ROOT: Raw = { userIdentity: { type: 'Root', principalId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT, accessKeyId: 'ASIAIOSFODNN7EXAMPLE' } };
export const policy = (...statements: readonly Raw[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
export const cidrs = (...ranges: readonly string[]): Raw => ({ items: ranges.map((cidrIp) => ({ cidrIp })) });
export const rule = (port: number, ...ranges: readonly string[]): Raw => ({ groupId: 'sg-0abcdef1234567890', ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, groups: {}, ipRanges: cidrs(...ranges), ipv6Ranges: {}, prefixListIds: {} }] } });
const DENIED: Raw = { errorCode: 'AccessDenied' };
const machine: Raw = { userIdentity: session('worker', 'i-0abcdef1234567890', 'ASIAI44QH8DHBEXAMPLE'), userAgent: 'aws-cli/2.31.0 md/prompt#off command/ec2.describe-instances' };
const bucket = 'example-bucket';

export const ATTACKS: readonly Told[] = [
  told('a user puts itself into the administrators’ group', ...calls(5, ['iam:ListGroups'], ['iam:AddUserToGroup', { groupName: 'Admins', userName: 'ci' }])),
  told('a user attaches a policy to itself', ...calls(5, ['iam:AttachUserPolicy', { userName: 'ci', policyArn: `arn:aws:iam::${ACCOUNT}:policy/deployments` }])),
  told('a user writes a policy for itself', ...calls(5, ['iam:PutUserPolicy', { userName: 'ci', policyName: 'backup', policyDocument: policy({ Effect: 'Allow', Action: ['iam:PassRole', 'lambda:*'], Resource: '*' }) }])),
  told('an older, wider version of a policy is made the valid one', ...calls(5, ['iam:ListPolicyVersions', { policyArn: `arn:aws:iam::${ACCOUNT}:policy/app` }], ['iam:SetDefaultPolicyVersion', { policyArn: `arn:aws:iam::${ACCOUNT}:policy/app`, versionId: 'v2' }])),
  told('a service user with keys and an administrator’s policy', ...calls(5, ['iam:CreateUser', { userName: 'aws-support' }], ['iam:CreateAccessKey', { userName: 'aws-support' }], ['iam:AttachUserPolicy', { userName: 'aws-support', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }])),
  told('a user is made and nothing else yet', ...calls(5, ['iam:CreateUser', { userName: 'adm1n' }])),
  told('a role that a foreign account may take', ...calls(5, ['iam:CreateRole', { roleName: 'monitoring', assumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OTHER}:user/m` }, Action: 'sts:AssumeRole' }) }])),
  told('another client is let in through the identity provider', ...calls(5, ['iam:AddClientIDToOpenIDConnectProvider', { openIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.example.com`, clientID: 'sts.amazonaws.com' }])),
  told('AWS quarantines a user', ...calls(5, ['iam:AttachUserPolicy', { userName: 'ci', policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' }, { userIdentity: user('deploy'), sourceIPAddress: 'AWS Internal', userAgent: 'AWS Internal' }])),
  told('the root user signs in, with MFA', ...calls(5, ['signin:ConsoleLogin', null, { userIdentity: ROOT['userIdentity'], responseElements: { ConsoleLogin: 'Success' }, additionalEventData: { MFAUsed: 'Yes' } }])),
  told('credentials of a machine, used by hand from elsewhere', ...calls(5, ['ec2:DescribeInstances', { instancesSet: {}, filterSet: {} }, machine])),
  told('credentials of a machine, from the address of whoever ran commands on it', ...calls(30,
    ['ssm:SendCommand', { documentName: 'AWS-RunShellScript', instanceIds: ['i-0abcdef1234567890'], parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS' }], ['s3:ListBuckets', null, { ...machine, userAgent: 'python-requests/2.32' }])),
  told('commands on every machine with a tag', ...calls(5, ['ssm:SendCommand', { documentName: 'AWS-RunPowerShellScript', targets: [{ key: 'tag:env', values: ['prod'] }], parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS' }])),
  told('a shell in a container', ...calls(5, ['ecs:ExecuteCommand', { cluster: 'prod', task: 'a1b2c3', container: 'app', command: 'HIDDEN_DUE_TO_SECURITY_REASONS', interactive: true }])),
  told('the start script of one machine is read', ...calls(5, ['ec2:DescribeInstanceAttribute', { instanceId: 'i-0abcdef1234567890', attribute: 'userData' }])),
  told('all secrets in one call', ...calls(5, ['secretsmanager:BatchGetSecretValue', { filters: [{ key: 'tag-key', values: ['env'] }] }])),
  told('ten parameters decrypted in one call', ...calls(5, ['ssm:GetParameters', { names: Array.from({ length: 10 }, (_, i) => `/prod/db/${String(i)}`), withDecryption: true }])),
  told('passwords of Windows machines are asked for', ...calls(5, ...many(6, (i) => ['ec2:GetPasswordData', { instanceId: `i-0abcdef123456789${String(i)}` }, { errorCode: 'Client.UnauthorizedOperation' }]))),
  told('a machine is given another role', ...calls(5, ['ec2:ReplaceIamInstanceProfileAssociation', { ReplaceIamInstanceProfileAssociationRequest: { AssociationId: 'iip-assoc-0abcdef1234567890', IamInstanceProfile: { Name: 'admin' } } }])),
  told('the port of a database, open to half of the internet twice', ...calls(5, ['ec2:AuthorizeSecurityGroupIngress', rule(3306, '0.0.0.0/1', '128.0.0.0/1')])),
  told('a network access list that lets everything in', ...calls(5, ['ec2:CreateNetworkAclEntry', { networkAclId: 'acl-0abcdef1234567890', ruleNumber: 1, egress: false, ruleAction: 'allow', cidrBlock: '0.0.0.0/0', aclProtocol: '-1', icmpTypeCode: {}, portRange: {} }])),
  told('a database becomes reachable from the internet', ...calls(5, ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'prod', publiclyAccessible: true, applyImmediately: true }])),
  told('a snapshot is restored where everybody can reach it', ...calls(5, ['rds:RestoreDBInstanceFromDBSnapshot', { dBInstanceIdentifier: 'copy', dBSnapshotIdentifier: 'rds:prod-2026-11-17', publiclyAccessible: true }])),
  told('a machine image is written to a bucket', ...calls(5, ['ec2:CreateStoreImageTask', { CreateStoreImageTaskRequest: { ImageId: 'ami-0abcdef1234567890', Bucket: bucket } }])),
  told('a table is exported', ...calls(5, ['dynamodb:ExportTableToPointInTime', { tableArn: `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/customers`, s3Bucket: bucket }])),
  told('a bucket for another account', ...calls(5, ['s3:PutBucketPolicy', { bucketName: bucket, bucketPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OTHER}:root` }, Action: ['s3:GetObject', 's3:ListBucket'], Resource: [`arn:aws:s3:::${bucket}/*`] }] } }])),
  told('a function for another account', ...calls(5, ['lambda:AddPermission20150331v2', { functionName: 'orders', statementId: 'x', action: 'lambda:InvokeFunction', principal: OTHER }])),
  told('a function for everybody', ...calls(5, ['lambda:AddPermission20150331v2', { functionName: 'orders', statementId: 'x', action: 'lambda:InvokeFunction', principal: '*' }])),
  told('a key that another account may use for ever', ...calls(5, ['kms:CreateGrant', { keyId: `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`, granteePrincipal: `arn:aws:iam::${OTHER}:root`, operations: ['Decrypt', 'CreateGrant'] }])),
  told('a bucket is copied into another account from now on', ...calls(5, ['s3:PutBucketReplication', { bucketName: bucket, ReplicationConfiguration: { Role: `arn:aws:iam::${ACCOUNT}:role/r`, Rule: { Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::example-elsewhere', Account: OTHER } } } }])),
  told('objects are copied into another account’s bucket', ...calls(5, ['s3:CopyObject', { bucketName: 'example-elsewhere', key: 'customers.csv', 'x-amz-copy-source': `${bucket}/customers.csv` }, { resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::example-elsewhere/customers.csv' }, { accountId: OTHER, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::example-elsewhere' }] }])),
  told('a bucket is to empty itself tomorrow', ...calls(5, ['s3:PutBucketLifecycle', { bucketName: bucket, LifecycleConfiguration: { Rule: { ID: 'x', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } } } }])),
  told('a note that asks for money', ...calls(5, ['s3:PutObject', { bucketName: bucket, key: 'README_TO_RECOVER_FILES.txt' }])),
  told('objects are encrypted anew with a stranger’s key', ...calls(5, ['s3:CopyObject', { bucketName: bucket, key: 'a', 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': `arn:aws:kms:us-east-1:${OTHER}:key/1234abcd-12ab-34cd-56ef-1234567890ab` }])),
  told('the default encryption becomes a stranger’s key', ...calls(5, ['s3:PutBucketEncryption', { bucketName: bucket, ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: `arn:aws:kms:us-east-1:${OTHER}:key/1234abcd-12ab-34cd-56ef-1234567890ab` } } } }])),
  told('snapshots, images and backups go one after another', ...calls(20, ...many(4, (i) => ['ec2:DeleteSnapshot', { snapshotId: `snap-0abcdef123456789${String(i)}` }]), ['ec2:DeregisterImage', { imageId: 'ami-0abcdef1234567890' }], ['backup:DeleteRecoveryPoint', { backupVaultName: 'v', recoveryPointArn: 'arn:aws:ec2:us-east-1::snapshot/snap-0abcdef1234567891' }])),
  told('buckets and tables go one after another', ...calls(20, ...many(3, (i) => ['s3:DeleteBucket', { bucketName: `example-${String(i)}` }]), ...many(3, (i) => ['dynamodb:DeleteTable', { tableName: `t${String(i)}` }]))),
  told('the keys of the data are to be deleted', ...calls(20, ...many(5, (i) => ['kms:ScheduleKeyDeletion', { keyId: `1234abcd-12ab-34cd-56ef-12345678900${String(i)}`, pendingWindowInDays: 7 }]))),
  told('the protection of a vault goes first', ...calls(5, ['backup:DeleteBackupVaultLockConfiguration', { backupVaultName: 'v' }])),
  told('a database loses its protection and its backups', ...calls(5, ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'prod', deletionProtection: false, backupRetentionPeriod: 0 }])),
  told('the account’s wall before public buckets is taken down', ...calls(5, ['s3:DeleteAccountPublicAccessBlock', { accountId: ACCOUNT }])),
  told('new disks are no longer encrypted', ...calls(5, ['ec2:DisableEbsEncryptionByDefault', { DisableEbsEncryptionByDefaultRequest: {} }])),
  told('invocations of models are no longer logged', ...calls(5, ['bedrock:DeleteModelInvocationLoggingConfiguration'])),
  told('alarms are deleted', ...calls(5, ['monitoring:DeleteAlarms', { alarmNames: ['billing'] }])),
  told('findings are put aside', ...calls(5, ['securityhub:BatchUpdateFindings', { workflow: { status: 'SUPPRESSED' }, findingIdentifiers: [{ id: 'x', productArn: 'arn:aws:securityhub:us-east-1::product/aws/guardduty' }] }])),
  told('the trail writes into another bucket', ...calls(5, ['cloudtrail:UpdateTrail', { name: 'management-events', s3BucketName: 'example-elsewhere' }])),
  told('the account is taken over by another organization', ...calls(5, ['organizations:AcceptHandshake', { handshakeId: 'h-examplehandshakeid111' }])),
  told('a guard rail of the organization is taken off', ...calls(5, ['organizations:DetachPolicy', { policyId: 'p-examplepolicyid111', targetId: ACCOUNT }])),
  told('text messages at the owner’s cost', ...calls(5, ['sns:GetSMSAttributes'], ['sns:SetSMSAttributes', { attributes: { MonthlySpendLimit: '1000' } }])),
  told('models tried one after another', ...calls(5, ...['a', 'b', 'c', 'd', 'e', 'f'].map((m): Call => ['bedrock:InvokeModel', { modelId: `anthropic.${m}` }, { errorCode: 'AccessDeniedException' }]))),
  told('five hundred containers', ...calls(5, ['ecs:CreateService', { cluster: 'c', serviceName: 's', taskDefinition: 't:1', desiredCount: 50, launchType: 'FARGATE' }])),
  told('a group that holds a hundred machines', ...calls(5, ['autoscaling:CreateAutoScalingGroup', { autoScalingGroupName: 'g', minSize: 20, maxSize: 100, desiredCapacity: 40 }])),
  told('a fleet', ...calls(5, ['ec2:RequestSpotFleet', { spotFleetRequestConfig: { targetCapacity: 60, type: 'maintain' } }])),
  told('a commitment for a year', ...calls(5, ['ec2:PurchaseReservedInstancesOffering', { reservedInstancesOfferingId: 'x', instanceCount: 5 }])),
  told('a domain is bought', ...calls(5, ['route53domains:RegisterDomain', { domainName: 'example.net', durationInYears: 1 }])),
  told('a stranger looks round, denied at every door', ...calls(10, ['iam:ListUsers', null, DENIED], ['s3:ListBuckets', null, DENIED], ['lambda:ListFunctions20150331', null, DENIED], ['ec2:DescribeInstances', null, { errorCode: 'Client.UnauthorizedOperation' }], ['ses:GetAccount', null, DENIED], ['secretsmanager:ListSecrets', null, DENIED])),
  told('a console session out of a stolen role session', ...calls(5, ['signin:GetSigninToken', null, { userIdentity: session('worker', 'x', 'ASIAI44QH8DHBEXAMPLE'), userAgent: 'Go-http-client/1.1' }])),
  told('a sign-in with a password alone', ...calls(5, ['signin:ConsoleLogin', null, { userIdentity: consoleSession('bob', '', at(0)), responseElements: { ConsoleLogin: 'Success' }, additionalEventData: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' } }])),
];
