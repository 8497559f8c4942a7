// Requests of product providers for temporary access, and who of the account took, approved, rejected and released them.
import {
  AcceptDelegationRequestCommand, AssociateDelegationRequestCommand, ListDelegationRequestsCommand, RejectDelegationRequestCommand, SendDelegationTokenCommand,
  type DelegationRequest, type StateType,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { invalidInput, noSuchEntity } from './errors.ts';
import { arnOf } from './names.ts';
import { pageOf } from './page.ts';
import type { DelegationRecord } from './records.ts';
import { register, type IamService, type Nothing } from './register.ts';
import { iamState } from './state.ts';

const DAY_MS = 86_400_000;
const PROVIDER = { id: '444455556666', name: 'Example provider' };
const ASKS_FOR = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:CreateRole","Resource":"*"}]}';

interface ById { readonly DelegationRequestId: string }
const arnsOf = ({ DelegationRequestId: id }: ById, { account }: SimCall): string[] => [arnOf(account, 'delegation-request', '/', id)];

const expiresAt = ({ changedAt }: DelegationRecord): Date => new Date(changedAt.getTime() + 7 * DAY_MS);
export const delegationState = (one: DelegationRecord, now: Date): StateType => (now < expiresAt(one) ? one.state : 'EXPIRED');

function requestAt(id: string, call: SimCall): DelegationRecord {
  const found = iamState(call.account).delegations.get(id);
  if (found === undefined) throw noSuchEntity(`The delegation request with id ${id} cannot be found.`);
  return found;
}
/** From one of these states to that one. */
function move(id: string, call: SimCall, from: readonly StateType[], to: Partial<DelegationRecord> & Pick<DelegationRecord, 'state'>): Nothing {
  const one = requestAt(id, call);
  const state = delegationState(one, call.now);
  if (!from.includes(state)) throw invalidInput(`The delegation request ${id} is in state ${state}.`);
  iamState(call.account).delegations.set(id, { ...one, ...to, changedAt: call.now });
  return {};
}
/** Whoever follows the provider's link takes the request: that a provider asked is not seen before. */
function associate(id: string, call: SimCall): Nothing {
  const { delegations } = iamState(call.account);
  if (delegations.has(id)) throw invalidInput(`The delegation request ${id} already has an owner.`);
  delegations.set(id, { id, ownerArn: call.caller.arn, approverArn: undefined, state: 'ASSIGNED', createdAt: new Date(call.now.getTime() - 120_000), changedAt: call.now, reason: undefined });
  return {};
}

const requestOut = (one: DelegationRecord, { account, now }: SimCall): DelegationRequest => ({
  DelegationRequestId: one.id, OwnerAccountId: account.id, OwnerId: one.ownerArn, State: delegationState(one, now), CreateDate: one.createdAt, UpdatedTime: one.changedAt, ExpirationTime: expiresAt(one),
  Description: 'Sets the product up.', PermissionPolicy: ASKS_FOR, RequestorId: PROVIDER.id, RequestorName: PROVIDER.name, SessionDuration: 3_600, OnlySendByOwner: false,
  ...(one.approverArn === undefined ? {} : { ApproverId: one.approverArn }), ...(one.reason === undefined ? {} : { RejectionReason: one.reason }),
});

export function addDelegationRequests(iam: IamService): void {
  const on = { resources: arnsOf };
  register(iam, AssociateDelegationRequestCommand, ({ DelegationRequestId }, call) => associate(DelegationRequestId, call), on);
  register(iam, ListDelegationRequestsCommand, (input, call) => {
    const all = [...iamState(call.account).delegations.values()].filter(({ ownerArn }) => input.OwnerId === undefined || input.OwnerId === ownerArn);
    const { items, rest: { IsTruncated, ...rest } } = pageOf(all, ({ id }) => id, input, call);
    return { DelegationRequests: items.map((one) => requestOut(one, call)), isTruncated: IsTruncated, ...rest };
  });
  register(iam, AcceptDelegationRequestCommand, ({ DelegationRequestId }, call) => move(DelegationRequestId, call, ['ASSIGNED'], { state: 'ACCEPTED', approverArn: call.caller.arn }), on);
  register(iam, RejectDelegationRequestCommand, ({ DelegationRequestId, Notes }, call) => move(DelegationRequestId, call, ['ASSIGNED', 'ACCEPTED'], { state: 'REJECTED', reason: Notes }), on);
  register(iam, SendDelegationTokenCommand, ({ DelegationRequestId }, call) => move(DelegationRequestId, call, ['ACCEPTED'], { state: 'FINALIZED' }), on);
}
