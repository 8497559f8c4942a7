// What a stranger who is awake does when the containment begins: each trick that is known of, as data.
import type { JsonObject, KindId } from '../../src/core/types.ts';
import { ADMIN, arn, document, ELSEWHERE, INTRUDER, MACHINE, PLAYED, STRANGERS, trusting, type Scene, type SceneCall, type SceneDeed } from './scene.ts';

export interface Trick {
  readonly title: string;
  readonly actors?: JsonObject;
  readonly calls?: readonly SceneCall[];
  readonly answers: readonly Answer[];
  readonly regions?: Scene['regions'];
  /** Kinds that are looked at besides those of the thread. */
  readonly kinds?: readonly KindId[];
  /** Users, roles, and keys of whom, that the stranger makes: held by the watch, as long as it looks, and not only when the history tells of them. */
  readonly makes?: readonly string[];
  /** What the owner makes in that minute: as it was made, in the end. `untouched`: at no time held. */
  readonly spares?: Readonly<Record<string, 'given-back' | 'untouched'>>;
  /** What AWS gives nobody a way to contain: ARNs that still stand in the end, and the sentence that says so. */
  readonly beyond?: { readonly stands: RegExp; readonly said: string };
}
/** What is done when the tool has done `on`. */
export interface Answer { readonly on: string; readonly when?: JsonObject; readonly as: string; readonly deeds: readonly SceneDeed[]; readonly times?: number }

/** The user that the stranger made is denied everything: the first thing that the stranger notices. */
const DENIED = { on: 'iam:PutUserPolicy', when: { UserName: INTRUDER } } as const;
const KEY_CUT = { on: 'iam:UpdateAccessKey', when: { UserName: INTRUDER } } as const;
const STOPPED = { on: 'ec2:StopInstances' } as const;
/** The console session lives on when the key is cut. */
const SESSION = '${session.Credentials.AccessKeyId}';
const LONG = '${long.Credentials.AccessKeyId}';
const MINER = '${miner.Instances.0.InstanceId}';
const NEW_USER: readonly SceneDeed[] = [
  { call: 'iam:CreateUser', with: { UserName: 'svc-backup' } }, { call: 'iam:AttachUserPolicy', with: { UserName: 'svc-backup', PolicyArn: ADMIN } },
  { call: 'iam:CreateAccessKey', with: { UserName: 'svc-backup' }, save: 'backupKey' }, { call: 'iam:CreateLoginProfile', with: { UserName: 'svc-backup', Password: 'Agent!9418-zz' } },
];
const by = (using: string, deeds: readonly SceneDeed[]): readonly SceneDeed[] => deeds.map((d) => ({ ...d, using }));
const EVERYTHING = document({ Effect: 'Allow', Action: '*', Resource: '*' });
const FOREIGN = trusting({ AWS: 'arn:aws:iam::444455556666:root' });
const NEW_ROLE: readonly SceneDeed[] = [{ call: 'iam:CreateRole', with: { RoleName: 'support-2', AssumeRolePolicyDocument: FOREIGN } }, { call: 'iam:AttachRolePolicy', with: { RoleName: 'support-2', PolicyArn: ADMIN } }];
/** A deployment in the same minute: by hand at the console, and by a runner from an address where nobody has been. */
const OWNERS_USER: readonly SceneDeed[] = [{ call: 'iam:CreateUser', with: { UserName: 'mailer' } }, { call: 'iam:PutUserPolicy', with: { UserName: 'mailer', PolicyName: 'send', PolicyDocument: document({ Effect: 'Allow', Action: 'ses:SendEmail', Resource: '*' }) } }, { call: 'iam:CreateAccessKey', with: { UserName: 'mailer' }, save: 'mailerKey' }, { call: 'iam:CreateAccessKey', with: { UserName: 'bob' } }];
const OWNERS_ROLES: readonly SceneDeed[] = [
  { call: 'iam:CreateRole', with: { RoleName: 'report', AssumeRolePolicyDocument: trusting({ AWS: arn('root') }) } }, { call: 'iam:AttachRolePolicy', with: { RoleName: 'report', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
  { call: 'iam:CreateRole', with: { RoleName: 'night-job', AssumeRolePolicyDocument: trusting({ AWS: arn('user/bob') }) } },
  { call: 'iam:CreateRole', with: { RoleName: 'thumbnails', AssumeRolePolicyDocument: trusting({ Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] }) } }, { call: 'iam:AttachRolePolicy', with: { RoleName: 'thumbnails', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' } },
];
const OWNERS_AT_WORK: JsonObject = { runner: { credential: '${runnerKey.AccessKey.AccessKeyId}', sourceIp: '198.51.100.30', userAgent: 'HashiCorp Terraform/1.13.4' } };
/** With the administrator's policy, as many as a user can have. */
const FILLERS = Array.from({ length: 9 }, (_, i) => `filler-${String(i)}`);
const theirs = (at: string, call: string, input: JsonObject, more: Partial<SceneCall> = {}): SceneCall => ({ at, as: 'key', call, with: input, ...more });
const owners = (at: string, call: string, input: JsonObject, more: Partial<SceneCall> = {}): SceneCall => ({ at, as: 'alice', call, with: input, ...more });
const THIEF: JsonObject = { thief: { root: true, sourceIp: STRANGERS.first, userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', attacker: true } };
const stolen = (sourceIp: string): JsonObject => ({ glass: { credential: '${glassKey.AccessKey.AccessKeyId}', sourceIp, userAgent: 'Boto3/1.40.61', attacker: true } });

export const TRICKS: readonly Trick[] = [
  { title: 'takes the deny away, again and again', answers: [{ ...DENIED, as: 'console', times: 8, deeds: by(SESSION, [{ call: 'iam:DeleteUserPolicy', with: { UserName: INTRUDER, PolicyName: '${on.PolicyName}' } }]) }] },
  { title: 'activates the key again', answers: [{ ...KEY_CUT, as: 'console', times: 4, deeds: by(SESSION, [{ call: 'iam:UpdateAccessKey', with: { UserName: INTRUDER, AccessKeyId: '${on.AccessKeyId}', Status: 'Active' } }]) }] },
  { title: 'makes another key', answers: [{ ...KEY_CUT, as: 'console', deeds: by(SESSION, [{ call: 'iam:CreateAccessKey', with: { UserName: INTRUDER }, save: 'second' }]) }] },
  { title: 'makes a key for somebody else', makes: ['access-key of bob'], answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:CreateAccessKey', with: { UserName: 'bob' }, save: 'second' }] }] },
  { title: 'makes another user', makes: ['user/svc-backup'], answers: [{ ...DENIED, as: 'key', deeds: NEW_USER }] },
  {
    title: 'makes a user and a role, while the owner makes others', makes: ['user/svc-backup', 'role/support-2'], actors: OWNERS_AT_WORK,
    spares: { 'user/mailer': 'given-back', 'user/bob': 'given-back', 'role/report': 'given-back', 'role/night-job': 'given-back', 'role/thumbnails': 'untouched' },
    answers: [{ ...DENIED, as: 'key', deeds: [...NEW_USER, ...NEW_ROLE] }, { ...DENIED, as: 'alice', deeds: OWNERS_USER }, { ...DENIED, as: 'runner', deeds: OWNERS_ROLES }],
    calls: [owners('-5h', 'iam:CreateUser', { UserName: 'deployer' }), owners('+5s', 'iam:AttachUserPolicy', { UserName: 'deployer', PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' }), owners('+5s', 'iam:CreateAccessKey', { UserName: 'deployer' }, { save: 'runnerKey' })],
  },
  { title: 'makes another user, who takes the deny away', makes: ['user/svc-backup'], answers: [{ ...DENIED, as: 'key', deeds: [...NEW_USER, ...by('${backupKey.AccessKey.AccessKeyId}', [{ call: 'iam:DeleteUserPolicy', with: { UserName: INTRUDER, PolicyName: '${on.PolicyName}' } }])] }] },
  { title: 'makes a role for another account', makes: ['role/support-2'], answers: [{ ...DENIED, as: 'key', deeds: NEW_ROLE }] },
  { title: 'attaches another policy', answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:AttachUserPolicy', with: { UserName: INTRUDER, PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' } }, { call: 'iam:PutUserPolicy', with: { UserName: INTRUDER, PolicyName: 'keep', PolicyDocument: EVERYTHING } }] }] },
  { title: 'gives a user of the owner every right', answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:AttachUserPolicy', with: { UserName: 'bob', PolicyArn: ADMIN } }, { call: 'iam:PutUserPolicy', with: { UserName: 'bob', PolicyName: 'keep', PolicyDocument: EVERYTHING } }] }] },
  { title: 'sets passwords', answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:CreateLoginProfile', with: { UserName: 'bob', Password: 'Agent!9418-zz' } }, { call: 'iam:UpdateLoginProfile', with: { UserName: INTRUDER, Password: 'Agent!9418-zz' } }] }] },
  {
    title: 'has filled the user so that no deny fits, and takes away what is put in its place',
    calls: [theirs('-6h', 'iam:PutUserPolicy', { UserName: INTRUDER, PolicyName: 'filler', PolicyDocument: document({ Effect: 'Allow', Action: Array.from({ length: 95 }, (_, i) => `s3:Filler${String(i).padStart(8, '0')}`), Resource: '*' }) }),
      ...FILLERS.flatMap((name) => [theirs('+2s', 'iam:CreatePolicy', { PolicyName: name, PolicyDocument: EVERYTHING }), theirs('+2s', 'iam:AttachUserPolicy', { UserName: INTRUDER, PolicyArn: arn(`policy/${name}`) })])],
    answers: [{ on: 'iam:AttachUserPolicy', when: { UserName: INTRUDER }, as: 'console', times: 4, deeds: by(SESSION, [{ call: 'iam:DetachUserPolicy', with: { UserName: INTRUDER, PolicyArn: '${on.PolicyArn}' } }]) },
      { on: 'iam:PutUserPermissionsBoundary', when: { UserName: INTRUDER }, as: 'console', times: 4, deeds: by(SESSION, [{ call: 'iam:DeleteUserPermissionsBoundary', with: { UserName: INTRUDER } }]) }],
  },
  {
    title: 'has filled a user of the owner so that its sessions cannot be denied alone',
    calls: [theirs('-6h', 'iam:PutUserPolicy', { UserName: 'ci', PolicyName: 'filler', PolicyDocument: document({ Effect: 'Allow', Action: Array.from({ length: 90 }, (_, i) => `s3:Filler${String(i).padStart(8, '0')}`), Resource: '*' }) }),
      theirs('-5h', 'sts:GetSessionToken', { DurationSeconds: 129_600 }, { as: 'leak', save: 'filled' })],
    answers: [{ ...DENIED, as: 'leak', deeds: by('${filled.Credentials.AccessKeyId}', [{ call: 'ec2:RunInstances', region: 'eu-north-1', with: MACHINE }]) }, { ...STOPPED, as: 'leak', deeds: by('${filled.Credentials.AccessKeyId}', [{ call: 'ec2:RunInstances', region: 'eu-north-1', with: MACHINE }]) }],
  },
  { title: 'takes the role again before it is closed', answers: [{ ...DENIED, as: 'leak', deeds: [{ call: 'sts:AssumeRole', with: { RoleArn: arn('role/deploy'), RoleSessionName: 'again', DurationSeconds: 43_200 }, save: 'again' }, { call: 'ec2:RunInstances', using: '${again.Credentials.AccessKeyId}', region: 'eu-north-1', with: MACHINE }] }] },
  { title: 'opens the trust again', answers: [{ on: 'iam:PutRolePolicy', when: { RoleName: 'deploy' }, as: 'console', times: 3, deeds: by(SESSION, [{ call: 'iam:UpdateAssumeRolePolicy', with: { RoleName: 'deploy', PolicyDocument: trusting({ AWS: arn(`user/${INTRUDER}`) }) } }]) }] },
  { title: 'takes the revocation away', answers: [{ on: 'iam:PutRolePolicy', when: { RoleName: 'deploy' }, as: 'console', times: 4, deeds: by(SESSION, [{ call: 'iam:DeleteRolePolicy', with: { RoleName: 'deploy', PolicyName: '${on.PolicyName}' } }]) }] },
  {
    title: 'goes on from session to session of a role that trusts itself',
    calls: [theirs('-7h', 'iam:UpdateAssumeRolePolicy', { RoleName: 'deploy', PolicyDocument: trusting({ AWS: [arn('user/ci'), arn('role/deploy')] }) }),
      theirs('-6h', 'sts:AssumeRole', { RoleArn: arn('role/deploy'), RoleSessionName: 'hop' }, { using: '${deployed.Credentials.AccessKeyId}', save: 'hop' })],
    answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'sts:AssumeRole', using: '${deployed.Credentials.AccessKeyId}', with: { RoleArn: arn('role/deploy'), RoleSessionName: 'hop-2' }, save: 'hop2' }, { call: 'ec2:RunInstances', using: '${hop2.Credentials.AccessKeyId}', region: 'eu-north-1', with: MACHINE }] }],
  },
  { title: 'starts more machines', answers: [{ ...STOPPED, as: 'key', deeds: [{ call: 'ec2:RunInstances', region: 'eu-north-1', with: { ...MACHINE, DisableApiTermination: true } }] }] },
  // AWS starts no machine that is still on its way to a stop: what comes of it is the protection.
  { title: 'protects the stopped machine, and starts it again', answers: [{ ...STOPPED, as: 'key', times: 3, deeds: by(LONG, [{ call: 'ec2:ModifyInstanceAttribute', region: 'eu-north-1', with: { InstanceId: MINER, DisableApiStop: { Value: true } } }, { call: 'ec2:StartInstances', region: 'eu-north-1', with: { InstanceIds: [MINER] } }]) }] },
  {
    title: 'has a group that starts machines again, and raises it again', kinds: ['autoscaling/auto-scaling-group', 'ec2/launch-template'],
    calls: [theirs('-6h', 'ec2:CreateLaunchTemplate', { LaunchTemplateName: 'nodes', LaunchTemplateData: { ImageId: MACHINE['ImageId'] ?? null, InstanceType: 'g5.12xlarge' } }, { region: 'eu-north-1' }),
      theirs('+1m', 'autoscaling:CreateAutoScalingGroup', { AutoScalingGroupName: 'nodes', LaunchTemplate: { LaunchTemplateName: 'nodes', Version: '$Latest' }, MinSize: 2, MaxSize: 4, DesiredCapacity: 2, AvailabilityZones: ['eu-north-1a'] }, { region: 'eu-north-1' })],
    answers: [{ on: 'autoscaling:UpdateAutoScalingGroup', as: 'key', times: 2, deeds: [{ call: 'autoscaling:ResumeProcesses', region: 'eu-north-1', with: { AutoScalingGroupName: 'nodes' } }, { call: 'autoscaling:UpdateAutoScalingGroup', region: 'eu-north-1', with: { AutoScalingGroupName: 'nodes', MinSize: 2, MaxSize: 4, DesiredCapacity: 2 } }] }],
  },
  {
    title: 'makes a group elsewhere when the first is stopped', kinds: ['autoscaling/auto-scaling-group', 'ec2/launch-template'], regions: [...PLAYED, ELSEWHERE],
    answers: [{ ...STOPPED, as: 'key', deeds: [{ call: 'ec2:CreateLaunchTemplate', region: ELSEWHERE, with: { LaunchTemplateName: 'more', LaunchTemplateData: { ImageId: MACHINE['ImageId'] ?? null, InstanceType: 'g5.12xlarge' } } },
      { call: 'autoscaling:CreateAutoScalingGroup', region: ELSEWHERE, with: { AutoScalingGroupName: 'more', LaunchTemplate: { LaunchTemplateName: 'more', Version: '$Latest' }, MinSize: 1, MaxSize: 4, DesiredCapacity: 1, AvailabilityZones: [`${ELSEWHERE}a`] } }] }],
  },
  {
    title: 'has a fleet that is kept full', kinds: ['ec2/fleet', 'ec2/launch-template'],
    calls: [theirs('-6h', 'ec2:CreateLaunchTemplate', { LaunchTemplateName: 'nodes', LaunchTemplateData: { ImageId: MACHINE['ImageId'] ?? null, InstanceType: 'g5.12xlarge' } }, { region: 'eu-north-1' }),
      theirs('+1m', 'ec2:CreateFleet', { Type: 'maintain', LaunchTemplateConfigs: [{ LaunchTemplateSpecification: { LaunchTemplateName: 'nodes', Version: '$Latest' } }], TargetCapacitySpecification: { TotalTargetCapacity: 2, DefaultTargetCapacityType: 'on-demand' } }, { region: 'eu-north-1', save: 'fleet' })],
    answers: [{ on: 'ec2:ModifyFleet', as: 'key', times: 2, deeds: [{ call: 'ec2:ModifyFleet', region: 'eu-north-1', with: { FleetId: '${fleet.FleetId}', TargetCapacitySpecification: { TotalTargetCapacity: 2 } } }] }],
  },
  {
    title: 'stops the trail', kinds: ['cloudtrail/trail'],
    calls: [owners('-5h', 's3:CreateBucket', { Bucket: 'acme-trail' }), owners('+5s', 's3:PutBucketPolicy', { Bucket: 'acme-trail', Policy: JSON.stringify(document({ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: ['s3:GetBucketAcl', 's3:PutObject'], Resource: ['arn:aws:s3:::acme-trail', 'arn:aws:s3:::acme-trail/*'] })) }),
      owners('+5s', 'cloudtrail:CreateTrail', { Name: 'acme', S3BucketName: 'acme-trail', IsMultiRegionTrail: true }), owners('+5s', 'cloudtrail:StartLogging', { Name: 'acme' })],
    answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'cloudtrail:StopLogging', with: { Name: 'acme' } }] }],
  },
  { title: 'is the root user as well', actors: THIEF, beyond: { stands: /^nothing$/, said: 'A stranger acts as the root user.' }, answers: [{ ...DENIED, as: 'thief', times: 3, deeds: [{ call: 'iam:DeleteUserPolicy', with: { UserName: INTRUDER, PolicyName: '${on.PolicyName}' } }, ...NEW_USER] }] },
  { title: 'makes a key of the root user', actors: THIEF, answers: [{ ...DENIED, as: 'thief', deeds: [{ call: 'iam:CreateAccessKey', save: 'rootKey' }] }], beyond: { stands: /:root\//, said: 'Only you can do this, in the console' } },
  { title: 'comes in with a second stolen key, from the same address', actors: stolen(STRANGERS.first), answers: [{ ...DENIED, as: 'glass', deeds: [{ call: 'iam:DeleteUserPolicy', with: { UserName: INTRUDER, PolicyName: '${on.PolicyName}' } }, ...NEW_USER] }] },
  { title: 'comes in with a second stolen key, from an address that nobody has seen', actors: stolen(STRANGERS.third), answers: [{ ...DENIED, as: 'glass', deeds: [{ call: 'iam:DeleteUserPolicy', with: { UserName: INTRUDER, PolicyName: '${on.PolicyName}' } }, ...NEW_USER] }] },
  { title: 'has a service-linked role made', beyond: { stands: /:role\/aws-service-role\//, said: 'nobody can change it or end its sessions' }, calls: [theirs('-6h', 'iam:CreateServiceLinkedRole', { AWSServiceName: 'spot.amazonaws.com' })], answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:CreateServiceLinkedRole', with: { AWSServiceName: 'ecs.amazonaws.com' } }] }] },
  {
    title: 'opens a console with a federation token', calls: [theirs('-6h', 'sts:GetFederationToken', { Name: 'support', DurationSeconds: 129_600, Policy: JSON.stringify(EVERYTHING) }, { save: 'federated' }), { at: '+30s', as: 'console', call: 'signin:ConsoleLogin', using: '${federated.Credentials.AccessKeyId}', save: 'fedConsole' }],
    answers: [{ ...DENIED, as: 'console', times: 4, deeds: by('${fedConsole.Credentials.AccessKeyId}', [{ call: 'iam:DeleteUserPolicy', with: { UserName: INTRUDER, PolicyName: '${on.PolicyName}' } }]) },
      { ...KEY_CUT, as: 'key', deeds: [{ call: 'sts:GetFederationToken', with: { Name: 'again', DurationSeconds: 129_600, Policy: JSON.stringify(EVERYTHING) }, save: 'fed2' }] }],
  },
  { title: 'opens another session', answers: [{ ...KEY_CUT, as: 'key', deeds: [{ call: 'sts:GetSessionToken', with: { DurationSeconds: 129_600 }, save: 'long2' }, { call: 'ec2:RunInstances', using: '${long2.Credentials.AccessKeyId}', region: 'eu-north-1', with: MACHINE }] }] },
  { title: 'goes to another Region', regions: [...PLAYED, ELSEWHERE], answers: [{ ...DENIED, as: 'console', deeds: by(SESSION, [{ call: 'ec2:RunInstances', region: ELSEWHERE, with: MACHINE }]) }] },
  { title: 'changes the default version of a policy', answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:CreatePolicyVersion', with: { PolicyArn: arn('policy/read-only-of-bob'), PolicyDocument: EVERYTHING, SetAsDefault: true } }] }] },
  { title: 'joins the administrators', answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:AddUserToGroup', with: { GroupName: 'administrators', UserName: INTRUDER } }, { call: 'iam:AddUserToGroup', with: { GroupName: 'administrators', UserName: 'bob' } }] }] },
  {
    title: 'makes the user anew under the same name',
    answers: [{ ...DENIED, as: 'leak', deeds: [{ call: 'iam:DeleteUserPolicy', with: { UserName: INTRUDER, PolicyName: '${on.PolicyName}' } }, { call: 'iam:DeleteLoginProfile', with: { UserName: INTRUDER } }, { call: 'iam:DeleteAccessKey', with: { UserName: INTRUDER, AccessKeyId: '${intruderKey.AccessKey.AccessKeyId}' } },
      { call: 'iam:DetachUserPolicy', with: { UserName: INTRUDER, PolicyArn: ADMIN } }, { call: 'iam:DeleteUser', with: { UserName: INTRUDER } }, { call: 'iam:CreateUser', with: { UserName: INTRUDER } },
      { call: 'iam:AttachUserPolicy', with: { UserName: INTRUDER, PolicyArn: ADMIN } }, { call: 'iam:CreateAccessKey', with: { UserName: INTRUDER }, save: 'third' }] }],
  },
  { title: 'makes credentials of other sorts', answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:CreateServiceSpecificCredential', with: { UserName: 'bob', ServiceName: 'codecommit.amazonaws.com' } }, { call: 'iam:CreateServiceSpecificCredential', with: { UserName: INTRUDER, ServiceName: 'codecommit.amazonaws.com' } }] }] },
  {
    title: 'makes an identity provider, and a role for it',
    answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:CreateOpenIDConnectProvider', with: { Url: 'https://login.example.com', ClientIDList: ['sts.amazonaws.com'], ThumbprintList: ['0123456789abcdef0123456789abcdef01234567'] } },
      { call: 'iam:CreateRole', with: { RoleName: 'web-identity', AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { Federated: arn('oidc-provider/login.example.com') }, Action: 'sts:AssumeRoleWithWebIdentity' }) } }, { call: 'iam:AttachRolePolicy', with: { RoleName: 'web-identity', PolicyArn: ADMIN } }] }],
  },
  { title: 'opens a role of the owner to another account', answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:UpdateAssumeRolePolicy', with: { RoleName: 'web-server', PolicyDocument: FOREIGN } }, { call: 'iam:AttachRolePolicy', with: { RoleName: 'web-server', PolicyArn: ADMIN } }] }] },
  {
    title: 'opens a bucket of the owner', kinds: ['s3/bucket-policy'], calls: [owners('-5h', 's3:CreateBucket', { Bucket: 'acme-data' })],
    answers: [{ ...DENIED, as: 'key', deeds: [{ call: 's3:PutBucketPolicy', with: { Bucket: 'acme-data', Policy: JSON.stringify(document({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-data/*' })) } }] }],
  },
  {
    title: 'shares a snapshot of the owner', kinds: ['ec2/snapshot-permission'], calls: [owners('-5h', 'ec2:CreateSnapshot', { VolumeId: '${web.Instances.0.BlockDeviceMappings.0.Ebs.VolumeId}' }, { save: 'snapshot' })],
    answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'ec2:ModifySnapshotAttribute', with: { SnapshotId: '${snapshot.SnapshotId}', Attribute: 'createVolumePermission', OperationType: 'add', UserIds: ['444455556666'] } }] }],
  },
  { title: 'cuts the operator off', answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:UpdateAccessKey', with: { UserName: 'alice', AccessKeyId: '${aliceKey.AccessKey.AccessKeyId}', Status: 'Inactive' } }, { call: 'iam:PutUserPolicy', with: { UserName: 'alice', PolicyName: 'stop', PolicyDocument: document({ Effect: 'Deny', Action: '*', Resource: '*' }) } }] }] },
  { title: 'sets a boundary on a user of the owner', answers: [{ ...DENIED, as: 'key', deeds: [{ call: 'iam:PutUserPermissionsBoundary', with: { UserName: 'bob', PermissionsBoundary: 'arn:aws:iam::aws:policy/AWSDenyAll' } }] }] },
];
