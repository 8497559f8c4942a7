// The leaked-key drill can be won: every foothold gone, its evidence kept, nobody harmed, and no socket opened.
import { Socket } from 'node:net';
import {
  DeactivateMFADeviceCommand, DeleteAccessKeyCommand, DeleteLoginProfileCommand, DeleteUserCommand, DeleteUserPolicyCommand, DeleteVirtualMFADeviceCommand, DetachUserPolicyCommand, IAMClient,
  PutRolePolicyCommand, PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateSnapshotsCommand, EC2Client, ModifyInstanceAttributeCommand, StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test, vi } from 'vitest';
import { SteppedClock } from '../../../src/core/clock.ts';
import { openDrill, type Drill } from '../../../src/sim/drill/world.ts';
import { shippedScenario } from '../../../src/sim/scenario/find.ts';
import type { FootholdScore } from '../../../src/sim/scenario/score.ts';

const INTRUDER = { UserName: 'svc-cloudwatch-agent' };
const last = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
const deny = (Condition?: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', ...(Condition ? { Condition } : {}) }] });

async function endInstances(drill: Drill, footholds: readonly FootholdScore[], config: object): Promise<void> {
  for (const { arn, region } of footholds.filter(({ kind }) => kind === 'ec2/instance')) {
    const ec2 = new EC2Client({ ...config, region });
    const InstanceId = last(arn);
    await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value: false } }));
    await ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId] }));
    await ec2.send(new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId } }));
    await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }));
    drill.clock.jump?.(new Date(drill.clock.now().getTime() + 60_000));
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
  }
}
async function deleteIntruder(iam: IAMClient, footholds: readonly FootholdScore[]): Promise<void> {
  const SerialNumber = footholds.find(({ kind }) => kind === 'iam/mfa-device')?.arn ?? '';
  for (const { arn, kind, origin } of footholds) if (kind === 'iam/access-key' && origin === 'created') await iam.send(new DeleteAccessKeyCommand({ ...INTRUDER, AccessKeyId: last(arn) }));
  await iam.send(new DeleteLoginProfileCommand(INTRUDER));
  await iam.send(new DeactivateMFADeviceCommand({ ...INTRUDER, SerialNumber }));
  await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
  await iam.send(new DetachUserPolicyCommand({ ...INTRUDER, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
  await iam.send(new DeleteUserPolicyCommand({ ...INTRUDER, PolicyName: 'stop' }));
  await iam.send(new DeleteUserCommand(INTRUDER));
}

test('leaked-key, played well', async () => {
  const connect = vi.spyOn(Socket.prototype, 'connect').mockImplementation(() => { throw new Error('A drill opened a socket.'); });
  try {
    const drill = await openDrill({ source: await shippedScenario('leaked-key'), clock: (start) => new SteppedClock(start) });
    if (!drill.operator) throw new Error('The drill gives no credentials.');
    const config = { credentials: drill.operator, requestHandler: drill.requestHandler(), maxAttempts: 1 };
    const iam = new IAMClient({ ...config, region: 'us-east-1' });
    const { footholds } = drill.score();
    const entry = footholds.find(({ origin }) => origin === 'entry')?.arn ?? '';
    await iam.send(new PutUserPolicyCommand({ ...INTRUDER, PolicyName: 'stop', PolicyDocument: deny() }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument: deny({ DateLessThan: { 'aws:TokenIssueTime': '2026-11-20T09:00:00Z' } }) }));
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'ci', AccessKeyId: last(entry) }));
    await endInstances(drill, footholds, config);
    await deleteIntruder(iam, footholds);
    const end = drill.score(footholds.map(({ arn }) => arn));
    expect(end.footholds.filter(({ found, contained, removed }) => found !== true || !contained || !removed)).toEqual([]);
    expect(end.evidence.lost).toEqual([]);
    expect(end.evidence.kept).toHaveLength(3);
    expect(end.bystanders.harmed).toEqual([]);
    expect(end.msToContain).toBe(2 * 60_000);
    expect(connect).not.toHaveBeenCalled();
  } finally { connect.mockRestore(); }
});
