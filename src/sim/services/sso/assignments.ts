// Who may enter which account with which permission set. Made and taken away some seconds after it was asked for.
import {
  CreateAccountAssignmentCommand, DeleteAccountAssignmentCommand, DescribeAccountAssignmentCreationStatusCommand, DescribeAccountAssignmentDeletionStatusCommand, ListAccountAssignmentsCommand,
  type AccountAssignment, type CreateAccountAssignmentCommandInput, type ListAccountAssignmentsCommandInput,
} from '@aws-sdk/client-sso-admin';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { later } from '../rooms.ts';
import { CARRYING_MS, onSet, statusOf } from './permission-sets.ts';
import { badToken, contentOf, setOf, withSets, type Assignment } from './state.ts';

const keyOf = (a: Assignment): string => `${a.accountId} ${a.setArn} ${a.principalType} ${a.principalId}`;
function asked(input: CreateAccountAssignmentCommandInput, call: SimCall): Assignment {
  const { store } = withSets(call, input.InstanceArn);
  const assignment: Assignment = { accountId: input.TargetId ?? '', setArn: setOf(call, input).arn, principalType: input.PrincipalType ?? 'USER', principalId: input.PrincipalId ?? '' };
  if (!/^\d{12}$/u.test(assignment.accountId)) throw new AwsError('ValidationException', 'The target is not an AWS account.', 400);
  const known = assignment.principalType === 'USER' ? store.users : store.groups;
  if (call.operation.startsWith('Create') && !known.has(assignment.principalId)) throw new AwsError('ResourceNotFoundException', `${assignment.principalType} ${assignment.principalId} does not exist.`, 404);
  return assignment;
}
function begin(input: CreateAccountAssignmentCommandInput, call: SimCall, deed: (assignment: Assignment) => void) {
  const assignment = asked(input, call);
  const RequestId = call.account.ids.uuid();
  withSets(call, input.InstanceArn).requests.set(RequestId, { from: call.now, done: new Date(call.now.getTime() + CARRYING_MS), setArn: assignment.setArn, ...(call.operation.startsWith('Create') && { assigns: assignment }) });
  later(call, CARRYING_MS, () => { deed(assignment); });
  return {
    Status: 'IN_PROGRESS' as const, RequestId, TargetId: assignment.accountId, TargetType: 'AWS_ACCOUNT' as const, PermissionSetArn: assignment.setArn, PrincipalType: assignment.principalType, PrincipalId: assignment.principalId, CreatedDate: call.now,
  };
}
function list(input: ListAccountAssignmentsCommandInput, call: SimCall): { AccountAssignments: AccountAssignment[]; NextToken?: string } {
  const set = setOf(call, input);
  const all = [...withSets(call, input.InstanceArn).assignments.values()].filter((a) => a.setArn === set.arn && a.accountId === input.AccountId);
  const { page, next } = listing(all, { max: input.MaxResults, token: input.NextToken }, call, badToken);
  return { AccountAssignments: page.map((a) => ({ AccountId: a.accountId, PermissionSetArn: a.setArn, PrincipalType: a.principalType, PrincipalId: a.principalId })), ...(next === undefined ? {} : { NextToken: next }) };
}

export const registerAssignments = (sso: Service<SimCall>): Service<SimCall> => sso
  .on(ListAccountAssignmentsCommand, list, { resources: onSet })
  .on(CreateAccountAssignmentCommand, (input, call) => {
    const { assignments } = withSets(call, input.InstanceArn);
    const set = setOf(call, input);
    return { AccountAssignmentCreationStatus: begin(input, call, (a) => {
      assignments.set(keyOf(a), a);
      if (!set.provisioned.has(a.accountId)) set.provisioned.set(a.accountId, contentOf(set));
    }) };
  }, { resources: onSet })
  .on(DeleteAccountAssignmentCommand, (input, call) => {
    const { assignments } = withSets(call, input.InstanceArn);
    const set = setOf(call, input);
    return { AccountAssignmentDeletionStatus: begin(input, call, (a) => {
      assignments.delete(keyOf(a));
      if (![...assignments.values()].some((other) => other.setArn === a.setArn && other.accountId === a.accountId)) set.provisioned.delete(a.accountId);
    }) };
  }, { resources: onSet })
  .on(DescribeAccountAssignmentCreationStatusCommand, (input, call) => ({ AccountAssignmentCreationStatus: statusOf(call, input.InstanceArn, input.AccountAssignmentCreationRequestId) }), { resources: onSet })
  .on(DescribeAccountAssignmentDeletionStatusCommand, (input, call) => ({ AccountAssignmentDeletionStatus: statusOf(call, input.InstanceArn, input.AccountAssignmentDeletionRequestId) }), { resources: onSet });
