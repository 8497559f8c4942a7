// Turns what a handler throws into the error that AWS would send.
import type { ServiceModel, WireError } from './protocol.ts';
import type { AwsError } from './types.ts';

const isMessage = (member: string): boolean => member.toLowerCase() === 'message';

/** Settles code, status and members by the service's model. Extra members that the model does not know are a bug and throw. */
export function wireError(model: ServiceModel, error: AwsError): WireError {
  const shape = model.errorShape(error.code);
  const isQuery = model.protocol === 'awsQuery' || model.protocol === 'ec2Query';
  const query: readonly [code: string, status: number] | undefined = isQuery ? shape?.own['awsQueryError'] : undefined;
  const stray = Object.keys(error.extra).find((name) => shape?.members.has(name) !== true);
  if (stray !== undefined) throw new Error(`The error ${error.code} has no member ${stray}.`);
  return {
    code: query?.[0] ?? shape?.name ?? error.code,
    message: error.message,
    status: error.status ?? query?.[1] ?? shape?.own['httpError'] ?? 400,
    shape,
    members: isQuery ? error.extra : { ...messageMember(shape, error.message), ...error.extra },
  };
}
/** Modelled as `message` or `Message`; either is filled. */
function messageMember(shape: WireError['shape'], message: string): Record<string, string> {
  const name = [...(shape?.members.keys() ?? [])].find(isMessage);
  return name === undefined ? {} : { [name]: message };
}
