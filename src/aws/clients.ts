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
  account: async (c) => new (await import('@aws-sdk/client-account')).AccountClient(c),
  cloudtrail: async (c) => new (await import('@aws-sdk/client-cloudtrail')).CloudTrailClient(c),
  ec2: async (c) => new (await import('@aws-sdk/client-ec2')).EC2Client(c),
  health: async (c) => new (await import('@aws-sdk/client-health')).HealthClient(c),
  iam: async (c) => new (await import('@aws-sdk/client-iam')).IAMClient(c),
  organizations: async (c) => new (await import('@aws-sdk/client-organizations')).OrganizationsClient(c),
  sts: async (c) => new (await import('@aws-sdk/client-sts')).STSClient(c),
  support: async (c) => new (await import('@aws-sdk/client-support')).SupportClient(c),
};

export async function makeClient<S extends ServiceId>(service: S, config: ClientConfig): Promise<Clients[S]> {
  return MAKE[service](config as never);
}
