// An Elastic IP address: whoever has it on his machine answers for every name and firewall rule that points to it. Put back where it was; released, where a stranger took it.
import { AssociateAddressCommand, DescribeAddressesCommand, DisassociateAddressCommand, ReleaseAddressCommand } from '@aws-sdk/client-ec2';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, MADE_ANEW, type HistoryEvent } from '../kind.ts';
import { isEvent, isForeign, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { ec2Arn, foundBy } from './parts/found-by.ts';

export interface ElasticIp extends Resource {
  readonly publicIp: string;
  /** The interface, and its machine; `''`: none. */
  readonly on: string;
  readonly machine: string;
}

/** AWS gives all of a Region at once. */
async function* addresses(aws: ReadAws, Values?: string[]): AsyncIterable<ElasticIp> {
  const { Addresses = [] } = await (await aws.client('ec2')).send(new DescribeAddressesCommand(Values ? { Filters: [{ Name: 'allocation-id', Values }] } : {}));
  for (const { AllocationId: id = '', PublicIp: publicIp = '', NetworkInterfaceId: on = '', InstanceId: machine = '', AssociationId: association = '' } of Addresses) {
    yield { arn: ec2Arn(aws, 'elastic-ip', id), uid: id, name: id, region: aws.region, publicIp, on, machine, seen: { association } };
  }
}

/**
 * Where the owner's last call before the stranger's first had put it; on nothing, where it was only allocated. None where the owner has moved it since.
 * CloudTrail tells of a disassociation which association ended, not of which address.
 */
function recall(r: ElasticIp, history: readonly HistoryEvent[]): JsonObject | undefined {
  const first = history.findIndex(isForeign);
  if (first < 0 || history.slice(first).some((e) => !isForeign(e))) return undefined;
  const { request = {} } = history.slice(0, first).at(-1) ?? {};
  const on = textIn(request?.['networkInterfaceId']) ?? textIn(request?.['instanceId']) ?? (isEvent(history[0] as HistoryEvent, 'ec2:AllocateAddress') ? '' : undefined);
  return on === undefined || isOn(r, on) ? undefined : { on };
}
const isOn = (r: ElasticIp, on: string): boolean => r.on === on || (on !== '' && r.machine === on);

const call = (r: ElasticIp, operation: Call['operation'], input: JsonObject): Call => ({ operation, region: r.region, input });
/** Each association has an id of its own: that of one that is yet to be made nobody knows. */
const leaving = (r: ElasticIp): Call => call(r, 'ec2:DisassociateAddress', { AssociationId: r.seen?.['association'] ?? '‹its association›' });
const joining = (r: ElasticIp, on: string): Call => call(r, 'ec2:AssociateAddress', { AllocationId: r.uid, [on.startsWith('i-') ? 'InstanceId' : 'NetworkInterfaceId']: on, AllowReassociation: true });

async function leave(aws: ChangeAws, id: string): Promise<void> {
  for await (const { seen } of addresses(aws, [id])) {
    const AssociationId = textIn(seen?.['association']);
    if (AssociationId) await ifThere((await aws.client('ec2')).send(new DisassociateAddressCommand({ AssociationId })));
  }
}

const TITLE = say('Elastic IP address');
export default defineKind<ElasticIp>({
  id: 'ec2/elastic-ip', version: 1, title: TITLE, scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeAddresses'],
  list: ({ aws }) => addresses(aws),
  look: (aws, rs) => foundBy(rs, (ids) => addresses(aws, ids)),
  traces: { ids: (r) => [r.uid], created: ['ec2:AllocateAddress'], changed: ['ec2:AssociateAddress'] },
  recall,
  actions: {
    recover: givingBack<ElasticIp>({
      sort: TITLE, name: (r) => r.publicIp, operations: ['ec2:AssociateAddress', 'ec2:DisassociateAddress'],
      back: (r) => ({ ...r, on: textIn(r.aim?.['on']) ?? r.on, seen: {} }),
      calls: (from, to) => (isOn(from, to.on) ? [] : [to.on === '' ? leaving(from) : joining(to, to.on)]),
      send: async (aws, { operation, input }, deed) => {
        if (operation === 'ec2:AssociateAddress') await (await aws.client('ec2')).send(new AssociateAddressCommand(input));
        else await leave(aws, deed.before?.uid ?? '');
      },
    }),
    eradicate: {
      operations: ['ec2:DisassociateAddress', 'ec2:ReleaseAddress'],
      title: (r) => say('Release Elastic IP address {{ip}} in {{region}}', { ip: r.publicIp, region: r.region }),
      calls: (r) => [...(r.on === '' ? [] : [leaving(r)]), call(r, 'ec2:ReleaseAddress', { AllocationId: r.uid })],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        await leave(aws, r.uid);
        await ifThere((await aws.client('ec2')).send(new ReleaseAddressCommand({ AllocationId: r.uid })));
      },
      undo: MADE_ANEW,
    },
  },
});
