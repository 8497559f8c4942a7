// The whole decision on one request: identity policies, boundary and session policies together.
import type { SimCaller } from '../account.ts';
import type { IamAuthority } from './authority.ts';
import { parsePolicy, type PolicyDocument } from './document.ts';
import { evaluate, type PolicyRequest } from './evaluate.ts';

/** What a caller may be allowed by. Root has none and needs none. */
export interface Grants {
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  /** Present for sessions that were narrowed; each must allow. */
  readonly session?: readonly PolicyDocument[];
}
export type Layer = 'identity-based policy' | 'permissions boundary' | 'session policy' | 'service control policy';
export interface Refusal { readonly layer: Layer; readonly explicit: boolean }

/** An explicit deny anywhere refuses; otherwise every layer that is there must allow. IAM user guide, "Policy evaluation logic". */
export function refusal(grants: Grants, request: PolicyRequest): Refusal | undefined {
  const layers: readonly (readonly [Layer, readonly PolicyDocument[] | undefined])[] = [
    ['identity-based policy', grants.identity],
    ['permissions boundary', grants.boundary && [grants.boundary]],
    ['session policy', grants.session],
  ];
  const effects = layers.flatMap(([layer, documents]) => (documents === undefined ? [] : [{ layer, effect: evaluate(documents, request) }]));
  const denied = effects.find(({ effect }) => effect === 'deny');
  if (denied) return { layer: denied.layer, explicit: true };
  const silent = effects.find(({ effect }) => effect === 'none');
  return silent && { layer: silent.layer, explicit: false };
}

/** Grants as enforced at `now`; 'root' for whom IAM policies do not bind; undefined when the principal is gone. */
export function grantsOf(caller: SimCaller, iam: IamAuthority, now: Date): Grants | 'root' | undefined {
  const narrowed = caller.session?.policies?.map(parsePolicy).filter((policy) => policy !== undefined);
  if (caller.type === 'Root') return grantsOfRoot(caller, narrowed);
  // A federated user gets what the session policy and the user both allow: without a session policy, nothing.
  const session = caller.type === 'FederatedUser' ? (narrowed ?? []) : narrowed;
  if (caller.session?.issuerType === 'Root') return { identity: [EVERYTHING], ...(session && { session }) };
  const principal = caller.session?.issuerArn ?? caller.arn;
  const identity = iam.identityPolicies(principal, now);
  if (identity === undefined) return undefined;
  const boundary = iam.boundary(principal, now);
  return { identity, ...(boundary && { boundary }), ...(session && { session }) };
}
/** The policy of an assumed root's task only denies, and binds even root. */
const grantsOfRoot = ({ session }: SimCaller, task: readonly PolicyDocument[] = []): Grants | 'root' => (session?.assumedRoot ? { identity: [EVERYTHING, ...task] } : 'root');
const EVERYTHING: PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
