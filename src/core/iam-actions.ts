// SDK operations whose IAM action is named otherwise, and the actions that they also need. The one table: policies, foresight and the simulated account read it.
import type { Operation } from './types.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const ACTIONS: Readonly<Record<Operation, readonly string[]>> = {
  'access-analyzer:ListFindingsV2': ['access-analyzer:ListFindings'],
  'budgets:CreateBudget': ['budgets:ModifyBudget'],
  'budgets:DeleteBudget': ['budgets:ModifyBudget'],
  'budgets:UpdateBudget': ['budgets:ModifyBudget'],
  'budgets:DescribeBudgets': ['budgets:ViewBudget'],
  'budgets:DescribeNotificationsForBudget': ['budgets:ViewBudget'],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
  's3:ListBuckets': ['s3:ListAllMyBuckets'],
  's3:HeadBucket': ['s3:ListBucket'],
  's3:ListObjects': ['s3:ListBucket'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  's3:HeadObject': ['s3:GetObject'],
  's3:DeleteObjects': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  's3:CopyObject': ['s3:PutObject', 's3:GetObject'],
  's3:GetBucketLifecycleConfiguration': ['s3:GetLifecycleConfiguration'],
  's3:PutBucketLifecycleConfiguration': ['s3:PutLifecycleConfiguration'],
  's3:DeleteBucketLifecycle': ['s3:PutLifecycleConfiguration'],
  's3:GetBucketReplication': ['s3:GetReplicationConfiguration'],
  's3:PutBucketReplication': ['s3:PutReplicationConfiguration'],
  's3:DeleteBucketReplication': ['s3:PutReplicationConfiguration'],
  's3:GetBucketEncryption': ['s3:GetEncryptionConfiguration'],
  's3:PutBucketEncryption': ['s3:PutEncryptionConfiguration'],
  's3:DeleteBucketEncryption': ['s3:PutEncryptionConfiguration'],
  's3:GetPublicAccessBlock': ['s3:GetBucketPublicAccessBlock'],
  's3:PutPublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
  's3:DeletePublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
  's3:DeleteBucketOwnershipControls': ['s3:PutBucketOwnershipControls'],
  's3:DeleteBucketTagging': ['s3:PutBucketTagging'],
  's3:GetBucketNotificationConfiguration': ['s3:GetBucketNotification'],
  's3:PutBucketNotificationConfiguration': ['s3:PutBucketNotification'],
  's3control:GetPublicAccessBlock': ['s3:GetAccountPublicAccessBlock'],
  's3control:PutPublicAccessBlock': ['s3:PutAccountPublicAccessBlock'],
  's3control:DeletePublicAccessBlock': ['s3:PutAccountPublicAccessBlock'],
  'cloudtrail:ListInsightsMetricData': ['cloudtrail:ListInsightsData'],
  'apigateway:GetApis': ['apigateway:GET'], 'apigateway:GetApi': ['apigateway:GET'], 'apigateway:GetRoutes': ['apigateway:GET'], 'apigateway:GetIntegrations': ['apigateway:GET'],
  'apigateway:CreateApi': ['apigateway:POST'], 'apigateway:CreateRoute': ['apigateway:POST'], 'apigateway:CreateIntegration': ['apigateway:POST'], 'apigateway:UpdateApi': ['apigateway:PATCH'], 'apigateway:DeleteApi': ['apigateway:DELETE'], 'apigateway:DeleteRoute': ['apigateway:DELETE'], 'apigateway:DeleteIntegration': ['apigateway:DELETE'],
};

/** Under which service IAM knows the actions of an SDK client that is named otherwise. */
const PREFIX: Readonly<Record<string, string>> = { s3control: 's3', apigatewayv2: 'apigateway' };

/** The IAM actions that decide on an operation, its own first. */
export function iamActionsOf(operation: Operation): readonly string[] {
  const known = ACTIONS[operation];
  if (known !== undefined) return known;
  const [service = '', name = ''] = operation.split(':');
  return [`${PREFIX[service] ?? service}:${name}`];
}
