// The SDK clients that the simulated account speaks to.
import * as account from '@aws-sdk/client-account';
import * as autoscaling from '@aws-sdk/client-auto-scaling';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as ec2 from '@aws-sdk/client-ec2';
import * as health from '@aws-sdk/client-health';
import * as iam from '@aws-sdk/client-iam';
import * as organizations from '@aws-sdk/client-organizations';
import * as backup from '@aws-sdk/client-backup';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as kms from '@aws-sdk/client-kms';
import * as rds from '@aws-sdk/client-rds';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as ecs from '@aws-sdk/client-ecs';
import * as eks from '@aws-sdk/client-eks';
import * as batch from '@aws-sdk/client-batch';
import * as ecr from '@aws-sdk/client-ecr';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as codebuild from '@aws-sdk/client-codebuild';
import * as glue from '@aws-sdk/client-glue';
import * as lightsail from '@aws-sdk/client-lightsail';
import * as amplify from '@aws-sdk/client-amplify';
import * as cloudfront from '@aws-sdk/client-cloudfront';
import * as dlm from '@aws-sdk/client-dlm';
import * as rolesanywhere from '../../../src/aws/rolesanywhere.ts';
import * as apprunner from '@aws-sdk/client-apprunner';
import * as appstream from '@aws-sdk/client-appstream';
import * as workspaces from '@aws-sdk/client-workspaces';
import * as transfer from '@aws-sdk/client-transfer';
import * as cognitoIdentity from '@aws-sdk/client-cognito-identity';
import * as datasync from '@aws-sdk/client-datasync';
import * as appsync from '@aws-sdk/client-appsync';
import * as ram from '@aws-sdk/client-ram';
import * as elasticmapreduce from '@aws-sdk/client-emr';
import * as elasticbeanstalk from '@aws-sdk/client-elastic-beanstalk';
import * as route53 from '@aws-sdk/client-route-53';
import * as route53domains from '@aws-sdk/client-route-53-domains';
import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import * as bedrock from '@aws-sdk/client-bedrock';
import * as budgets from '@aws-sdk/client-budgets';
import * as ce from '@aws-sdk/client-cost-explorer';
import * as savingsplans from '@aws-sdk/client-savingsplans';
import * as servicequotas from '@aws-sdk/client-service-quotas';
import * as ses from '@aws-sdk/client-sesv2';
import * as lambda from '@aws-sdk/client-lambda';
import * as events from '@aws-sdk/client-eventbridge';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as states from '@aws-sdk/client-sfn';
import * as apigateway from '@aws-sdk/client-apigatewayv2';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';
import * as support from '@aws-sdk/client-support';
import * as accessanalyzer from '@aws-sdk/client-accessanalyzer';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as config from '@aws-sdk/client-config-service';
import * as guardduty from '@aws-sdk/client-guardduty';
import * as identitystore from '@aws-sdk/client-identitystore';
import * as securityhub from '@aws-sdk/client-securityhub';
import * as sso from '@aws-sdk/client-sso-admin';
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api';
import type { ClientClass } from '../../../src/sim/wire/service.ts';

export const CLIENTS: Readonly<Record<string, { readonly module: object; readonly client: ClientClass; readonly signingName?: string }>> = {
  account: { module: account, client: account.AccountClient },
  autoscaling: { module: autoscaling, client: autoscaling.AutoScalingClient },
  cloudtrail: { module: cloudtrail, client: cloudtrail.CloudTrailClient },
  ec2: { module: ec2, client: ec2.EC2Client },
  health: { module: health, client: health.HealthClient },
  iam: { module: iam, client: iam.IAMClient },
  organizations: { module: organizations, client: organizations.OrganizationsClient },
  backup: { module: backup, client: backup.BackupClient },
  dynamodb: { module: dynamodb, client: dynamodb.DynamoDBClient },
  kms: { module: kms, client: kms.KMSClient },
  rds: { module: rds, client: rds.RDSClient },
  secretsmanager: { module: secretsmanager, client: secretsmanager.SecretsManagerClient },
  sns: { module: sns, client: sns.SNSClient },
  sqs: { module: sqs, client: sqs.SQSClient },
  ecs: { module: ecs, client: ecs.ECSClient },
  eks: { module: eks, client: eks.EKSClient },
  batch: { module: batch, client: batch.BatchClient },
  ecr: { module: ecr, client: ecr.ECRClient },
  cloudformation: { module: cloudformation, client: cloudformation.CloudFormationClient },
  sagemaker: { module: sagemaker, client: sagemaker.SageMakerClient },
  codebuild: { module: codebuild, client: codebuild.CodeBuildClient },
  glue: { module: glue, client: glue.GlueClient },
  lightsail: { module: lightsail, client: lightsail.LightsailClient },
  amplify: { module: amplify, client: amplify.AmplifyClient },
  apprunner: { module: apprunner, client: apprunner.AppRunnerClient },
  transfer: { module: transfer, client: transfer.TransferClient },
  'cognito-identity': { module: cognitoIdentity, client: cognitoIdentity.CognitoIdentityClient },
  appstream: { module: appstream, client: appstream.AppStreamClient },
  workspaces: { module: workspaces, client: workspaces.WorkSpacesClient },
  datasync: { module: datasync, client: datasync.DataSyncClient },
  appsync: { module: appsync, client: appsync.AppSyncClient },
  ram: { module: ram, client: ram.RAMClient },
  elasticmapreduce: { module: elasticmapreduce, client: elasticmapreduce.EMRClient },
  elasticbeanstalk: { module: elasticbeanstalk, client: elasticbeanstalk.ElasticBeanstalkClient },
  cloudfront: { module: cloudfront, client: cloudfront.CloudFrontClient },
  dlm: { module: dlm, client: dlm.DLMClient },
  rolesanywhere: { module: rolesanywhere, client: rolesanywhere.RolesAnywhereClient },
  route53: { module: route53, client: route53.Route53Client },
  route53domains: { module: route53domains, client: route53domains.Route53DomainsClient },
  s3: { module: s3, client: s3.S3Client },
  s3control: { module: s3control, client: s3control.S3ControlClient, signingName: 's3' },
  bedrock: { module: bedrock, client: bedrock.BedrockClient },
  budgets: { module: budgets, client: budgets.BudgetsClient },
  ce: { module: ce, client: ce.CostExplorerClient },
  savingsplans: { module: savingsplans, client: savingsplans.SavingsplansClient },
  servicequotas: { module: servicequotas, client: servicequotas.ServiceQuotasClient },
  ses: { module: ses, client: ses.SESv2Client },
  lambda: { module: lambda, client: lambda.LambdaClient },
  events: { module: events, client: events.EventBridgeClient },
  scheduler: { module: scheduler, client: scheduler.SchedulerClient },
  states: { module: states, client: states.SFNClient },
  apigateway: { module: apigateway, client: apigateway.ApiGatewayV2Client },
  ssm: { module: ssm, client: ssm.SSMClient },
  sts: { module: sts, client: sts.STSClient },
  'access-analyzer': { module: accessanalyzer, client: accessanalyzer.AccessAnalyzerClient },
  cloudwatch: { module: cloudwatch, client: cloudwatch.CloudWatchClient, signingName: 'monitoring' },
  logs: { module: logs, client: logs.CloudWatchLogsClient },
  config: { module: config, client: config.ConfigServiceClient },
  guardduty: { module: guardduty, client: guardduty.GuardDutyClient },
  identitystore: { module: identitystore, client: identitystore.IdentitystoreClient },
  securityhub: { module: securityhub, client: securityhub.SecurityHubClient },
  sso: { module: sso, client: sso.SSOAdminClient },
  tag: { module: tagging, client: tagging.ResourceGroupsTaggingAPIClient, signingName: 'tagging' },
  support: { module: support, client: support.SupportClient },
};
