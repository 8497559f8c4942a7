// What the contract suite finds of EC2's network and settings: more of each than fits on a page, and every setting weak.
import type { Play } from '../account.ts';

/** As an old account has them: nothing is blocked, nothing is encrypted, three instances answer IMDSv1. */
export async function furnishEc2Settings(play: Play): Promise<void> {
  await play('ec2', 'EnableSerialConsoleAccess', {});
  await play('ec2', 'DisableImageBlockPublicAccess', {});
  await play('ec2', 'ModifyEbsDefaultKmsKeyId', { KmsKeyId: 'arn:aws:kms:us-east-1:444455556666:key/0123abcd-01ab-01ab-01ab-0123456789ab' });
  await play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 3, MaxCount: 3, MetadataOptions: { HttpTokens: 'optional' } });
}

/** Groups without members, with rules of each sort of peer. */
export async function furnishGroups(play: Play): Promise<void> {
  const groups: string[] = [];
  for (const GroupName of ['web', 'database', 'jump']) groups.push((await play('ec2', 'CreateSecurityGroup', { GroupName, Description: 'example' }) as { GroupId: string }).GroupId);
  const [web] = groups;
  await play('ec2', 'AuthorizeSecurityGroupIngress', {
    GroupId: web, IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'example' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }], UserIdGroupPairs: [{ GroupId: web }] }],
    TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'team', Value: 'example' }] }],
  });
}
