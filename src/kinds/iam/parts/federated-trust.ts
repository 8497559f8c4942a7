// Which roles an identity provider can open: those whose trust policy names it.
import { failureOf } from '../../../aws/errors.ts';
import type { ReadAws } from '../../../aws/session.ts';
import { say, type Text } from '../../../core/text.ts';
import type { Arn } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';
import { authorizationDetails, readRoles } from './authorization-details.ts';

/** Role name and trust policy. */
type Trusting = readonly { readonly roleName: string; readonly trust: string }[];

/** `undefined`, with a gap noted, where the roles may not be read: the providers are listed all the same. */
export async function trustsInScan(scan: Scan): Promise<Trusting | undefined> {
  try {
    return (await authorizationDetails(scan)).roles;
  } catch (error) {
    scan.gap('iam:GetAccountAuthorizationDetails', error);
    return undefined;
  }
}
export async function trustsNow(aws: ReadAws): Promise<Trusting | undefined> {
  try {
    return await readRoles(await aws.client('iam'));
  } catch (error) {
    if (failureOf(error).class !== 'denied') throw error;
    return undefined;
  }
}

/** Shown with the provider, never compared: the trusts are the roles' own. */
export const trustSeen = (roles: Trusting | undefined, provider: Arn): { readonly seen?: { readonly trustedBy: readonly string[] } } =>
  (roles === undefined ? {} : { seen: { trustedBy: roles.filter((r) => names(parsed(r.trust), provider)).map((r) => r.roleName).sort() } });

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}
/** Anywhere in the document: a condition or a `Deny` that names it is worth showing, too. */
function names(part: unknown, arn: Arn): boolean {
  if (typeof part === 'object' && part !== null) return Object.values(part).some((inner) => names(inner, arn));
  return part === arn;
}

export function breaksTrust(trustedBy: readonly string[] | undefined): Text {
  if (trustedBy === undefined) return say('AWS did not let this be read: which roles trust the provider. Nobody can get new sessions through it.');
  return trustedBy.length === 0 ? say('No role of this account trusts it.')
    : say('Nobody can get new sessions of {{roles}} through it. Sessions that are open stay open, and the trust of these roles goes on naming it: a provider made again under this name would be trusted at once.', { roles: trustedBy });
}
