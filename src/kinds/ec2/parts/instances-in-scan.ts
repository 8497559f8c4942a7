// All instances of a Region, read once for all kinds that are about them: a thousand a page, and each page is a megabyte.
import type { Instance as SdkInstance } from '@aws-sdk/client-ec2';
import type { Scan } from '../../kind.ts';
import { describe, instanceOf, type Instance } from './instance-view.ts';

export interface MetadataService { readonly tokens: string; readonly endpoint: string; readonly hops: number }
export interface InScan { readonly instance: Instance; readonly metadata: MetadataService }

/** Without those that are terminated. Needs `ec2:DescribeInstances`. */
export const instancesIn = (scan: Scan): Promise<readonly InScan[]> => scan.once(`ec2/instances in ${scan.region}`, async () => {
  const { aws, region } = scan;
  const found: InScan[] = [];
  for await (const one of describe(await aws.client('ec2'))) {
    const instance = instanceOf(one, region, aws.accountId, aws.partition);
    if (instance) found.push({ instance, metadata: metadataOf(one) });
  }
  return found;
});

export const metadataOf = ({ MetadataOptions: { HttpTokens: tokens = 'optional', HttpEndpoint: endpoint = 'enabled', HttpPutResponseHopLimit: hops = 1 } = {} }: SdkInstance): MetadataService => ({ tokens, endpoint, hops });
