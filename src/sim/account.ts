// The simulated account: what it is, what it holds, and who asks. State of a service stands in that service's folder.
import type { Clock } from '../core/clock.ts';
import type { ServiceId } from '../aws/session.ts';

/** How the account behaves. Every delay is in milliseconds of the account's clock. */
export interface Behaviour {
  /** IAM changes are visible at once and enforced after this long (measured on AWS: about 4 s). */
  consistencyMs: number;
  /** Events appear in the history after this long. */
  historyDelayMs: number;
  /** Added to every answer. */
  latencyMs: number;
  /** Largest page that any list gives; tests make it 2. */
  pageSize: number;
  /** AWS's request quotas as token buckets. */
  quotas: boolean;
}
export const AS_AWS: Behaviour = { consistencyMs: 4_000, historyDelayMs: 5 * 60_000, latencyMs: 0, pageSize: 1_000, quotas: true };

/** The caller of one request, found from its access key id. */
export interface SimCaller {
  readonly type: 'Root' | 'IAMUser' | 'AssumedRole' | 'FederatedUser' | 'AWSService';
  readonly arn: string;
  /** AIDA…, AROA…:session, the account id for root. */
  readonly principalId: string;
  readonly userName?: string;
  readonly accessKeyId: string;
  /** For sessions: who issued it, since when, until when, with MFA. */
  readonly session?: {
    readonly issuerArn: string; readonly issuerId: string; readonly issuerName: string; readonly issuerType: 'User' | 'Role' | 'Root';
    readonly issuedAt: Date; readonly expiresAt: Date; readonly mfa: boolean;
    /** A session policy narrows what the session may do. */
    readonly policies?: readonly string[];
    readonly console?: boolean;
    /** Of root, opened by the management account for one task (sts:AssumeRoot). */
    readonly assumedRoot?: true;
  };
}

/** One request inside the account. */
export interface SimCall {
  readonly account: SimAccount;
  readonly service: ServiceId;
  readonly operation: string;
  readonly region: string;
  readonly requestId: string;
  readonly now: Date;
  readonly caller: SimCaller;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** A further permission that the operation needs (`iam:PassRole`); throws AccessDenied as AWS writes it. */
  authorize(action: string, resource: string, context?: Readonly<Record<string, string>>): void;
  /** Named resources for the event record. */
  touch(...resources: readonly { readonly type: string; readonly name: string }[]): void;
}

/** What services may rely on; the class that implements it is in `sim/world.ts`. */
export interface SimAccount {
  readonly id: string;
  readonly alias: string | undefined;
  readonly partition: 'aws' | 'aws-cn';
  readonly supportPlan: 'basic' | 'business';
  readonly clock: Clock;
  readonly behaviour: Behaviour;
  now(): Date;
  /** Deterministic from the seed: `id('AKIA', 16)` → 16 more characters of A–Z2–7; `hex(17)`; `uuid()`. */
  readonly ids: { id(prefix: string, length: number): string; hex(length: number): string; uuid(): string; secret(length: number): string };
  /** One service's state, made on first use: `account.state('ec2', newEc2State)`. */
  state<T>(service: string, make: (account: SimAccount) => T): T;
  /** Runs `deed` when the account's clock has passed `at` (before the next request is answered). */
  schedule(at: Date, deed: () => void | Promise<void>): void;
  /** An event that AWS itself writes (service events, sign-ins). */
  recordEvent(event: { readonly name: string; readonly source: string; readonly region: string; readonly caller?: SimCaller; readonly sourceIp: string; readonly userAgent: string; readonly request: unknown; readonly response: unknown; readonly extra?: Readonly<Record<string, unknown>>;
    /** Default: now. */
    readonly at?: Date;
    /** Default: AwsServiceEvent. */
    readonly type?: 'AwsApiCall' | 'AwsConsoleSignIn' | 'AwsConsoleAction' | 'AwsServiceEvent'; readonly readOnly?: boolean;
    /** What the event history names beside the event. */
    readonly resources?: readonly { readonly type: string; readonly name: string }[];
  }): void;
}
