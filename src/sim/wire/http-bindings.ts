// Where REST protocols put members outside the body: the path, the query string, headers and the status.
import { readScalar, writeScalar } from './scalar.ts';
import { TIME_FORMAT, type Shape } from './schema.ts';

type Headers = Readonly<Record<string, string | undefined>>;
const OUTSIDE = ['httpLabel', 'httpQuery', 'httpHeader', 'httpQueryParams', 'httpPrefixHeaders', 'httpResponseCode', 'httpPayload'] as const;

/** Whether a member stands in the body's document. */
export const inBody = (member: Shape): boolean => OUTSIDE.every((trait) => member.traits[trait] === undefined);

/** How to recognise an operation by its method and URI. The heaviest route that matches wins. */
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  /** Query members that tell operations of one path apart (`?policy`). */
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
  readonly weight: number;
}

/** From the model's `[method, uri, status]`: `['GET', '/users/{Name}/keys?active', 200]`; `{Name+}` takes slashes. */
export function routeOf(http: readonly [string, string, number]): Route {
  const [path = '', search = ''] = http[1].split('?');
  const labels: string[] = [];
  const pattern = path.split(/(\{\w+\+?\})/).map((part) => {
    const label = /^\{(\w+)(\+?)\}$/.exec(part);
    if (!label) return part.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&');
    labels.push(label[1] ?? '');
    return label[2] ? '(.+)' : '([^/]+)';
  });
  const query = [...new URLSearchParams(search)].filter(([name]) => name !== 'x-id').map(([name, value]) => [name, value === '' ? undefined : value] as const);
  return { method: http[0], path: new RegExp(`^${pattern.join('')}/?$`), labels, query, weight: query.length * 100 + path.replace(/\{[^}]*\}/g, '').length };
}

/** The labels' values where the route matches. */
export function matchRoute(route: Route, method: string, url: URL): Readonly<Record<string, string>> | undefined {
  const match = route.method === method ? route.path.exec(url.pathname) : null;
  if (!match || !route.query.every(([name, value]) => url.searchParams.has(name) && (value === undefined || url.searchParams.get(name) === value))) return undefined;
  return Object.fromEntries(route.labels.map((label, i) => [label, decodeURIComponent(match[i + 1] ?? '')]));
}

/** The input's members that stand outside the body. */
export function readBindings(input: Shape, labels: Readonly<Record<string, string>>, query: URLSearchParams, headers: Headers): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, member] of input.members) {
    const value = readBinding(name, member, labels, query, headers);
    if (value !== undefined) out[name] = value;
  }
  return out;
}
function readBinding(name: string, member: Shape, labels: Readonly<Record<string, string>>, query: URLSearchParams, headers: Headers): unknown {
  const { httpLabel, httpQuery, httpQueryParams, httpHeader, httpPrefixHeaders } = member.traits;
  if (httpLabel) return labels[name] === undefined ? undefined : readScalar(member, labels[name]);
  if (httpQuery) return readTexts(member, query.getAll(httpQuery));
  if (httpQueryParams) return Object.fromEntries(query);
  if (httpPrefixHeaders !== undefined) return withPrefix(headers, httpPrefixHeaders.toLowerCase());
  const header = httpHeader && headers[httpHeader.toLowerCase()];
  return header === undefined ? undefined : readTexts(member, member.kind === 'list' ? header.split(/,\s*/) : [header]);
}
function readTexts(member: Shape, texts: readonly string[]): unknown {
  const [first] = texts;
  if (first === undefined) return undefined;
  return member.kind === 'list' ? texts.map((text) => readScalar(member.value, text)) : readScalar(member, first);
}
function withPrefix(headers: Headers, prefix: string): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]));
}

/** The output's headers, and its status where a member carries it. */
export function writeBindings(output: Shape, value: Readonly<Record<string, any>>): { headers: Record<string, string>; status: number | undefined } {
  const headers: Record<string, string> = {};
  let status: number | undefined;
  for (const [name, member] of output.members) {
    if (value[name] === undefined || value[name] === null) continue;
    const { httpHeader, httpPrefixHeaders, httpResponseCode } = member.traits;
    if (httpHeader) headers[httpHeader] = writeHeader(member, value[name]);
    else if (httpPrefixHeaders !== undefined) for (const [key, text] of Object.entries(value[name])) headers[`${String(httpPrefixHeaders)}${key}`] = String(text);
    else if (httpResponseCode) status = value[name];
  }
  return { headers, status };
}
function writeHeader(member: Shape, value: any): string {
  if (member.kind !== 'list') return writeScalar(member, value, TIME_FORMAT.httpDate);
  return value.map((item: unknown) => writeScalar(member.value, item, TIME_FORMAT.httpDate)).join(', ');
}
