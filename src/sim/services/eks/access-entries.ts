// Access entries: which IAM principals may enter a cluster, with which of EKS's policies and as which groups.
import {
  AssociateAccessPolicyCommand, CreateAccessEntryCommand, DeleteAccessEntryCommand, DescribeAccessEntryCommand, DisassociateAccessPolicyCommand, ListAccessEntriesCommand, ListAssociatedAccessPoliciesCommand, UpdateAccessEntryCommand,
  type AccessEntry, type AssociateAccessPolicyCommandInput, type AssociatedAccessPolicy, type CreateAccessEntryCommandInput, type DeleteAccessEntryCommandInput, type DescribeAccessEntryCommandInput, type DisassociateAccessPolicyCommandInput,
  type ListAccessEntriesCommandInput, type ListAssociatedAccessPoliciesCommandInput, type UpdateAccessEntryCommandInput,
} from '@aws-sdk/client-eks';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';
import { addEntry, clusterArns, eksArn, needCluster, type EksCluster, type EksEntry } from './state.ts';

function open(call: SimCall, name: string | undefined): EksCluster {
  const cluster = needCluster(call, name);
  if (cluster.mode === 'CONFIG_MAP') throw new AwsError('InvalidRequestException', 'The cluster\'s authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.');
  return cluster;
}
function need(call: SimCall, i: { readonly clusterName?: string | undefined; readonly principalArn?: string | undefined }): EksEntry {
  const found = open(call, i.clusterName).entries.get(i.principalArn ?? '');
  if (!found) throw new AwsError('ResourceNotFoundException', 'The specified principalArn could not be found. You can view your available access entries with \'list-access-entries\'.');
  return found;
}
const viewOf = (cluster: string | undefined, e: EksEntry): AccessEntry => ({ clusterName: cluster, principalArn: e.principalArn, kubernetesGroups: e.groups, accessEntryArn: e.arn, createdAt: e.createdAt, modifiedAt: e.modifiedAt, username: e.username, type: e.type, tags: {} });

function create(input: CreateAccessEntryCommandInput, call: SimCall): { accessEntry: AccessEntry } {
  const cluster = open(call, input.clusterName);
  const made = addEntry(call, cluster, input.principalArn ?? '', { type: input.type, groups: input.kubernetesGroups, username: input.username });
  if (!made) throw new AwsError('ResourceInUseException', 'The specified access entry resource is already in use on this cluster.');
  return { accessEntry: viewOf(cluster.name, made) };
}
function list(input: ListAccessEntriesCommandInput, call: SimCall): { accessEntries: string[]; nextToken: string | undefined } {
  const { page, next } = pageOf([...open(call, input.clusterName).entries.keys()], call, { max: input.maxResults, token: input.nextToken });
  return { accessEntries: page, nextToken: next };
}
function update(input: UpdateAccessEntryCommandInput, call: SimCall): { accessEntry: AccessEntry } {
  const entry = need(call, input);
  if (entry.type !== 'STANDARD') throw new AwsError('InvalidRequestException', 'The groups and user name of this access entry cannot be changed.');
  entry.groups = input.kubernetesGroups ?? entry.groups;
  entry.username = input.username ?? entry.username;
  entry.modifiedAt = call.now;
  return { accessEntry: viewOf(input.clusterName, entry) };
}
function remove(input: DeleteAccessEntryCommandInput, call: SimCall): Record<string, never> {
  open(call, input.clusterName).entries.delete(need(call, input).principalArn);
  return {};
}

function associate(input: AssociateAccessPolicyCommandInput, call: SimCall): { clusterName: string | undefined; principalArn: string; associatedAccessPolicy: AssociatedAccessPolicy } {
  const entry = need(call, input);
  if (entry.type !== 'STANDARD') throw new AwsError('InvalidRequestException', 'Access policies can only be associated with access entries of type STANDARD.');
  const policy = { policyArn: input.policyArn ?? '', accessScope: { type: 'cluster' as const, namespaces: [], ...input.accessScope }, associatedAt: entry.policies.get(input.policyArn ?? '')?.associatedAt ?? call.now };
  entry.policies.set(policy.policyArn, policy);
  return { clusterName: input.clusterName, principalArn: entry.principalArn, associatedAccessPolicy: policy };
}
function disassociate(input: DisassociateAccessPolicyCommandInput, call: SimCall): Record<string, never> {
  if (!need(call, input).policies.delete(input.policyArn ?? '')) throw new AwsError('ResourceNotFoundException', 'The specified policyArn is not associated with the access entry.');
  return {};
}
function associated(input: ListAssociatedAccessPoliciesCommandInput, call: SimCall): { clusterName: string | undefined; principalArn: string; nextToken: string | undefined; associatedAccessPolicies: AssociatedAccessPolicy[] } {
  const entry = need(call, input);
  const { page, next } = pageOf([...entry.policies.values()], call, { max: input.maxResults, token: input.nextToken });
  return { clusterName: input.clusterName, principalArn: entry.principalArn, nextToken: next, associatedAccessPolicies: page };
}

const entryArns = (i: { readonly clusterName?: string | undefined; readonly principalArn?: string | undefined }, call: SimCall): string[] => {
  const [, , , , account = '*', principal = '*'] = (i.principalArn ?? '').split(':');
  return [eksArn(call, `access-entry/${i.clusterName ?? '*'}/${principal.split('/')[0] ?? '*'}/${account}/${principal.split('/').at(-1) ?? '*'}/*`)];
};

export const registerAccessEntries = (eks: Service<SimCall>): Service<SimCall> => eks
  .on(CreateAccessEntryCommand, create, { resources: clusterArns })
  .on(ListAccessEntriesCommand, list, { resources: clusterArns })
  .on(DescribeAccessEntryCommand, (i: DescribeAccessEntryCommandInput, call) => ({ accessEntry: viewOf(i.clusterName, need(call, i)) }), { resources: entryArns })
  .on(UpdateAccessEntryCommand, update, { resources: entryArns })
  .on(DeleteAccessEntryCommand, remove, { resources: entryArns })
  .on(AssociateAccessPolicyCommand, associate, { resources: entryArns })
  .on(DisassociateAccessPolicyCommand, disassociate, { resources: entryArns })
  .on(ListAssociatedAccessPoliciesCommand, associated, { resources: entryArns });
