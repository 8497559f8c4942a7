// rpc-v2-cbor, which boto3 speaks to CloudWatch where the SDK for JavaScript speaks JSON: the path names the operation, bodies are CBOR.
import { readCbor, writeCbor, writeTexts } from './cbor-codec.ts';
import { readJson } from './json-codec.ts';
import type { ParsedRequest, Protocol } from './protocol.ts';
import { refuseUnknownMembers } from './schema.ts';
import type { WireResponse } from './types.ts';

const NAME = 'rpc-v2-cbor';
export const isCbor = ({ headers }: ParsedRequest): boolean => headers['smithy-protocol'] === NAME;
const answer = (status: number, requestId: string, body: Uint8Array): WireResponse => ({ status, headers: { 'content-type': 'application/cbor', 'smithy-protocol': NAME, 'x-amzn-requestid': requestId }, body });

/** https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
export const cborProtocol: Protocol = {
  route: (request, operations) => {
    const name = /\/operation\/(\w+)$/.exec(request.url.pathname)?.[1] ?? '';
    return operations.has(name) ? name : undefined;
  },
  read: (operation, request) => readJson(operation.input, request.bytes.length === 0 ? {} : readCbor(request.bytes), { rename: false }) ?? {},
  write: (operation, output, id) => {
    refuseUnknownMembers(operation.output, output);
    return answer(200, id, writeCbor(operation.output, output));
  },
  writeError: ({ code, message, status }, id) => answer(status, id, writeTexts({ __type: code, message })),
  faults: { unknownOperation: 'UnknownOperationException', missingMember: 'ValidationException', malformed: 'SerializationException' },
};
