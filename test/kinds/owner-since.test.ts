// What the owner has done since the stranger is not taken back with what the stranger did.
import { describe, expect, test } from 'vitest';
import type { Attribution, JsonObject } from '../../src/core/types.ts';
import instance from '../../src/kinds/ec2/instance.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';
import entry from '../../src/kinds/eks/access-entry.ts';
import environment from '../../src/kinds/batch/compute-environment.ts';
import fleet from '../../src/kinds/ec2/fleet.ts';
import metadataOptions from '../../src/kinds/ec2/instance-metadata-options.ts';
import image from '../../src/kinds/ec2/image.ts';
import spotFleet from '../../src/kinds/ec2/spot-fleet-request.ts';
import template from '../../src/kinds/ec2/launch-template.ts';
import service from '../../src/kinds/ecs/service.ts';
import key from '../../src/kinds/kms/key.ts';
import sharing from '../../src/kinds/rds/snapshot-sharing.ts';
import queue from '../../src/kinds/sqs/queue-policy.ts';
import record from '../../src/kinds/route53/record-set.ts';
import { REGION } from '../contract/account.ts';

let clock = 0;
const event = (name: string, by: Attribution | undefined, request: JsonObject = {}, response: JsonObject | null = null): HistoryEvent => ({ event: name, time: `2026-11-20T09:00:${String(clock++ % 60).padStart(2, '0')}.000Z`, by, request, response });
const never = '2026-11-20T00:00:00.000Z';

describe('what the owner has done since the stranger stays the owner\'s', () => {
  const recall = (kind: { recall?: unknown }, r: object, ...history: readonly HistoryEvent[]): unknown => (kind.recall as (r: unknown, h: readonly HistoryEvent[], since: string) => unknown)(r, history, never);

  test('a deployment of an ECS service; only the number of tasks goes back', () => {
    const update = (by: Attribution | undefined, request: JsonObject, taskDefinition: string, desiredCount: number): HistoryEvent => event('ecs:UpdateService', by, request, { service: { taskDefinition, desiredCount } });
    expect(recall(service, {}, event('ecs:CreateService', undefined, { desiredCount: 1, taskDefinition: 'jobs:1' }, { service: { taskDefinition: 'jobs:1', desiredCount: 1 } }), update('attacker', { desiredCount: 25 }, 'jobs:1', 25), update(undefined, { taskDefinition: 'jobs:2' }, 'jobs:2', 25)))
      .toEqual({ taskDefinition: 'jobs:2', desiredCount: 1 });
  });
  test('the default version of a launch template; the stranger\'s version goes', () => {
    const makes = (by: Attribution | undefined, versionNumber: number): HistoryEvent => event('ec2:CreateLaunchTemplateVersion', by, {}, { CreateLaunchTemplateVersionResponse: { launchTemplateVersion: { versionNumber } } });
    const sets = (by: Attribution | undefined, DefaultVersion: string): HistoryEvent => event('ec2:ModifyLaunchTemplate', by, { ModifyLaunchTemplateRequest: { DefaultVersion } });
    expect(recall(template, { defaultVersion: '3' }, event('ec2:CreateLaunchTemplate', undefined), makes('attacker', 2), sets('attacker', '2'), makes(undefined, 3), sets(undefined, '3'))).toEqual({ defaultVersion: '3', theirs: ['2'] });
  });
  test('a key that the owner had disabled', () => {
    expect(recall(key, {}, event('kms:DisableKey', undefined), event('kms:ScheduleKeyDeletion', 'attacker'))).toEqual({ disabled: true });
    expect(recall(key, {}, event('kms:ScheduleKeyDeletion', 'attacker'))).toBeUndefined();
  });
  test('the accounts that the owner shares a DB snapshot with', () => {
    const shares = (by: Attribution | undefined, ...valuesToAdd: readonly string[]): HistoryEvent => event('rds:ModifyDBSnapshotAttribute', by, { valuesToAdd });
    expect(recall(sharing, { sharedWith: ['111111111111', '123456789012', '444455556666', 'all'] }, shares(undefined, '123456789012'), shares('attacker', '123456789012', '444455556666', 'all'))).toEqual({ kept: ['111111111111', '123456789012'] });
  });
  test('the rights of an EKS access entry that are older than the stranger, also those of no call of their own', () => {
    const gives = (by: Attribution | undefined, policyArn: string): HistoryEvent => ({ ...event('eks:AssociateAccessPolicy', by, { policyArn }), time: '2026-11-20T09:30:00Z' });
    const seen = { since: { admin: '2026-09-01T00:00:00.000Z', edit: '2026-11-20T09:30:00.000Z' } };
    expect(recall(entry, { seen }, gives(undefined, 'view'), gives('attacker', 'view'), gives('attacker', 'admin'), gives('attacker', 'edit'))).toEqual({ policies: ['edit'] });
  });
  test('the size of a compute environment and of fleets', () => {
    expect(recall(environment, {}, event('batch:CreateComputeEnvironment', undefined, { computeResources: { maxvCpus: 16 } }), event('batch:UpdateComputeEnvironment', 'attacker', { computeResources: { maxvCpus: 512 } }))).toEqual({ most: 16 });
    expect(recall(spotFleet, {}, event('ec2:RequestSpotFleet', undefined, { RequestSpotFleetRequest: { SpotFleetRequestConfig: { TargetCapacity: 1 } } }), event('ec2:ModifySpotFleetRequest', 'attacker', { ModifySpotFleetRequestRequest: { TargetCapacity: 6 } }))).toEqual({ target: 1, onDemandTarget: 0, excess: 'default' });
    expect(recall(fleet, {}, event('ec2:ModifyFleet', 'attacker', { ModifyFleetRequest: { TargetCapacitySpecification: { TotalTargetCapacity: 9 } } }))).toBeUndefined();
  });
  test('an image is enabled and protected as it was, and not disabled for that', () => {
    const aim = recall(image, {}, event('ec2:DisableImageDeregistrationProtection', 'attacker'), event('ec2:DisableImage', 'attacker'));
    expect(aim).toEqual({ disabled: false, protection: 'enabled-without-cooldown' });
    expect(image.actions.contain?.needed?.({ aim } as never)).toBe(false);
  });
  test('a record is not there in a zone whose making the history shows, and nothing of the record', () => {
    const [made, put] = [event('route53:CreateHostedZone', undefined), event('route53:ChangeResourceRecordSets', 'attacker', { changeBatch: { changes: [{ action: 'UPSERT', resourceRecordSet: { name: 'login.example.com', type: 'TXT' } }] } })];
    const r = { name: 'login.example.com.', type: 'TXT', zoneId: 'Z1' };
    expect(recall(record, r, made, put)).toEqual({ is: null });
    expect(recall(record, r, put)).toBeUndefined();
  });
  test('settings of a machine, whether it runs and its profile', () => {
    const modify = (by: Attribution | undefined, request: JsonObject): HistoryEvent => event('ec2:ModifyInstanceAttribute', by, request);
    expect(recall(instance, {}, event('ec2:RunInstances', undefined, { iamInstanceProfile: { name: 'web' } }), modify(undefined, { disableApiTermination: { value: true } }), modify('attacker', { attribute: 'disableApiTermination', value: 'false' }),
      modify('attacker', { instanceInitiatedShutdownBehavior: { value: 'terminate' } }), event('ec2:ReplaceIamInstanceProfileAssociation', 'attacker', { ReplaceIamInstanceProfileAssociationRequest: { IamInstanceProfile: { Name: 'powerful' } } }), event('ec2:StopInstances', 'attacker')))
      .toEqual({ settings: { disableApiTermination: true, instanceInitiatedShutdownBehavior: 'stop' }, profile: 'web', running: true });
    expect(recall(instance, {}, modify('attacker', { disableApiStop: { value: true } }), modify(undefined, { disableApiStop: { value: false } }))).toBeUndefined();
  });
  test('what is read of a machine is a setting of its own: opening it leaves the machine on the network', () => {
    expect(instance.traces.changed).not.toContain('ec2:ModifyInstanceMetadataOptions');
    expect(metadataOptions.traces.changed).toEqual(['ec2:ModifyInstanceMetadataOptions']);
  });
  test('a queue\'s policy whose text no event tells: what the stranger added under his own labels is left out, and nothing else', () => {
    const add = (by: Attribution | undefined, label: string): HistoryEvent => event('sqs:AddPermission', by, { label });
    const policy = (...sids: readonly string[]): string => JSON.stringify({ Version: '2012-10-17', Statement: sids.map((Sid) => ({ Sid, Effect: 'Allow' })) });
    const r = { policy: policy('partner', 'reader') };
    expect(recall(queue, r, add(undefined, 'partner'), add('attacker', 'reader'))).toEqual({ policy: policy('partner') });
    expect(recall(queue, r, add(undefined, 'partner'), event('sqs:RemovePermission', 'attacker', { label: 'other' }), add('attacker', 'reader'))).toBeUndefined();
    expect(recall(queue, { policy: policy('reader') }, add('attacker', 'reader'))).toBeUndefined();
    expect(recall(queue, r, event('sqs:CreateQueue', undefined, { attributes: { Policy: policy('first') } }), add('attacker', 'reader'))).toEqual({ policy: policy('first') });
  });
  test('a machine of the owner\'s group that was started from a version of the stranger\'s is the stranger\'s', () => {
    const r = { name: 'i-1', arn: 'a', region: REGION, launchTemplate: 'lt-0123456789abcdef0:3', startedBy: { service: 'EC2 Auto Scaling', name: 'web' } };
    const response = { CreateLaunchTemplateVersionResponse: { launchTemplateVersion: { launchTemplateId: 'lt-0123456789abcdef0', versionNumber: 3 } } };
    const concerns = (launchTemplate: string): boolean | undefined => instance.traces.concerns?.({ ...r, launchTemplate } as never, { name: 'ec2:CreateLaunchTemplateVersion', region: REGION, request: null, response });
    expect([concerns('lt-0123456789abcdef0:3'), concerns('lt-0123456789abcdef0:2')]).toEqual([true, false]);
    const touch = { event: 'ec2:CreateLaunchTemplateVersion', attribution: 'attacker', time: '2026-11-20T09:00:00Z', sourceIp: '203.0.113.66', failed: false };
    expect(instance.judge?.(r as never, { touches: [touch] } as never)).toMatchObject({ verdict: 'malicious', origin: 'created' });
  });
});
