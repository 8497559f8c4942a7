// The simulated Organizations. Behaviour: BEHAVIOUR.md beside it.
import {
  AcceptHandshakeCommand, AttachPolicyCommand, CancelHandshakeCommand, CreateOrganizationCommand, CreatePolicyCommand, DeclineHandshakeCommand, DeletePolicyCommand, DeregisterDelegatedAdministratorCommand, DescribeHandshakeCommand, DescribeOrganizationCommand, DescribePolicyCommand,
  DetachPolicyCommand, InviteAccountToOrganizationCommand, LeaveOrganizationCommand, ListDelegatedAdministratorsCommand, ListDelegatedServicesForAccountCommand, ListHandshakesForAccountCommand, ListHandshakesForOrganizationCommand, ListPoliciesCommand, ListPoliciesForTargetCommand, ListRootsCommand, OrganizationsClient, RegisterDelegatedAdministratorCommand, type Organization,
} from '@aws-sdk/client-organizations';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { delegatedAdministrators, delegatedServices, deregister, register } from './delegation.ts';
import { answer, handshakes, invite, mine, received } from './handshakes.ts';
import { accountOf, isManager, joinOrganization, organizationsState } from './membership.ts';
import { attach, createPolicy, deletePolicy, describePolicy, detach, policies, policiesOf, roots } from './policies.ts';

function describe(_: object, call: SimCall): { Organization: Organization } {
  const { organization } = organizationsState(call.account);
  // Somebody of an account that does not manage this organization: his own is not simulated.
  const isForeign = isManager(call.account, call.caller) && accountOf(call.caller, call.account) !== organization?.MasterAccountId;
  if (!organization || isForeign) throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  return { Organization: organization };
}
function create({ FeatureSet = 'ALL' }: { readonly FeatureSet?: 'ALL' | 'CONSOLIDATED_BILLING' | undefined }, call: SimCall): { Organization: Organization } {
  const { account } = call;
  if (organizationsState(account).organization) throw new AwsError('AlreadyInOrganizationException', 'The AWS account is already a member of an organization.');
  joinOrganization(account, { id: `o-${account.ids.hex(10)}`, managementAccountId: account.id, managementAccountEmail: 'management@example.com', featureSet: FeatureSet });
  return describe({}, call);
}
function leave(_: object, call: SimCall): Record<string, never> {
  const state = organizationsState(call.account);
  if (describe({}, call).Organization.MasterAccountId === call.account.id) throw new AwsError('MasterCannotLeaveOrganizationException', 'You can\'t remove a management account from an organization.');
  state.organization = undefined;
  return {};
}

const trail = { global: true } as const;
export default function organizations(): Service<SimCall> {
  return new Service<SimCall>(OrganizationsClient, { id: 'organizations' })
    .on(DescribeOrganizationCommand, describe, { trail })
    .on(CreateOrganizationCommand, create, { trail })
    .on(LeaveOrganizationCommand, leave, { trail })
    .on(ListHandshakesForAccountCommand, (input, call) => handshakes(received(call), input, call), { trail })
    .on(ListHandshakesForOrganizationCommand, (input, call) => handshakes(mine(call), input, call), { trail })
    .on(DescribeHandshakeCommand, ({ HandshakeId }, call) => ({ Handshake: answer(call, HandshakeId, undefined) }), { trail })
    .on(InviteAccountToOrganizationCommand, invite, { trail })
    .on(AcceptHandshakeCommand, ({ HandshakeId }, call) => ({ Handshake: answer(call, HandshakeId, 'ACCEPTED') }), { trail })
    .on(DeclineHandshakeCommand, ({ HandshakeId }, call) => ({ Handshake: answer(call, HandshakeId, 'DECLINED') }), { trail })
    .on(CancelHandshakeCommand, ({ HandshakeId }, call) => ({ Handshake: answer(call, HandshakeId, 'CANCELED') }), { trail })
    .on(RegisterDelegatedAdministratorCommand, register, { trail })
    .on(DeregisterDelegatedAdministratorCommand, deregister, { trail })
    .on(ListDelegatedAdministratorsCommand, delegatedAdministrators, { trail })
    .on(ListDelegatedServicesForAccountCommand, delegatedServices, { trail })
    .on(ListRootsCommand, roots, { trail })
    .on(ListPoliciesCommand, policies, { trail })
    .on(ListPoliciesForTargetCommand, policiesOf, { trail })
    .on(DescribePolicyCommand, describePolicy, { trail })
    .on(CreatePolicyCommand, createPolicy, { trail })
    .on(DeletePolicyCommand, deletePolicy, { trail })
    .on(AttachPolicyCommand, attach, { trail })
    .on(DetachPolicyCommand, detach, { trail });
}
