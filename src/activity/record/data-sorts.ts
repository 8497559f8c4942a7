// The sorts of data in an account: which calls read them, what permits it, and which of it CloudTrail records only where it was told to.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
import { say, type Text } from '../../core/text.ts';
import type { KindId, Operation } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { listAt, textAt } from '../fields.ts';

type Name = (event: TrailEvent) => readonly string[];
export interface Sort {
  readonly id: string;
  readonly title: Text;
  /** The kind that lists its things, where one does. */
  readonly kind?: KindId;
  /** IAM actions any of which is enough. */
  readonly permits: readonly Operation[];
  /** The type under which a trail records reads of it; without one they are management events, which the event history has. */
  readonly dataType?: string;
  /** operation → what was read; nothing where that call gave nothing away. */
  readonly reads: Readonly<Record<Operation, Name>>;
  /** What it holds may open other doors. */
  readonly opens?: true;
}

const asked = (...names: readonly string[]): Name => (event) => names.map((name) => textAt(event.request ?? undefined, name)).filter((text) => text !== '').slice(0, 1);
const each = (name: string): Name => (event) => listAt(event.request ?? undefined, name).filter((one) => typeof one === 'string');
const where = (name: Name, says: (event: TrailEvent) => boolean): Name => (event) => (says(event) ? name(event) : []);
const gives = (...path: readonly string[]) => (event: TrailEvent): boolean => listAt(event.request ?? undefined, ...path).length > 0;
const resource: Name = (event) => (event.resources.length > 0 ? event.resources.slice(0, 1) : asked('keyId')(event));

export const SORTS: readonly Sort[] = [
  { id: 'secrets', title: say('Secrets Manager'), kind: 'secretsmanager/secret', permits: ['secretsmanager:GetSecretValue'], opens: true,
    reads: { 'secretsmanager:GetSecretValue': asked('secretId'), 'secretsmanager:BatchGetSecretValue': each('secretIdList') } },
  { id: 'parameters', title: say('Parameter Store'), permits: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'], opens: true,
    reads: { 'ssm:GetParameter': asked('name'), 'ssm:GetParameters': each('names'), 'ssm:GetParametersByPath': asked('path'), 'ssm:GetParameterHistory': asked('name') } },
  { id: 'functions', title: say('Lambda functions'), kind: 'lambda/function', permits: ['lambda:GetFunction', 'lambda:GetFunctionConfiguration'], opens: true,
    reads: { 'lambda:GetFunction': asked('functionName'), 'lambda:GetFunctionConfiguration': asked('functionName') } },
  { id: 'start-scripts', title: say('Instance user data'), kind: 'ec2/instance', permits: ['ec2:DescribeInstanceAttribute', 'ec2:GetPasswordData'], opens: true,
    reads: { 'ec2:DescribeInstanceAttribute': where(asked('instanceId'), (e) => textAt(e.request ?? undefined, 'attribute') === 'userData'), 'ec2:GetPasswordData': asked('instanceId') } },
  { id: 'objects', title: say('S3 objects'), kind: 's3/bucket', permits: ['s3:GetObject'], dataType: 'AWS::S3::Object',
    reads: { 's3:GetObject': asked('bucketName'), 's3:SelectObjectContent': asked('bucketName') } },
  { id: 'disks', title: say('EBS volumes'), kind: 'ec2/volume', permits: ['ebs:GetSnapshotBlock', 'ec2:ModifySnapshotAttribute', 'ec2:ModifyImageAttribute'], dataType: 'AWS::EC2::Snapshot',
    reads: {
      'ebs:GetSnapshotBlock': asked('snapshotId'), 'ec2:ModifySnapshotAttribute': where(asked('snapshotId'), gives('createVolumePermission', 'add')), 'ec2:ModifyImageAttribute': where(asked('imageId'), gives('launchPermission', 'add')),
      'ec2:SharedSnapshotCopyInitiated': asked('snapshotId'), 'ec2:SharedSnapshotVolumeCreated': asked('snapshotId'), 'ec2:CreateStoreImageTask': asked('imageId'),
    } },
  { id: 'databases', title: say('RDS databases'), kind: 'rds/db-instance', permits: ['rds:StartExportTask', 'rds:ModifyDBSnapshotAttribute', 'rds:ModifyDBClusterSnapshotAttribute'],
    reads: {
      'rds:StartExportTask': asked('sourceArn'), 'rds:ModifyDBSnapshotAttribute': where(asked('dBSnapshotIdentifier'), gives('valuesToAdd')), 'rds:ModifyDBClusterSnapshotAttribute': where(asked('dBClusterSnapshotIdentifier'), gives('valuesToAdd')),
    } },
  { id: 'tables', title: say('DynamoDB tables'), kind: 'dynamodb/table', permits: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:ExportTableToPointInTime'], dataType: 'AWS::DynamoDB::Table',
    reads: { 'dynamodb:GetItem': asked('tableName'), 'dynamodb:Query': asked('tableName'), 'dynamodb:Scan': asked('tableName'), 'dynamodb:ExportTableToPointInTime': asked('tableArn') } },
  { id: 'messages', title: say('SQS messages'), kind: 'sqs/queue-policy', permits: ['sqs:ReceiveMessage'], dataType: 'AWS::SQS::Queue', reads: { 'sqs:ReceiveMessage': asked('queueUrl') } },
  { id: 'images', title: say('ECR images'), permits: ['ecr:BatchGetImage'], reads: { 'ecr:BatchGetImage': asked('repositoryName'), 'ecr:GetDownloadUrlForLayer': asked('repositoryName') } },
  { id: 'decrypted', title: say('KMS decryption'), kind: 'kms/key', permits: ['kms:Decrypt'], reads: { 'kms:Decrypt': resource, 'kms:ReEncrypt': resource } },
];
