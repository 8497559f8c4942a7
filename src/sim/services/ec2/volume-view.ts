// A new volume, and volumes and snapshots as AWS shows them.
import type { Snapshot as SnapshotOutput, Volume as VolumeOutput } from '@aws-sdk/client-ec2';
import type { SimAccount, SimCall } from '../../account.ts';
import { tagList, type Ec2Region, type Snapshot, type Volume } from './state.ts';

/** Stands for the AWS-managed key `aws/ebs` of the region: what it encrypts cannot be shared. */
export const defaultEbsKey = (call: SimCall): string => `arn:${call.account.partition}:kms:${call.region}:${call.account.id}:alias/aws/ebs`;

/** Encrypted where asked for, where a key is named, or where the region does so by default. */
export function encryptionOf(asked: { readonly Encrypted?: boolean | undefined; readonly KmsKeyId?: string | undefined }, region: Ec2Region, call: SimCall): Pick<Volume, 'encrypted' | 'kmsKeyId'> {
  const { Encrypted, KmsKeyId } = asked;
  const encrypted = Encrypted ?? (KmsKeyId !== undefined || region.ebsEncryption);
  return encrypted ? { encrypted, kmsKeyId: KmsKeyId ?? defaultEbsKey(call) } : { encrypted };
}

export const newVolume = (call: SimCall, parts: Omit<Volume, 'id' | 'created'>): Volume => ({ id: `vol-0${call.account.ids.hex(16)}`, created: call.now, ...parts });

export const volumeView = (region: Ec2Region, v: Volume): VolumeOutput => ({
  VolumeId: v.id, Size: v.size, VolumeType: v.type as VolumeOutput['VolumeType'], AvailabilityZone: v.zone, CreateTime: v.created, Encrypted: v.encrypted, KmsKeyId: v.kmsKeyId, SnapshotId: v.snapshotId ?? '', State: v.state,
  MultiAttachEnabled: false, ...(v.type === 'gp3' ? { Iops: 3000, Throughput: 125 } : {}), Tags: tagList(region, v.id),
  Attachments: v.attachment ? [{ VolumeId: v.id, InstanceId: v.attachment.instanceId, Device: v.attachment.device, AttachTime: v.attachment.at, DeleteOnTermination: v.attachment.deleteOnTermination, State: 'attached' }] : [],
});

export function snapshotProgress(snapshot: Snapshot, now: Date): { state: 'pending' | 'completed'; percent: number } {
  if (now >= snapshot.completes) return { state: 'completed', percent: 100 };
  const whole = snapshot.completes.getTime() - snapshot.started.getTime();
  return { state: 'pending', percent: Math.min(99, Math.floor(((now.getTime() - snapshot.started.getTime()) / whole) * 100)) };
}

export function snapshotView(account: SimAccount, region: Ec2Region, s: Snapshot): SnapshotOutput {
  const { state, percent } = snapshotProgress(s, account.now());
  return {
    SnapshotId: s.id, VolumeId: s.volumeId, VolumeSize: s.size, StartTime: s.started, Description: s.description, OwnerId: account.id, Encrypted: s.encrypted, KmsKeyId: s.kmsKeyId,
    State: state, Progress: `${String(percent)}%`, StorageTier: 'standard', Tags: tagList(region, s.id), ...(state === 'completed' ? { CompletionTime: s.completes } : {}),
  };
}
