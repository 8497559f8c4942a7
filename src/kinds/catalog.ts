// Every kind that the program knows, each in a chunk of its own that is loaded when it is first needed.
import type { KindId } from '../core/types.ts';
import type { Kind } from './kind.ts';

export const catalog: Readonly<Record<KindId, () => Promise<Kind>>> = {
  'sts/caller': async () => (await import('./sts/caller.ts')).default,
  'iam/user-session': async () => (await import('./iam/user-session.ts')).default,
  'iam/role-session': async () => (await import('./iam/role-session.ts')).default,
  'iam/access-key': async () => (await import('./iam/access-key.ts')).default,
  'iam/user': async () => (await import('./iam/user.ts')).default,
  'iam/login-profile': async () => (await import('./iam/login-profile.ts')).default,
  'iam/mfa-device': async () => (await import('./iam/mfa-device.ts')).default,
  'iam/user-mfa': async () => (await import('./iam/user-mfa.ts')).default,
  'iam/service-specific-credential': async () => (await import('./iam/service-specific-credential.ts')).default,
  'iam/ssh-public-key': async () => (await import('./iam/ssh-public-key.ts')).default,
  'iam/signing-certificate': async () => (await import('./iam/signing-certificate.ts')).default,
  'iam/user-policy': async () => (await import('./iam/user-policy.ts')).default,
  'iam/user-policy-attachment': async () => (await import('./iam/user-policy-attachment.ts')).default,
  'iam/quarantine-policy': async () => (await import('./iam/quarantine-policy.ts')).default,
  'iam/role': async () => (await import('./iam/role.ts')).default,
  'iam/role-policy': async () => (await import('./iam/role-policy.ts')).default,
  'iam/role-policy-attachment': async () => (await import('./iam/role-policy-attachment.ts')).default,
  'iam/instance-profile': async () => (await import('./iam/instance-profile.ts')).default,
  'iam/group': async () => (await import('./iam/group.ts')).default,
  'iam/group-membership': async () => (await import('./iam/group-membership.ts')).default,
  'iam/group-policy': async () => (await import('./iam/group-policy.ts')).default,
  'iam/group-policy-attachment': async () => (await import('./iam/group-policy-attachment.ts')).default,
  'iam/policy': async () => (await import('./iam/policy.ts')).default,
  'iam/policy-version': async () => (await import('./iam/policy-version.ts')).default,
  'iam/open-id-connect-provider': async () => (await import('./iam/open-id-connect-provider.ts')).default,
  'iam/saml-provider': async () => (await import('./iam/saml-provider.ts')).default,
  'ec2/instance': async () => (await import('./ec2/instance.ts')).default,
  'ec2/serial-console-access': async () => (await import('./ec2/serial-console-access.ts')).default,
  'ec2/ebs-encryption-by-default': async () => (await import('./ec2/ebs-encryption-by-default.ts')).default,
  'ec2/snapshot-block-public-access': async () => (await import('./ec2/snapshot-block-public-access.ts')).default,
  'ec2/image-block-public-access': async () => (await import('./ec2/image-block-public-access.ts')).default,
  'ec2/instance-metadata-defaults': async () => (await import('./ec2/instance-metadata-defaults.ts')).default,
  'ec2/instance-metadata-options': async () => (await import('./ec2/instance-metadata-options.ts')).default,
  'ecs/service': async () => (await import('./ecs/service.ts')).default,
  'ecs/task': async () => (await import('./ecs/task.ts')).default,
  'ecs/cluster': async () => (await import('./ecs/cluster.ts')).default,
  'ecs/task-definition': async () => (await import('./ecs/task-definition.ts')).default,
  'lambda/function': async () => (await import('./lambda/function.ts')).default,
  'eks/nodegroup': async () => (await import('./eks/nodegroup.ts')).default,
  'eks/access-entry': async () => (await import('./eks/access-entry.ts')).default,
  'eks/cluster': async () => (await import('./eks/cluster.ts')).default,
};

export const KIND_IDS = Object.keys(catalog) as readonly KindId[];
/** The kind of that id, `undefined` where this version does not know it. */
export const kindById = async (id: KindId): Promise<Kind | undefined> => (Object.hasOwn(catalog, id) ? catalog[id]?.() : undefined);
