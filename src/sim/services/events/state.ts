// What EventBridge keeps: buses, rules and their targets, by Region.
import type { Rule, Target } from '@aws-sdk/client-eventbridge';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, rooms } from '../rooms.ts';

export interface RuleRecord { rule: Rule & { readonly Name: string; readonly Arn: string; readonly EventBusName: string }; readonly targets: Map<string, Target> }
export interface BusRecord { readonly name: string; readonly created: Date | undefined; readonly rules: Map<string, RuleRecord> }
export interface EventsRoom { readonly buses: Map<string, BusRecord> }

const newBus = (name: string, created?: Date): BusRecord => ({ name, created, rules: new Map() });
export const eventsRoom = rooms('events', (): EventsRoom => ({ buses: new Map([['default', newBus('default')]]) }));

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message, 400);
export const invalid = (message: string): AwsError => new AwsError('ValidationException', message, 400);

/** A bus is named by its name or by its ARN. */
export const busName = (given = 'default'): string => (given.startsWith('arn:') ? given.slice(given.indexOf('/') + 1) : given);
export function needBus(call: SimCall, given: string | undefined): BusRecord {
  const found = eventsRoom(call).buses.get(busName(given));
  if (!found) throw notFound(`Event bus ${busName(given)} does not exist.`);
  return found;
}
export function needRule(call: SimCall, bus: string | undefined, name: string | undefined): RuleRecord {
  const found = needBus(call, bus).rules.get(name ?? '');
  if (!found) throw notFound(`Rule ${name ?? ''} does not exist on EventBus ${busName(bus)}.`);
  return found;
}
export function addBus(call: SimCall, name: string): BusRecord {
  const { buses } = eventsRoom(call);
  if (buses.has(name)) throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`, 400);
  const made = newBus(name, call.now);
  buses.set(name, made);
  return made;
}
export const busArn = (call: SimCall, name: string): string => arnIn(call, 'events', `event-bus/${name}`);
export const ruleArn = (call: SimCall, bus: string, name: string): string => arnIn(call, 'events', `rule/${bus === 'default' ? '' : `${bus}/`}${name}`);
