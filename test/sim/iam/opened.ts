// A simulated account with its own IAM, and IAM clients of its principals over the in-process wire.
import {
  AttachRolePolicyCommand, AttachUserPolicyCommand, CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand, type AccessKey,
} from '@aws-sdk/client-iam';
import { EC2Client } from '@aws-sdk/client-ec2';
import { STSClient } from '@aws-sdk/client-sts';
import { SteppedClock } from '../../../src/core/clock.ts';
import type { Behaviour, SimCaller } from '../../../src/sim/account.ts';
import { World } from '../../../src/sim/world.ts';

export const ACCOUNT = '111122223333';
export const ARN = `arn:aws:iam::${ACCOUNT}`;
export const START = new Date('2026-11-20T09:00:00Z');
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] });
export const allow = (action: string, resource = '*'): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] });
export const deny = (action: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] });
/** A policy of exactly so many characters. */
export function ofSize(characters: number): string {
  const bare = allow('s3:');
  return allow(`s3:${'x'.repeat(characters - bare.length)}`);
}

interface Keys { readonly accessKeyId: string; readonly sessionToken?: string | undefined }
const ROOT: SimCaller = { type: 'Root', arn: `${ARN}:root`, principalId: ACCOUNT, accessKeyId: '' };
const AWS: SimCaller = { type: 'AWSService', arn: 'support.amazonaws.com', principalId: 'support.amazonaws.com', accessKeyId: '' };

export class Opened {
  private constructor(readonly world: World, readonly clock: SteppedClock, readonly rootKey: string) {
    this.iam = this.iamOf({ accessKeyId: rootKey });
  }
  /** Root's client. */
  readonly iam: IAMClient;

  static async account(behaviour: Partial<Behaviour> = {}, partition: 'aws' | 'aws-cn' = 'aws'): Promise<Opened> {
    const clock = new SteppedClock(START);
    const world = await World.open({ id: ACCOUNT, clock, partition, behaviour: { consistencyMs: 0, historyDelayMs: 0, quotas: false, ...behaviour } });
    const made = await world.play({ service: 'iam', operation: 'CreateAccessKey', input: {}, as: { caller: ROOT }, sourceIp: '192.0.2.1', userAgent: 'console.amazonaws.com' }) as { AccessKey: AccessKey };
    return new Opened(world, clock, made.AccessKey.AccessKeyId ?? '');
  }

  iamOf(keys: Keys): IAMClient { return new IAMClient(this.#config(keys)); }
  stsOf(keys: Keys): STSClient { return new STSClient(this.#config(keys)); }
  ec2Of(keys: Keys): EC2Client { return new EC2Client(this.#config(keys)); }
  #config({ accessKeyId, sessionToken }: Keys): { region: string; maxAttempts: number; requestHandler: ReturnType<World['endpoint']['requestHandler']>; credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } } {
    return {
      region: 'us-east-1', maxAttempts: 1, requestHandler: this.world.endpoint.requestHandler(),
      credentials: { accessKeyId, secretAccessKey: 'EXAMPLE', ...(sessionToken === undefined ? {} : { sessionToken }) },
    };
  }

  /** A call that AWS itself makes. */
  byAws(operation: string, input: object): Promise<unknown> {
    return this.world.play({ service: 'iam', operation, input, as: { caller: AWS }, sourceIp: 'support.amazonaws.com', userAgent: 'support.amazonaws.com' });
  }
  /** What root does in the console, where it need not be named. */
  byRoot(operation: string, input: object): Promise<unknown> {
    return this.world.play({ service: 'iam', operation, input, as: { caller: ROOT }, sourceIp: '192.0.2.1', userAgent: 'console.amazonaws.com' });
  }
  async user(UserName: string): Promise<string> {
    const { User } = await this.iam.send(new CreateUserCommand({ UserName }));
    return User?.UserId ?? '';
  }
  async role(RoleName: string, AssumeRolePolicyDocument = TRUST): Promise<string> {
    const { Role } = await this.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    return Role?.RoleId ?? '';
  }
  async attachToRole(RoleName: string, PolicyArn: string): Promise<void> {
    await this.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  async key(UserName: string): Promise<string> {
    const { AccessKey } = await this.iam.send(new CreateAccessKeyCommand({ UserName }));
    return AccessKey?.AccessKeyId ?? '';
  }
  /** A user with a key and full access. */
  async admin(UserName: string): Promise<{ readonly iam: IAMClient; readonly key: string }> {
    await this.user(UserName);
    await this.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMIN }));
    const key = await this.key(UserName);
    return { iam: this.iamOf({ accessKeyId: key }), key };
  }
  async put(UserName: string, PolicyName: string, PolicyDocument: string): Promise<void> {
    await this.iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
  }
  pass(ms: number): void { this.clock.set(new Date(this.clock.now().getTime() + ms)); }

  /** Parameters, elements and resources of the newest event of this name. */
  event(name: string): { readonly request: unknown; readonly response: unknown; readonly resources: readonly string[] } {
    const found = this.world.history.records().filter((event) => event.name === name).at(-1);
    if (found === undefined) throw new Error(`No event ${name}.`);
    return { request: found.request, response: found.response, resources: found.resources.map((one) => one.name) };
  }
}

/** What AWS answered instead: `[name, message]`. */
export async function refusal(asking: Promise<unknown>): Promise<readonly [string, string]> {
  try { await asking; } catch (error) {
    const { name, message } = error as Error;
    return [name, message];
  }
  throw new Error('It was not refused.');
}
/** Every page of a list, read with its own marker. */
export async function pages<T extends { readonly IsTruncated?: boolean | undefined; readonly Marker?: string | undefined }>(ask: (marker: string | undefined) => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let marker: string | undefined; ;) {
    const page = await ask(marker);
    all.push(page);
    if (page.IsTruncated !== true) return all;
    marker = page.Marker;
  }
}
