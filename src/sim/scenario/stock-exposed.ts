// What is open to others by its own settings: resource shares, AppSync APIs and their keys.
import { digestOf } from '../../core/digest.ts';
import type { room as appsyncRoom } from '../services/appsync/service.ts';
import type { room as ramRoom } from '../services/ram/service.ts';
import { roomsIn } from '../services/rooms.ts';
import type { World } from '../world.ts';
import { itemOf as item, plain, type StockItem } from './stock.ts';

export const stockOfShares = (world: World): StockItem[] => [...roomsIn<ReturnType<typeof ramRoom>>('ram')(world)].flatMap(([region, shares]) =>
  [...shares.values()].filter(({ status }) => status !== 'DELETED').map((s) => item('ram/resource-share', region, s.resourceShareArn, { with: [...s.associations.values()].filter(({ status }) => status !== 'DISASSOCIATED').map((a) => a.associatedEntity).sort() })));
/** Of a key only its digest: it is its own secret. */
export const stockOfGraphql = (world: World): StockItem[] => [...roomsIn<ReturnType<typeof appsyncRoom>>('appsync')(world)].flatMap(([region, apis]) => [...apis.values()].flatMap(({ view, keys }) => [
  item('appsync/graphql-api', region, view.arn, { authentication: plain([view.authenticationType, view.additionalAuthenticationProviders]) }),
  ...[...keys.values()].map(({ id, expires = 0 }) => item('appsync/api-key', region, `${view.arn}/apikeys/${digestOf(id).slice(0, 16)}`, { expires }, { parent: view.arn })),
]));
