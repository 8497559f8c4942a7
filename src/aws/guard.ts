// The guard on every client: a call is sent only if it is a declared read, or if the permit of the running deed names it.
import type { MetadataBearer, MiddlewareStack, Pluggable } from '@smithy/types';
import type { Json, Operation, Region } from '../core/types.ts';
import { CallRefused, type Permit } from './permit.ts';
import { answering, failureOf } from './errors.ts';
import type { CalledOperation, ServiceId } from './session.ts';

interface Context { commandName?: string }
/** What may be called through one binding of a client. */
export type Leave = ({ readonly reads: ReadonlySet<Operation> } | { readonly permit: Permit; readonly reads: ReadonlySet<Operation>; readonly onCall: (called: CalledOperation) => void }) & { /** Not AWS's own, which may leave out what AWS never does. */ readonly anyEndpoint?: boolean };

/** AWS numbers each answer. One without a number that says nothing is a proxy's page, which would read as an empty list. */
const isEmpty = ({ $metadata, ...said }: MetadataBearer): boolean => $metadata.requestId === undefined && Object.values(said).every((value) => value === undefined);
const notFromAws = (): Error => Object.assign(new Error('The answer has no request id and says nothing: it is not from AWS.'), { name: 'AnswerNotFromAws', $metadata: { httpStatusCode: 200 } });

/** Requests that a guard has let through. Anything else that reaches the network handler is refused there. */
const marked = new WeakSet();
export const isMarked = (request: object): boolean => marked.has(request);

/** Dates as ISO, bytes as base64, no undefined members: an input as the permit and the journal see it. */
export function plainInput(input: unknown): Json {
  // A Buffer has become { type, data } before the replacer sees it, so it is looked at in its holder.
  const json = JSON.stringify({ input }, function (this: Record<string, unknown>, key, value: unknown) {
    const held = this[key];
    return held instanceof Uint8Array ? Buffer.from(held).toString('base64') : value;
  });
  return (JSON.parse(json) as { input?: Json }).input ?? null;
}

/** Each binding has its own guard; removing it from the stack leaves its requests unmarked, and so unsent. */
export function guard(service: ServiceId, region: Region, leave: Leave): Pluggable<object, MetadataBearer> {
  const allowed = new WeakMap<object, () => void>();
  const operationOf = (context: Context): Operation => `${service}:${(context.commandName ?? '').replace(/Command$/, '')}`;
  const check = (context: Context, input: unknown): (() => void) => {
    const operation = operationOf(context);
    if (leave.reads.has(operation)) return () => undefined;
    if (!('permit' in leave)) throw new CallRefused(operation, region, 'not-a-read');
    const plain = plainInput(input);
    const again = (): void => { leave.permit.check(operation, region, plain); };
    again();
    return again;
  };
  const tell = (context: Context, requestId: string | undefined, outcome: string): void => {
    const operation = operationOf(context);
    if ('permit' in leave && !leave.reads.has(operation)) leave.onCall({ operation, region, requestId: requestId ?? '', outcome });
  };
  return {
    applyToStack: (stack: MiddlewareStack<object, MetadataBearer>) => {
      stack.add((next, context) => async (args) => {
        allowed.set(context, check(context, args.input));
        try {
          const result = await next(args);
          if (!leave.anyEndpoint && isEmpty(result.output)) throw notFromAws();
          tell(context, result.output.$metadata.requestId, 'ok');
          return result;
        } catch (error) {
          // What was refused here was not sent: it is no call.
          const failure = failureOf(error);
          answering(error, operationOf(context));
          if (!(error instanceof CallRefused)) tell(context, failure.requestId, failure.code);
          throw error;
        }
      }, { step: 'initialize', priority: 'high', name: 'aws-incident-guard', override: true });
      // Last before the network, on every attempt: the deed may have ended while the SDK waited for a retry.
      stack.add((next, context) => (args) => {
        const again = allowed.get(context);
        if (!again) throw new CallRefused(operationOf(context), region, 'unmarked');
        again();
        marked.add(args.request as object);
        return next(args);
      }, { step: 'deserialize', priority: 'low', name: 'aws-incident-mark', override: true });
    },
  };
}
