// Event source mappings: what calls a function by itself. Each change takes some seconds.
import {
  CreateEventSourceMappingCommand, DeleteEventSourceMappingCommand, GetEventSourceMappingCommand, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand,
  type CreateEventSourceMappingRequest, type EventSourceMappingConfiguration, type ListEventSourceMappingsRequest, type UpdateEventSourceMappingRequest,
} from '@aws-sdk/client-lambda';
import type { SimCall } from '../../account.ts';
import { arnIn, later, pageOf } from '../rooms.ts';
import { conflict, inUse, noSuchThing } from './errors.ts';
import { needVersion, onFunction } from './reference.ts';
import { register, type LambdaService } from './register.ts';
import { functionArn, lambdaRoom } from './state.ts';

/** So long a mapping is on its way from one state to another, in milliseconds. */
export const PASSING_MS = 5_000;
const LASTING = new Set(['Enabled', 'Disabled']);

function need(call: SimCall, id: string | undefined): EventSourceMappingConfiguration {
  const found = lambdaRoom(call).mappings.get(id ?? '');
  if (!found) throw noSuchThing('The resource you requested does not exist.');
  return found;
}
/** Enters a passing state now and the lasting one later; undefined: it is gone then. */
function pass(call: SimCall, mapping: EventSourceMappingConfiguration, through: string, to: string | undefined): EventSourceMappingConfiguration {
  const { mappings } = lambdaRoom(call);
  const id = mapping.UUID ?? '';
  const now = { ...mapping, State: through, LastModified: call.now };
  mappings.set(id, now);
  later(call, PASSING_MS, () => { if (to === undefined) mappings.delete(id); else mappings.set(id, { ...now, State: to }); });
  return { ...now };
}
const settled = (mapping: EventSourceMappingConfiguration): EventSourceMappingConfiguration => {
  if (!LASTING.has(mapping.State ?? '')) throw inUse('Cannot update the event source mapping because it is in use.');
  return mapping;
};

function create(input: CreateEventSourceMappingRequest, call: SimCall): EventSourceMappingConfiguration {
  const { one, qualifier } = needVersion(call, input);
  const { FunctionName: _name, Enabled = true, Tags: _tags, ...given } = input;
  const FunctionArn = functionArn(call, one.name, qualifier);
  const taken = [...lambdaRoom(call).mappings.values()].some((m) => m.FunctionArn === FunctionArn && m.EventSourceArn !== undefined && m.EventSourceArn === input.EventSourceArn);
  if (taken) throw conflict(`The event source arn (" ${input.EventSourceArn ?? ''} ") and function (" ${one.name} ") provided mapping already exists. Please update or delete the existing mapping.`);
  const UUID = call.account.ids.uuid();
  const made: EventSourceMappingConfiguration = { BatchSize: 10, StateTransitionReason: 'USER_INITIATED', ...given, UUID, FunctionArn, EventSourceMappingArn: arnIn(call, 'lambda', `event-source-mapping:${UUID}`) };
  return pass(call, made, 'Creating', Enabled ? 'Enabled' : 'Disabled');
}
function update(input: UpdateEventSourceMappingRequest, call: SimCall): EventSourceMappingConfiguration {
  const mapping = settled(need(call, input.UUID));
  const { UUID: _id, FunctionName, Enabled = mapping.State === 'Enabled', ...given } = input;
  const FunctionArn = FunctionName === undefined ? mapping.FunctionArn : functionArn(call, needVersion(call, { FunctionName }).one.name);
  const now = Enabled ? 'Enabled' : 'Disabled';
  return pass(call, { ...mapping, ...given, FunctionArn }, now === mapping.State ? 'Updating' : Enabled ? 'Enabling' : 'Disabling', now);
}

function list(input: ListEventSourceMappingsRequest, call: SimCall): { EventSourceMappings: EventSourceMappingConfiguration[]; NextMarker?: string } {
  const name = input.FunctionName === undefined ? undefined : needVersion(call, { FunctionName: input.FunctionName }).one.arn;
  const all = [...lambdaRoom(call).mappings.values()].filter((m) => (name === undefined || m.FunctionArn === name || m.FunctionArn?.startsWith(`${name}:`) === true) && (input.EventSourceArn === undefined || m.EventSourceArn === input.EventSourceArn));
  const { page, next } = pageOf(all, call, { max: input.MaxItems, token: input.Marker, refusal: 'InvalidParameterValueException' });
  return { EventSourceMappings: page, ...(next === undefined ? {} : { NextMarker: next }) };
}
const onMapping = ({ UUID = '*' }: { readonly UUID: string | undefined }, call: SimCall): string[] => [arnIn(call, 'lambda', `event-source-mapping:${UUID}`)];

export function registerEventSourceMappings(lambda: LambdaService): void {
  register(lambda, CreateEventSourceMappingCommand, create, onFunction);
  register(lambda, UpdateEventSourceMappingCommand, update, onMapping);
  register(lambda, DeleteEventSourceMappingCommand, ({ UUID }, call) => pass(call, settled(need(call, UUID)), 'Deleting', undefined), onMapping);
  register(lambda, GetEventSourceMappingCommand, ({ UUID }, call) => ({ ...need(call, UUID) }), onMapping);
  register(lambda, ListEventSourceMappingsCommand, list);
}
