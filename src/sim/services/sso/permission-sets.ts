// Permission sets of the organization's instance, and where they are provisioned.
import {
  CreatePermissionSetCommand, DeletePermissionSetCommand, DescribePermissionSetCommand, DescribePermissionSetProvisioningStatusCommand, ListAccountsForProvisionedPermissionSetCommand, ListPermissionSetsCommand, ProvisionPermissionSetCommand, UpdatePermissionSetCommand,
  type CreatePermissionSetCommandInput, type ListAccountsForProvisionedPermissionSetCommandInput, type ListPermissionSetsCommandInput, type PermissionSet as Shown, type PermissionSetProvisioningStatus, type ProvisionPermissionSetCommandInput,
} from '@aws-sdk/client-sso-admin';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { later } from '../rooms.ts';
import { badToken, contentOf, setOf, withSets, type PermissionSet } from './state.ts';

/** How long AWS takes to carry something into the accounts. */
export const CARRYING_MS = 4_000;

function create(input: CreatePermissionSetCommandInput, call: SimCall): { PermissionSet: Shown } {
  const { sets, arn: instance } = withSets(call, input.InstanceArn);
  const name = input.Name ?? '';
  if ([...sets.values()].some((s) => s.name === name)) throw new AwsError('ConflictException', `PermissionSet with name ${name} already exists.`, 409);
  const arn = `${instance.replace(':instance/', ':permissionSet/')}/ps-${call.account.ids.hex(16)}`;
  const set: PermissionSet = { arn, name, description: input.Description, created: call.now, sessionDuration: input.SessionDuration ?? 'PT1H', inline: '', managed: new Set(), own: new Map(), boundary: undefined, provisioned: new Map() };
  sets.set(arn, set);
  return { PermissionSet: shown(set) };
}
const shown = (s: PermissionSet): Shown => ({ Name: s.name, PermissionSetArn: s.arn, CreatedDate: s.created, SessionDuration: s.sessionDuration, ...(s.description === undefined ? {} : { Description: s.description }) });

function list(input: ListPermissionSetsCommandInput, call: SimCall): { PermissionSets: string[]; NextToken?: string } {
  const { page, next } = listing([...withSets(call, input.InstanceArn).sets.keys()], { max: input.MaxResults, token: input.NextToken }, call, badToken);
  return { PermissionSets: page, ...(next === undefined ? {} : { NextToken: next }) };
}
function accounts(input: ListAccountsForProvisionedPermissionSetCommandInput, call: SimCall): { AccountIds: string[]; NextToken?: string } {
  const set = setOf(call, input);
  const wanted = (content: string): boolean => input.ProvisioningStatus === undefined || (input.ProvisioningStatus === 'LATEST_PERMISSION_SET_PROVISIONED') === (content === contentOf(set));
  const { page, next } = listing([...set.provisioned].filter(([, content]) => wanted(content)).map(([id]) => id), { max: input.MaxResults, token: input.NextToken }, call, badToken);
  return { AccountIds: page, ...(next === undefined ? {} : { NextToken: next }) };
}
function remove(input: { readonly InstanceArn: string | undefined; readonly PermissionSetArn: string | undefined }, call: SimCall): Record<string, never> {
  const set = setOf(call, input);
  const { assignments, sets } = withSets(call, input.InstanceArn);
  if ([...assignments.values()].some((a) => a.setArn === set.arn)) throw new AwsError('ConflictException', 'Could not delete because PermissionSet is associated with an account.', 409);
  sets.delete(set.arn);
  return {};
}

function provision(input: ProvisionPermissionSetCommandInput, call: SimCall): { PermissionSetProvisioningStatus: PermissionSetProvisioningStatus } {
  const set = setOf(call, input);
  const RequestId = call.account.ids.uuid();
  withSets(call, input.InstanceArn).requests.set(RequestId, { from: call.now, done: new Date(call.now.getTime() + CARRYING_MS), setArn: set.arn });
  later(call, CARRYING_MS, () => {
    for (const id of set.provisioned.keys()) if (input.TargetId === undefined || input.TargetId === id) set.provisioned.set(id, contentOf(set));
  });
  return { PermissionSetProvisioningStatus: { Status: 'IN_PROGRESS', RequestId, PermissionSetArn: set.arn, CreatedDate: call.now } };
}
/** Of a request that somebody made. */
export function statusOf(call: SimCall, instance: string | undefined, id: string | undefined) {
  const request = withSets(call, instance).requests.get(id ?? '');
  if (!request) throw new AwsError('ResourceNotFoundException', `Request ${id ?? ''} does not exist.`, 404);
  return { Status: call.now >= request.done ? 'SUCCEEDED' as const : 'IN_PROGRESS' as const, RequestId: id, PermissionSetArn: request.setArn, CreatedDate: request.from };
}

type Given = { readonly InstanceArn: string | undefined; readonly PermissionSetArn?: string | undefined };
export const onSet = ({ InstanceArn, PermissionSetArn }: Given): string[] => [InstanceArn ?? '*', ...(PermissionSetArn === undefined ? [] : [PermissionSetArn])];
export const registerPermissionSets = (sso: Service<SimCall>): Service<SimCall> => sso
  .on(CreatePermissionSetCommand, create, { resources: onSet })
  .on(ListPermissionSetsCommand, list, { resources: onSet })
  .on(DescribePermissionSetCommand, (input, call) => ({ PermissionSet: shown(setOf(call, input)) }), { resources: onSet })
  .on(UpdatePermissionSetCommand, (input, call) => {
    setOf(call, input).sessionDuration = input.SessionDuration ?? setOf(call, input).sessionDuration;
    return {};
  }, { resources: onSet })
  .on(DeletePermissionSetCommand, remove, { resources: onSet })
  .on(ListAccountsForProvisionedPermissionSetCommand, accounts, { resources: onSet })
  .on(ProvisionPermissionSetCommand, provision, { resources: onSet })
  .on(DescribePermissionSetProvisioningStatusCommand, (input, call) => ({ PermissionSetProvisioningStatus: statusOf(call, input.InstanceArn, input.ProvisionPermissionSetRequestId) }), { resources: onSet });
