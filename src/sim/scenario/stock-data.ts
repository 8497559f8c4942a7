// The things of the services that keep data: keys, secrets, databases, tables, topics, queues, backups; each service in all its Regions.
import type { ServiceId } from '../../aws/session.ts';
import type { BackupRegion } from '../services/backup/state.ts';
import type { Table } from '../services/dynamodb/state.ts';
import { roomsOf } from '../services/in-region.ts';
import type { KmsRegion } from '../services/kms/state.ts';
import type { RdsRegion } from '../services/rds/state.ts';
import type { Secret } from '../services/secretsmanager/state.ts';
import type { SnsRegion } from '../services/sns/state.ts';
import type { SqsRegion } from '../services/sqs/state.ts';
import type { World } from '../world.ts';
import { stockOfApis, stockOfIdentityCenter, stockOfOrganization, stockOfSchedules, stockOfSsm, stockOfStates } from './stock-control.ts';
import { stockOfGraphql, stockOfShares } from './stock-exposed.ts';
import { stockOfEcs, stockOfEvents, stockOfLambda } from './stock-functions.ts';
import { stockOfAlarms, stockOfAnalyzers, stockOfDetectors, stockOfHubs, stockOfLogGroups, stockOfRecorders, stockOfTrails } from './stock-guards.ts';
import { stockOfAccount, stockOfMail, stockOfModels } from './stock-money.ts';
import { stockOfAmplify, stockOfAppRunner, stockOfAppStream, stockOfBatch, stockOfBeanstalk, stockOfCodeBuild, stockOfDlm, stockOfEcr, stockOfEks, stockOfEmr, stockOfGlue, stockOfLightsail, stockOfSageMaker, stockOfStacks, stockOfWorkSpaces } from './stock-platforms.ts';
import { stockOfCloudFront, stockOfDomains, stockOfRoute53, stockOfS3 } from './stock-storage.ts';
import { stockOfDataSync, stockOfIdentityPools, stockOfRolesAnywhere, stockOfTransfer } from './stock-transfer.ts';
import { ownArn, valueOf, type StockItem } from './stock.ts';

type Value = Parameters<typeof valueOf>[0];
const item = (kind: string, region: string, arn: string, value: Value, more: Partial<StockItem> = {}): StockItem => ({ arn, kind, region, value: valueOf(value), ...more });
/** A thing without an ARN of its own, that goes with another. */
const part = (kind: string, region: string, parent: string, name: string, value: Value): StockItem => item(kind, region, ownArn(kind, region, parent, name), value, { parent });
const going = (is: boolean): { going?: true } => (is ? { going: true } : {});

function ofKms(region: string, { keys }: KmsRegion): StockItem[] {
  return [...keys.values()].flatMap((k) => [
    item('kms/key', region, k.arn, { state: k.state }, going(k.state === 'PendingDeletion')),
    part('kms/key-policy', region, k.arn, 'default', { policy: k.policy }),
    ...[...k.grants.values()].map((g) => part('kms/grant', region, k.arn, g.GrantId ?? '', { grantee: g.GranteePrincipal ?? '' })),
  ]);
}
function ofSecrets(region: string, secrets: ReadonlyMap<string, Secret>): StockItem[] {
  return [...secrets.values()].flatMap((s) => [
    item(s.primaryRegion === undefined ? 'secretsmanager/secret' : 'secretsmanager/secret-replica', region, s.arn, { deleted: s.deletion !== undefined }, going(s.deletion !== undefined)),
    part('secretsmanager/secret-policy', region, s.arn, 'policy', { policy: s.policy ?? '' }),
    part('secretsmanager/secret-rotation', region, s.arn, 'rotation', { enabled: s.rotation?.enabled ?? false, function: s.rotation?.enabled === true ? s.rotation.lambdaArn : '' }),
  ]);
}
// A master password stands nowhere, so whether it is the stranger's cannot be told from here.
function ofRds(region: string, room: RdsRegion): StockItem[] {
  return [
    ...[...room.databases.values()].filter((d) => d.status !== 'deleting').map((d) => item('rds/db-instance', region, d.arn, { public: d.public, protected: d.protected, retention: d.retention, groups: d.groups, iam: d.iam, stopped: d.status.startsWith('stop') })),
    ...[...room.snapshots.values(), ...room.clusterSnapshots.values()].flatMap((s) => [item('rds/snapshot', region, s.arn, {}), part('rds/snapshot-sharing', region, s.arn, 'restore', { sharedWith: [...s.sharedWith].sort() })]),
    ...[...room.exports.values()].filter((t) => t.Status === 'STARTING' || t.Status === 'IN_PROGRESS').map((t) => item('rds/export-task', region, ownArn('rds/export-task', region, t.SourceArn ?? '', t.ExportTaskIdentifier ?? ''), {})),
  ];
}
// Nothing goes to an endpoint that has not confirmed, and nobody can end its subscription.
function ofSns(region: string, { topics, subscriptions }: SnsRegion): StockItem[] {
  return [
    ...[...topics.values()].flatMap((t) => [item('sns/topic', region, t.arn, {}), part('sns/topic-policy', region, t.arn, 'policy', { policy: t.policy })]),
    ...[...subscriptions.values()].filter((s) => s.confirmed).map((s) => part('sns/subscription', region, s.topicArn, `${s.protocol}/${s.endpoint}`, {})),
  ];
}
const ofSqs = (region: string, queues: SqsRegion): StockItem[] => [...queues.values()].flatMap((q) => [item('sqs/queue', region, q.arn, {}), part('sqs/queue-policy', region, q.arn, 'policy', { policy: q.attributes.get('Policy') ?? '' })]);
const ofDynamo = (region: string, tables: ReadonlyMap<string, Table>): StockItem[] => [...tables.values()].filter((t) => t.status !== 'DELETING').flatMap((t) => [
  item('dynamodb/table', region, t.arn, { recovery: t.recovery }), part('dynamodb/table-policy', region, t.arn, 'policy', { policy: t.policy?.text ?? '' }),
]);
const ofBackup = (region: string, vaults: BackupRegion): StockItem[] => [...vaults.values()].flatMap((v) => [
  item('backup/vault', region, v.arn, { points: [...v.points.keys()] }), part('backup/vault-policy', region, v.arn, 'policy', { policy: v.policy ?? '' }),
  part('backup/vault-lock', region, v.arn, 'lock', { locked: v.lock !== undefined, min: v.lock?.min ?? 0, max: v.lock?.max ?? 0 }),
]);

const each = <T>(rooms: ReadonlyMap<string, T>, of: (region: string, room: T) => StockItem[]): StockItem[] => [...rooms].flatMap(([region, room]) => of(region, room));
/** One line a service. */
const STOCKS = {
  kms: (world: World) => each(roomsOf<KmsRegion>(world, 'kms'), ofKms),
  secretsmanager: (world: World) => each(roomsOf<ReadonlyMap<string, Secret>>(world, 'secretsmanager'), ofSecrets),
  rds: (world: World) => each(roomsOf<RdsRegion>(world, 'rds'), ofRds),
  sns: (world: World) => each(roomsOf<SnsRegion>(world, 'sns'), ofSns),
  sqs: (world: World) => each(roomsOf<SqsRegion>(world, 'sqs'), ofSqs),
  dynamodb: (world: World) => each(roomsOf<ReadonlyMap<string, Table>>(world, 'dynamodb'), ofDynamo),
  backup: (world: World) => each(roomsOf<BackupRegion>(world, 'backup'), ofBackup),
  ses: stockOfMail,
  bedrock: stockOfModels,
  account: stockOfAccount,
  lambda: stockOfLambda,
  events: stockOfEvents,
  ecs: stockOfEcs,
  cloudtrail: stockOfTrails,
  guardduty: stockOfDetectors,
  s3: stockOfS3,
  s3control: stockOfS3,
  cloudfront: stockOfCloudFront,
  route53: stockOfRoute53,
  route53domains: stockOfDomains,
  apigateway: stockOfApis,
  amplify: stockOfAmplify,
  appstream: stockOfAppStream,
  workspaces: stockOfWorkSpaces,
  apprunner: stockOfAppRunner,
  appsync: stockOfGraphql,
  ram: stockOfShares,
  batch: stockOfBatch,
  cloudformation: stockOfStacks,
  codebuild: stockOfCodeBuild,
  dlm: stockOfDlm,
  ecr: stockOfEcr,
  eks: stockOfEks,
  elasticbeanstalk: stockOfBeanstalk,
  elasticmapreduce: stockOfEmr,
  glue: stockOfGlue,
  lightsail: stockOfLightsail,
  sagemaker: stockOfSageMaker,
  scheduler: stockOfSchedules,
  ssm: stockOfSsm,
  states: stockOfStates,
  rolesanywhere: stockOfRolesAnywhere,
  transfer: stockOfTransfer,
  datasync: stockOfDataSync,
  'cognito-identity': stockOfIdentityPools,
  sso: stockOfIdentityCenter,
  identitystore: stockOfIdentityCenter,
  organizations: stockOfOrganization,
  'access-analyzer': stockOfAnalyzers,
  cloudwatch: stockOfAlarms,
  config: stockOfRecorders,
  logs: stockOfLogGroups,
  securityhub: stockOfHubs,
} as const satisfies Partial<Record<ServiceId, (world: World) => StockItem[]>>;
export type DataService = keyof typeof STOCKS;
export const DATA_SERVICES = Object.keys(STOCKS) as readonly DataService[];
export const isDataService = (service: string): service is DataService => Object.hasOwn(STOCKS, service);
export const stockOfData = (world: World, service: DataService): StockItem[] => STOCKS[service](world);
