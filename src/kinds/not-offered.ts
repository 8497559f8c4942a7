// Services that AWS offers in some Regions only: where their name does not resolve, there is nothing of theirs.
import { failureOf } from '../aws/errors.ts';

const OFFERED = {
  // https://docs.aws.amazon.com/general/latest/gr/lightsail.html
  lightsail: ['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ca-central-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'us-east-1', 'us-east-2', 'us-west-2'],
  // https://docs.aws.amazon.com/general/latest/gr/apprunner.html
  apprunner: ['ap-northeast-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'us-east-1', 'us-east-2', 'us-west-2'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** True where a service that is not known to be in this Region could not be found there. A Region that AWS has added since simply answers. */
export function isNotOffered(service: keyof typeof OFFERED, region: string, error: unknown): boolean {
  const known: readonly string[] = OFFERED[service];
  return !known.includes(region) && failureOf(error).class === 'network';
}
