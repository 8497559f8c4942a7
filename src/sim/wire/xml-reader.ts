// Reads XML bodies by their shapes, as restXml clients send them.
import { readScalar } from './scalar.ts';
import type { Shape } from './schema.ts';
import type { XmlElement } from './xml-parse.ts';

/** The members of a structure. What the model does not know is ignored, as AWS does. */
export function readElement(shape: Shape, element: XmlElement): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, member] of shape.members) {
    const tag: string = member.traits['xmlName'] ?? name;
    const value = member.traits['xmlAttribute'] ? element.attributes[tag] : readMember(member, element.children.filter((child) => bare(child.name) === tag));
    if (value !== undefined) out[name] = value;
  }
  return out;
}

/** Namespace prefixes are the client's own choice. */
const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

function readMember(member: Shape, found: readonly XmlElement[]): unknown {
  const [first] = found;
  if (first === undefined) return undefined;
  if (member.kind === 'list') return listed(member, found, first).map((one) => readValue(member.value, one));
  if (member.kind === 'map') return mapped(member, member.traits['xmlFlattened'] ? found : named(first, 'entry'));
  return readValue(member, first);
}
/** A flattened list repeats its own tag instead of holding items. */
const listed = (member: Shape, found: readonly XmlElement[], first: XmlElement): readonly XmlElement[] =>
  (member.traits['xmlFlattened'] ? found : named(first, member.value.traits['xmlName'] ?? 'member'));
const named = (element: XmlElement, tag: string): readonly XmlElement[] => element.children.filter((child) => bare(child.name) === tag);

function mapped(member: Shape, entries: readonly XmlElement[]): Record<string, unknown> {
  return Object.fromEntries(entries.map((entry) => {
    const [key] = named(entry, member.key.traits['xmlName'] ?? 'key');
    const [value] = named(entry, member.value.traits['xmlName'] ?? 'value');
    return [key?.text ?? '', value && readValue(member.value, value)];
  }));
}
function readValue(shape: Shape, element: XmlElement): unknown {
  if (shape.hasMembers) return readElement(shape, element);
  if (shape.kind === 'list') return named(element, shape.value.traits['xmlName'] ?? 'member').map((one) => readValue(shape.value, one));
  if (shape.kind === 'map') return mapped(shape, named(element, 'entry'));
  return readScalar(shape, element.text);
}
