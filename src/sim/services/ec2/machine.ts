// A new instance as the state keeps it, with EC2's defaults for what the request leaves out.
import type { InstanceMetadataOptionsRequest, RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { networkOf, type Settings } from './network-room.ts';
import type { Machine, Subnet } from './state.ts';

export interface Place { readonly subnet: Subnet; readonly reservationId: string; readonly index: number }

export function newMachine(input: RunInstancesCommandInput, { subnet, reservationId, index }: Place, call: SimCall): Machine {
  const { ids } = call.account;
  return {
    id: `i-0${ids.hex(16)}`, reservationId, index, launch: input, vpcId: subnet.vpcId, subnetId: subnet.id, zone: subnet.zone, rootDevice: '/dev/xvda',
    ...named(input), ...(input.InstanceMarketOptions?.MarketType === 'spot' ? { spotRequest: `sir-${ids.id('', 8).toLowerCase()}` } : {}),
    launched: call.now, state: 'pending', transition: '', turn: 0, sourceDestCheck: true, ...protection(input), metadata: metadata(input.MetadataOptions ?? {}, networkOf(call).settings.metadata),
  };
}

function named(input: RunInstancesCommandInput): Pick<Machine, 'imageId' | 'type' | 'clientToken' | 'keyName' | 'userData'> {
  const { ImageId = '', InstanceType = 'm1.small', ClientToken = '', KeyName, UserData } = input;
  return { imageId: ImageId, type: InstanceType, clientToken: ClientToken, ...(KeyName === undefined ? {} : { keyName: KeyName }), ...(UserData ? { userData: UserData } : {}) };
}
function protection(input: RunInstancesCommandInput): Pick<Machine, 'apiTermination' | 'apiStop' | 'shutdown' | 'monitoring' | 'ebsOptimized'> {
  const { DisableApiTermination = false, DisableApiStop = false, InstanceInitiatedShutdownBehavior: shutdown = 'stop', Monitoring, EbsOptimized = false } = input;
  return { apiTermination: !DisableApiTermination, apiStop: !DisableApiStop, shutdown, monitoring: Monitoring?.Enabled === true, ebsOptimized: EbsOptimized };
}
/** What the launch leaves out comes from the region's defaults, then from the image: today's ask for tokens. */
const metadata = ({ HttpTokens, HttpEndpoint, HttpPutResponseHopLimit }: InstanceMetadataOptionsRequest, { tokens = 'required', endpoint = 'enabled', hops = 2 }: Settings['metadata']): Machine['metadata'] =>
  ({ tokens: HttpTokens ?? tokens, endpoint: HttpEndpoint ?? endpoint, hops: HttpPutResponseHopLimit ?? hops });
