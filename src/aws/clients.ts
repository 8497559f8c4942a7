// Which package each service's client comes from; each is a chunk of its own, loaded when first used.
import type { RetryStrategyV2, AwsCredentialIdentity } from '@smithy/types';
import type { RequestHandler } from './handler.ts';
import type { Clients, ServiceId } from './session.ts';

export interface ClientConfig {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  readonly requestHandler: RequestHandler;
  readonly retryStrategy: RetryStrategyV2;
  readonly endpoint?: string;
  readonly customUserAgent: string;
  readonly systemClockOffset?: number;
}

type Makers = { readonly [S in ServiceId]: (config: never) => Promise<Clients[S]> };
const MAKE: Makers = {
  'access-analyzer': async (c) => new (await import('@aws-sdk/client-accessanalyzer')).AccessAnalyzerClient(c),
  account: async (c) => new (await import('@aws-sdk/client-account')).AccountClient(c),
  apigateway: async (c) => new (await import('@aws-sdk/client-apigatewayv2')).ApiGatewayV2Client(c),
  autoscaling: async (c) => new (await import('@aws-sdk/client-auto-scaling')).AutoScalingClient(c),
  cloudtrail: async (c) => new (await import('@aws-sdk/client-cloudtrail')).CloudTrailClient(c),
  cloudwatch: async (c) => new (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient(c),
  config: async (c) => new (await import('@aws-sdk/client-config-service')).ConfigServiceClient(c),
  ec2: async (c) => new (await import('@aws-sdk/client-ec2')).EC2Client(c),
  events: async (c) => new (await import('@aws-sdk/client-eventbridge')).EventBridgeClient(c),
  guardduty: async (c) => new (await import('@aws-sdk/client-guardduty')).GuardDutyClient(c),
  health: async (c) => new (await import('@aws-sdk/client-health')).HealthClient(c),
  iam: async (c) => new (await import('@aws-sdk/client-iam')).IAMClient(c),
  lambda: async (c) => new (await import('@aws-sdk/client-lambda')).LambdaClient(c),
  logs: async (c) => new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogsClient(c),
  organizations: async (c) => new (await import('@aws-sdk/client-organizations')).OrganizationsClient(c),
  scheduler: async (c) => new (await import('@aws-sdk/client-scheduler')).SchedulerClient(c),
  securityhub: async (c) => new (await import('@aws-sdk/client-securityhub')).SecurityHubClient(c),
  backup: async (c) => new (await import('@aws-sdk/client-backup')).BackupClient(c),
  dynamodb: async (c) => new (await import('@aws-sdk/client-dynamodb')).DynamoDBClient(c),
  kms: async (c) => new (await import('@aws-sdk/client-kms')).KMSClient(c),
  rds: async (c) => new (await import('@aws-sdk/client-rds')).RDSClient(c),
  secretsmanager: async (c) => new (await import('@aws-sdk/client-secrets-manager')).SecretsManagerClient(c),
  sns: async (c) => new (await import('@aws-sdk/client-sns')).SNSClient(c),
  sqs: async (c) => new (await import('@aws-sdk/client-sqs')).SQSClient(c),
  ecs: async (c) => new (await import('@aws-sdk/client-ecs')).ECSClient(c),
  eks: async (c) => new (await import('@aws-sdk/client-eks')).EKSClient(c),
  batch: async (c) => new (await import('@aws-sdk/client-batch')).BatchClient(c),
  ecr: async (c) => new (await import('@aws-sdk/client-ecr')).ECRClient(c),
  cloudformation: async (c) => new (await import('@aws-sdk/client-cloudformation')).CloudFormationClient(c),
  sagemaker: async (c) => new (await import('@aws-sdk/client-sagemaker')).SageMakerClient(c),
  codebuild: async (c) => new (await import('@aws-sdk/client-codebuild')).CodeBuildClient(c),
  glue: async (c) => new (await import('@aws-sdk/client-glue')).GlueClient(c),
  lightsail: async (c) => new (await import('@aws-sdk/client-lightsail')).LightsailClient(c),
  amplify: async (c) => new (await import('@aws-sdk/client-amplify')).AmplifyClient(c),
  apprunner: async (c) => new (await import('@aws-sdk/client-apprunner')).AppRunnerClient(c),
  appstream: async (c) => new (await import('@aws-sdk/client-appstream')).AppStreamClient(c),
  workspaces: async (c) => new (await import('@aws-sdk/client-workspaces')).WorkSpacesClient(c),
  transfer: async (c) => new (await import('@aws-sdk/client-transfer')).TransferClient(c),
  'cognito-identity': async (c) => new (await import('@aws-sdk/client-cognito-identity')).CognitoIdentityClient(c),
  datasync: async (c) => new (await import('@aws-sdk/client-datasync')).DataSyncClient(c),
  appsync: async (c) => new (await import('@aws-sdk/client-appsync')).AppSyncClient(c),
  ram: async (c) => new (await import('@aws-sdk/client-ram')).RAMClient(c),
  elasticmapreduce: async (c) => new (await import('@aws-sdk/client-emr')).EMRClient(c),
  elasticbeanstalk: async (c) => new (await import('@aws-sdk/client-elastic-beanstalk')).ElasticBeanstalkClient(c),
  cloudfront: async (c) => new (await import('@aws-sdk/client-cloudfront')).CloudFrontClient(c),
  rolesanywhere: async (c) => new (await import('./rolesanywhere.ts')).RolesAnywhereClient(c),
  dlm: async (c) => new (await import('@aws-sdk/client-dlm')).DLMClient(c),
  route53: async (c) => new (await import('@aws-sdk/client-route-53')).Route53Client(c),
  route53domains: async (c) => new (await import('@aws-sdk/client-route-53-domains')).Route53DomainsClient(c),
  // A bucket is asked in its own Region, wherever the client begins.
  s3: async (c) => new (await import('@aws-sdk/client-s3')).S3Client({ ...c as ClientConfig, followRegionRedirects: true, forcePathStyle: (c as ClientConfig).endpoint !== undefined }),
  s3control: async (c) => new (await import('@aws-sdk/client-s3-control')).S3ControlClient({ ...c as ClientConfig, ...asGiven(c) }),
  bedrock: async (c) => new (await import('@aws-sdk/client-bedrock')).BedrockClient(c),
  budgets: async (c) => new (await import('@aws-sdk/client-budgets')).BudgetsClient(c),
  ce: async (c) => new (await import('@aws-sdk/client-cost-explorer')).CostExplorerClient(c),
  savingsplans: async (c) => new (await import('@aws-sdk/client-savingsplans')).SavingsplansClient(c),
  servicequotas: async (c) => new (await import('@aws-sdk/client-service-quotas')).ServiceQuotasClient(c),
  ses: async (c) => new (await import('@aws-sdk/client-sesv2')).SESv2Client(c),
  ssm: async (c) => new (await import('@aws-sdk/client-ssm')).SSMClient(c),
  states: async (c) => new (await import('@aws-sdk/client-sfn')).SFNClient(c),
  identitystore: async (c) => new (await import('@aws-sdk/client-identitystore')).IdentitystoreClient(c),
  sso: async (c) => new (await import('@aws-sdk/client-sso-admin')).SSOAdminClient(c),
  sts: async (c) => new (await import('@aws-sdk/client-sts')).STSClient(c),
  support: async (c) => new (await import('@aws-sdk/client-support')).SupportClient(c),
  tag: async (c) => new (await import('@aws-sdk/client-resource-groups-tagging-api')).ResourceGroupsTaggingAPIClient(c),
};

/** S3 Control puts the account's number before the host, which an address of numbers cannot have. */
const asGiven = ({ endpoint, region }: ClientConfig): object => (endpoint === undefined ? {} : {
  endpointProvider: () => ({ url: new URL(endpoint), properties: { authSchemes: [{ name: 'sigv4', signingName: 's3', signingRegion: region, disableDoubleEncoding: true }] }, headers: {} }),
});

export async function makeClient<S extends ServiceId>(service: S, config: ClientConfig): Promise<Clients[S]> {
  return MAKE[service](config as never);
}
