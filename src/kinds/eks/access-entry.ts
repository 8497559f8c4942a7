// An EKS access entry: an IAM principal that may enter a cluster. Stripped of its rights, or deleted.
import {
  AssociateAccessPolicyCommand, DeleteAccessEntryCommand, DescribeAccessEntryCommand, DisassociateAccessPolicyCommand, paginateListAccessEntries, paginateListAssociatedAccessPolicies, UpdateAccessEntryCommand,
  type EKSClient,
} from '@aws-sdk/client-eks';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, MADE_ANEW, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, lastOwn, listIn, objectIn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { clustersOf } from './parts/clusters.ts';

interface Scope { readonly type: 'cluster' | 'namespace'; readonly namespaces: readonly string[] }
interface AccessEntry extends Resource {
  readonly cluster: string;
  readonly principalArn: Arn;
  /** `STANDARD`, or one for machines (`EC2_LINUX`, …): those have no policies, and their groups are AWS's. */
  readonly type: string;
  readonly groups: readonly string[];
  readonly policies: readonly { readonly arn: Arn; readonly scope: Scope }[];
}

type Held = AccessEntry['policies'][number] & { readonly at: string };
async function policiesOf(client: EKSClient, target: { readonly clusterName: string; readonly principalArn: string }): Promise<readonly Held[]> {
  const found: Held[] = [];
  for await (const { associatedAccessPolicies = [] } of paginateListAssociatedAccessPolicies({ client }, target)) {
    found.push(...associatedAccessPolicies.map(({ policyArn = '', accessScope, associatedAt }) => ({ at: associatedAt?.toISOString() ?? '', arn: policyArn, scope: { type: accessScope?.type ?? 'cluster', namespaces: [...(accessScope?.namespaces ?? [])].sort() } })));
  }
  return found.sort((a, b) => (a.arn < b.arn ? -1 : 1));
}
async function read(client: EKSClient, clusterName: string, principalArn: Arn, region: string): Promise<AccessEntry | undefined> {
  const target = { clusterName, principalArn };
  const entry = (await ifThere(client.send(new DescribeAccessEntryCommand(target))))?.accessEntry;
  const policies = entry && await ifThere(policiesOf(client, target));
  if (!entry?.accessEntryArn || !policies) return undefined;
  return {
    arn: entry.accessEntryArn, uid: entry.accessEntryArn, name: principalArn.slice(principalArn.lastIndexOf(':') + 1), region, ...(entry.createdAt && { createdAt: entry.createdAt.toISOString() }), cluster: clusterName, principalArn,
    type: entry.type ?? 'STANDARD', groups: [...(entry.kubernetesGroups ?? [])].sort(), policies: policies.map(({ arn, scope }) => ({ arn, scope })), seen: { since: Object.fromEntries(policies.map(({ arn, at }) => [arn, at])) },
  };
}
/** A cluster that knows its users from a ConfigMap alone has no entries, and says so by an error. */
async function entriesIn(client: EKSClient, clusterName: string, region: string): Promise<readonly (AccessEntry | undefined)[]> {
  const principals: string[] = [];
  try {
    for await (const { accessEntries = [] } of paginateListAccessEntries({ client }, { clusterName, maxResults: 100 })) principals.push(...accessEntries);
  } catch (error) {
    const { code, message } = failureOf(error);
    if (code === 'InvalidRequestException' && message.includes('authentication mode')) return [];
    throw error;
  }
  return inParallel(principals, 4, (principal) => read(client, clusterName, principal, region));
}

const target = (r: AccessEntry) => ({ clusterName: r.cluster, principalArn: r.principalArn });
const groupsInput = (r: AccessEntry, groups: readonly string[]) => ({ ...target(r), kubernetesGroups: [...groups] });
const scopeInput = (r: AccessEntry, p: AccessEntry['policies'][number]) => ({ ...target(r), policyArn: p.arn, accessScope: { type: p.scope.type, namespaces: [...p.scope.namespaces] } });
const call = (r: AccessEntry, operation: Call['operation'], input: Call['input']): Call => ({ operation, region: r.region, input });
/** As the gate shows it. */
const groupsCall = (r: AccessEntry, groups: readonly string[]): Call => call(r, 'eks:UpdateAccessEntry', groupsInput(r, groups));

/** What the stranger gave to an entry of the owner's, and the groups that it had before; of the stranger's own all. */
const over = (r: AccessEntry): AccessEntry['policies'] => (r.aim ? r.policies.filter((p) => listIn(r.aim?.['policies']).includes(p.arn)) : r.policies);
const groupsLeft = (r: AccessEntry): readonly string[] => (r.aim?.['groups'] === undefined ? r.aim ? r.groups : [] : listIn(r.aim['groups']).map(String).sort());
const hasGroups = (r: AccessEntry): boolean => canonical(r.groups) === canonical(groupsLeft(r));
function recall({ seen }: AccessEntry, history: readonly HistoryEvent[]): JsonObject | undefined {
  // Who made the cluster may have rights that nobody gave by a call of its own: those are older than the stranger's.
  const isOlder = (e: HistoryEvent): boolean => Date.parse(textIn(objectIn(seen?.['since'])?.[textIn(e.request?.['policyArn']) ?? '']) ?? '') < Date.parse(e.time) - 60_000;
  const given = (theirs: boolean): readonly string[] => history.filter((e) => isForeign(e) === theirs && isEvent(e, 'eks:AssociateAccessPolicy') && !(theirs && isOlder(e))).flatMap((e) => textIn(e.request?.['policyArn']) ?? []);
  const setsGroups = (e: HistoryEvent): boolean => e.request?.['kubernetesGroups'] !== undefined;
  const policies = given(true).filter((arn) => !given(false).includes(arn));
  return history.some((e) => isForeign(e) && setsGroups(e)) ? { policies, groups: lastOwn(history, setsGroups)?.request?.['kubernetesGroups'] ?? [] } : { policies };
}

async function strip(aws: ChangeAws, r: AccessEntry): Promise<void> {
  const client = await aws.client('eks');
  for (const policy of over(r)) await ifThere(client.send(new DisassociateAccessPolicyCommand({ ...target(r), policyArn: policy.arn })));
  if (!hasGroups(r)) await client.send(new UpdateAccessEntryCommand(groupsInput(r, groupsLeft(r))));
}
async function giveBack(aws: ChangeAws, before: AccessEntry): Promise<void> {
  const client = await aws.client('eks');
  if (!hasGroups(before)) await client.send(new UpdateAccessEntryCommand(groupsInput(before, before.groups)));
  for (const policy of over(before)) await client.send(new AssociateAccessPolicyCommand(scopeInput(before, policy)));
}

export default defineKind<AccessEntry>({
  id: 'eks/access-entry', version: 1, title: say('EKS access entry'), scope: 'regional', role: 'credential',
  reads: ['eks:ListClusters', 'eks:ListAccessEntries', 'eks:DescribeAccessEntry', 'eks:ListAssociatedAccessPolicies'],

  async *list(scan) {
    const client = await scan.aws.client('eks');
    const found = await inParallel(await clustersOf(scan), 4, (cluster) => entriesIn(client, cluster, scan.region).catch((error: unknown) => { scan.gap('eks:ListAccessEntries', error, cluster); return []; }));
    yield* found.flat().filter((entry) => entry !== undefined);
  },

  async look(aws, rs) {
    const client = await aws.client('eks');
    return inParallel(rs, 4, async (r) => {
      const now = await read(client, r.cluster, r.principalArn, aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.principalArn, r.arn],
    created: ['eks:CreateAccessEntry'],
    changed: ['eks:UpdateAccessEntry', 'eks:AssociateAccessPolicy', 'eks:DisassociateAccessPolicy'],
    concerns: (r, { request }) => request?.['principalArn'] === r.principalArn && [request['clusterName'], request['name']].includes(r.cluster),
  },

  recall,
  judge: (r, { attributed, accountId }) => {
    const account = r.principalArn.split(':')[4];
    if (attributed || account === accountId) return undefined;
    return { verdict: 'suspicious', because: say('A principal of another account may enter the EKS cluster {{cluster}}: {{principal}}.', { cluster: r.cluster, principal: r.principalArn }), techniques: ['T1098.006'] };
  },

  actions: {
    contain: {
      operations: ['eks:DisassociateAccessPolicy', 'eks:UpdateAccessEntry', 'eks:AssociateAccessPolicy'],
      title: (r) => (r.aim ? say('Take from {{principal}} what the stranger gave it in EKS cluster {{cluster}} in {{region}}', { cluster: r.cluster, region: r.region, principal: r.principalArn }) : say('Take every right in EKS cluster {{cluster}} in {{region}} from {{principal}}', { cluster: r.cluster, region: r.region, principal: r.principalArn })),
      breaks: (r) => (r.aim ? undefined : say('{{principal}} can do nothing in the cluster. What it has set up inside of the cluster (service accounts, role bindings) stays.', { principal: r.principalArn })),
      impossible: (r) => (r.type === 'STANDARD' ? undefined : say('This entry is for machines (type {{type}}): AWS lets nobody change its rights. It can only be deleted.', { type: r.type })),
      calls: (r) => [
        ...over(r).map((p) => call(r, 'eks:DisassociateAccessPolicy', { ...target(r), policyArn: p.arn })),
        ...(hasGroups(r) ? [] : [groupsCall(r, groupsLeft(r))]),
      ],
      undoCalls: (before) => [
        ...(hasGroups(before) ? [] : [groupsCall(before, before.groups)]),
        ...over(before).map((p) => call(before, 'eks:AssociateAccessPolicy', scopeInput(before, p))),
      ],
      done: (now) => now !== undefined && over(now).length === 0 && hasGroups(now),
      apply: strip,
      undo: giveBack,
      undoReopens: true,
    },
    eradicate: {
      operations: ['eks:DeleteAccessEntry'],
      title: (r) => say('Delete the access of {{principal}} to EKS cluster {{cluster}} in {{region}}', { cluster: r.cluster, region: r.region, principal: r.principalArn }),
      breaks: (r) => say('{{principal}} can no longer enter the cluster. What it has set up inside of the cluster (service accounts, role bindings) stays.', { principal: r.principalArn }),
      calls: (r) => [call(r, 'eks:DeleteAccessEntry', target(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        await ifThere((await aws.client('eks')).send(new DeleteAccessEntryCommand(target(r))));
      },
      undo: MADE_ANEW,
    },
  },
});
