// A Spot Fleet request: it launches instances until its target is running, and again whenever one ends.
import { CancelSpotFleetRequestsCommand, ModifySpotFleetRequestCommand, paginateDescribeSpotFleetRequests, type ExcessCapacityTerminationPolicy, type SpotFleetRequestConfig, type SpotFleetRequestConfigData } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, irreversible, nothingToUndo, type Action } from '../kind.ts';
import { lastOwn } from '../recalling.ts';
import { capacityIn } from './parts/capacity.ts';
import { callOn, ec2Arn } from './parts/calls.ts';

export interface SpotFleetRequest extends Resource {
  /** `maintain` launches again; `request` launches once. */
  readonly type: string;
  readonly target: number;
  readonly onDemandTarget: number;
  /** `default` ends what is above the target, `noTermination` leaves it. */
  readonly excess: ExcessCapacityTerminationPolicy;
  readonly role: string;
}

function configOf(config: Partial<SpotFleetRequestConfigData> = {}): Pick<SpotFleetRequest, 'type' | 'target' | 'onDemandTarget' | 'excess' | 'role'> {
  const { Type = 'maintain', TargetCapacity = 0, OnDemandTargetCapacity = 0, ExcessCapacityTerminationPolicy = 'default', IamFleetRole = '' } = config;
  return { type: Type, target: TargetCapacity, onDemandTarget: OnDemandTargetCapacity, excess: ExcessCapacityTerminationPolicy, role: IamFleetRole };
}
/** Those that still launch: `undefined` for a cancelled one. */
function fleetOf(from: SpotFleetRequestConfig, aws: Omit<ReadAws, 'client'>): SpotFleetRequest | undefined {
  const { SpotFleetRequestId: id = '', SpotFleetRequestState: state = '' } = from;
  if (id === '' || state.startsWith('cancelled') || state === 'failed') return undefined;
  return {
    ...configOf(from.SpotFleetRequestConfig),
    arn: ec2Arn(aws, 'spot-fleet-request', id), uid: id, name: id, region: aws.region, ...(from.CreateTime ? { createdAt: from.CreateTime.toISOString() } : {}), seen: { fulfilled: from.SpotFleetRequestConfig?.FulfilledCapacity ?? 0 },
  };
}
async function read(aws: ReadAws): Promise<SpotFleetRequestConfig[]> {
  const found: SpotFleetRequestConfig[] = [];
  for await (const { SpotFleetRequestConfigs = [] } of paginateDescribeSpotFleetRequests({ client: await aws.client('ec2') }, { MaxResults: 1_000 })) found.push(...SpotFleetRequestConfigs);
  return found;
}

const TITLE = say('Spot Fleet request');
const emptied = (r: SpotFleetRequest) => ({ SpotFleetRequestId: r.name, TargetCapacity: 0, OnDemandTargetCapacity: 0, ExcessCapacityTerminationPolicy: 'noTermination' as const });
const filled = (r: SpotFleetRequest) => ({ SpotFleetRequestId: r.name, TargetCapacity: r.target, OnDemandTargetCapacity: r.onDemandTarget, ExcessCapacityTerminationPolicy: r.excess });

const contain: Action<SpotFleetRequest> = {
  operations: ['ec2:ModifySpotFleetRequest'],
  title: (r) => say('Set the target of Spot Fleet request {{fleet}} in {{region}} to 0, and leave its instances running', { fleet: r.name, region: r.region }),
  breaks: () => say('The fleet launches and replaces nothing; the instances that it has go on running.'),
  calls: (r) => [callOn(r, 'ec2:ModifySpotFleetRequest', emptied(r))],
  undoCalls: (before) => [callOn(before, 'ec2:ModifySpotFleetRequest', filled(before))],
  // One that launches only once cannot be changed, and launches nothing again.
  done: (now) => now !== undefined && (now.type !== 'maintain' || (now.target === 0 && now.excess === 'noTermination')),
  apply: async (aws, r) => { await (await aws.client('ec2')).send(new ModifySpotFleetRequestCommand(emptied(r))); },
  undo: async (aws, before) => { await (await aws.client('ec2')).send(new ModifySpotFleetRequestCommand(filled(before))); },
  undoReopens: true,
};
const cancellation = (r: SpotFleetRequest) => ({ SpotFleetRequestIds: [r.name], TerminateInstances: true });

export default defineKind<SpotFleetRequest>({
  id: 'ec2/spot-fleet-request', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['ec2:DescribeSpotFleetRequests'],

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

  traces: { ids: (r) => [r.name, r.arn], created: ['ec2:RequestSpotFleet'], changed: ['ec2:ModifySpotFleetRequest'] },

  recall: (_, history) => {
    const own = capacityIn(lastOwn(history, (e) => capacityIn(e) !== undefined), 'TargetCapacity');
    return own === undefined ? undefined : { target: own, onDemandTarget: capacityIn(lastOwn(history, (e) => capacityIn(e, 'OnDemandTargetCapacity') !== undefined), 'OnDemandTargetCapacity') ?? 0, excess: 'default' };
  },

  actions: {
    recover: givingBack<SpotFleetRequest>({
      sort: TITLE, operations: ['ec2:ModifySpotFleetRequest'],
      back: (r) => ({ ...r, ...(r.aim as Partial<SpotFleetRequest> | undefined) }),
      calls: (from, to) => (from.type !== 'maintain' || canonical(filled(from)) === canonical(filled(to)) ? [] : [callOn(to, 'ec2:ModifySpotFleetRequest', filled(to))]),
      send: async (aws, { input }) => (await aws.client('ec2')).send(new ModifySpotFleetRequestCommand(input as never)),
    }),
    preserve: {
      operations: [],
      title: (r) => say('Save Spot Fleet request {{fleet}}: what it launches, with its user data', { fleet: r.name }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const found = (await read(aws)).find((one) => one.SpotFleetRequestId === r.uid);
        const file = `spot-fleet-request-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(found ?? r, null, 2)}\n`, { operation: 'ec2:DescribeSpotFleetRequests' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    contain,
    eradicate: {
      operations: ['ec2:CancelSpotFleetRequests'],
      title: (r) => say('Cancel Spot Fleet request {{fleet}} in {{region}} and terminate its instances', { fleet: r.name, region: r.region }),
      destroys: () => say('The instances that the fleet launched, with the disks that go with them.'),
      calls: (r) => [callOn(r, 'ec2:CancelSpotFleetRequests', cancellation(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        // AWS answers well and names what it did not do.
        const { UnsuccessfulFleetRequests: [refused] = [] } = await (await aws.client('ec2')).send(new CancelSpotFleetRequestsCommand(cancellation(r)));
        if (refused) throw failed(say('AWS did not cancel Spot Fleet request {{fleet}}: {{code}}.', { fleet: r.name, code: refused.Error?.Code ?? '' }));
      },
      undo: irreversible(say('A cancelled Spot Fleet request is not opened again, and its instances are gone. What it asked for is kept with the evidence.')),
    },
  },
});
