// A simulated account with only root in it, and SDK clients that speak to it over the wire.
import { AccountClient } from '@aws-sdk/client-account';
import { EC2Client } from '@aws-sdk/client-ec2';
import { HealthClient } from '@aws-sdk/client-health';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SupportClient } from '@aws-sdk/client-support';
import { SteppedClock } from '../../../src/core/clock.ts';
import type { Behaviour, SimCaller } from '../../../src/sim/account.ts';
import type { PolicyDocument } from '../../../src/sim/policy/document.ts';
import { World, type WorldOptions } from '../../../src/sim/world.ts';

export const ROOT_KEY = 'AKIAROOTEXAMPLE00000';
export const ALICE_KEY = 'AKIAALICEEXAMPLE0000';
const ACCOUNT = '111122223333';

const ROOT: SimCaller = { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, principalId: ACCOUNT, accessKeyId: ROOT_KEY };
const ALICE: SimCaller = { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/alice`, principalId: 'AIDAALICEEXAMPLE00000', userName: 'alice', accessKeyId: ALICE_KEY };

/** Alice may do what `allowed` says; root may do everything. */
const authority = (allowed: readonly PolicyDocument[]): NonNullable<WorldOptions['authority']> => () => ({
  callerOfKey: (id) => [ROOT, ALICE].find((c) => c.accessKeyId === id),
  identityPolicies: () => allowed, boundary: () => undefined, trustPolicy: () => undefined, user: () => undefined, role: () => undefined, mfaOwner: () => undefined,
  keyUsed: () => undefined, roleUsed: () => undefined, passwordUsed: () => undefined,
});

export interface Opened {
  readonly world: World;
  readonly ec2: EC2Client;
  readonly account: AccountClient;
  readonly support: SupportClient;
  readonly health: HealthClient;
  readonly organizations: OrganizationsClient;
  /** An EC2 client elsewhere, or with another key. */
  readonly ec2In: (region: string, accessKeyId?: string) => EC2Client;
  /** Lets so many seconds of the account's time pass. */
  readonly pass: (seconds: number) => void;
  /** Request parameters, response elements and error of the newest event with this name. */
  readonly event: (name: string) => Record<string, unknown>;
}

export interface Asked { readonly supportPlan?: 'basic' | 'business'; readonly partition?: 'aws' | 'aws-cn'; readonly behaviour?: Partial<Behaviour>; readonly allowed?: readonly PolicyDocument[] }

export async function opened(asked: Asked = {}): Promise<Opened> {
  const clock = new SteppedClock('2026-11-20T09:00:00Z');
  const world = await World.open({
    id: ACCOUNT, alias: 'acme', clock, seed: 'test', supportPlan: asked.supportPlan ?? 'basic', partition: asked.partition ?? 'aws',
    behaviour: { quotas: false, historyDelayMs: 0, ...asked.behaviour }, authority: authority(asked.allowed ?? []),
  });
  const home = asked.partition === 'aws-cn' ? 'cn-north-1' : 'us-east-1';
  const config = (region: string, accessKeyId = ROOT_KEY): ConstructorParameters<typeof EC2Client>[0] & object => ({
    region, maxAttempts: 1, credentials: { accessKeyId, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler(),
  });
  return {
    world, ec2: new EC2Client(config(home)), account: new AccountClient(config(home)), support: new SupportClient(config(home)), health: new HealthClient(config(home)), organizations: new OrganizationsClient(config(home)),
    ec2In: (region, accessKeyId) => new EC2Client(config(region, accessKeyId)),
    pass: (seconds) => { clock.set(new Date(clock.now().getTime() + seconds * 1000)); },
    event: (name) => {
      const found = world.history.records().filter((e) => e.name === name).at(-1);
      if (!found) throw new Error(`No event ${name}`);
      return { request: found.request, response: found.response, error: found.error?.code, region: found.region, resources: found.resources.map((r) => r.name) };
    },
  };
}

/** What AWS answered: `[code, message, status]`. */
export async function refusal(asking: Promise<unknown>): Promise<readonly [string, string, number | undefined]> {
  try {
    await asking;
  } catch (error) {
    const { name, message, $metadata } = error as { name: string; message: string; $metadata?: { httpStatusCode?: number } };
    return [name, message, $metadata?.httpStatusCode];
  }
  throw new Error('AWS did not refuse');
}
