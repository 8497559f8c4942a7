// awsJson 1.0 and 1.1 (CloudTrail, Health, Organizations, Support): X-Amz-Target names the operation, bodies are JSON.
import { readJson, writeJson } from './json-codec.ts';
import type { Protocol } from './protocol.ts';
import type { WireResponse } from './types.ts';

const STYLE = { rename: false };

export function jsonProtocol(version: '1.0' | '1.1'): Protocol {
  const json = (status: number, requestId: string, body: unknown): WireResponse =>
    ({ status, headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId }, body: JSON.stringify(body) });
  return {
    // boto3 writes CloudTrail's target as com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.X: only the last part counts.
    route: (request, operations) => {
      const target = request.headers['x-amz-target'] ?? '';
      const name = target.slice(target.lastIndexOf('.') + 1);
      return operations.has(name) ? name : undefined;
    },
    read: (operation, request) => readJson(operation.input, JSON.parse(request.text || '{}'), STYLE) ?? {},
    write: (operation, output, id) => json(200, id, writeJson(operation.output, output, STYLE) ?? {}),
    writeError: ({ code, message, status, shape, members }, id) => json(status, id, { __type: code, message, ...(shape ? writeJson(shape, members, STYLE) : {}) }),
    faults: { unknownOperation: 'UnknownOperationException', missingMember: 'ValidationException', malformed: 'SerializationException' },
  };
}
