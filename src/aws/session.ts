// The AWS account as the tool may touch it: reading clients for everybody, changing clients for one approved deed.
import type { Clock } from '../core/clock.ts';
import type { Caller, Operation, Region } from '../core/types.ts';
import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { AccountClient } from '@aws-sdk/client-account';
import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ConfigServiceClient } from '@aws-sdk/client-config-service';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { HealthClient } from '@aws-sdk/client-health';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { BackupClient } from '@aws-sdk/client-backup';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { RDSClient } from '@aws-sdk/client-rds';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { EKSClient } from '@aws-sdk/client-eks';
import type { BatchClient } from '@aws-sdk/client-batch';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { CodeBuildClient } from '@aws-sdk/client-codebuild';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { LightsailClient } from '@aws-sdk/client-lightsail';
import type { AmplifyClient } from '@aws-sdk/client-amplify';
import type { AppRunnerClient } from '@aws-sdk/client-apprunner';
import type { AppStreamClient } from '@aws-sdk/client-appstream';
import type { WorkSpacesClient } from '@aws-sdk/client-workspaces';
import type { TransferClient } from '@aws-sdk/client-transfer';
import type { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import type { DataSyncClient } from '@aws-sdk/client-datasync';
import type { AppSyncClient } from '@aws-sdk/client-appsync';
import type { RAMClient } from '@aws-sdk/client-ram';
import type { EMRClient } from '@aws-sdk/client-emr';
import type { ElasticBeanstalkClient } from '@aws-sdk/client-elastic-beanstalk';
import type { DLMClient } from '@aws-sdk/client-dlm';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { RolesAnywhereClient } from './rolesanywhere.ts';
import type { Route53Client } from '@aws-sdk/client-route-53';
import type { Route53DomainsClient } from '@aws-sdk/client-route-53-domains';
import type { S3Client } from '@aws-sdk/client-s3';
import type { S3ControlClient } from '@aws-sdk/client-s3-control';
import type { BedrockClient } from '@aws-sdk/client-bedrock';
import type { BudgetsClient } from '@aws-sdk/client-budgets';
import type { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { SavingsplansClient } from '@aws-sdk/client-savingsplans';
import type { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { AssumeRootCommand, STSClient } from '@aws-sdk/client-sts';
import type { SupportClient } from '@aws-sdk/client-support';
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';

/** One line a service; its package is loaded when it is first used. */
export interface Clients {
  'access-analyzer': AccessAnalyzerClient;
  account: AccountClient;
  apigateway: ApiGatewayV2Client;
  autoscaling: AutoScalingClient;
  cloudtrail: CloudTrailClient;
  cloudwatch: CloudWatchClient;
  config: ConfigServiceClient;
  ec2: EC2Client;
  events: EventBridgeClient;
  guardduty: GuardDutyClient;
  health: HealthClient;
  iam: IAMClient;
  lambda: LambdaClient;
  logs: CloudWatchLogsClient;
  organizations: OrganizationsClient;
  scheduler: SchedulerClient;
  securityhub: SecurityHubClient;
  backup: BackupClient;
  dynamodb: DynamoDBClient;
  kms: KMSClient;
  rds: RDSClient;
  secretsmanager: SecretsManagerClient;
  sns: SNSClient;
  sqs: SQSClient;
  ecs: ECSClient;
  eks: EKSClient;
  batch: BatchClient;
  ecr: ECRClient;
  cloudformation: CloudFormationClient;
  sagemaker: SageMakerClient;
  codebuild: CodeBuildClient;
  glue: GlueClient;
  lightsail: LightsailClient;
  amplify: AmplifyClient;
  apprunner: AppRunnerClient;
  appstream: AppStreamClient;
  workspaces: WorkSpacesClient;
  transfer: TransferClient;
  'cognito-identity': CognitoIdentityClient;
  datasync: DataSyncClient;
  appsync: AppSyncClient;
  ram: RAMClient;
  elasticmapreduce: EMRClient;
  elasticbeanstalk: ElasticBeanstalkClient;
  cloudfront: CloudFrontClient;
  dlm: DLMClient;
  rolesanywhere: RolesAnywhereClient;
  route53: Route53Client;
  route53domains: Route53DomainsClient;
  s3: S3Client;
  s3control: S3ControlClient;
  bedrock: BedrockClient;
  budgets: BudgetsClient;
  ce: CostExplorerClient;
  savingsplans: SavingsplansClient;
  servicequotas: ServiceQuotasClient;
  ses: SESv2Client;
  ssm: SSMClient;
  states: SFNClient;
  identitystore: IdentitystoreClient;
  sso: SSOAdminClient;
  sts: STSClient;
  support: SupportClient;
  tag: ResourceGroupsTaggingAPIClient;
}
export type ServiceId = keyof Clients;
/** The policy that holds a session as root to one task: to look at root's credentials, or to end them. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html */
export const rootTask = (partition: string, task: 'IAMAuditRootUserCredentials' | 'IAMDeleteRootUserCredentials'): { readonly arn: string } => ({ arn: `arn:${partition}:iam::aws:policy/root-task/${task}` });

/** Clients that answer only the reads they were bound to. A global service is asked in its partition's region, whatever `region` says. */
export interface ReadAws {
  readonly accountId: string;
  readonly partition: string;
  readonly region: Region;
  client<S extends ServiceId>(service: S): Promise<Clients[S]>;
  /** The organization's policies as its management account sees them, where the operator gave credentials of it; else whoever asks may ask for himself. */
  readonly management?: () => Promise<OrganizationsClient>;
  /** IAM as the root user of this account: its management account opens the session, where the operator gave credentials of it. Any look may open one that is held to looking. */
  readonly asRoot?: (open: AssumeRootCommand) => Promise<IAMClient>;
  /** Fetches what AWS gave a presigned location of (`lambda:GetFunction`). Absent where requests go to another endpoint than AWS's own. */
  readonly download?: (location: string) => Promise<Uint8Array>;
}
/** Clients bound to one permit. Only `apply` and `undo` of an action are given one, by the engine. */
export interface ChangeAws extends ReadAws { readonly changes: true }

export interface CalledOperation { readonly operation: Operation; readonly region: Region; readonly requestId: string; readonly outcome: string }
export interface Identity { readonly caller: Caller; readonly clock: Clock }
