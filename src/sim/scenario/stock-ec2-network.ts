// What EC2 has in one region beside machines, disks and groups: its network and its settings.
import { networkRoom } from '../services/ec2/network-room.ts';
import { ec2Region } from '../services/ec2/state.ts';
import type { World } from '../world.ts';
import { ownArn, valueOf, type StockItem } from './stock.ts';

export function stockOfEc2Network(world: World, region: string): StockItem[] {
  return [...settings(world, region)];
}

/** One to a region; named as the tool names them. */
function settings(world: World, region: string): StockItem[] {
  const { settings: own } = networkRoom(world, region);
  const { serialConsole, ebsEncryption, machines } = ec2Region(world, region);
  const setting = (kind: string, value: object): StockItem => ({ arn: ownArn(`ec2/${kind}`, region, world.id, region), kind: `ec2/${kind}`, region, setting: true, value: valueOf(value as never) });
  return [
    setting('serial-console-access', { serialConsole }),
    setting('ebs-encryption-by-default', { ebsEncryption, key: own.ebsKey ?? '' }),
    setting('snapshot-block-public-access', { state: own.snapshotBlock }),
    setting('image-block-public-access', { state: own.imageBlock }),
    setting('instance-metadata-defaults', { ...own.metadata }),
    ...[...machines.values()].filter(({ state }) => state !== 'terminated' && state !== 'shutting-down').map(({ id, metadata }): StockItem => ({
      arn: ownArn('ec2/instance-metadata-options', region, id, 'metadata'), kind: 'ec2/instance-metadata-options', region, setting: true,
      parent: `arn:${world.partition}:ec2:${region}:${world.id}:instance/${id}`, value: valueOf(metadata),
    })),
  ];
}
