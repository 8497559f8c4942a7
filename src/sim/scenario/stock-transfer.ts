// What carries data out: file servers with their users.
import { roomsIn } from '../services/rooms.ts';
import type { room as transferRoom } from '../services/transfer/service.ts';
import type { World } from '../world.ts';
import { itemOf as item, type StockItem } from './stock.ts';

export const stockOfTransfer = (world: World): StockItem[] => [...roomsIn<ReturnType<typeof transferRoom>>('transfer')(world)].flatMap(([region, servers]) => [...servers.values()].flatMap((s) => [
  item('transfer/server', region, s.arn, { online: s.state !== 'OFFLINE' && s.state !== 'STOPPING' }),
  ...[...s.users.values()].map((u) => item('transfer/user', region, u.arn, { role: u.made.Role ?? '', keys: [...u.keys.values()].map((k) => k.SshPublicKeyBody ?? '').sort() }, { parent: s.arn })),
]));
