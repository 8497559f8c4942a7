// A permission set: what whoever is assigned to it may do in an account. One that was inflated gets its policies back and is provisioned again.
import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand, AttachManagedPolicyToPermissionSetCommand, DeleteInlinePolicyFromPermissionSetCommand, DeletePermissionsBoundaryFromPermissionSetCommand, DeletePermissionSetCommand, DetachCustomerManagedPolicyReferenceFromPermissionSetCommand, DescribePermissionSetProvisioningStatusCommand, DetachManagedPolicyFromPermissionSetCommand, ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand, PutPermissionsBoundaryToPermissionSetCommand, UpdatePermissionSetCommand, type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Operation, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, KEPT_ALL, type Action, type Deed } from '../kind.ts';
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

interface Wanted { readonly inline: string; readonly managed: readonly string[]; readonly own: readonly string[]; readonly boundary: string | null; readonly sessionDuration: string }
const isTexts = (value: Json | undefined): value is readonly string[] => Array.isArray(value) && (value as readonly Json[]).every((one) => typeof one === 'string');
function wantedOf(r: PermissionSet): Wanted {
  const { managed, own, inline, boundary } = r.aim ?? {};
  return {
    inline: inline === null ? '' : textIn(inline) ?? r.inline, managed: isTexts(managed) ? managed : r.managed, own: isTexts(own) ? own : r.own,
    boundary: boundary === null ? null : textIn(boundary) ?? r.boundary, sessionDuration: textIn(r.aim?.['sessionDuration']) ?? r.sessionDuration,
  };
}
const isSo = (now: PermissionSet, to: Wanted): boolean => between(now, now, to).length === 0;

const key = (r: PermissionSet) => ({ InstanceArn: r.instanceArn, PermissionSetArn: r.arn });
const call = (r: PermissionSet, operation: Operation, more: JsonObject = {}): Call => ({ operation, region: r.region, input: { ...key(r), ...more } });
const PROVISION: JsonObject = { TargetType: 'ALL_PROVISIONED_ACCOUNTS' };

const without = (these: readonly string[], those: readonly string[]): readonly string[] => these.filter((one) => !those.includes(one));
/** `/path/name` → as the API names it. */
const reference = (own: string) => ({ CustomerManagedPolicyReference: { Name: own.slice(own.lastIndexOf('/') + 1), Path: own.slice(0, own.lastIndexOf('/') + 1) } });
function between(r: PermissionSet, was: Wanted, to: Wanted): Call[] {
  return [
    ...without(was.managed, to.managed).map((arn) => call(r, 'sso:DetachManagedPolicyFromPermissionSet', { ManagedPolicyArn: arn })),
    ...without(to.managed, was.managed).map((arn) => call(r, 'sso:AttachManagedPolicyToPermissionSet', { ManagedPolicyArn: arn })),
    ...without(was.own, to.own).map((own) => call(r, 'sso:DetachCustomerManagedPolicyReferenceFromPermissionSet', reference(own))),
    ...without(to.own, was.own).map((own) => call(r, 'sso:AttachCustomerManagedPolicyReferenceToPermissionSet', reference(own))),
    ...(samePolicy(was.inline, to.inline) ? [] : [to.inline === '' ? call(r, 'sso:DeleteInlinePolicyFromPermissionSet') : call(r, 'sso:PutInlinePolicyToPermissionSet', { InlinePolicy: to.inline })]),
    ...(was.boundary === to.boundary ? [] : [to.boundary === null ? call(r, 'sso:DeletePermissionsBoundaryFromPermissionSet') : call(r, 'sso:PutPermissionsBoundaryToPermissionSet', { PermissionsBoundary: { ManagedPolicyArn: to.boundary } })]),
    ...(was.sessionDuration === to.sessionDuration ? [] : [call(r, 'sso:UpdatePermissionSet', { SessionDuration: to.sessionDuration })]),
  ];
}
const callsBetween = (r: PermissionSet, was: Wanted, to: Wanted): Call[] => [...between(r, was, to), call(r, 'sso:ProvisionPermissionSet', PROVISION)];
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
  const one = await describeSet(client, r.instanceArn, r.arn);
  if (!one) return;
  const now = { ...r, ...await readContent(client, r), sessionDuration: one.sessionDuration };
  for (const { operation, input } of between(now, now, to)) await ifThere(SEND[operation]?.(client, input as never) ?? Promise.resolve());
  await provision(client, r, deed);
}
const SEND: Readonly<Record<string, (client: SSOAdminClient, input: never) => Promise<unknown>>> = {
  'sso:DetachManagedPolicyFromPermissionSet': (c, i) => c.send(new DetachManagedPolicyFromPermissionSetCommand(i)),
  'sso:AttachManagedPolicyToPermissionSet': (c, i) => c.send(new AttachManagedPolicyToPermissionSetCommand(i)),
  'sso:DetachCustomerManagedPolicyReferenceFromPermissionSet': (c, i) => c.send(new DetachCustomerManagedPolicyReferenceFromPermissionSetCommand(i)),
  'sso:AttachCustomerManagedPolicyReferenceToPermissionSet': (c, i) => c.send(new AttachCustomerManagedPolicyReferenceToPermissionSetCommand(i)),
  'sso:DeleteInlinePolicyFromPermissionSet': (c, i) => c.send(new DeleteInlinePolicyFromPermissionSetCommand(i)),
  'sso:PutInlinePolicyToPermissionSet': (c, i) => c.send(new PutInlinePolicyToPermissionSetCommand(i)),
  'sso:DeletePermissionsBoundaryFromPermissionSet': (c, i) => c.send(new DeletePermissionsBoundaryFromPermissionSetCommand(i)),
  'sso:PutPermissionsBoundaryToPermissionSet': (c, i) => c.send(new PutPermissionsBoundaryToPermissionSetCommand(i)),
  'sso:UpdatePermissionSet': (c, i) => c.send(new UpdatePermissionSetCommand(i)),
};

const recover: Action<PermissionSet> = {
  operations: [...Object.keys(SEND) as Operation[], 'sso:ProvisionPermissionSet'],
  reads: ['sso:DescribePermissionSetProvisioningStatus'],
  title: (r) => say('Give the permission set {{set}} back the policies that it had, and provision it', { set: r.name }),
  breaks: (r) => (r.aim?.['lost'] ? say('No event tells which inline policy {{set}} had before the stranger wrote over it: it has none until you put yours in again.', { set: r.name })
    : say('Everybody who is assigned to {{set}} gets what it allowed before the stranger, also in sessions that are open.', { set: r.name })),
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
      undo: KEPT_ALL,
    },
  },
});
