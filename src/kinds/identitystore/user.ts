// A user of Identity Center's own directory. No API disables one or ends its sessions: its assignments and groups are taken away, and the stranger's own is deleted.
import { DeleteUserCommand, DescribeUserCommand, type User as SdkUser } from '@aws-sdk/client-identitystore';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { saving } from '../saving.ts';
import { storeArn, usersInScan } from './parts/store.ts';

export interface StoreUser extends Resource { readonly storeId: string; readonly id: string; readonly displayName: string; readonly emails: readonly string[] }

const userOf = (partition: string, region: string, u: SdkUser): StoreUser => ({
  arn: storeArn(partition, 'user', u.UserId ?? ''), uid: u.UserId ?? '', name: u.UserName ?? u.UserId ?? '', region, storeId: u.IdentityStoreId ?? '', id: u.UserId ?? '', displayName: u.DisplayName ?? '',
  emails: (u.Emails ?? []).map((e) => e.Value ?? ''), ...(u.CreatedAt ? { createdAt: u.CreatedAt.toISOString() } : {}),
});

export default defineKind<StoreUser>({
  id: 'identitystore/user', version: 1, title: say('Identity Center user'), scope: 'regional', role: 'credential',
  reads: ['sso:ListInstances', 'identitystore:ListUsers', 'identitystore:DescribeUser'],

  async *list(scan) {
    for (const one of await usersInScan(scan)) yield userOf(scan.aws.partition, scan.region, one);
  },
  async look(aws, rs) {
    const client = await aws.client('identitystore');
    return inParallel(rs, 4, async (r) => {
      const now = r.uid === r.id ? await ifThere(client.send(new DescribeUserCommand({ IdentityStoreId: r.storeId, UserId: r.id }))) : undefined;
      return now && userOf(aws.partition, aws.region, now);
    });
  },

  traces: {
    ids: (r) => [r.id, r.name],
    created: ['identitystore:CreateUser', 'sso-directory:CreateUser'],
    changed: ['identitystore:UpdateUser', 'sso-directory:UpdateUser', 'sso-directory:UpdatePassword', 'sso-directory:UpdateUserName', 'sso-directory:EnableUser', 'sso-directory:StartVirtualMfaDeviceRegistration', 'sso-directory:CompleteVirtualMfaDeviceRegistration', 'sso-directory:CompleteWebAuthnDeviceRegistration'],
    concerns: (r, { request, response }) => JSON.stringify([request, response]).includes(JSON.stringify(r.id)) || request?.['userName'] === r.name,
  },
  judge: (_, { attributed }) => attributed && {
    ...attributed, techniques: ['T1136.003'],
    because: say('{{why}} End its sessions in IAM Identity Center (Users, the user, Active sessions) before it is disabled or deleted: afterwards they cannot be ended.', { why: attributed.because }),
  },

  actions: {
    preserve: saving((r) => say('Save the Identity Center user {{user}} as it is', { user: r.name }), 'identity-center-user', 'identitystore:DescribeUser'),
    eradicate: {
      operations: ['identitystore:DeleteUser'],
      title: (r) => say('Delete the Identity Center user {{user}}', { user: r.name }),
      breaks: () => say('The user can sign in no more. Sessions that are open go on for up to 12 hours, unless they were ended in the console before.'),
      cuts: (r) => [r.arn],
      calls: (r) => [{ operation: 'identitystore:DeleteUser', region: r.region, input: { IdentityStoreId: r.storeId, UserId: r.id } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('identitystore')).send(new DeleteUserCommand({ IdentityStoreId: r.storeId, UserId: r.id }))); },
      undo: irreversible(say('AWS does not give a deleted user back. One made anew has another id, and no assignment knows it.')),
    },
  },
});
