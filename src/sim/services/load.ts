// The simulated services; each is loaded when the first request for it arrives.
import type { ServiceId } from '../../aws/session.ts';
import type { SimCall } from '../account.ts';
import type { LazyService } from '../wire/endpoint.ts';
import type { Service } from '../wire/service.ts';

type Module = () => Promise<{ readonly default: Service<SimCall> | (() => Service<SimCall>) }>;
const MODULES: Readonly<Record<ServiceId, Module>> = {
  'access-analyzer': () => import('./access-analyzer/service.ts'),
  account: () => import('./account/service.ts'),
  apigateway: () => import('./apigateway/service.ts'),
  autoscaling: () => import('./autoscaling/service.ts'),
  cloudtrail: () => import('./cloudtrail/service.ts'),
  cloudwatch: () => import('./cloudwatch/service.ts'),
  config: () => import('./config/service.ts'),
  ec2: () => import('./ec2/service.ts'),
  events: () => import('./events/service.ts'),
  guardduty: () => import('./guardduty/service.ts'),
  health: () => import('./health/service.ts'),
  iam: () => import('./iam/service.ts'),
  lambda: () => import('./lambda/service.ts'),
  logs: () => import('./logs/service.ts'),
  organizations: () => import('./organizations/service.ts'),
  scheduler: () => import('./scheduler/service.ts'),
  securityhub: () => import('./securityhub/service.ts'),
  backup: () => import('./backup/service.ts'),
  dynamodb: () => import('./dynamodb/service.ts'),
  kms: () => import('./kms/service.ts'),
  rds: () => import('./rds/service.ts'),
  secretsmanager: () => import('./secretsmanager/service.ts'),
  sns: () => import('./sns/service.ts'),
  sqs: () => import('./sqs/service.ts'),
  ecs: () => import('./ecs/service.ts'),
  eks: () => import('./eks/service.ts'),
  batch: () => import('./batch/service.ts'),
  ecr: () => import('./ecr/service.ts'),
  cloudformation: () => import('./cloudformation/service.ts'),
  sagemaker: () => import('./sagemaker/service.ts'),
  codebuild: () => import('./codebuild/service.ts'),
  glue: () => import('./glue/service.ts'),
  lightsail: () => import('./lightsail/service.ts'),
  amplify: () => import('./amplify/service.ts'),
  apprunner: () => import('./apprunner/service.ts'),
  appstream: () => import('./appstream/service.ts'),
  workspaces: () => import('./workspaces/service.ts'),
  transfer: () => import('./transfer/service.ts'),
  'cognito-identity': () => import('./cognito-identity/service.ts'),
  datasync: () => import('./datasync/service.ts'),
  appsync: () => import('./appsync/service.ts'),
  ram: () => import('./ram/service.ts'),
  elasticmapreduce: () => import('./elasticmapreduce/service.ts'),
  elasticbeanstalk: () => import('./elasticbeanstalk/service.ts'),
  cloudfront: () => import('./cloudfront/service.ts'),
  rolesanywhere: () => import('./rolesanywhere/service.ts'),
  dlm: () => import('./dlm/service.ts'),
  route53: () => import('./route53/service.ts'),
  route53domains: () => import('./route53domains/service.ts'),
  s3: () => import('./s3/service.ts'),
  s3control: () => import('./s3control/service.ts'),
  bedrock: () => import('./bedrock/service.ts'),
  budgets: () => import('./budgets/service.ts'),
  ce: () => import('./ce/service.ts'),
  savingsplans: () => import('./savingsplans/service.ts'),
  servicequotas: () => import('./servicequotas/service.ts'),
  ses: () => import('./ses/service.ts'),
  ssm: () => import('./ssm/service.ts'),
  states: () => import('./states/service.ts'),
  identitystore: () => import('./identitystore/service.ts'),
  sso: () => import('./sso/service.ts'),
  sts: () => import('./sts/service.ts'),
  support: () => import('./support/service.ts'),
  tag: () => import('./tag/service.ts'),
};

/** The name in a request's credential scope, where it is not the service's id. */
const SIGNED_AS: Readonly<Partial<Record<ServiceId, string>>> = {
  cloudwatch: 'monitoring',
  s3control: 's3',
  tag: 'tagging',
};

/** Services that share a signing name. */
const TAKES: Readonly<Partial<Record<ServiceId, (path: string) => boolean>>> = {
  s3: (path) => !path.startsWith('/v20180820/'),
  s3control: (path) => path.startsWith('/v20180820/'),
};

/** `loaded` is told of each service once. */
export function loadServices(loaded: (service: Service<SimCall>) => void): LazyService<SimCall>[] {
  return (Object.entries(MODULES) as [ServiceId, Module][]).map(([id, load]) => ({
    id,
    signingName: SIGNED_AS[id] ?? id,
    ...(TAKES[id] && { takes: TAKES[id] }),
    load: async () => {
      const made = (await load()).default;
      const service = typeof made === 'function' ? made() : made;
      loaded(service);
      return service;
    },
  }));
}
