// Turns what a handler throws into the error that AWS would send.
import type { ServiceModel, WireError } from './protocol.ts';
import type { Shape } from './schema.ts';
import type { AwsError } from './types.ts';

const isMessage = (member: string): boolean => member.toLowerCase() === 'message';

/** Settles code, status and members by the service's model. Extra members that the model does not know are a bug and throw. */
export function wireError(model: ServiceModel, error: AwsError): WireError {
  const shape = model.errorShape(error.code);
  refuseStrayMembers(error, shape);
  const isQuery = model.protocol === 'awsQuery' || model.protocol === 'ec2Query';
  const { code, status } = modelled(shape, isQuery);
  return {
    code: code ?? error.code,
    message: error.message,
    status: error.status ?? status ?? 400,
    shape,
    headers: error.headers,
    members: isQuery ? error.extra : { ...messageMember(shape, error.message), ...error.extra },
  };
}
function modelled(shape: Shape | undefined, isQuery: boolean): { readonly code: string | undefined; readonly status: number | undefined } {
  const [code, status]: readonly [code?: string, status?: number] = (isQuery ? shape?.own['awsQueryError'] : undefined) ?? [];
  return { code: code ?? shape?.name, status: status ?? shape?.own['httpError'] };
}
function refuseStrayMembers(error: AwsError, shape: Shape | undefined): void {
  const stray = Object.keys(error.extra).find((name) => shape?.members.has(name) !== true);
  if (stray !== undefined) throw new Error(`The error ${error.code} has no member ${stray}.`);
}
/** Modelled as `message` or `Message`; either is filled. */
function messageMember(shape: Shape | undefined, message: string): Record<string, string> {
  const name = [...(shape?.members.keys() ?? [])].find(isMessage);
  return name === undefined ? {} : { [name]: message };
}
