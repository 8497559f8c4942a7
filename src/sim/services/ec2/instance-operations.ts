// Start, stop, reboot and terminate, with the ways in which protection fails a whole zone of a batch.
import {
  RebootInstancesCommand, StartInstancesCommand, StopInstancesCommand, TerminateInstancesCommand,
  type InstanceStateChange, type StartInstancesCommandInput, type StopInstancesCommandInput, type TerminateInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import type { AwsError } from '../../wire/types.ts';
import { incorrectInstanceState, missing, needAll, notPermitted, unsupported } from './errors.ts';
import { boot, stateChange, stop, terminate, visibleMachines } from './instance-life.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { idItems, items, returned } from './trail.ts';
import type { Ec2Region, Machine } from './state.ts';

/** One unknown id fails the whole call, and nothing is done. */
function named(ids: readonly string[] | undefined, region: Ec2Region, call: SimCall): Machine[] {
  if (!ids?.length) throw missing('InstanceId');
  const machines = needAll('instance', visibleMachines(call.account, region), [...new Set(ids)]);
  touches(call, 'Instance', ...machines.map((m) => m.id));
  return machines;
}
const allow = (machines: readonly Machine[], states: readonly string[], refuse: (m: Machine) => AwsError): void => {
  const wrong = machines.find((m) => !states.includes(m.state));
  if (wrong) throw refuse(wrong);
};

function startAll({ InstanceIds }: StartInstancesCommandInput, region: Ec2Region, call: SimCall): { StartingInstances: InstanceStateChange[] } {
  const machines = named(InstanceIds, region, call);
  allow(machines, ['stopped', 'pending', 'running'], (m) => incorrectInstanceState(`The instance '${m.id}' is not in a state from which it can be started.`));
  return { StartingInstances: machines.map((m) => (m.state === 'stopped' ? boot(call.account, region, m) : stateChange(m, m.state))) };
}

function stopAll({ InstanceIds }: StopInstancesCommandInput, region: Ec2Region, call: SimCall): { StoppingInstances: InstanceStateChange[] } {
  const machines = named(InstanceIds, region, call);
  const kept = machines.find((m) => !m.apiStop);
  if (kept) throw notPermitted(`The instance '${kept.id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`);
  const spot = machines.find((m) => m.spotRequest !== undefined);
  if (spot) throw unsupported(`You can't stop the Spot Instance '${spot.id}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`);
  allow(machines, ['running', 'stopping', 'stopped'], (m) => incorrectInstanceState(`The instance '${m.id}' is not in a state from which it can be stopped.`));
  return { StoppingInstances: machines.map((m) => (m.state === 'running' ? stop(call.account, region, m) : stateChange(m, m.state))) };
}

/** Zone by zone: a protected instance keeps every other of its zone; the other zones' instances end, and the call still errs. */
function terminateAll({ InstanceIds }: TerminateInstancesCommandInput, region: Ec2Region, call: SimCall): { TerminatingInstances: InstanceStateChange[] } {
  const machines = named(InstanceIds, region, call);
  const kept = machines.filter((m) => m.state !== 'terminated' && m.state !== 'shutting-down' && (!m.apiTermination || !m.apiStop));
  const zones = new Set(kept.map((m) => m.zone));
  const changes = machines.filter((m) => !zones.has(m.zone)).map((m) => (m.state === 'terminated' || m.state === 'shutting-down' ? stateChange(m, m.state) : terminate(call.account, region, m)));
  const [first] = kept;
  if (first) throw notPermitted(`The instance '${first.id}' may not be terminated. Modify its '${first.apiTermination ? 'disableApiStop' : 'disableApiTermination'}' instance attribute and try again.`);
  return { TerminatingInstances: changes };
}

const request = (input: { readonly InstanceIds: readonly string[] | undefined; readonly Force?: boolean | undefined }): unknown => ({ instancesSet: idItems(input.InstanceIds, 'instanceId'), force: input.Force });
const changes = (list: readonly InstanceStateChange[] | undefined): unknown => ({
  instancesSet: items(list, (c) => ({ instanceId: c.InstanceId, currentState: { code: c.CurrentState?.Code, name: c.CurrentState?.Name }, previousState: { code: c.PreviousState?.Code, name: c.PreviousState?.Name } })),
});
const resources = (input: { readonly InstanceIds: readonly string[] | undefined }, call: SimCall): string[] => ec2Arns(call, 'instance', input.InstanceIds);

export const registerInstanceOperations = (ec2: Ec2Service): Ec2Service => ec2
  .on(StartInstancesCommand, inRegion(startAll), { resources, trail: { request, response: (o) => changes((o as { StartingInstances?: InstanceStateChange[] }).StartingInstances) } })
  .on(StopInstancesCommand, inRegion(stopAll), { resources, trail: { request, response: (o) => changes((o as { StoppingInstances?: InstanceStateChange[] }).StoppingInstances) } })
  .on(TerminateInstancesCommand, inRegion(terminateAll), { resources, trail: { request, response: (o) => changes((o as { TerminatingInstances?: InstanceStateChange[] }).TerminatingInstances) } })
  .on(RebootInstancesCommand, inRegion(({ InstanceIds }, region, call) => {
    allow(named(InstanceIds, region, call), ['running', 'pending'], (m) => incorrectInstanceState(`The instance '${m.id}' is not in a state from which it can be rebooted.`));
    return {};
  }), { resources, trail: { request, response: returned } });
