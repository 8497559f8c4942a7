// restJson1 (Account): method and URI name the operation; members stand in path, query, headers and a JSON body.
import { inBody, matchRoute, readBindings, routeOf, writeBindings, type Route } from './http-bindings.ts';
import { readJson, writeJson } from './json-codec.ts';
import type { ParsedRequest, Protocol } from './protocol.ts';
import { readScalar } from './scalar.ts';
import type { OperationSchema } from './schema.ts';

const STYLE = { rename: true };
const BODY_STYLE = { rename: true, only: inBody };
const routes = new WeakMap<OperationSchema, Route>();

function routeFor(operation: OperationSchema): Route {
  let route = routes.get(operation);
  if (!route) routes.set(operation, (route = routeOf(operation.traits['http'])));
  return route;
}

export const restJsonProtocol: Protocol = {
  route: (request, operations) => {
    const hits = [...operations.values()].filter(({ schema }) => matchRoute(routeFor(schema), request.method, request.url));
    const best = hits.sort((a, b) => routeFor(b.schema).weight - routeFor(a.schema).weight)[0];
    return (best ?? [...operations.values()].find(({ traits }) => traits?.formerly?.[0] === request.method && traits.formerly[1] === request.url.pathname))?.schema.name;
  },
  read: (operation, request) => {
    const labels = matchRoute(routeFor(operation), request.method, request.url);
    if (labels === undefined) return Object.fromEntries([...operation.input.members].flatMap(([name, member]) => { const given = request.url.searchParams.get(name); return given === null ? [] : [[name, readScalar(member, given)]]; }));
    return { ...readBody(operation, request), ...readBindings(operation.input, labels, request.url.searchParams, request.headers) };
  },
  write: (operation, output, id) => {
    const { headers, status } = writeBindings(operation.output, output);
    const body = writeBody(operation, output);
    return { status: status ?? (operation.traits['http'][2] as number), headers: { 'content-type': body.type, 'x-amzn-requestid': id, ...headers }, body: body.content };
  },
  writeError: ({ code, message, status, shape, members }, id) => ({
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': id, 'x-amzn-errortype': code, ...(shape ? writeBindings(shape, members).headers : {}) },
    body: JSON.stringify({ message, ...(shape ? writeJson(shape, members, BODY_STYLE) : {}) }),
  }),
  faults: { unknownOperation: 'UnknownOperationException', missingMember: 'ValidationException', malformed: 'SerializationException' },
};

function readBody({ input }: OperationSchema, request: ParsedRequest): Record<string, unknown> {
  if (request.bytes.length === 0) return {};
  if (!input.payload) return readJson(input, JSON.parse(request.text), STYLE) ?? {};
  const [name, member] = input.payload;
  if (member.kind === 'blob') return { [name]: request.bytes };
  return { [name]: member.hasMembers ? readJson(member, JSON.parse(request.text), STYLE) : request.text };
}

function writeBody({ output }: OperationSchema, value: Readonly<Record<string, any>>): { type: string; content: string | Uint8Array } {
  if (!output.payload) return { type: 'application/json', content: JSON.stringify(writeJson(output, value, BODY_STYLE) ?? {}) };
  const [name, member] = output.payload;
  const payload = value[name];
  if (member.hasMembers) return { type: 'application/json', content: payload === undefined ? '' : JSON.stringify(writeJson(member, payload, STYLE)) };
  return { type: 'application/octet-stream', content: payload ?? '' };
}
