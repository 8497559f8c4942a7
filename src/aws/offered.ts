// Services that AWS offers in some Regions only: where their name does not resolve, there is nothing of theirs. Data that AWS ships, never a guess from an error alone.
import type { Region } from '../core/types.ts';
import { failureOf } from './errors.ts';

/**
 * Where a service has no endpoint: Regions, and whole partitions as `aws-cn/`. From botocore's endpoints.json (1.43.11), for the services that
 * this program asks and that are not everywhere. A Region that is not named here, because AWS has opened it since, is never called "not offered".
 */
const ABSENT: Readonly<Partial<Record<string, readonly string[]>>> = {
  amplify: [
    'aws-cn/', 'aws-us-gov/', 'aws-eusc/', 'af-south-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-2', 'il-central-1',
    'me-central-1', 'mx-central-1',
  ],
  apprunner: [
    'aws-cn/', 'aws-us-gov/', 'aws-eusc/', 'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7',
    'ca-central-1', 'ca-west-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'sa-east-1', 'us-west-1',
  ],
  appstream: [
    'aws-cn/', 'aws-eusc/', 'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-6', 'ap-southeast-7', 'eu-north-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'us-west-1',
  ],
  appsync: ['aws-us-gov/', 'aws-eusc/', 'ap-east-2', 'ap-southeast-6', 'mx-central-1'],
  bedrock: ['aws-cn/', 'ap-east-1'],
  budgets: ['aws-us-gov/', 'aws-eusc/'],
  ce: ['aws-us-gov/', 'aws-eusc/'],
  'cognito-identity': ['cn-northwest-1'],
  cloudfront: ['aws-us-gov/', 'aws-eusc/'],
  codebuild: ['aws-eusc/', 'ap-east-2', 'ca-west-1', 'mx-central-1'],
  elasticbeanstalk: ['aws-eusc/', 'ap-east-2', 'mx-central-1'],
  lightsail: [
    'aws-cn/', 'aws-us-gov/', 'aws-eusc/', 'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-3', 'ap-south-2', 'ap-southeast-4', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2',
    'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'sa-east-1', 'us-west-1',
  ],
  route53domains: ['aws-cn/', 'aws-us-gov/', 'aws-eusc/'],
  savingsplans: ['aws-us-gov/', 'aws-eusc/'],
  ses: ['aws-cn/', 'ap-east-1', 'ap-east-2', 'ap-southeast-4', 'ap-southeast-6', 'ap-southeast-7', 'eu-south-2', 'mx-central-1'],
  workspaces: [
    'aws-eusc/', 'cn-north-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-3', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2',
    'me-central-1', 'me-south-1', 'mx-central-1', 'us-west-1',
  ],
};

export interface Where { readonly region: Region; readonly partition: string }

/** The service could not be reached, where AWS says that it is not. An answer, whatever it is, shows that it is there by now. */
export function isNotOffered(service: string, { region, partition }: Where, error: unknown): boolean {
  const absent = Object.hasOwn(ABSENT, service) ? ABSENT[service] ?? [] : [];
  return failureOf(error).class === 'network' && (absent.includes(region) || absent.includes(`${partition}/`));
}
