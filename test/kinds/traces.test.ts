// What the event history says of each thing: exactly the event that made it, whatever else shares its name.
import { expect, test } from 'vitest';
import { attribute } from '../../src/engine/attribute.ts';
import { kindById } from '../../src/kinds/catalog.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { eventsOf, touches } from './traced.ts';

const MADE = {
  'iam/service-specific-credential': 'iam:CreateServiceSpecificCredential', 'iam/ssh-public-key': 'iam:UploadSSHPublicKey', 'iam/signing-certificate': 'iam:UploadSigningCertificate', 'iam/server-certificate': 'iam:UploadServerCertificate',
  'iam/role-policy': 'iam:PutRolePolicy', 'iam/role-policy-attachment': 'iam:AttachRolePolicy', 'iam/group': 'iam:CreateGroup', 'iam/group-membership': 'iam:AddUserToGroup',
  'iam/group-policy': 'iam:PutGroupPolicy', 'iam/group-policy-attachment': 'iam:AttachGroupPolicy', 'iam/policy': 'iam:CreatePolicy', 'iam/policy-version': 'iam:CreatePolicyVersion',
  'iam/instance-profile': 'iam:CreateInstanceProfile', 'iam/open-id-connect-provider': 'iam:CreateOpenIDConnectProvider', 'iam/saml-provider': 'iam:CreateSAMLProvider',
} as const;

test.each(Object.entries(MADE))('%s is made by one %s, and each thing by its own', async (id, event) => {
  const at = await stage();
  const events = eventsOf(at);
  const kind = await kindById(id as keyof typeof MADE) as Kind;
  // The first version is made with its policy, and goes with it.
  const found = (await listOf(at, kind)).found.filter((r) => !(id === 'iam/policy-version' && r.name.endsWith(':v1')));
  expect(found.length).toBeGreaterThan(2);
  const makings = found.map((r) => touches(events, kind, r).filter((t) => t.event === event).map((t) => t.eventId));
  expect(makings.map((m) => m.length)).toEqual(found.map(() => 1));
  expect(new Set(makings.flat()).size).toBe(found.length);
  for (const r of found) expect(attribute(kind, r, touches(events, kind, r))).toMatchObject({ verdict: 'malicious', origin: 'created' });
});

test('a version that was switched to was changed, and the others were not', async () => {
  const at = await stage();
  const kind = await kindById('iam/policy-version') as Kind;
  const from = at.world.history.records().length;
  at.clock.set(new Date(at.clock.now().getTime() + 86_400_000));
  await at.play('iam', 'SetDefaultPolicyVersion', { PolicyArn: 'arn:aws:iam::111122223333:policy/team-developers', VersionId: 'v1' });
  const later = eventsOf(at).slice(from);
  const judged = (await listOf(at, kind)).found.map((r) => [r.name, attribute(kind, r, touches(later, kind, r))?.origin]);
  expect(judged.filter(([, origin]) => origin !== undefined)).toEqual([['team-developers:v1', 'changed']]);
});

test('a role that was put into the owner\'s profile changed the profile, not the one of the role\'s name', async () => {
  const at = await stage();
  const kind = await kindById('iam/instance-profile') as Kind;
  await at.play('iam', 'CreateInstanceProfile', { InstanceProfileName: 'Spare' });
  const from = at.world.history.records().length;
  await at.play('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'Spare', RoleName: 'Worker' });
  const later = eventsOf(at).slice(from);
  const judged = (await listOf(at, kind)).found.map((r) => [r.name, attribute(kind, r, touches(later, kind, r))?.origin]);
  expect(judged.filter(([, origin]) => origin !== undefined)).toEqual([['Spare', 'changed']]);
});
