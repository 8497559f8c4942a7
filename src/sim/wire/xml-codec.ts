// Writes XML answers, as awsQuery, ec2Query and restXml send them.
import { writeScalar } from './scalar.ts';
import { refuseUnknownMembers, TIME_FORMAT, type Shape } from './schema.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// XML 1.0 cannot write these at all, not even as references.
const unwritable = (c: string): boolean => (c < ' ' && !'\t\n\r'.includes(c)) || /[\p{Cs}\ufffe\uffff]/u.test(c);

/** Text that stands safely between tags or in an attribute, and reads back as it was. */
export function escapeXml(value: string): string {
  return value
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (c) => (unwritable(c) ? '' : c))
    .replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c)
    .replace(/[\r\n\u0085\u2028]/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`);
}

/** The members of a structure as elements, without an element around them. */
export function writeMembers(shape: Shape, value: Readonly<Record<string, unknown>>): string {
  refuseUnknownMembers(shape, value);
  return [...shape.members].map(([name, member]) => (member.traits['xmlAttribute'] ? '' : writeElement(member, member.traits['xmlName'] ?? name, value[name]))).join('');
}

function writeElement(shape: Shape, tag: string, value: any): string {
  if (value === undefined || value === null) return '';
  if (shape.hasMembers) return `<${tag}${attributes(shape, value)}>${writeMembers(shape, value)}</${tag}>`;
  if (shape.kind === 'list') return writeList(shape, tag, value);
  if (shape.kind === 'map') return writeMap(shape, tag, value);
  return `<${tag}>${escapeXml(writeScalar(shape, value, TIME_FORMAT.dateTime))}</${tag}>`;
}
/** S3's grantees say their type in an attribute, `xsi:type`. */
function attributes(shape: Shape, value: Readonly<Record<string, unknown>>): string {
  const written = [...shape.members].flatMap(([name, member]) => (member.traits['xmlAttribute'] && value[name] !== undefined ? [` ${String(member.traits['xmlName'] ?? name)}="${escapeXml(writeScalar(member, value[name], TIME_FORMAT.dateTime))}"`] : []));
  const [prefix, uri]: readonly string[] = shape.traits['xmlNamespace'] ?? [];
  return written.length > 0 && prefix ? ` xmlns:${prefix}="${escapeXml(uri ?? '')}"${written.join('')}` : written.join('');
}
/** A flattened list repeats its own tag instead of holding items. */
function writeList(shape: Shape, tag: string, values: readonly unknown[]): string {
  const flat = shape.traits['xmlFlattened'];
  const items = values.map((value) => writeElement(shape.value, flat ? tag : (shape.value.traits['xmlName'] ?? 'member'), value)).join('');
  return flat ? items : `<${tag}>${items}</${tag}>`;
}
function writeMap(shape: Shape, tag: string, map: Readonly<Record<string, unknown>>): string {
  const keyTag: string = shape.key.traits['xmlName'] ?? 'key';
  const valueTag: string = shape.value.traits['xmlName'] ?? 'value';
  const entries = Object.entries(map).map(([key, value]) => `<${keyTag}>${escapeXml(key)}</${keyTag}>${writeElement(shape.value, valueTag, value)}`);
  if (shape.traits['xmlFlattened']) return entries.map((entry) => `<${tag}>${entry}</${tag}>`).join('');
  return `<${tag}>${entries.map((entry) => `<entry>${entry}</entry>`).join('')}</${tag}>`;
}
