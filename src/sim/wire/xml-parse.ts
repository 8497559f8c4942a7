// Reads XML request bodies into a small tree: elements, attributes, text. No document types, no external entities.
import { BadRequest } from './scalar.ts';

export interface XmlElement { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly children: readonly XmlElement[]; readonly text: string }
interface Open { readonly name: string; readonly attributes: Record<string, string>; readonly children: XmlElement[]; text: string }

/** One of: comment, prolog, character data, a tag, text. */
const TOKEN = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };

/** The root element. Throws `BadRequest` for what is not well formed. */
export function parseXml(source: string): XmlElement {
  const top: Open = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    const token = TOKEN.exec(source);
    if (!token) throw new BadRequest('The XML you provided was not well-formed');
    take(token, open);
  }
  const [root] = top.children;
  if (open.length !== 1 || !root) throw new BadRequest('The XML you provided was not well-formed');
  return root;
}

function take([, data, closing, name, attributes = '', empty, text]: RegExpExecArray, open: Open[]): void {
  const current = open.at(-1);
  if (!current) throw new BadRequest('The XML you provided was not well-formed');
  if (data !== undefined) current.text += data;
  else if (text !== undefined) current.text += unescape(text);
  else if (name === undefined) return;
  else if (closing === '/') close(name, open);
  else {
    const made: Open = { name, attributes: attributesOf(attributes), children: [], text: '' };
    current.children.push(made);
    if (empty !== '/') open.push(made);
  }
}
function close(name: string, open: Open[]): void {
  if (open.length < 2 || open.pop()?.name !== name) throw new BadRequest('The XML you provided was not well-formed');
}
const attributesOf = (source: string): Record<string, string> =>
  Object.fromEntries([...source.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [name, unescape(double ?? single ?? '')]));

function unescape(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return ENTITIES[entity] ?? whole;
    return String.fromCodePoint(/^#x/i.test(entity) ? parseInt(entity.slice(2), 16) : Number(entity.slice(1)));
  });
}
