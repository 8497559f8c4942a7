// A simulated account in which there is more of every kind than fits on a page, and a session of its root.
import { fixedCredentials } from '../../src/aws/credentials.ts';
import { connect, type Session } from '../../src/aws/connect.ts';
import type { ServiceId } from '../../src/aws/session.ts';
import { SteppedClock } from '../../src/core/clock.ts';
import type { SimAccount, SimCaller } from '../../src/sim/account.ts';
import { MANAGER_KEY } from '../../src/sim/scenario/load.ts';
import { organizationsState } from '../../src/sim/services/organizations/membership.ts';
import { World } from '../../src/sim/world.ts';
import { furnishIam } from './furnish/iam.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
const ROOT: SimCaller = { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, principalId: ACCOUNT, accessKeyId: '' };

export const allow = (action: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

export type Play = (service: ServiceId, operation: string, input: object) => Promise<unknown>;
export interface Stage { readonly world: World; readonly clock: SteppedClock; readonly session: Session; readonly play: Play }

/** Root plays; nothing of this is a request of a client. */
export async function stage(furnish: (play: Play, clock: SteppedClock, account: SimAccount) => Promise<void> = furnishIam): Promise<Stage> {
  const clock = new SteppedClock('2026-11-20T09:00:00Z');
  const world = await World.open({ id: ACCOUNT, clock, supportPlan: 'business', behaviour: { consistencyMs: 0, historyDelayMs: 0, quotas: false, pageSize: 2 } });
  const play: Play = (service, operation, input) => world.play({ service, operation, region: REGION, input, as: { caller: ROOT }, sourceIp: '192.0.2.1', userAgent: 'test' });
  const { AccessKey: key } = await play('iam', 'CreateAccessKey', {}) as { AccessKey: { AccessKeyId: string; SecretAccessKey: string } };
  await furnish(play, clock, world);
  // Passwords cannot be changed for some seconds after they were made, and instances take a while to start.
  clock.set(new Date(clock.now().getTime() + 3_600_000));
  while (world.mustSettle()) await world.settle();
  const session = connect({
    clock, random: () => 0.5, credentials: fixedCredentials({ accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey }), handler: world.endpoint.requestHandler(),
    region: REGION, endpoint: 'drill:contract', userAgent: 'aws-incident/test',
  });
  await session.identify();
  if (organizationsState(world).managers.has(MANAGER_KEY)) await session.manage(fixedCredentials({ accessKeyId: MANAGER_KEY, secretAccessKey: 'example' }));
  return { world, clock, session, play };
}
