// An EC2 Fleet of type maintain or request. Instant fleets are not listed by AWS and launch nothing more: their instances stand for them.
import { DeleteFleetsCommand, ModifyFleetCommand, paginateDescribeFleets, type DefaultTargetCapacityType, type FleetData, type FleetExcessCapacityTerminationPolicy } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, irreversible, nothingToUndo, type Action } from '../kind.ts';
import { lastOwn } from '../recalling.ts';
import { capacityIn } from './parts/capacity.ts';
import { callOn, ec2Arn } from './parts/calls.ts';

export interface Fleet extends Resource {
  readonly type: string;
  readonly target: number;
  readonly onDemandTarget: number;
  readonly spotTarget: number;
  readonly defaultType: DefaultTargetCapacityType;
  /** `termination` ends what is above the target, `no-termination` leaves it. */
  readonly excess: FleetExcessCapacityTerminationPolicy;
}

function capacityOf({ TargetCapacitySpecification: capacity = {} }: FleetData): Pick<Fleet, 'target' | 'onDemandTarget' | 'spotTarget' | 'defaultType'> {
  const { TotalTargetCapacity = 0, OnDemandTargetCapacity = 0, SpotTargetCapacity = 0, DefaultTargetCapacityType = 'spot' } = capacity;
  return { target: TotalTargetCapacity, onDemandTarget: OnDemandTargetCapacity, spotTarget: SpotTargetCapacity, defaultType: DefaultTargetCapacityType };
}
/** Those that still launch: `undefined` for a deleted one. */
function fleetOf(from: FleetData, aws: Omit<ReadAws, 'client'>): Fleet | undefined {
  const { FleetId: id = '', FleetState: state = '' } = from;
  if (id === '' || state.startsWith('deleted') || state === 'failed') return undefined;
  return {
    ...capacityOf(from),
    arn: ec2Arn(aws, 'fleet', id), uid: id, name: id, region: aws.region, ...(from.CreateTime ? { createdAt: from.CreateTime.toISOString() } : {}), type: from.Type ?? 'maintain',
    excess: from.ExcessCapacityTerminationPolicy ?? 'termination', seen: { fulfilled: from.FulfilledCapacity ?? 0 },
  };
}
async function read(aws: ReadAws): Promise<FleetData[]> {
  const found: FleetData[] = [];
  for await (const { Fleets = [] } of paginateDescribeFleets({ client: await aws.client('ec2') }, { MaxResults: 1_000 })) found.push(...Fleets);
  return found;
}

const TITLE = say('EC2 Fleet');
const emptied = (r: Fleet) => ({ FleetId: r.name, ExcessCapacityTerminationPolicy: 'no-termination' as const, TargetCapacitySpecification: { TotalTargetCapacity: 0, OnDemandTargetCapacity: 0, SpotTargetCapacity: 0, DefaultTargetCapacityType: r.defaultType } });
const filled = (r: Fleet) => ({ FleetId: r.name, ExcessCapacityTerminationPolicy: r.excess, TargetCapacitySpecification: { TotalTargetCapacity: r.target, OnDemandTargetCapacity: r.onDemandTarget, SpotTargetCapacity: r.spotTarget, DefaultTargetCapacityType: r.defaultType } });

const contain: Action<Fleet> = {
  operations: ['ec2:ModifyFleet'],
  title: (r) => say('Set the target of EC2 Fleet {{fleet}} in {{region}} to 0, and leave its instances running', { fleet: r.name, region: r.region }),
  breaks: () => say('The fleet launches and replaces nothing; the instances that it has go on running.'),
  calls: (r) => [callOn(r, 'ec2:ModifyFleet', emptied(r))],
  undoCalls: (before) => [callOn(before, 'ec2:ModifyFleet', filled(before))],
  // One that launches only once cannot be changed, and launches nothing again.
  done: (now) => now !== undefined && (now.type !== 'maintain' || (now.target === 0 && now.excess === 'no-termination')),
  apply: async (aws, r) => { await (await aws.client('ec2')).send(new ModifyFleetCommand(emptied(r))); },
  undo: async (aws, before) => { await (await aws.client('ec2')).send(new ModifyFleetCommand(filled(before))); },
  undoReopens: true,
};
const deletion = (r: Fleet) => ({ FleetIds: [r.name], TerminateInstances: true });

export default defineKind<Fleet>({
  id: 'ec2/fleet', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['ec2:DescribeFleets'],

  async *list({ aws }) {
    for (const one of await read(aws)) {
      const fleet = fleetOf(one, aws);
      if (fleet) yield fleet;
    }
  },

  // All of them: one id that is gone would fail the whole call.
  async look(aws, rs) {
    const now = new Map((await read(aws)).flatMap((one) => fleetOf(one, aws) ?? []).map((f) => [f.uid, f]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: { ids: (r) => [r.name, r.arn], created: ['ec2:CreateFleet'], changed: ['ec2:ModifyFleet'] },

  recall: (_, history) => {
    const of = (member: string): number | undefined => capacityIn(lastOwn(history, (e) => capacityIn(e, member) !== undefined), member);
    const target = of('TotalTargetCapacity');
    return target === undefined ? undefined : { target, onDemandTarget: of('OnDemandTargetCapacity') ?? 0, spotTarget: of('SpotTargetCapacity') ?? 0, excess: 'termination' };
  },

  actions: {
    recover: givingBack<Fleet>({
      sort: TITLE, operations: ['ec2:ModifyFleet'],
      back: (r) => ({ ...r, ...(r.aim as Partial<Fleet> | undefined) }),
      calls: (from, to) => (from.target === to.target && from.onDemandTarget === to.onDemandTarget ? [] : [callOn(to, 'ec2:ModifyFleet', filled(to))]),
      send: async (aws, { input }) => (await aws.client('ec2')).send(new ModifyFleetCommand(input as never)),
    }),
    preserve: {
      operations: [],
      title: (r) => say('Save EC2 Fleet {{fleet}}: its targets and what it launches', { fleet: r.name }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const found = (await read(aws)).find((one) => one.FleetId === r.uid);
        const file = `fleet-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(found ?? r, null, 2)}\n`, { operation: 'ec2:DescribeFleets' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    contain,
    eradicate: {
      operations: ['ec2:DeleteFleets'],
      title: (r) => say('Delete EC2 Fleet {{fleet}} in {{region}} and terminate its instances', { fleet: r.name, region: r.region }),
      destroys: () => say('The instances that the fleet launched, with the disks that go with them.'),
      calls: (r) => [callOn(r, 'ec2:DeleteFleets', deletion(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        // AWS answers well and names what it did not do.
        const { UnsuccessfulFleetDeletions: [refused] = [] } = await (await aws.client('ec2')).send(new DeleteFleetsCommand(deletion(r)));
        if (refused) throw failed(say('AWS did not delete EC2 Fleet {{fleet}}: {{code}}.', { fleet: r.name, code: refused.Error?.Code ?? '' }));
      },
      undo: irreversible(say('A deleted EC2 Fleet has to be made anew, and its instances are gone. What it was is kept with the evidence.')),
    },
  },
});
