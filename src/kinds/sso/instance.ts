// An instance of IAM Identity Center: a directory of people beside IAM. A stranger who enables one, or changes where its people come from, signs in as whom he likes.
import { DeleteInstanceCommand } from '@aws-sdk/client-sso-admin';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { saving } from '../saving.ts';
import { instancesInScan, instancesNow, type InstanceDetail } from './parts/instances.ts';

export interface SsoInstance extends Resource { readonly storeId: string; readonly ownerAccountId: string; readonly accountId: string }

const instanceOf = (one: InstanceDetail, region: string, accountId: string): SsoInstance => ({
  arn: one.arn, uid: one.arn, name: one.arn.split('/').at(-1) ?? one.arn, region, storeId: one.storeId, ownerAccountId: one.ownerAccountId, accountId, ...(one.createdAt === undefined ? {} : { createdAt: one.createdAt }),
});

/** Identity source and MFA: the console's own calls, which name the directory or nothing at all. */
const SETTINGS = [
  'sso:UpdateSsoConfiguration', 'sso:AssociateDirectory', 'sso:DisassociateDirectory', 'sso:UpdateMfaDeviceManagement', 'sso:ImportApplicationInstanceServiceProviderMetadata',
  'sso-directory:CreateExternalIdPConfigurationForDirectory', 'sso-directory:UpdateExternalIdPConfigurationForDirectory', 'sso-directory:EnableExternalIdPConfigurationForDirectory', 'sso-directory:DisableExternalIdPConfigurationForDirectory',
  'sso-directory:ImportExternalIdPCertificate', 'sso-directory:UpdateMfaDeviceManagementForDirectory', 'sso-directory:PutMfaDeviceManagementForDirectory', 'sso-directory:CreateBearerToken',
] as const;

export default defineKind<SsoInstance>({
  id: 'sso/instance', version: 1, title: say('IAM Identity Center instance'), scope: 'regional', role: 'credential',
  reads: ['sso:ListInstances'],

  async *list(scan) {
    for (const one of await instancesInScan(scan)) yield instanceOf(one, scan.region, scan.aws.accountId);
  },
  async look(aws, rs) {
    const now = new Map((await instancesNow(aws)).map((one) => [one.arn, instanceOf(one, aws.region, aws.accountId)]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.arn, r.storeId, 'sso:StartSSO', ...SETTINGS],
    created: ['sso:CreateInstance', 'sso:StartSSO'],
    changed: ['sso:UpdateInstance', 'sso:CreateTrustedTokenIssuer', 'sso:CreateApplication', 'sso:UpdateInstanceAccessControlAttributeConfiguration', ...SETTINGS],
  },
  judge: (_, { attributed }) => attributed && {
    ...attributed, techniques: ['T1556', 'T1484.002'],
    because: attributed.origin === 'created' ? attributed.because
      : say('{{why}} No API shows or sets what it was. Open IAM Identity Center, Settings: look at the identity source, the identity provider\'s certificates, automatic provisioning (its access tokens) and multi-factor authentication, and set them back.', { why: attributed.because }),
  },

  actions: {
    preserve: saving((r) => say('Save the Identity Center instance {{instance}} as it is', { instance: r.name }), 'sso-instance', 'sso:ListInstances'),
    eradicate: {
      operations: ['sso:DeleteInstance'],
      title: (r) => say('Delete the Identity Center instance {{instance}} in {{region}}', { instance: r.name, region: r.region }),
      impossible: (r) => (r.ownerAccountId === r.accountId ? undefined : say('It belongs to account {{account}}. Only that account can delete it.', { account: r.ownerAccountId })),
      destroys: () => say('All of its users, groups, permission sets, assignments and applications.'),
      breaks: () => say('Nobody can sign in through it any more. Sessions that are open in the account go on for up to 12 hours.'),
      cuts: () => [],
      calls: (r) => [{ operation: 'sso:DeleteInstance', region: r.region, input: { InstanceArn: r.arn } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('sso')).send(new DeleteInstanceCommand({ InstanceArn: r.arn }))); },
      undo: irreversible(say('AWS does not give a deleted Identity Center instance back; its users and groups would have to be made anew.')),
    },
  },
});
