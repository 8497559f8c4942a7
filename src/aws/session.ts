// The AWS account as the tool may touch it: reading clients for everybody, changing clients for one approved deed.
import type { Clock } from '../core/clock.ts';
import type { Caller, Operation, Region } from '../core/types.ts';
import type { AccountClient } from '@aws-sdk/client-account';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { HealthClient } from '@aws-sdk/client-health';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { STSClient } from '@aws-sdk/client-sts';
import type { SupportClient } from '@aws-sdk/client-support';

/** One line a service; its package is loaded when it is first used. */
export interface Clients {
  account: AccountClient;
  cloudtrail: CloudTrailClient;
  ec2: EC2Client;
  health: HealthClient;
  iam: IAMClient;
  organizations: OrganizationsClient;
  sts: STSClient;
  support: SupportClient;
}
export type ServiceId = keyof Clients;

/** Clients that answer only the reads they were bound to. A global service is asked in its partition's region, whatever `region` says. */
export interface ReadAws {
  readonly accountId: string;
  readonly partition: string;
  readonly region: Region;
  client<S extends ServiceId>(service: S): Promise<Clients[S]>;
}
/** Clients bound to one permit. Only `apply` and `undo` of an action are given one, by the engine. */
export interface ChangeAws extends ReadAws { readonly changes: true }

export interface CalledOperation { readonly operation: Operation; readonly region: Region; readonly requestId: string; readonly outcome: string }
export interface Identity { readonly caller: Caller; readonly clock: Clock }
