// A user or group of Identity Center who may enter an account with a permission set: the assignment is taken away, and made again.
import {
  CreateAccountAssignmentCommand, DeleteAccountAssignmentCommand, DescribeAccountAssignmentCreationStatusCommand, DescribeAccountAssignmentDeletionStatusCommand, type AccountAssignment as SdkAssignment, type AccountAssignmentOperationStatus, type PrincipalType,
} from '@aws-sdk/client-sso-admin';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Call, Operation, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, ownArn, type Deed } from '../kind.ts';
import { until } from '../waiting.ts';
import { accountsOf, assignmentsOf, describeSet, READS_SETS, setsInScan, type SetName } from './parts/permission-sets.ts';

export interface AccountAssignment extends Resource {
  readonly instanceArn: string;
  readonly setArn: string;
  readonly setName: string;
  readonly accountId: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

function assignmentOf(region: string, set: SetName, accountId: string, { PrincipalType: principalType = 'USER', PrincipalId: principalId = '' }: SdkAssignment): AccountAssignment {
  const name = `${principalId}@${accountId}/${set.name}`;
  return {
    arn: ownArn('sso/account-assignment', region, set.arn, `${accountId}/${principalType}/${principalId}`), uid: `${set.arn} ${accountId} ${principalType} ${principalId}`, name, region,
    instanceArn: set.instanceArn, setArn: set.arn, setName: set.name, accountId, principalType, principalId,
  };
}
const input = (r: AccountAssignment) => ({ InstanceArn: r.instanceArn, PermissionSetArn: r.setArn, TargetId: r.accountId, TargetType: 'AWS_ACCOUNT', PrincipalType: r.principalType, PrincipalId: r.principalId }) as const;
const call = (operation: Operation, r: AccountAssignment): Call => ({ operation, region: r.region, input: input(r) });
const told = (r: AccountAssignment) => ({ type: r.principalType === 'USER' ? say('user') : say('group'), principal: r.principalId, account: r.accountId, set: r.setName });

/** AWS does it some seconds later, or says why not. */
async function settled(deed: Deed, r: AccountAssignment, ask: () => Promise<AccountAssignmentOperationStatus | undefined>): Promise<void> {
  await until(deed, r.name, async () => {
    const { Status, FailureReason = '' } = await ask() ?? {};
    if (Status === 'FAILED') throw failed(say('Identity Center could not do it: {{why}}', { why: FailureReason }));
    return Status !== 'IN_PROGRESS';
  });
}
async function unassign(aws: ChangeAws, r: AccountAssignment, deed: Deed): Promise<void> {
  const client = await aws.client('sso');
  const { AccountAssignmentDeletionStatus: begun } = await client.send(new DeleteAccountAssignmentCommand(input(r)));
  await settled(deed, r, async () => (await client.send(new DescribeAccountAssignmentDeletionStatusCommand({ InstanceArn: r.instanceArn, AccountAssignmentDeletionRequestId: begun?.RequestId }))).AccountAssignmentDeletionStatus);
}
async function assign(aws: ChangeAws, r: AccountAssignment, deed: Deed): Promise<void> {
  const client = await aws.client('sso');
  const { AccountAssignmentCreationStatus: begun } = await client.send(new CreateAccountAssignmentCommand(input(r)));
  await settled(deed, r, async () => (await client.send(new DescribeAccountAssignmentCreationStatusCommand({ InstanceArn: r.instanceArn, AccountAssignmentCreationRequestId: begun?.RequestId }))).AccountAssignmentCreationStatus);
}

export default defineKind<AccountAssignment>({
  id: 'sso/account-assignment', version: 1, title: say('Identity Center assignment'), scope: 'regional', role: 'credential',
  reads: [...READS_SETS, 'sso:ListAccountsForProvisionedPermissionSet', 'sso:ListAccountAssignments'],

  async *list(scan) {
    const client = await scan.aws.client('sso');
    for (const set of await setsInScan(scan)) {
      try {
        for (const accountId of await accountsOf(client, set)) for (const one of await assignmentsOf(client, set, accountId)) yield assignmentOf(scan.region, set, accountId, one);
      } catch (error) { scan.gap('sso:ListAccountAssignments', error, set.arn); }
    }
  },
  async look(aws, rs) {
    const client = await aws.client('sso');
    const places = [...new Map(rs.map((r) => [`${r.setArn} ${r.accountId}`, r])).values()];
    const found = await inParallel(places, 4, async (r) => {
      const set = await describeSet(client, r.instanceArn, r.setArn);
      return set ? (await assignmentsOf(client, set, r.accountId)).map((one) => assignmentOf(aws.region, set, r.accountId, one)) : [];
    });
    const now = new Map(found.flat().map((one) => [one.uid, one]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.setArn, r.principalId],
    created: ['sso:CreateAccountAssignment', 'sso:CreateProfile', 'sso:AssociateProfile'],
    changed: [],
    concerns: (r, { request }) => request?.['permissionSetArn'] === r.setArn && request['principalId'] === r.principalId && request['targetId'] === r.accountId,
  },
  judge: (_, { attributed }) => attributed && { ...attributed, techniques: ['T1098.003'] },

  actions: {
    contain: {
      operations: ['sso:DeleteAccountAssignment', 'sso:CreateAccountAssignment'],
      reads: ['sso:DescribeAccountAssignmentDeletionStatus', 'sso:DescribeAccountAssignmentCreationStatus'],
      title: (r) => say('Take {{type}} {{principal}} of Identity Center out of account {{account}} (permission set {{set}})', told(r)),
      breaks: (r) => say('They can no longer enter account {{account}} with {{set}}. Sessions that are open go on until they end, at most 12 hours: sign the person out in IAM Identity Center (Users, Active sessions) now, before the user is disabled or deleted.', told(r)),
      calls: (r) => [call('sso:DeleteAccountAssignment', r)],
      undoCalls: (before) => [call('sso:CreateAccountAssignment', before)],
      done: (now) => now === undefined,
      apply: unassign,
      undo: (aws, before, _, deed) => assign(aws, before, deed),
      undoReopens: true,
    },
  },
});
