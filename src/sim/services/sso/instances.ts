// Instances of IAM Identity Center: the organization's, or one of the account alone.
import { CreateInstanceCommand, DeleteInstanceCommand, DescribeInstanceCommand, ListInstancesCommand, UpdateInstanceCommand, type InstanceMetadata, type ListInstancesCommandInput } from '@aws-sdk/client-sso-admin';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { organizationsState } from '../organizations/membership.ts';
import { badToken, instanceOf, ssoRoom, ssoRooms, type Instance } from './state.ts';

const isManagement = ({ account }: SimCall): boolean => organizationsState(account).organization?.MasterAccountId === account.id;

function create({ Name }: { readonly Name?: string | undefined }, call: SimCall): { InstanceArn: string } {
  if ([...ssoRooms(call.account).values()].some((room) => room.size > 0)) throw new AwsError('ServiceQuotaExceededException', 'You have exceeded the quota of Identity Center instances for this account.', 402);
  const arn = `arn:${call.account.partition}:sso:::instance/ssoins-${call.account.ids.hex(16)}`;
  const store = { id: `d-${call.account.ids.hex(10)}`, users: new Map(), groups: new Map(), memberships: new Map() };
  ssoRoom(call).set(arn, { arn, name: Name, created: call.now, organization: isManagement(call), sets: new Map(), assignments: new Map(), requests: new Map(), store });
  return { InstanceArn: arn };
}
const shown = (one: Instance, call: SimCall) => ({
  InstanceArn: one.arn, IdentityStoreId: one.store.id, OwnerAccountId: call.account.id, CreatedDate: one.created, Status: 'ACTIVE' as const, ...(one.name === undefined ? {} : { Name: one.name }),
});
function list(input: ListInstancesCommandInput, call: SimCall): { Instances: InstanceMetadata[]; NextToken?: string } {
  const { page, next } = listing([...ssoRoom(call).values()], { max: input.MaxResults, token: input.NextToken }, call, badToken);
  return { Instances: page.map((one) => shown(one, call)), ...(next === undefined ? {} : { NextToken: next }) };
}

type Given = { readonly InstanceArn: string | undefined };
const resources = ({ InstanceArn }: Given): string[] => [InstanceArn ?? '*'];
export const registerInstances = (sso: Service<SimCall>): Service<SimCall> => sso
  .on(CreateInstanceCommand, create)
  .on(ListInstancesCommand, list)
  .on(DescribeInstanceCommand, ({ InstanceArn }, call) => shown(instanceOf(call, InstanceArn), call), { resources })
  .on(UpdateInstanceCommand, ({ InstanceArn, Name }, call) => {
    instanceOf(call, InstanceArn).name = Name;
    return {};
  }, { resources })
  .on(DeleteInstanceCommand, ({ InstanceArn }, call) => {
    ssoRoom(call).delete(instanceOf(call, InstanceArn).arn);
    return {};
  }, { resources });
