// The simulated EventBridge. Behaviour: BEHAVIOUR.md beside it.
import { CreateEventBusCommand, DeleteEventBusCommand, EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { pageOf } from '../rooms.ts';
import { registerRules } from './rules.ts';
import { addBus, busArn, busName, eventsRoom, invalid } from './state.ts';

const onBus = ({ Name }: { readonly Name: string | undefined }, call: SimCall): string[] => [busArn(call, busName(Name))];

export default function events(): Service<SimCall> {
  const service = new Service<SimCall>(EventBridgeClient, { id: 'events' })
    .on(CreateEventBusCommand, ({ Name = '' }, call) => ({ EventBusArn: busArn(call, addBus(call, Name).name) }), { resources: onBus })
    .on(DeleteEventBusCommand, ({ Name }, call) => {
      const { buses } = eventsRoom(call);
      const name = busName(Name);
      if (name === 'default') throw invalid('Cannot delete event bus default.');
      if ((buses.get(name)?.rules.size ?? 0) > 0) throw invalid(`Event bus ${name} cannot be deleted since it has rules.`);
      buses.delete(name);
      return {};
    }, { resources: onBus })
    .on(ListEventBusesCommand, ({ NamePrefix = '', NextToken, Limit }, call) => {
      const all = [...eventsRoom(call).buses.values()].filter((b) => b.name.startsWith(NamePrefix));
      const { page, next } = pageOf(all, call, { max: Limit, token: NextToken, refusal: 'ValidationException' });
      return { EventBuses: page.map((b) => ({ Name: b.name, Arn: busArn(call, b.name), ...(b.created ? { CreationTime: b.created } : {}) })), ...(next === undefined ? {} : { NextToken: next }) };
    });
  registerRules(service);
  return service;
}
