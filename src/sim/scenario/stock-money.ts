// The things of mail, models and the account itself that a stranger leaves and that can be given back. Purchases cannot, and stay out.
import { canonical } from '../../core/digest.ts';
import { accountState } from '../services/account/contacts.ts';
import { regionsOf, regionStatus } from '../services/account/regions.ts';
import { agreementRooms, loggingRooms } from '../services/bedrock/service.ts';
import { throughputRooms } from '../services/bedrock/throughput.ts';
import { sesRooms } from '../services/ses/state.ts';
import type { World } from '../world.ts';
import { ownArn, valueOf, type StockItem } from './stock.ts';

const item = (kind: string, region: string, arn: string, value: Parameters<typeof valueOf>[0], more: Partial<StockItem> = {}): StockItem => ({ arn, kind, region, value: valueOf(value), ...more });

export const stockOfMail = (world: World): StockItem[] => [...sesRooms(world)].flatMap(([region, { identities }]) =>
  [...identities.values()].map(({ name, policies }) => item('ses/email-identity', region, `arn:${world.partition}:ses:${region}:${world.id}:identity/${name}`, { policies: [...policies.values()] })));

export const stockOfModels = (world: World): StockItem[] => [
  ...[...loggingRooms(world)].flatMap(([region, { config }]) => (config ? [item('bedrock/model-invocation-logging', region, ownArn('bedrock/model-invocation-logging', region, world.id, 'logging'), { config: canonical(config) })] : [])),
  ...[...agreementRooms(world)].flatMap(([region, models]) => [...models].map((model) => item('bedrock/model-agreement', region, ownArn('bedrock/model-agreement', region, world.id, model), {}))),
  ...[...throughputRooms(world)].flatMap(([region, all]) => [...all.values()].filter((t) => t.term === undefined).map((t) => item('bedrock/provisioned-model-throughput', region, t.arn, {}))),
];

/** A contact that was unset and is set is no harm done to anybody. */
export function stockOfAccount(world: World): StockItem[] {
  const { alternates, contact } = accountState(world);
  return [
    ...[...alternates].map(([type, one]) => item('account/alternate-contact', 'aws-global', ownArn('account/alternate-contact', 'aws-global', world.id, type), { contact: canonical(one) }, { setting: true })),
    item('account/contact-information', 'aws-global', ownArn('account/contact-information', 'aws-global', world.id, 'primary'), { contact: canonical(contact) }),
    ...regionsOf(world.partition).filter((r) => r.optIn).map((r) => item('account/region', 'aws-global', ownArn('account/region', 'aws-global', world.id, r.name), { on: ['ENABLED', 'ENABLING'].includes(regionStatus(world, r)) })),
  ];
}
