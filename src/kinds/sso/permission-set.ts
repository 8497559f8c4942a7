// A permission set: what whoever is assigned to it may do in an account. One that was inflated gets its policies back and is provisioned again.
import {
  AttachManagedPolicyToPermissionSetCommand, DeleteInlinePolicyFromPermissionSetCommand, DeletePermissionSetCommand, DescribePermissionSetProvisioningStatusCommand, DetachManagedPolicyFromPermissionSetCommand, ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand, type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Operation, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible, type Action, type Deed } from '../kind.ts';
import { samePolicy } from '../foreign-principals.ts';
import { textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { saving } from '../saving.ts';
import { until, whileBusy } from '../waiting.ts';
import { describeSet, READS_SETS, setsInScan, type SetName } from './parts/permission-sets.ts';
import { READS_CONTENT, readContent, type SetContent } from './parts/set-content.ts';
import { recallSet } from './parts/set-recall.ts';

export interface PermissionSet extends Resource, SetContent { readonly instanceArn: string; readonly sessionDuration: string }

async function read(client: SSOAdminClient, region: string, set: SetName): Promise<PermissionSet> {
  return { arn: set.arn, uid: set.arn, name: set.name, region, instanceArn: set.instanceArn, sessionDuration: set.sessionDuration, ...(set.createdAt === undefined ? {} : { createdAt: set.createdAt }), ...await readContent(client, set) };
}

interface Wanted { readonly inline: string; readonly managed: readonly string[] }
const isTexts = (value: Json | undefined): value is readonly string[] => Array.isArray(value) && (value as readonly Json[]).every((one) => typeof one === 'string');
const wantedOf = (r: PermissionSet): Wanted => ({ inline: textIn(r.aim?.['inline']) ?? r.inline, managed: isTexts(r.aim?.['managed']) ? r.aim['managed'] : r.managed });
const isSo = (now: PermissionSet, to: Wanted): boolean => samePolicy(now.inline, to.inline) && JSON.stringify(now.managed) === JSON.stringify([...to.managed].sort());

const key = (r: PermissionSet) => ({ InstanceArn: r.instanceArn, PermissionSetArn: r.arn });
const call = (r: PermissionSet, operation: Operation, more: JsonObject = {}): Call => ({ operation, region: r.region, input: { ...key(r), ...more } });
const PROVISION: JsonObject = { TargetType: 'ALL_PROVISIONED_ACCOUNTS' };

function callsBetween(from: PermissionSet, was: Wanted, to: Wanted): Call[] {
  return [
    ...was.managed.filter((arn) => !to.managed.includes(arn)).map((arn) => call(from, 'sso:DetachManagedPolicyFromPermissionSet', { ManagedPolicyArn: arn })),
    ...to.managed.filter((arn) => !was.managed.includes(arn)).map((arn) => call(from, 'sso:AttachManagedPolicyToPermissionSet', { ManagedPolicyArn: arn })),
    ...(samePolicy(was.inline, to.inline) ? [] : [to.inline === '' ? call(from, 'sso:DeleteInlinePolicyFromPermissionSet') : call(from, 'sso:PutInlinePolicyToPermissionSet', { InlinePolicy: to.inline })]),
    call(from, 'sso:ProvisionPermissionSet', PROVISION),
  ];
}
async function provision(client: SSOAdminClient, r: PermissionSet, deed: Deed): Promise<void> {
  const { PermissionSetProvisioningStatus: begun } = await client.send(new ProvisionPermissionSetCommand({ ...key(r), TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
  await until(deed, r.name, async () => {
    const { PermissionSetProvisioningStatus: now } = await client.send(new DescribePermissionSetProvisioningStatusCommand({ InstanceArn: r.instanceArn, ProvisionPermissionSetRequestId: begun?.RequestId }));
    if (now?.Status === 'FAILED') throw failed(say('Identity Center could not do it: {{why}}', { why: now.FailureReason ?? '' }));
    return now?.Status !== 'IN_PROGRESS';
  });
}
/** From wherever it stands: read anew, because an attach that was done is refused the second time. */
async function set(aws: ChangeAws, r: PermissionSet, to: Wanted, deed: Deed): Promise<void> {
  const client = await aws.client('sso');
  const now = await readContent(client, r);
  for (const arn of now.managed) if (!to.managed.includes(arn)) await ifThere(client.send(new DetachManagedPolicyFromPermissionSetCommand({ ...key(r), ManagedPolicyArn: arn })));
  for (const arn of to.managed) if (!now.managed.includes(arn)) await client.send(new AttachManagedPolicyToPermissionSetCommand({ ...key(r), ManagedPolicyArn: arn }));
  if (!samePolicy(now.inline, to.inline)) {
    await (to.inline === '' ? client.send(new DeleteInlinePolicyFromPermissionSetCommand(key(r))) : client.send(new PutInlinePolicyToPermissionSetCommand({ ...key(r), InlinePolicy: to.inline })));
  }
  await provision(client, r, deed);
}

const recover: Action<PermissionSet> = {
  operations: ['sso:DetachManagedPolicyFromPermissionSet', 'sso:AttachManagedPolicyToPermissionSet', 'sso:PutInlinePolicyToPermissionSet', 'sso:DeleteInlinePolicyFromPermissionSet', 'sso:ProvisionPermissionSet'],
  reads: ['sso:DescribePermissionSetProvisioningStatus'],
  title: (r) => say('Give the permission set {{set}} back the policies that it had, and provision it', { set: r.name }),
  breaks: (r) => say('Everybody who is assigned to {{set}} gets what it allowed before the stranger, also in sessions that are open.', { set: r.name }),
  calls: (r) => callsBetween(r, r, wantedOf(r)),
  undoCalls: (before) => callsBetween(before, wantedOf(before), before),
  done: (now) => now !== undefined && isSo(now, wantedOf(now)) && now.outdated.length === 0,
  undone: (now, before) => now !== undefined && isSo(now, before),
  apply: (aws, now, deed) => set(aws, now, wantedOf(now), deed),
  undo: (aws, before, _, deed) => set(aws, before, before, deed),
  undoReopens: true,
};

export default defineKind<PermissionSet>({
  id: 'sso/permission-set', version: 1, title: say('Identity Center permission set'), scope: 'regional', role: 'credential',
  reads: [...READS_SETS, ...READS_CONTENT],

  async *list(scan) {
    const client = await scan.aws.client('sso');
    for (const one of await setsInScan(scan)) {
      try { yield await read(client, scan.region, one); } catch (error) { scan.gap('sso:GetInlinePolicyForPermissionSet', error, one.arn); }
    }
  },
  async look(aws, rs) {
    const client = await aws.client('sso');
    return inParallel(rs, 4, async (r) => {
      const one = r.uid === r.arn ? await describeSet(client, r.instanceArn, r.arn) : undefined;
      return one && read(client, aws.region, one);
    });
  },

  traces: {
    ids: (r) => [r.arn],
    created: ['sso:CreatePermissionSet'],
    changed: [
      'sso:PutInlinePolicyToPermissionSet', 'sso:DeleteInlinePolicyFromPermissionSet', 'sso:AttachManagedPolicyToPermissionSet', 'sso:DetachManagedPolicyFromPermissionSet', 'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
      'sso:DetachCustomerManagedPolicyReferenceFromPermissionSet', 'sso:PutPermissionsBoundaryToPermissionSet', 'sso:DeletePermissionsBoundaryFromPermissionSet', 'sso:UpdatePermissionSet', 'sso:PutPermissionsPolicy', 'sso:UpdatePermissionsPolicy',
    ],
  },
  recall: (r, history) => recallSet(r, history),
  judge: (_, { attributed }) => attributed && { ...attributed, techniques: ['T1098.003'] },

  actions: {
    preserve: saving((r) => say('Save the permission set {{set}} with its policies', { set: r.name }), 'permission-set', 'sso:DescribePermissionSet'),
    recover,
    eradicate: {
      operations: ['sso:DeletePermissionSet'],
      title: (r) => say('Delete the permission set {{set}}', { set: r.name }),
      breaks: () => say('Its assignments must be gone before. Its roles disappear from the accounts.'),
      calls: (r) => [call(r, 'sso:DeletePermissionSet')],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('sso');
        await whileBusy(deed, () => ifThere(client.send(new DeletePermissionSetCommand(key(r)))), ({ code }) => code === 'ConflictException');
      },
      undo: irreversible(say('AWS does not give a deleted permission set back. What it held is kept with the evidence, so it can be made anew.')),
    },
  },
});
