// An EC2 instance: its volatile data saved, its disks copied, stopped or cut off the network, terminated.
import { ModifyInstanceAttributeCommand, TerminateInstancesCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Operation } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo, type Action } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { patiently } from '../refusal.ts';
import { capture, isStopProtected, isTerminationProtected, READS_CAPTURE } from './parts/instance-capture.ts';
import { keepFromEnding, keepingCalls, orEndedByItsGroup, unkeep, unkeepingCalls } from './parts/instance-keeping.ts';
import { isIsolated, isolate, isolationCalls, ISOLATION_OPERATIONS, READS_ISOLATION, unisolate, unisolationCalls } from './parts/instance-isolation.ts';
import { copyOf, READS_SNAPSHOTS, snapshotAll, snapshotCalls } from './parts/instance-snapshots.ts';
import { INSTANCE_TRACES } from './parts/instance-traces.ts';
import { isRunning, isStopped, start, stop, stopProtection } from './parts/instance-power.ts';
import { giveInstanceBack, withAim } from './parts/instance-user-data.ts';
import { describe, instanceOf, restarts, type Instance } from './parts/instance-view.ts';
import { instancesIn } from './parts/instances-in-scan.ts';

const CHUNK = 200;
/** Mostly it takes a second. */
const SOON_MS = 10_000;
const call = (r: Instance, operation: Operation, input: JsonObject): Call => ({ operation, region: r.region, input });
const ids = (r: Instance) => ({ InstanceIds: [r.name] });
// EC2 takes one attribute a call.
const terminationProtection = (r: Instance, Value: boolean) => ({ InstanceId: r.name, DisableApiTermination: { Value } });

/** Spot instances have no protections. */
const liftings = (r: Instance) => (r.spot ? [] : [terminationProtection(r, false), stopProtection(r, false)]);

const isProtected = (client: EC2Client, lifting: ReturnType<typeof liftings>[number]): Promise<boolean> =>
  ('DisableApiStop' in lifting ? isStopProtected(client, lifting.InstanceId) : isTerminationProtected(client, lifting.InstanceId));

const contain: Action<Instance> = {
  operations: ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances', ...ISOLATION_OPERATIONS],
  reads: [...READS_CAPTURE, ...READS_ISOLATION],
  title: (r, way) => (way === 'stop' ? say('Stop instance {{instance}} ({{type}}) in {{region}}', { instance: r.name, type: r.type, region: r.region })
    : way === 'isolate-cut' ? say('Cut instance {{instance}} in {{region}} off the network, with the connections it has open', { instance: r.name, region: r.region })
      : say('Cut instance {{instance}} in {{region}} off the network', { instance: r.name, region: r.region })),
  destroys: (_, way) => (way !== 'stop' ? undefined : say('What is only in memory and on instance store is lost, and so is a public address that is no Elastic IP. The disks stay.')),
  breaks: (r, way) => (way === 'stop' ? restarts(r) ?? say('Whatever runs on {{instance}} stops.', { instance: r.name })
    : orEndedByItsGroup(r, way === 'isolate-cut' ? say('Nothing reaches {{instance}} and it reaches nothing. For a moment it is open to everywhere: that is what ends the connections it has.', { instance: r.name })
      : say('Nothing new reaches {{instance}} and it reaches nothing new. Connections that are open now may go on for days; DNS and instance metadata stay reachable.', { instance: r.name }))),
  impossible: (r, way) => (way === 'stop' && r.rootDevice === 'instance-store' ? say('Instance {{instance}} has its root disk on instance store, so AWS cannot stop it. Cut it off the network instead.', { instance: r.name }) : undefined),
  ways: (r, origin) => {
    const stopped = { id: 'stop', title: say('Stop it'), consequence: say('Its costs and its work end. For a machine that the stranger made.') };
    const isolated = { id: 'isolate', title: say('Cut it off the network'), consequence: say('Memory stays for analysis; connections that are open now may go on.') };
    const cut = { id: 'isolate-cut', title: say('Cut it off the network, open connections too'), consequence: say('For a moment the machine is open to everywhere.') };
    const stopping = r.rootDevice === 'instance-store' ? [] : [stopped];
    // Most Spot Instances cannot be stopped, only terminated.
    return origin === 'created' && !r.spot && r.aim?.['replaced'] !== true ? [...stopping, isolated, cut] : [isolated, cut, ...stopping];
  },
  calls: (r, way) => (way === 'stop' ? [call(r, 'ec2:ModifyInstanceAttribute', stopProtection(r, false)), call(r, 'ec2:StopInstances', ids(r))] : [...isolationCalls(r, way === 'isolate-cut'), ...keepingCalls(r)]),
  undoCalls: (before, made) => [
    ...(isRunning(before.state) ? [call(before, 'ec2:StartInstances', ids(before))] : []),
    ...(made['stop-protection'] === undefined ? [] : [call(before, 'ec2:ModifyInstanceAttribute', stopProtection(before, true))]),
    ...unkeepingCalls(before, made), ...unisolationCalls(before, made),
  ],
  done: (now, { made, way }) => now !== undefined && (way === 'stop' ? isStopped(now.state) : isIsolated(now, made)),
  // One that a stranger had stopped may run again by now.
  undone: (now, before) => now !== undefined && (isRunning(now.state) || !isRunning(before.state)) && JSON.stringify(now.interfaces) === JSON.stringify(before.interfaces),
  apply: async (aws, r, deed) => {
    // Cut off the network it keeps all that can be saved; what a stop loses is saved before, but not waited for.
    if (deed.way !== 'stop') {
      await isolate(aws, r, deed, deed.way === 'isolate-cut');
      await keepFromEnding(await aws.client('ec2'), r, deed);
    }
    await capture(aws, r, deed, SOON_MS);
    if (deed.way === 'stop') await stop(aws, r, deed);
  },
  undo: async (aws, before, made, deed) => {
    if (deed.way === 'stop') return start(aws, before, made, deed);
    await unkeep(await aws.client('ec2'), before, made);
    return unisolate(aws, before, made);
  },
  undoReopens: true,
};

export default defineKind<Instance>({
  id: 'ec2/instance', version: 1, title: say('EC2 instance'), scope: 'regional', role: 'machine',
  reads: ['ec2:DescribeInstances', 'ec2:DescribeLaunchTemplateVersions', 'ec2:DescribeInstanceAttribute'],

  async *list(scan) {
    for (const { instance } of await instancesIn(scan)) yield instance;
  },

  // By filter and not by id: one id that is gone would fail the whole call.
  async look(aws, rs) {
    const client = await aws.client('ec2');
    const chunks = Array.from({ length: Math.ceil(rs.length / CHUNK) }, (_, n) => rs.slice(n * CHUNK, (n + 1) * CHUNK).map((r) => r.name));
    const found = new Map<string, Instance>();
    await inParallel(chunks, 4, async (Values) => {
      for await (const one of describe(client, [{ Name: 'instance-id', Values }])) {
        const instance = instanceOf(one, aws.region, aws.accountId, aws.partition);
        if (instance) found.set(instance.name, instance);
      }
    });
    return Promise.all(rs.map((r) => withAim(client, found.get(r.name), r.aim)));
  },

  ...INSTANCE_TRACES,

  actions: {
    preserve: {
      operations: ['ec2:CreateSnapshots'], reads: [...READS_CAPTURE, ...READS_SNAPSHOTS],
      title: (r) => {
        const copy = copyOf(r);
        return copy ? say('Save the data of instance {{instance}} in {{region}}; the copy of {{copy}} stands for its disks', { instance: r.name, region: r.region, copy: copy.of })
          : say('Copy every disk ({{n}}) of instance {{instance}} in {{region}}, and save its data', { n: r.volumes.length, instance: r.name, region: r.region });
      },
      breaks: (r) => (copyOf(r) ? undefined : say('Nothing. Snapshots cost storage until you delete them; memory and instance store are not in them.')),
      calls: snapshotCalls,
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        await capture(aws, r, deed);
        await snapshotAll(aws, r, deed);
        await deed.making('kept', r.name);
      },
      undo: nothingToUndo,
    },
    contain,
    recover: giveInstanceBack,
    eradicate: {
      operations: ['ec2:ModifyInstanceAttribute', 'ec2:TerminateInstances'],
      reads: READS_CAPTURE,
      title: (r) => say('Terminate instance {{instance}} ({{type}}) in {{region}}', { instance: r.name, type: r.type, region: r.region }),
      destroys: (r) => (r.volumes.every((v) => v.deleteOnTermination)
        ? say('Disks that go with it: {{gone}}. What is on instance store is lost.', { gone: listed(r, true) })
        : say('Disks that go with it: {{gone}}. Disks that stay and go on costing: {{stay}}. What is on instance store is lost.', { gone: listed(r, true), stay: listed(r, false) })),
      breaks: restarts,
      // Stop protection alone keeps an instance from being terminated, too.
      calls: (r) => [...liftings(r).map((input) => call(r, 'ec2:ModifyInstanceAttribute', input)), call(r, 'ec2:TerminateInstances', ids(r))],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('ec2');
        // An interrupted run has lifted some of them already.
        for (const lifting of liftings(r)) if (await isProtected(client, lifting)) await client.send(new ModifyInstanceAttributeCommand(lifting));
        await patiently(deed, () => client.send(new TerminateInstancesCommand(ids(r))));
      },
      undo: irreversible(say('AWS does not give a terminated instance back. From its snapshots its disks can be made anew.')),
    },
  },
});
const listed = (r: Instance, deleteOnTermination: boolean): readonly string[] | string => {
  const found = r.volumes.filter((v) => v.deleteOnTermination === deleteOnTermination).map((v) => v.id);
  return found.length === 0 ? '0' : found;
};
