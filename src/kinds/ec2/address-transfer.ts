// An Elastic IP address on offer to another account: whoever takes it answers for every name and firewall rule that points to it.
import { DisableAddressTransferCommand, EnableAddressTransferCommand, paginateDescribeAddressTransfers } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';

export interface AddressTransfer extends Resource {
  readonly allocationId: string;
  readonly publicIp: string;
  readonly to: string;
}

/** Only offers that stand: one that was taken or taken back is over. There is no filter. */
async function* offers(aws: ReadAws): AsyncIterable<AddressTransfer> {
  for await (const { AddressTransfers = [] } of paginateDescribeAddressTransfers({ client: await aws.client('ec2') }, { MaxResults: 1_000 })) {
    for (const { AllocationId: allocationId = '', PublicIp: publicIp = '', TransferAccountId: to = '', AddressTransferStatus: status, TransferOfferExpirationTimestamp: expires } of AddressTransfers) {
      if (status !== 'pending') continue;
      yield {
        arn: ownArn('ec2/address-transfer', aws.region, allocationId, to), uid: `${allocationId}@${to}`, name: publicIp, region: aws.region, owner: `arn:${aws.partition}:ec2:${aws.region}:${aws.accountId}:elastic-ip/${allocationId}`,
        allocationId, publicIp, to, seen: { expires: expires?.toISOString() ?? '' },
      };
    }
  }
}
const enabling = (r: AddressTransfer) => ({ AllocationId: r.allocationId, TransferAccountId: r.to });
const disabling = (r: AddressTransfer) => ({ AllocationId: r.allocationId });
const call = (r: AddressTransfer, operation: Call['operation'], input: Call['input']): Call => ({ operation, region: r.region, input });

export default defineKind<AddressTransfer>({
  id: 'ec2/address-transfer', version: 1, title: say('Elastic IP transfer'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeAddressTransfers'],
  list: ({ aws }) => offers(aws),
  async look(aws, rs) {
    const found = new Map<string, AddressTransfer>();
    for await (const one of offers(aws)) found.set(one.uid, one);
    return rs.map((r) => found.get(r.uid));
  },
  traces: {
    ids: (r) => [r.allocationId], created: ['ec2:EnableAddressTransfer'], changed: [],
    concerns: (r, { request }) => JSON.stringify(request).includes(`"${r.to}"`),
  },
  judge: (r, { attributed, touches }) => attributed ?? (touches.length > 0 ? undefined
    : { verdict: 'suspicious', because: say('Elastic IP address {{ip}} is on offer to account {{to}} for at most seven days, and nobody knows who offered it.', { ip: r.publicIp, to: r.to }), techniques: ['T1584'] }),
  actions: {
    contain: {
      operations: ['ec2:DisableAddressTransfer', 'ec2:EnableAddressTransfer'],
      title: (r) => say('Take back the offer of Elastic IP address {{ip}} to account {{to}}', { ip: r.publicIp, to: r.to }),
      breaks: (r) => say('Account {{to}} can no longer take over {{ip}}.', { ip: r.publicIp, to: r.to }),
      calls: (r) => [call(r, 'ec2:DisableAddressTransfer', disabling(r))],
      undoCalls: (before) => [call(before, 'ec2:EnableAddressTransfer', enabling(before))],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await (await aws.client('ec2')).send(new DisableAddressTransferCommand(disabling(r))); },
      undo: async (aws, before) => { await (await aws.client('ec2')).send(new EnableAddressTransferCommand(enabling(before))); },
      undoReopens: true,
    },
  },
});
