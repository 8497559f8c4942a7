// What the contract suite finds of EC2's network and settings: more of each than fits on a page, and every setting weak.
import type { Play } from '../account.ts';

/** As an old account has them: nothing is blocked, nothing is encrypted, three instances answer IMDSv1. */
export async function furnishEc2Settings(play: Play): Promise<void> {
  await play('ec2', 'EnableSerialConsoleAccess', {});
  await play('ec2', 'DisableImageBlockPublicAccess', {});
  await play('ec2', 'ModifyEbsDefaultKmsKeyId', { KmsKeyId: 'arn:aws:kms:us-east-1:444455556666:key/0123abcd-01ab-01ab-01ab-0123456789ab' });
  await play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 3, MaxCount: 3, MetadataOptions: { HttpTokens: 'optional' } });
}
