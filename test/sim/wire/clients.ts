// The SDK clients that the simulated account speaks to.
import * as account from '@aws-sdk/client-account';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as ec2 from '@aws-sdk/client-ec2';
import * as health from '@aws-sdk/client-health';
import * as iam from '@aws-sdk/client-iam';
import * as organizations from '@aws-sdk/client-organizations';
import * as sts from '@aws-sdk/client-sts';
import * as support from '@aws-sdk/client-support';
import type { ClientClass } from '../../../src/sim/wire/service.ts';

export const CLIENTS: Readonly<Record<string, { readonly module: object; readonly client: ClientClass }>> = {
  account: { module: account, client: account.AccountClient },
  cloudtrail: { module: cloudtrail, client: cloudtrail.CloudTrailClient },
  ec2: { module: ec2, client: ec2.EC2Client },
  health: { module: health, client: health.HealthClient },
  iam: { module: iam, client: iam.IAMClient },
  organizations: { module: organizations, client: organizations.OrganizationsClient },
  sts: { module: sts, client: sts.STSClient },
  support: { module: support, client: support.SupportClient },
};
