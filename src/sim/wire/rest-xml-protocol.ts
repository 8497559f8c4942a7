// restXml (S3, S3 Control, Route 53, CloudFront): method and URI name the operation; members stand in path, query, headers and an XML body.
import { addressOf } from './bucket-address.ts';
import { inBody, matchRoute, readBindings, routeOf, writeBindings, type Route } from './http-bindings.ts';
import type { ParsedRequest, Protocol, ServiceModel } from './protocol.ts';
import type { OperationSchema, Shape } from './schema.ts';
import type { WireResponse } from './types.ts';
import { parseXml } from './xml-parse.ts';
import { readElement } from './xml-reader.ts';
import { escapeXml, writeMembers } from './xml-codec.ts';

interface XmlRoute extends Route {
  /** What SDKs of AWS add to tell two operations of one address apart; other clients do not. */
  readonly id: string | null;
  readonly ofBucket: boolean;
  /** Query members and headers that the operation cannot do without: with them it is CopyObject, without PutObject. */
  readonly needs: readonly { readonly query?: string; readonly header?: string }[];
}
const routes = new WeakMap<OperationSchema, XmlRoute>();
function routeFor(operation: OperationSchema): XmlRoute {
  const known = routes.get(operation);
  if (known) return known;
  const { input } = operation;
  const http = operation.traits['http'] as readonly [string, string, number];
  const needs = input.required.flatMap((name): XmlRoute['needs'] => {
    const { httpQuery, httpHeader } = input.members.get(name)?.traits ?? {};
    return httpQuery ? [{ query: String(httpQuery) }] : httpHeader ? [{ header: String(httpHeader).toLowerCase() }] : [];
  });
  const made = { ...routeOf(http), id: new URL(http[1].replace(/\{\w+\+?\}/g, 'x'), 'http://endpoint').searchParams.get('x-id'), ofBucket: input.members.get('Bucket')?.traits['httpLabel'] !== undefined, needs };
  routes.set(operation, made);
  return made;
}

interface Asked { readonly request: ParsedRequest; readonly bucket: string | undefined; readonly url: URL }
function labelsOf(operation: OperationSchema, { request, bucket, url }: Asked, s3: boolean): Readonly<Record<string, string>> | undefined {
  const route = routeFor(operation);
  const asked = url.searchParams.get('x-id');
  if ((asked !== null && route.id !== null && asked !== route.id) || (s3 && route.ofBucket !== (bucket !== undefined))) return undefined;
  if (!route.needs.every(({ query, header }) => (query === undefined ? request.headers[header ?? ''] !== undefined : url.searchParams.has(query)))) return undefined;
  const labels = matchRoute(route, request.method, url);
  return labels && (bucket === undefined ? labels : { ...labels, Bucket: bucket });
}
const weightOf = (operation: OperationSchema): number => { const { weight, needs } = routeFor(operation); return weight + needs.length * 50; };

export function restXmlProtocol(model: ServiceModel): Protocol {
  const s3 = /^https?:\/\/s3\./.test(model.xmlNamespace);
  const asked = (request: ParsedRequest): Asked => ({ request, ...(s3 ? addressOf(request) : { bucket: undefined, url: request.url }) });
  const namespace = model.xmlNamespace ? ` xmlns="${escapeXml(model.xmlNamespace)}"` : '';
  const idHeader = s3 ? 'x-amz-request-id' : 'x-amzn-requestid';
  return {
    route: (request, operations) => {
      const at = asked(request);
      const hits = [...operations.values()].filter(({ schema }) => labelsOf(schema, at, s3));
      return hits.sort((a, b) => weightOf(b.schema) - weightOf(a.schema))[0]?.schema.name;
    },
    read: (operation, request) => {
      const at = asked(request);
      return { ...readBody(operation.input, request), ...readBindings(operation.input, labelsOf(operation, at, s3) ?? {}, at.url.searchParams, request.headers) };
    },
    write: (operation, output, id) => {
      const { headers, status } = writeBindings(operation.output, output);
      const { type, content, stream } = writeBody(operation.output, output, namespace);
      return { status: status ?? (operation.traits['http'][2] as number), headers: { ...(type === undefined ? {} : { 'content-type': type }), [idHeader]: id, ...headers }, body: content, ...(stream ? { stream } : {}) };
    },
    writeError: ({ code, message, status, shape, members, headers = {} }, id): WireResponse => {
      const error = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${shape ? writeMembers(shape, withoutMessage(members)) : ''}`;
      const body = s3 ? `<Error>${error}<RequestId>${id}</RequestId></Error>`
        : `<ErrorResponse${namespace}><Error><Type>${status >= 500 ? 'Receiver' : 'Sender'}</Type>${error}</Error><RequestId>${id}</RequestId></ErrorResponse>`;
      return { status, headers: { 'content-type': 'application/xml', [idHeader]: id, ...headers }, body: PROLOG + body };
    },
    faults: { unknownOperation: s3 ? 'MethodNotAllowed' : 'UnknownOperationException', missingMember: s3 ? 'InvalidRequest' : 'InvalidInput', malformed: s3 ? 'MalformedXML' : 'MalformedInput' },
  };
}
const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** The message stands in the error itself. */
const withoutMessage = (members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => name.toLowerCase() !== 'message'));

function readBody(input: Shape, request: ParsedRequest): Record<string, unknown> {
  const { payload } = input;
  if (payload?.[1].kind === 'blob') return { [payload[0]]: request.bytes };
  if (request.bytes.length === 0) return {};
  if (payload?.[1].kind === 'string') return { [payload[0]]: request.text };
  return payload ? { [payload[0]]: readElement(payload[1], parseXml(request.text)) } : readElement(input, parseXml(request.text));
}

interface Body { readonly type: string | undefined; readonly content: string | Uint8Array; readonly stream?: boolean }
function writeBody(output: Shape, value: Readonly<Record<string, any>>, namespace: string): Body {
  const xml = (tag: string, members: string): Body => ({ type: 'application/xml', content: `${PROLOG}<${tag}${namespace}>${members}</${tag}>` });
  const { payload } = output;
  if (!payload) {
    const inside = [...output.members].filter(([, member]) => inBody(member));
    if (inside.length === 0) return { type: undefined, content: '' };
    return xml(output.traits['xmlName'] ?? output.name, writeMembers(output, Object.fromEntries(Object.entries(value).filter(([name]) => { const member = output.members.get(name); return !member || inBody(member); }))));
  }
  const [name, member] = payload;
  const held = value[name];
  if (member.hasMembers) return held === undefined ? { type: undefined, content: '' } : xml(member.traits['xmlName'] ?? member.name, writeMembers(member, held));
  return { type: undefined, content: held ?? '', stream: member.streaming };
}
