// The way of every request through the account: who asks, may they, do it, remember it.
import { iamActionsOf } from '../../core/iam-actions.ts';
import type { SimCall, SimCaller } from '../account.ts';
import { authorityOf } from '../policy/authority.ts';
import { callRecord, type Outcome } from '../trail/call-record.ts';
import type { TouchedResource } from '../trail/record.ts';
import type { RegisteredOperation } from '../wire/service.ts';
import { AwsError, WireFault, type RequestInfo } from '../wire/types.ts';
import type { World } from '../world.ts';
import { authenticate } from './authenticate.ts';
import { isChange } from './changes.ts';
import { deniedByFault, skewOf, strikeAfter, strikeBefore } from './fault-points.ts';
import { permit } from './permission.ts';
import { accessDenied, throttled } from './refusals.ts';
import { isManager } from '../services/organizations/membership.ts';
import { refuseWhereSuspended } from '../services/account/suspension.ts';
import { globalRegion, isGlobal } from './regions.ts';
import type { Fault } from '../faults.ts';

export interface Asked {
  readonly info: RequestInfo;
  readonly operation: RegisteredOperation<SimCall>;
  readonly input: unknown;
  readonly handler: (call: SimCall) => Promise<unknown>;
  /** The scenario's own call: its caller is known or its key needs no token; it meets no quota, latency or fault. */
  readonly played?: { readonly caller?: SimCaller };
}

/** Answers one request or throws what AWS would answer. */
export async function answer(world: World, asked: Asked): Promise<unknown> {
  const faults = asked.played ? [] : world.faults.of(asked.info);
  if (!asked.played) {
    if (world.behaviour.latencyMs > 0) await world.clock.sleep(world.behaviour.latencyMs);
    while (world.mustSettle()) await world.settle();
  }
  const life: Life = { caller: undefined };
  try {
    const output = await live(world, asked, faults, life);
    remember(world, asked, life, 'ok');
    strikeAfter(faults, asked.info.service);
    return output;
  } catch (error) {
    if (!life.remembered) remember(world, asked, life, outcomeName(error));
    throw error;
  } finally {
    world.skewNextDate(skewOf(faults));
  }
}

interface Life { caller: SimCaller | undefined; remembered?: boolean }

async function live(world: World, asked: Asked, faults: readonly Fault[], life: Life): Promise<unknown> {
  const { info, operation, input, handler, played } = asked;
  const now = world.now();
  strikeBefore(faults, info.service, { at: info.signedAt, now });
  const caller = played?.caller ?? authenticate(world, { ...info, verified: played !== undefined }, now);
  life.caller = caller;
  const touched: TouchedResource[] = [];
  const call = callOf(world, info, caller, now, touched);
  noteUse(call);
  const settle = (outcome: Outcome): void => {
    const record = callRecord({ call, operation, input, touched, outcome, errorName: (code) => world.errorName(info.service, code) });
    // What another account's people do stands in that account's history.
    if (record !== undefined && !isManager(world, caller)) world.history.add(record);
  };
  try {
    if (!played && world.behaviour.quotas && !world.quotas.take({ ...info, region: call.region, input: input as Readonly<Record<string, unknown>>, change: isChange(info.service, info.operation) }, now)) throw throttled(info.service);
    admit(call, operation, input, faults);
    const output = await handler(call);
    settle({ output });
    return output;
  } catch (error) {
    if (error instanceof AwsError) settle({ error });
    throw error;
  }
}

/** Permission, and EC2's rehearsal, which AWS answers with an error when all is well. */
function admit(call: SimCall, operation: RegisteredOperation<SimCall>, input: unknown, faults: readonly Fault[]): void {
  const actions = operation.traits.actions ?? iamActionsOf(`${call.service}:${operation.name}`);
  const resources = operation.traits.resources?.(input, call) ?? ['*'];
  if (deniedByFault(faults)) throw accessDenied({ ...call, action: actions[0] ?? `${call.service}:${operation.name}`, resource: resources[0] ?? '*' }, { layer: 'identity-based policy', explicit: false });
  for (const action of actions) for (const resource of resources.length === 0 ? ['*'] : resources) call.authorize(action, resource);
  refuseWhereSuspended(call);
  if (call.service === 'ec2' && (input as { DryRun?: boolean }).DryRun === true) throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
}

function callOf(world: World, info: RequestInfo, caller: SimCaller, now: Date, touched: TouchedResource[]): SimCall {
  const { service, operation, requestId, sourceIp, userAgent } = info;
  const region = isGlobal(service) ? globalRegion(world.partition) : info.region;
  const base = { account: world, service, operation, region, requestId, now, caller, sourceIp, userAgent };
  return {
    ...base,
    authorize: (action, resource, context) => { permit(base, action, resource, context); },
    touch: (...resources) => { touched.push(...resources); },
  };
}

// Denied requests count as uses, as in AWS.
function noteUse({ account, caller, service, region, now }: SimCall): void {
  const use = { service, region, at: now };
  if (caller.type === 'AssumedRole' && caller.session) authorityOf(account).roleUsed(caller.session.issuerArn, use);
  else if (caller.session === undefined && caller.accessKeyId !== '') authorityOf(account).keyUsed(caller.accessKeyId, use);
}

function remember(world: World, { info, input, played }: Asked, life: Life, outcome: string): void {
  life.remembered = true;
  const { service, operation, region, requestId, accessKeyId, userAgent } = info;
  world.requests.add({ at: world.now(), service, operation, region, requestId, accessKeyId, userAgent, input, caller: life.caller?.arn, change: isChange(service, operation), played: played !== undefined, outcome });
}
const outcomeName = (error: unknown): string => (error instanceof AwsError ? error.code : error instanceof WireFault ? error.fault : 'InternalFailure');
