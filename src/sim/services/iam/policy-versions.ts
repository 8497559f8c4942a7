// Versions of customer managed policies: five at most, one of them the default.
import {
  CreatePolicyVersionCommand, DeletePolicyVersionCommand, GetPolicyVersionCommand, ListPolicyVersionsCommand, SetDefaultPolicyVersionCommand,
  type CreatePolicyVersionCommandInput, type PolicyVersion,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { encodeDocument } from './documents.ts';
import { deleteConflict, limitExceeded, noSuchEntity } from './errors.ts';
import { pageOf } from './page.ts';
import { checkPolicySize, ownPolicy, policyNamed, touchPolicy } from './policies.ts';
import type { PolicyRecord, PolicyVersionRecord } from './records.ts';
import { register, type Given, type IamService, type Nothing } from './register.ts';
import { onPolicy } from './resources.ts';
import { iamState } from './state.ts';

const MOST_VERSIONS = 5;

/** Lists leave the document out; `GetPolicyVersion` and the authorization details give it, URL-encoded. */
export const versionOut = (policy: PolicyRecord, version: PolicyVersionRecord): PolicyVersion =>
  ({ VersionId: version.id, IsDefaultVersion: version.id === policy.defaultVersion, CreateDate: version.createdAt });
export const versionInFull = (policy: PolicyRecord, version: PolicyVersionRecord): PolicyVersion => ({ Document: encodeDocument(version.document), ...versionOut(policy, version) });

function versionNamed(policy: PolicyRecord, id: string): PolicyVersionRecord {
  const version = policy.versions.find((one) => one.id === id);
  if (version === undefined) throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  return version;
}
function replace(policy: PolicyRecord, call: SimCall): void {
  iamState(call.account).policies.put({ ...policy, updatedAt: call.now }, call.now);
  touchPolicy(call, policy.arn);
}

function createVersion(input: Given<CreatePolicyVersionCommandInput>, call: SimCall): { PolicyVersion: PolicyVersion } {
  const policy = ownPolicy(input.PolicyArn, call);
  const document = checkPolicySize(input.PolicyDocument);
  if (policy.versions.length >= MOST_VERSIONS) {
    throw limitExceeded('A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.');
  }
  const version = { id: `v${policy.versionsMade + 1}`, document, createdAt: call.now };
  const changed: PolicyRecord = {
    ...policy, versions: [...policy.versions, version], versionsMade: policy.versionsMade + 1, defaultVersion: input.SetAsDefault === true ? version.id : policy.defaultVersion,
  };
  replace(changed, call);
  return { PolicyVersion: versionOut(changed, version) };
}

function deleteVersion(arn: string, id: string, call: SimCall): Nothing {
  const policy = ownPolicy(arn, call);
  versionNamed(policy, id);
  if (id === policy.defaultVersion) throw deleteConflict('Cannot delete the default version of a policy.');
  replace({ ...policy, versions: policy.versions.filter((one) => one.id !== id) }, call);
  return {};
}

export function addPolicyVersions(iam: IamService): void {
  register(iam, CreatePolicyVersionCommand, createVersion, { resources: onPolicy });
  register(iam, GetPolicyVersionCommand, ({ PolicyArn, VersionId }, call) => {
    const policy = policyNamed(PolicyArn, call.account);
    return { PolicyVersion: versionInFull(policy, versionNamed(policy, VersionId)) };
  }, { resources: onPolicy });
  register(iam, ListPolicyVersionsCommand, (input, call) => {
    const policy = policyNamed(input.PolicyArn, call.account);
    // The newest first: v10 before v9.
    const { items, rest } = pageOf(policy.versions, ({ id }) => String(1_000_000 - Number(id.slice(1))), input, call);
    return { Versions: items.map((version) => versionOut(policy, version)), ...rest };
  }, { resources: onPolicy });
  register(iam, SetDefaultPolicyVersionCommand, ({ PolicyArn, VersionId }, call) => {
    const policy = ownPolicy(PolicyArn, call);
    replace({ ...policy, defaultVersion: versionNamed(policy, VersionId).id }, call);
    return {};
  }, { resources: onPolicy });
  register(iam, DeletePolicyVersionCommand, ({ PolicyArn, VersionId }, call) => deleteVersion(PolicyArn, VersionId, call), { resources: onPolicy });
}
