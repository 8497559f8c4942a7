// Which things stand in the account that a kind is tried on: each room furnishes its own, so that no test pays for the others.
import type { SteppedClock } from '../../../src/core/clock.ts';
import type { JsonObject, KindId, Resource } from '../../../src/core/types.ts';
import type { SimAccount } from '../../../src/sim/account.ts';
import { openCase } from '../../../src/sim/services/support/cases.ts';
import type { Kind } from '../../../src/kinds/kind.ts';
import type { MaintenanceWindow } from '../../../src/kinds/ssm/maintenance-window.ts';
import type { CodeBuildProject } from '../../../src/kinds/codebuild/parts/project-content.ts';
import { allow, type Play } from '../account.ts';
import { COMPUTE_AIMS, furnishAutoScaling, furnishFleets, furnishImages, furnishMachines, furnishSharedImages, furnishSnapshots as furnishDiskSnapshots } from './compute.ts';
import { furnishAddresses, furnishEc2Network, furnishEc2Settings, furnishEmptyVpcs, furnishGroups, furnishMirrorParts, furnishMirrors } from './ec2-network.ts';
import { OWN_PULL, furnishEcs, furnishEcsClusters, furnishEks, furnishEksClusters, furnishBatch, furnishBatchEnvironments, furnishEcr, furnishCloudFormation, furnishSageMaker, furnishCodeBuild, furnishGlue, furnishLightsail, furnishAmplify, furnishAppRunner, furnishEmr, furnishBeanstalk, jobsIn, stackBefore } from './containers.ts';
import { TRANSFER_AIMS, furnishDesktops, furnishFleets as furnishStreaming, furnishPools, furnishTasks, furnishTransfer, furnishWaysIn } from './transfers.ts';
import { EXPOSED_AIMS, furnishGraphql, furnishShares } from './exposed.ts';
import { furnishExports, furnishKms, furnishQueues, furnishRds, furnishReplicas, furnishSecrets, furnishSnapshots, furnishTables, furnishTopics, furnishVaults, KEYS_AND_DATA_AIMS } from './keys-and-data.ts';
import { furnishLambda } from './functions.ts';
import { furnishAlarms, furnishFilters, furnishLogGroups, furnishNothing, furnishRecorder, furnishStores, furnishTrails, GUARD_AIMS } from './guards.ts';
import { EVENTS_AIMS, furnishEvents, furnishSchedules, furnishStates, furnishApis } from './events.ts';
import { furnishSsm } from './systems-manager.ts';
import { furnishFunctionSecrets, furnishOldCredentials, furnishUserData } from './advice.ts';
import { furnishIam } from './iam.ts';
import { furnishBuckets, furnishLifecycles, furnishDeleted, furnishDomains, furnishEmptyBuckets, furnishRecords, furnishSites, furnishSuspended, furnishZones, STORAGE_AIMS } from './storage.ts';
import { furnishAccount, furnishAlias, furnishBudgets, furnishMonitors, furnishPasswordPolicy, furnishMail, furnishModels, furnishPlans, furnishQuotas, furnishReservations, MONEY_AIMS } from './money.ts';
import { furnishDirectory, furnishFeatures, furnishOrganization, furnishPolicies, furnishRoot, furnishSets, furnishStore, ORGANIZATION_AIMS } from './organization.ts';

export type Furnish = (play: Play, clock: SteppedClock, account: SimAccount) => Promise<void>;

/** By kind, or by the service of a kind: three or more of each kind, spread over more than one page. */
const FURNISH: Readonly<Record<string, Furnish>> = {
  iam: furnishIam,
  sts: furnishIam,
  'iam/unused-access-key': furnishOldCredentials,
  'iam/long-term-access-key': furnishOldCredentials,
  'iam/unused-password': furnishOldCredentials,
  'iam/unused-role': furnishOldCredentials,
  'iam/open-trust': furnishOldCredentials,
  'lambda/environment-secret': furnishFunctionSecrets,
  'ec2/user-data-secret': furnishUserData,
  ses: furnishMail,
  account: furnishAccount,
  budgets: furnishBudgets,
  ce: furnishMonitors,
  'iam/account-password-policy': furnishPasswordPolicy,
  'iam/account-alias': furnishAlias,
  'support/case': async (_, __, account) => { for (const subject of ['one', 'two', 'three']) openCase(account, { subject, body: 'Your account is compromised.' }); },
  'iam/root-credentials': furnishRoot,
  'sns/sms-attributes': furnishMail,
  bedrock: furnishModels,
  servicequotas: furnishQuotas,
  'ec2/reserved-instances': furnishReservations,
  savingsplans: furnishPlans,
  s3: furnishBuckets,
  's3/bucket': furnishDeleted,
  's3/bucket-versioning': furnishSuspended,
  's3/account-public-access-block': furnishEmptyBuckets,
  's3/delete-markers': furnishDeleted,
  cloudfront: furnishSites,
  route53: furnishZones,
  'route53/record-set': furnishRecords,
  route53domains: furnishDomains,
  'cloudtrail/trail': furnishTrails,
  'cloudtrail/event-selectors': furnishTrails,
  'cloudtrail/event-data-store': furnishStores,
  'cloudtrail/multi-region-trail': furnishNothing,
  'guardduty/detector': furnishNothing,
  guardduty: furnishFilters,
  config: furnishRecorder,
  'access-analyzer': furnishNothing,
  securityhub: furnishNothing,
  cloudwatch: furnishAlarms,
  logs: furnishLogGroups,
  autoscaling: furnishAutoScaling,
  'ec2/spot-instance-request': furnishFleets,
  'ec2/spot-fleet-request': furnishFleets,
  'ec2/fleet': furnishFleets,
  'ec2/launch-template': furnishImages,
  'ec2/key-pair': furnishImages,
  'ec2/image': furnishImages,
  'ec2/volume': furnishImages,
  'ec2/snapshot-permission': furnishImages,
  'ec2/image-permission': furnishSharedImages,
  'ec2/snapshot': furnishDiskSnapshots,
  'ec2/instance': furnishMachines,
  'ec2/security-group': furnishGroups,
  'ec2/security-group-rule': furnishGroups,
  'ec2/address-transfer': furnishEc2Network,
  'ec2/elastic-ip': furnishAddresses,
  'ec2/flow-log': furnishEc2Network,
  'ec2/instance-connect-endpoint': furnishEc2Network,
  'ec2/managed-prefix-list': furnishEc2Network,
  'ec2/network-acl-entry': furnishEc2Network,
  'ec2/route': furnishEc2Network,
  'ec2/traffic-mirror-filter': furnishMirrorParts,
  'ec2/traffic-mirror-session': furnishMirrors,
  'ec2/traffic-mirror-target': furnishMirrorParts,
  'ec2/vpc': furnishEmptyVpcs,
  'ec2/vpc-peering-connection': furnishEc2Network,
  'ec2/serial-console-access': furnishEc2Settings,
  'ec2/ebs-encryption-by-default': furnishEc2Settings,
  'ec2/snapshot-block-public-access': furnishEc2Settings,
  'ec2/image-block-public-access': furnishEc2Settings,
  'ec2/instance-metadata-defaults': furnishEc2Settings,
  'ec2/instance-metadata-options': furnishEc2Settings,
  ecs: furnishEcs,
  'ecs/cluster': furnishEcsClusters,
  kms: furnishKms,
  secretsmanager: furnishSecrets,
  'secretsmanager/secret-replica': furnishReplicas,
  'rds/db-instance': furnishRds,
  'rds/snapshot': furnishSnapshots,
  'rds/snapshot-sharing': furnishSnapshots,
  'rds/export-task': furnishExports,
  'sns/topic-policy': furnishTopics,
  'sns/subscription': furnishTopics,
  sqs: furnishQueues,
  dynamodb: furnishTables,
  backup: furnishVaults,
  lambda: furnishLambda,
  eks: furnishEks,
  'eks/cluster': furnishEksClusters,
  batch: furnishBatch,
  'batch/compute-environment': furnishBatchEnvironments,
  ecr: furnishEcr,
  events: furnishEvents,
  'events/account-alarm': furnishNothing,
  scheduler: furnishSchedules,
  cloudformation: furnishCloudFormation,
  sagemaker: furnishSageMaker,
  codebuild: furnishCodeBuild,
  ssm: furnishSsm,
  glue: furnishGlue,
  lightsail: furnishLightsail,
  amplify: furnishAmplify,
  dlm: furnishLifecycles,
  rolesanywhere: furnishWaysIn,
  apprunner: furnishAppRunner,
  elasticmapreduce: furnishEmr,
  transfer: furnishTransfer,
  datasync: furnishTasks,
  appstream: furnishStreaming,
  workspaces: furnishDesktops,
  'cognito-identity': furnishPools,
  elasticbeanstalk: furnishBeanstalk,
  states: furnishStates,
  apigateway: furnishApis,
  appsync: furnishGraphql,
  ram: furnishShares,
  sso: furnishSets,
  'sso/instance': async (play) => { await furnishDirectory(play); },
  identitystore: furnishStore,
  organizations: furnishOrganization,
  'iam/organizations-feature': furnishFeatures,
  'organizations/policy': furnishPolicies,
  'organizations/account': furnishPolicies,
};
/** What a thing is to be given back to, where a kind has `recover`. */
const AIMS: Readonly<Partial<Record<KindId, (r: Resource) => JsonObject>>> = {
  'iam/role': () => ({ trust: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }), maxSession: 7_200 }),
  'iam/user': () => ({ name: 'as-before', path: '/before/' }),
  'iam/policy': () => ({ version: 'v9', document: allow('sqs:*') }),
  ...Object.fromEntries((['access-key', 'ssh-public-key', 'signing-certificate', 'service-specific-credential'] as const).map((one) => [`iam/${one}`, () => ({ status: 'Active' })])),
  ...Object.fromEntries((['user-policy-attachment', 'role-policy-attachment', 'group-policy-attachment', 'group-membership'] as const).map((one) => [`iam/${one}`, () => ({ attached: true })])),
  'iam/permissions-boundary': () => ({ boundary: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }),
  ...Object.fromEntries((['user', 'role', 'group'] as const).map((of) => [`iam/${of}-policy`, () => ({ document: allow('s3:Get*') })])),
  'lightsail/instance': () => ({ running: false }),
  'amplify/app': () => ({ off: ['main'], set: { platform: 'WEB' }, of: { next: { enablePullRequestPreview: false } }, jobs: [], lost: [] }),
  'elasticmapreduce/cluster': () => ({ held: true }),
  'ec2/managed-prefix-list': () => ({ version: 1 }),
  'ec2/elastic-ip': () => ({ on: '' }),
  'ecr/replication': () => ({ rules: [{ destinations: [{ region: 'eu-west-1', registryId: '111122223333' }] }] }),
  'codebuild/project': (r) => ({ config: { source: { type: 'NO_SOURCE', buildspec: 'version: 0.2' }, description: 'Own', environment: { ...(r as CodeBuildProject).config['environment'] as JsonObject, privilegedMode: true } }, hook: null, public: false }),
  'elasticbeanstalk/environment': () => ({ version: 'v1', options: { 'aws:autoscaling:asg/MinSize': null, 'aws:autoscaling:asg/MaxSize': '3', 'aws:elasticbeanstalk:command/Timeout': '600' }, his: { 'aws:autoscaling:asg/MinSize': '2' } }),
  'glue/job': (r) => ({ off: [`nightly-${r.name}`] }),
  'glue/dev-endpoint': () => ({ publicKeys: ['ssh-rsa own'] }),
  'cloudformation/stack': stackBefore,
  'batch/job-queue': jobsIn,
  'batch/compute-environment': () => ({ most: 8 }),
  'kms/key': () => ({ disabled: true }),
  'iam/open-id-connect-provider': () => ({ clientIds: ['own.example.com'], thumbprints: ['0123456789abcdef0123456789abcdef01234567'] }),
  'iam/saml-provider': () => ({ document: `<EntityDescriptor entityID="own.example.com">${' '.repeat(1_000)}</EntityDescriptor>` }),
  'iam/instance-profile': (r) => ({ role: r.name === 'Worker' ? 'Deployer' : 'Worker' }),
  'eks/nodegroup': () => ({ scaling: { minSize: 1, maxSize: 3, desiredSize: 2 } }),
  'ses/email-identity': () => ({ policies: { partner: '{"Version":"2012-10-17","Statement":[]}', others: null } }),
  'ecr/registry-policy': () => ({ policy: null }),
  'ecr/repository-policy': () => ({ policy: OWN_PULL }),
  ...COMPUTE_AIMS,
  ...STORAGE_AIMS,
  ...MONEY_AIMS,
  ...GUARD_AIMS,
  ...ORGANIZATION_AIMS,
  'ecs/service': (r) => ({ desiredCount: 1, taskDefinition: r.arn.replace(/:service\/.*$/, ':task-definition/red:1') }),
  ...TRANSFER_AIMS,
  ...KEYS_AND_DATA_AIMS,
  'lambda/function': () => ({ version: '1' }),
  'support/case': () => ({ answer: 'Hello AWS Support,\n\nThe key is deactivated.\n' }),
  'ssm/maintenance-window': (r) => ({ enabled: true, off: (r as MaintenanceWindow).tasks?.map((t) => t.id) ?? [] }),
  'ssm/association': () => ({ version: '1' }),
  'ssm/document': () => ({ defaultVersion: '1' }),
  ...EVENTS_AIMS,
  ...EXPOSED_AIMS,
  'lambda/event-source-mapping': () => ({ functionName: 'reports', enabled: true }),
};

/** What an account or a Region has once. */
export const SINGLE: ReadonlySet<KindId> = new Set<KindId>([
  'cloudtrail/multi-region-trail', 'guardduty/detector', 'config/configuration-recorder', 'access-analyzer/analyzer', 'securityhub/hub',
  'sso/instance', 'iam/organizations-feature', 'organizations/membership', 'organizations/policy', 'organizations/account', 'ecr/replication', 'iam/root-access-key', 'iam/root-credentials', 'sts/caller', 'ecr/registry-policy', 's3/account-public-access-block',
  'ec2/serial-console-access', 'ec2/ebs-encryption-by-default', 'ec2/snapshot-block-public-access', 'ec2/image-block-public-access', 'ec2/instance-metadata-defaults',
  'ses/account-sending', 'sns/sms-attributes', 'bedrock/model-invocation-logging', 'iam/account-password-policy', 'iam/account-alias', 'account/contact-information', 'budgets/budget', 'ce/anomaly-monitor', 'events/account-alarm',
]);

export function furnishing(id: KindId): Furnish {
  const furnish = FURNISH[id] ?? FURNISH[id.split('/')[0] ?? ''];
  if (!furnish) throw new Error(`Nothing furnishes an account for ${id}: add it to test/contract/furnish/all.ts.`);
  return furnish;
}
export function withAim<R extends Resource>({ id }: Kind, r: R): R {
  const aim = AIMS[id]?.(r);
  return aim ? { ...r, aim } : r;
}
