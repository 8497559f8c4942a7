// One shape for AWS's wire protocols: each finds the operation, reads its input, writes its answer and its errors.
import { jsonProtocol } from './json-protocol.ts';
import { queryProtocol } from './query-protocol.ts';
import { restJsonProtocol } from './rest-json-protocol.ts';
import { restXmlProtocol } from './rest-xml-protocol.ts';
import type { OperationSchema, Shape } from './schema.ts';
import type { WireResponse } from './types.ts';

/** A request, taken apart once. */
export interface ParsedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The body of a form-encoded request. */
  readonly form: URLSearchParams | undefined;
}

/** What a service's own client says about it. */
export interface ServiceModel {
  readonly protocol: string;
  readonly version: string;
  /** Prefix of X-Amz-Target in awsJson. */
  readonly target: string;
  readonly xmlNamespace: string;
  /** A modelled error by its name or by its code on the wire. */
  errorShape(code: string): Shape | undefined;
}

/** An error as it goes out: name and status are settled, modelled members are filled in. */
export interface WireError { readonly code: string; readonly message: string; readonly status: number; readonly shape: Shape | undefined; readonly members: Readonly<Record<string, unknown>>; readonly headers?: Readonly<Record<string, string>> }

export interface Protocol {
  /** The operation's name; undefined where the request names none that is known. */
  route(request: ParsedRequest, operations: ReadonlyMap<string, { readonly schema: OperationSchema; readonly traits?: { readonly formerly?: readonly [string, string] } }>): string | undefined;
  read(operation: OperationSchema, request: ParsedRequest): Record<string, unknown>;
  write(operation: OperationSchema, output: Readonly<Record<string, unknown>>, requestId: string): WireResponse;
  writeError(error: WireError, requestId: string): WireResponse;
  /** Code and status of errors that concern the protocol itself. */
  readonly faults: { readonly unknownOperation: string; readonly missingMember: string; readonly malformed: string };
}

/** The protocol that a service's model names. */
export function protocolOf(model: ServiceModel): Protocol {
  switch (model.protocol) {
    case 'awsQuery': return queryProtocol(model, false);
    case 'ec2Query': return queryProtocol(model, true);
    case 'awsJson1_0': return jsonProtocol('1.0');
    case 'awsJson1_1': return jsonProtocol('1.1');
    case 'restJson1': return restJsonProtocol;
    case 'restXml': return restXmlProtocol(model);
    default: throw new Error(`The wire protocol ${model.protocol} is not simulated.`);
  }
}
