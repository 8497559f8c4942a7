// Whether new EBS volumes and snapshot copies in a Region are encrypted without being asked, and with which key.
import {
  DisableEbsEncryptionByDefaultCommand, EnableEbsEncryptionByDefaultCommand, GetEbsDefaultKmsKeyIdCommand, GetEbsEncryptionByDefaultCommand, ModifyEbsDefaultKmsKeyIdCommand, ResetEbsDefaultKmsKeyIdCommand,
} from '@aws-sdk/client-ec2';
import { say } from '../../core/text.ts';
import { regionSetting, settingCall, type RegionSetting } from './parts/region-setting.ts';

export interface EbsEncryptionByDefault extends RegionSetting {
  readonly enabled: boolean;
  /** ARN, id or alias; the AWS-managed key is `alias/aws/ebs`. */
  readonly keyId: string;
  /** The key is another account's: whoever owns it can lock every volume that it encrypts. */
  readonly foreignKey: boolean;
}
const isForeign = (keyId: string, accountId: string): boolean => keyId.startsWith('arn:') && keyId.split(':')[4] !== accountId;

export default regionSetting<EbsEncryptionByDefault>({
  id: 'ec2/ebs-encryption-by-default', title: say('EBS encryption by default'),
  reads: ['ec2:GetEbsEncryptionByDefault', 'ec2:GetEbsDefaultKmsKeyId'],
  read: async (aws) => {
    const client = await aws.client('ec2');
    const [{ EbsEncryptionByDefault: enabled = false }, { KmsKeyId: keyId = '' }] = await Promise.all([client.send(new GetEbsEncryptionByDefaultCommand({})), client.send(new GetEbsDefaultKmsKeyIdCommand({}))]);
    return { enabled, keyId, foreignKey: isForeign(keyId, aws.accountId) };
  },
  changed: ['ec2:DisableEbsEncryptionByDefault', 'ec2:EnableEbsEncryptionByDefault', 'ec2:ModifyEbsDefaultKmsKeyId', 'ec2:ResetEbsDefaultKmsKeyId'],
  weak: ({ enabled, foreignKey, keyId, region }) => {
    if (foreignKey) return say('New EBS volumes in {{region}} are encrypted with {{key}}, a key of another account: its owner can lock them.', { region, key: keyId });
    return enabled ? undefined : say('New EBS volumes in {{region}} are not encrypted unless somebody asks for it.', { region });
  },
  stronger: {
    operations: ['ec2:EnableEbsEncryptionByDefault', 'ec2:DisableEbsEncryptionByDefault', 'ec2:ResetEbsDefaultKmsKeyId', 'ec2:ModifyEbsDefaultKmsKeyId'],
    title: ({ region, foreignKey }) => (foreignKey ? say('Encrypt new EBS volumes in {{region}} by default, with the key that AWS manages', { region }) : say('Encrypt new EBS volumes in {{region}} by default', { region })),
    breaks: () => say('Volumes that exist stay as they are. Launches on instance types that cannot use encrypted volumes fail, and snapshots made from now on cannot be public.'),
    calls: (r) => [...(r.foreignKey ? [settingCall(r, 'ec2:ResetEbsDefaultKmsKeyId', {})] : []), ...(r.enabled ? [] : [settingCall(r, 'ec2:EnableEbsEncryptionByDefault', {})])],
    undoCalls: (before) => [...(before.foreignKey ? [settingCall(before, 'ec2:ModifyEbsDefaultKmsKeyId', { KmsKeyId: before.keyId })] : []), ...(before.enabled ? [] : [settingCall(before, 'ec2:DisableEbsEncryptionByDefault', {})])],
    done: (now) => now?.enabled === true && !now.foreignKey,
    apply: async (aws, now) => {
      const client = await aws.client('ec2');
      if (now.foreignKey) await client.send(new ResetEbsDefaultKmsKeyIdCommand({}));
      if (!now.enabled) await client.send(new EnableEbsEncryptionByDefaultCommand({}));
    },
    undo: async (aws, before) => {
      const client = await aws.client('ec2');
      if (before.foreignKey) await client.send(new ModifyEbsDefaultKmsKeyIdCommand({ KmsKeyId: before.keyId }));
      if (!before.enabled) await client.send(new DisableEbsEncryptionByDefaultCommand({}));
    },
  },
});
