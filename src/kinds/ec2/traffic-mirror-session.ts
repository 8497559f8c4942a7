// A traffic mirror session: a copy of everything that an interface sends and receives goes to somebody else's machine.
import { CreateTrafficMirrorSessionCommand, DeleteTrafficMirrorSessionCommand, paginateDescribeTrafficMirrorSessions, type Filter } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { foundBy, given } from './parts/found-by.ts';

/** Known by its interface and its number there, which stands once: given back, AWS gives it another id. */
export interface TrafficMirrorSession extends Resource {
  readonly interfaceId: string;
  readonly number: number;
  readonly targetId: string;
  readonly filterId: string;
  readonly networkId: number;
  readonly packetLength?: number;
  readonly description?: string;
}

async function* sessions(aws: ReadAws, Filters: Filter[] = []): AsyncIterable<TrafficMirrorSession> {
  for await (const { TrafficMirrorSessions = [] } of paginateDescribeTrafficMirrorSessions({ client: await aws.client('ec2') }, { MaxResults: 1_000, ...(Filters.length > 0 ? { Filters } : {}) })) {
    for (const s of TrafficMirrorSessions) {
      const { NetworkInterfaceId: interfaceId = '', SessionNumber: number = 0, TrafficMirrorTargetId: targetId = '', TrafficMirrorFilterId: filterId = '', VirtualNetworkId: networkId = 0, TrafficMirrorSessionId: sessionId = '' } = s;
      const name = `${interfaceId}/${String(number)}`;
      yield {
        arn: ownArn('ec2/traffic-mirror-session', aws.region, interfaceId, name), uid: name, name, region: aws.region, interfaceId, number, targetId, filterId, networkId, seen: { sessionId },
        ...given({ packetLength: s.PacketLength, description: s.Description }),
      };
    }
  }
}
const sessionId = (r: TrafficMirrorSession): string => (typeof r.seen?.['sessionId'] === 'string' ? r.seen['sessionId'] : '');
const creation = (r: TrafficMirrorSession) => ({
  NetworkInterfaceId: r.interfaceId, SessionNumber: r.number, TrafficMirrorTargetId: r.targetId, TrafficMirrorFilterId: r.filterId, VirtualNetworkId: r.networkId, ...given({ PacketLength: r.packetLength, Description: r.description }),
});

export default defineKind<TrafficMirrorSession>({
  id: 'ec2/traffic-mirror-session', version: 1, title: say('Traffic mirror session'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeTrafficMirrorSessions'],
  list: ({ aws }) => sessions(aws),
  look: (aws, rs) => foundBy(rs, (Values) => sessions(aws, [{ Name: 'network-interface-id', Values }]), (r) => r.interfaceId),
  traces: { ids: (r) => (sessionId(r) === '' ? [] : [sessionId(r)]), created: ['ec2:CreateTrafficMirrorSession'], changed: ['ec2:ModifyTrafficMirrorSession'] },
  actions: {
    contain: {
      operations: ['ec2:DeleteTrafficMirrorSession', 'ec2:CreateTrafficMirrorSession'],
      title: (r) => say('End the copying of all traffic of interface {{nic}} to {{target}} in {{region}}', { nic: r.interfaceId, target: r.targetId, region: r.region }),
      breaks: (r) => say('Whatever analyses the traffic of {{nic}} at {{target}} gets no more of it. The interface itself goes on.', { nic: r.interfaceId, target: r.targetId }),
      calls: (r) => [{ operation: 'ec2:DeleteTrafficMirrorSession', region: r.region, input: { TrafficMirrorSessionId: sessionId(r) } }],
      undoCalls: (before) => [{ operation: 'ec2:CreateTrafficMirrorSession', region: before.region, input: creation(before) }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('ec2')).send(new DeleteTrafficMirrorSessionCommand({ TrafficMirrorSessionId: sessionId(r) }))); },
      undo: async (aws, before) => {
        // An undo that was cut off has made it already.
        const [now] = await foundBy([before], (Values) => sessions(aws, [{ Name: 'network-interface-id', Values }]), (r) => r.interfaceId);
        if (!now) await (await aws.client('ec2')).send(new CreateTrafficMirrorSessionCommand(creation(before)));
      },
      undoReopens: true,
    },
  },
});
