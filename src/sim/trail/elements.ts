// Request parameters and response elements as CloudTrail writes them: lower camel case, no secrets, its own dates.
import type { ServiceId } from '../../aws/session.ts';
import type { Shape } from '../wire/schema.ts';
import type { Json, JsonObject } from './identity.ts';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
/** Members that CloudTrail masks by name; the rest of what is secret is marked in the model. */
const REMOVED: Readonly<Record<string, string>> = { UserData: '<sensitiveDataRemoved>', Password: HIDDEN, NewPassword: HIDDEN, OldPassword: HIDDEN };

interface Style { readonly service: ServiceId; readonly direction: 'request' | 'response' }

/** Of an operation's input; null when there is nothing to tell. */
export const requestParameters = (service: ServiceId, shape: Shape, input: unknown): Json => orNull(struct(shape, input, { service, direction: 'request' }));
/** Of an operation's output; secrets are left out, not masked. */
export function responseElements(service: ServiceId, shape: Shape, output: unknown, requestId: string): Json {
  const elements = struct(shape, output, { service, direction: 'response' });
  if (service !== 'ec2') return orNull(elements);
  return Object.keys(elements).length === 0 ? { requestId, _return: true } : { requestId, ...elements };
}

const orNull = (elements: JsonObject): Json => (Object.keys(elements).length === 0 ? null : elements);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function struct(shape: Shape, value: unknown, style: Style): JsonObject {
  if (!isRecord(value)) return {};
  const members: [string, Json][] = [];
  for (const [name, member] of shape.members) {
    const given = value[name];
    if (given === undefined || given === null) continue;
    const secret = REMOVED[name] ?? (member.traits['sensitive'] === 1 ? HIDDEN : undefined);
    if (secret !== undefined) {
      if (style.direction === 'request' && !(given instanceof Uint8Array)) members.push([elementName(name, member, style), secret]);
      continue;
    }
    const written = element(member, given, style);
    if (written !== undefined) members.push([elementName(name, member, style), written]);
  }
  return Object.fromEntries(members);
}

function element(shape: Shape, value: unknown, style: Style): Json | undefined {
  if (value instanceof Date) return style.service === 'ec2' ? value.getTime() : trailDate(value);
  if (value instanceof Uint8Array) return undefined;
  if (isList(value)) return list(shape, value, style);
  if (isRecord(value)) return shape.hasMembers ? struct(shape, value, style) : map(shape, value, style);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

function list(shape: Shape, values: readonly unknown[], style: Style): Json {
  const items = values.map((one) => element(shape.value, one, style)).filter((one) => one !== undefined);
  if (style.service !== 'ec2') return items;
  // EC2's lists are sets of items, and a list of ids is a set of items that each have one: {"items":[{"instanceId":"i-…"}]}.
  return { items: style.direction === 'request' ? items.map((one) => (typeof one === 'string' ? { [itemName(shape)]: one } : one)) : items };
}
function map(shape: Shape, value: Readonly<Record<string, unknown>>, style: Style): Json {
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => {
    const written = element(shape.value, one, style);
    return written === undefined ? [] : [[key, written]];
  }));
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
/** `InstanceIds` → `instancesSet`, as in AWS's own EC2 events; answers carry the wire's names. */
function elementName(name: string, member: Shape, { service, direction }: Style): string {
  if (service !== 'ec2') return lowerFirst(name);
  const wire: unknown = member.traits['xmlName'];
  if (direction === 'response') return typeof wire === 'string' ? wire : lowerFirst(name);
  if (member.kind !== 'list') return lowerFirst(name);
  const base = lowerFirst(name).replace(/(Ids|s)$/, '');
  return name.endsWith('Ids') ? `${base}sSet` : `${base}Set`;
}
function itemName(shape: Shape): string {
  const wire: unknown = shape.value.traits['xmlName'];
  return typeof wire === 'string' && wire !== 'item' ? lowerFirst(wire) : 'value';
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');
/** `Mar 24, 2026 9:11:59 PM`, in UTC: how most services' dates stand in events. */
export function trailDate(date: Date): string {
  const hour = date.getUTCHours();
  const clock = `${String(hour % 12 === 0 ? 12 : hour % 12)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${MONTHS[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate())}, ${String(date.getUTCFullYear())} ${clock}`;
}
