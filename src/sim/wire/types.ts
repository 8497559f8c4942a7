// What crosses the border between AWS's wire protocols and the simulated services.
import type { ServiceId } from '../../aws/session.ts';

export interface WireRequest { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string | undefined>>; readonly body: Uint8Array }
export interface WireResponse { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string | Uint8Array;
  /** The client reads the body as a stream (GetObject). */
  readonly stream?: boolean;
}

/** What the wire says about a request, before anybody looked at the account. */
export interface RequestInfo {
  readonly service: ServiceId;
  /** The operation's name as AWS spells it: `ListUsers`. */
  readonly operation: string;
  readonly region: string;
  readonly accessKeyId: string | undefined;
  readonly sessionToken: string | undefined;
  readonly requestId: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** The client's own clock, as it signed the request. */
  readonly signedAt?: Date;
}

/** An AWS error by its wire code or its modelled name; EC2 models none: give code and status. */
export class AwsError extends Error {
  constructor(readonly code: string, message: string, readonly status?: number, readonly extra: Readonly<Record<string, unknown>> = {}, readonly headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = code;
  }
}
/** A failure below HTTP. `after`: the deed was done, only the answer is lost. */
export class WireFault extends Error {
  constructor(readonly fault: 'reset' | 'hang' | 'truncate' | 'not-resolved' | 'certificate' | 'page' | 'nothing', readonly after: boolean) { super(fault); }
}
/** What a proxy or a captive portal answers in AWS's place. */
export const FOREIGN_PAGE = '<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head><body>Sign in to continue.</body></html>\n';
/** What arrives of an answer that is cut off. */
export const TRUNCATED_BODY = '<?xml version="1.0" encoding="UTF-8"?>\n<';

/** What an operation tells about itself besides its handler. */
export interface OperationTraits<I, C> {
  /** ARNs that the policy evaluation asks about; default `*`. */
  readonly resources?: (input: I, call: C) => readonly string[];
  /** Where clients of before ask for it, method and path, with its members in the query: AWS answers there too. */
  readonly formerly?: readonly [string, string];
  /** IAM actions where they are not `<prefix>:<Operation>`; an empty list: no authorization (sts:GetCallerIdentity). */
  readonly actions?: readonly string[];
  /** How CloudTrail writes it, where that differs from the general rule. */
  readonly trail?: {
    readonly eventName?: string;
    readonly readOnly?: boolean;
    /** Always in the partition's global region. */
    readonly global?: boolean;
    readonly request?: (input: I) => unknown;
    /** Response elements; default: the output for changing operations, null for reads. */
    readonly response?: (output: unknown) => unknown;
    /** Never in the event history (data events). */
    readonly hidden?: boolean;
  };
}
