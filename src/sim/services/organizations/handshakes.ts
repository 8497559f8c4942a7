// Invitations: sent by this account's organization, or received from another one.
import type { Handshake, HandshakeState, InviteAccountToOrganizationCommandInput } from '@aws-sdk/client-organizations';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { badToken, joinOrganization, managed, organizationsState } from './membership.ts';

const FIFTEEN_DAYS_MS = 15 * 86_400_000;
interface Listed { readonly Filter?: { readonly ActionType?: string | undefined } | undefined; readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined }

const all = (call: SimCall): readonly Handshake[] => [...organizationsState(call.account).handshakes.values()];
const isOwn = (call: SimCall, h: Handshake): boolean => h.Parties?.some((p) => p.Type === 'ORGANIZATION' && p.Id === organizationsState(call.account).organization?.Id?.replace(/^o-/u, '')) ?? false;
export const received = (call: SimCall): readonly Handshake[] => all(call).filter((h) => !isOwn(call, h));
export function mine(call: SimCall): readonly Handshake[] {
  managed(call);
  return all(call).filter((h) => isOwn(call, h));
}
export function handshakes(of: readonly Handshake[], input: Listed, call: SimCall): { Handshakes: Handshake[]; NextToken?: string } {
  const wanted = of.filter((h) => input.Filter?.ActionType === undefined || h.Action === input.Filter.ActionType);
  const { page, next } = listing(wanted, { max: input.MaxResults, token: input.NextToken, most: 20 }, call, badToken);
  return { Handshakes: page, ...(next === undefined ? {} : { NextToken: next }) };
}

export function invite({ Target }: InviteAccountToOrganizationCommandInput, call: SimCall): { Handshake: Handshake } {
  const { Id = '' } = managed(call);
  const { account } = call;
  if (all(call).some((h) => h.State === 'OPEN' && h.Parties?.some((p) => p.Id === Target?.Id))) throw new AwsError('DuplicateHandshakeException', 'A handshake with the same action and target already exists.');
  const handshakeId = `h-${account.ids.hex(32)}`;
  const handshake: Handshake = {
    Id: handshakeId, Arn: `arn:${account.partition}:organizations::${account.id}:handshake/${Id}/invite/${handshakeId}`, Action: 'INVITE', State: 'OPEN', RequestedTimestamp: call.now, ExpirationTimestamp: new Date(call.now.getTime() + FIFTEEN_DAYS_MS),
    Parties: [{ Id: Id.replace(/^o-/u, ''), Type: 'ORGANIZATION' }, { Id: Target?.Id, Type: Target?.Type }],
  };
  organizationsState(account).handshakes.set(handshakeId, handshake);
  return { Handshake: handshake };
}

/** Without a state: as it is. */
export function answer(call: SimCall, id: string | undefined, state: HandshakeState | undefined): Handshake {
  const { handshakes: known, organization } = organizationsState(call.account);
  const handshake = known.get(id ?? '');
  if (!handshake) throw new AwsError('HandshakeNotFoundException', 'We can\'t find a handshake with the HandshakeId that you specified.');
  if (state === undefined) return handshake;
  if (handshake.State !== 'OPEN') throw new AwsError('InvalidHandshakeTransitionException', `You can't change a handshake from ${handshake.State ?? ''} to ${state}.`);
  if (state === 'ACCEPTED') {
    if (organization) throw new AwsError('HandshakeConstraintViolationException', 'The account is already a member of an organization.', 400, { Reason: 'ALREADY_IN_AN_ORGANIZATION' });
    const managementAccountId = handshake.Arn?.split(':')[4] ?? '';
    joinOrganization(call.account, { id: `o-${handshake.Parties?.find((p) => p.Type === 'ORGANIZATION')?.Id ?? ''}`, managementAccountId, managementAccountEmail: 'management@example.com' });
  }
  const now: Handshake = { ...handshake, State: state };
  known.set(id ?? '', now);
  return now;
}
