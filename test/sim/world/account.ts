// A small account for the tests of the core: a few principals with given policies, without the simulated IAM.
import { STSClient } from '@aws-sdk/client-sts';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SteppedClock } from '../../../src/core/clock.ts';
import type { SimCaller } from '../../../src/sim/account.ts';
import type { IamAuthority, RolePrincipal, Use } from '../../../src/sim/policy/authority.ts';
import type { PolicyDocument, Statement } from '../../../src/sim/policy/document.ts';
import { World, type WorldOptions } from '../../../src/sim/world.ts';

export const START = '2026-11-20T09:00:00Z';
export const ACCOUNT = '111122223333';
export const ARN = `arn:aws:iam::${ACCOUNT}`;
export const ALICE = { arn: `${ARN}:user/alice`, id: 'AIDAALICEEXAMPLE', key: 'AKIAALICEEXAMPLE' };
export const ROOT_KEY = 'AKIAROOTEXAMPLE0';
export const ROLE = { arn: `${ARN}:role/deploy`, id: 'AROADEPLOYEXAMPLE' };
export const MFA = `arn:aws:iam::${ACCOUNT}:mfa/alice`;

export const allow = (Action: string | string[], Resource: string | string[] = '*', more: Partial<Statement> = {}): PolicyDocument => ({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource, ...more } });
export const deny = (Action: string, more: Partial<Statement> = {}): PolicyDocument => ({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action, Resource: '*', ...more } });
export const trusts = (Principal: Statement['Principal'], more: Partial<Statement> = {}): PolicyDocument => ({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', ...(Principal === undefined ? {} : { Principal }), ...more } });

/** What a test may change between requests. */
export class FakeIam implements IamAuthority {
  policies = new Map<string, PolicyDocument[]>([[ALICE.arn, [allow('*')]], [ROLE.arn, [allow('ec2:*')]]]);
  boundaries = new Map<string, PolicyDocument>();
  trust: PolicyDocument = trusts({ AWS: `${ARN}:root` });
  roleSeconds = 3_600;
  inactive = new Set<string>();
  readonly uses: (Use & { of: string })[] = [];

  callerOfKey(accessKeyId: string): SimCaller | undefined {
    if (this.inactive.has(accessKeyId)) return undefined;
    if (accessKeyId === ROOT_KEY) return { type: 'Root', arn: `${ARN}:root`, principalId: ACCOUNT, accessKeyId };
    return accessKeyId === ALICE.key ? { type: 'IAMUser', arn: ALICE.arn, principalId: ALICE.id, userName: 'alice', accessKeyId } : undefined;
  }
  identityPolicies(arn: string): PolicyDocument[] | undefined { return this.policies.get(arn); }
  boundary(arn: string): PolicyDocument | undefined { return this.boundaries.get(arn); }
  trustPolicy(arn: string): PolicyDocument | undefined { return arn === ROLE.arn ? this.trust : undefined; }
  user(arn: string): { arn: string; id: string; name: string } | undefined { return arn === ALICE.arn ? { arn, id: ALICE.id, name: 'alice' } : undefined; }
  role(arn: string): RolePrincipal | undefined { return arn === ROLE.arn ? { arn, id: ROLE.id, name: 'deploy', maxSessionSeconds: this.roleSeconds } : undefined; }
  mfaOwner(serial: string): string | undefined { return serial === MFA ? ALICE.arn : undefined; }
  keyUsed(of: string, use: Use): void { this.uses.push({ of, ...use }); }
  roleUsed(of: string, use: Use): void { this.uses.push({ of, ...use }); }
  passwordUsed(of: string, at: Date): void { this.uses.push({ of, service: 'signin', region: '', at }); }
}

export interface Keys { readonly accessKeyId: string; readonly sessionToken?: string }
export interface Account {
  readonly world: World;
  readonly iam: FakeIam;
  readonly clock: SteppedClock;
  readonly sts: (keys?: Keys, region?: string) => STSClient;
  readonly cloudtrail: (keys?: Keys, region?: string) => CloudTrailClient;
  readonly ec2: (keys?: Keys, region?: string) => EC2Client;
}

/** Nothing is late, slow or limited unless the test says so. */
export async function openAccount(options: Partial<WorldOptions> = {}): Promise<Account> {
  const iam = new FakeIam();
  const clock = new SteppedClock(START);
  const world = await World.open({ clock, authority: () => iam, ...options, behaviour: { consistencyMs: 0, historyDelayMs: 0, quotas: false, ...options.behaviour } });
  const config = ({ accessKeyId, sessionToken }: Keys = { accessKeyId: ALICE.key }, region = 'us-east-1'): ConstructorParameters<typeof STSClient>[0] => ({
    region, maxAttempts: 1, requestHandler: world.endpoint.requestHandler(),
    credentials: { accessKeyId, secretAccessKey: 'EXAMPLE', ...(sessionToken === undefined ? {} : { sessionToken }) },
  });
  return { world, iam, clock, sts: (keys, region) => new STSClient(config(keys, region) ?? {}), cloudtrail: (keys, region) => new CloudTrailClient(config(keys, region) as object), ec2: (keys, region) => new EC2Client(config(keys, region) as object) };
}

/** Credentials of an answer as a client takes them. */
export const keysOf = (credentials: { AccessKeyId?: string | undefined; SessionToken?: string | undefined } | undefined): Keys => ({ accessKeyId: credentials?.AccessKeyId ?? '', sessionToken: credentials?.SessionToken ?? '' });

/** The events so far, oldest first, as CloudTrail writes them. */
export { eventJson } from '../../../src/sim/trail/record.ts';
