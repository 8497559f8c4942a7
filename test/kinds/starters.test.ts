// What starts machines: whose they are, what a group and a template were before, and what deletion waits for.
import { describe, expect, test } from 'vitest';
import type { JsonObject, KindId, Resource, Touch } from '../../src/core/types.ts';
import autoScalingGroup from '../../src/kinds/autoscaling/auto-scaling-group.ts';
import instance from '../../src/kinds/ec2/instance.ts';
import launchTemplate from '../../src/kinds/ec2/launch-template.ts';
import snapshot from '../../src/kinds/ec2/snapshot.ts';
import snapshotPermission from '../../src/kinds/ec2/snapshot-permission.ts';
import type { Instance } from '../../src/kinds/ec2/parts/instance-view.ts';
import type { HistoryEvent, Kind } from '../../src/kinds/kind.ts';
import { plan } from '../../src/engine/plan.ts';
import { EMPTY, findingOf } from '../engine/stage.ts';

const REGION = 'us-east-1', ACCOUNT = '111122223333', SINCE = '2026-11-20T03:00:00Z';
const machine: Instance = {
  arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0123456789abcdef0`, uid: 'i-0123456789abcdef0', name: 'i-0123456789abcdef0', region: REGION, createdAt: '2026-11-20T08:00:00.000Z', state: 'running', type: 'g5.xlarge', imageId: 'ami-0123456789abcdef0', zone: `${REGION}a`,
  interfaces: [], volumes: [], rootDevice: 'ebs', spot: false, startedBy: { service: 'EC2 Auto Scaling', name: 'render', kind: 'autoscaling/auto-scaling-group' },
};
const making = (attribution: Touch['attribution'], time: string): Touch => ({ eventId: time, time, region: REGION, event: 'autoscaling:CreateAutoScalingGroup', by: `arn:aws:iam::${ACCOUNT}:user/ci`, credential: 'AKIAIOSFODNN7EXAMPLE', sourceIp: '203.0.113.66', attribution, failed: false });
const judged = (...touches: readonly Touch[]) => instance.judge?.(machine, { indicators: EMPTY, touches, attributed: undefined, accountId: ACCOUNT });

describe('an instance that a group started', () => {
  test('is the stranger\'s where the stranger made the group, however long before', () => {
    expect(judged(making('attacker', '2026-11-18T03:00:00Z'))).toMatchObject({ verdict: 'malicious', origin: 'created' });
  });
  test('is nobody\'s where the owner made the group, made it anew, or the stranger made one of that name later', () => {
    expect(judged(making('owner', '2026-11-18T03:00:00Z'))).toBeUndefined();
    expect(judged(making('attacker', '2026-11-17T03:00:00Z'), making('owner', '2026-11-18T03:00:00Z'))).toBeUndefined();
    expect(judged(making('attacker', '2026-11-20T08:30:00Z'))).toBeUndefined();
  });
  test('has nothing to do with a group of the same name in another Region, nor with another\'s key of that name', () => {
    const concerns = (name: string, region: string, request: JsonObject): boolean | undefined => instance.traces.concerns?.(machine, { name, region, request, response: null });
    expect(concerns('autoscaling:CreateAutoScalingGroup', REGION, { autoScalingGroupName: 'render' })).toBe(true);
    expect(concerns('autoscaling:CreateAutoScalingGroup', 'eu-west-1', { autoScalingGroupName: 'render' })).toBe(false);
    expect(concerns('ec2:RunInstances', REGION, { keyName: 'render' })).toBe(false);
  });
  test('is copied before its group is deleted', () => {
    const group: Resource = { arn: `arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup:example`, uid: 'example', name: 'render', region: REGION };
    const findings = [{ ...findingOf(group), kind: 'autoscaling/auto-scaling-group' as const }, { ...findingOf(machine), kind: 'ec2/instance' as const }];
    const steps = plan(findings, new Map<KindId, Kind>([['autoscaling/auto-scaling-group', autoScalingGroup], ['ec2/instance', instance]]));
    const deletion = steps.find((s) => s.verb === 'eradicate' && s.kind === 'autoscaling/auto-scaling-group');
    expect(deletion?.after).toContain(steps.find((s) => s.verb === 'preserve' && s.kind === 'ec2/instance')?.id);
  });
});

const event = (name: string, by: HistoryEvent['by'], request: JsonObject, response: JsonObject | null = null): HistoryEvent => ({ event: name, time: '2026-11-20T03:00:00Z', by, request, response });
describe('what a thing was before the stranger', () => {
  const group = { arn: 'a', uid: 'a', name: 'shop', region: REGION, min: 0, max: 0, desired: 0, suspended: [], deletionProtection: 'none', mixed: false, source: { templateId: 'lt-0123456789abcdef0', templateName: 'shop', version: '1', configuration: '' } };
  const made = event('autoscaling:CreateAutoScalingGroup', undefined, { minSize: 1, maxSize: 2, desiredCapacity: 1, launchTemplate: { launchTemplateId: 'lt-0123456789abcdef0', version: '1' } });
  const grown = event('autoscaling:UpdateAutoScalingGroup', 'attacker', { maxSize: 99, desiredCapacity: 50 });
  test('a group: as its own events had it, whatever the tool did to it since', () => {
    expect(autoScalingGroup.recall?.(group, [made, grown, event('autoscaling:UpdateAutoScalingGroup', 'owner', { minSize: 0, maxSize: 0, desiredCapacity: 0 })], SINCE)).toEqual({ min: 1, max: 2, desired: 1, suspended: [], template: '', version: '', configuration: '' });
  });
  test('a group: unknown where the history does not reach back', () => {
    expect(autoScalingGroup.recall?.(group, [grown], SINCE)).toBeUndefined();
  });
  test('a launch template: its default of then, and the versions that are not the owner\'s', () => {
    const template = { arn: 't', uid: 'lt-0123456789abcdef0', name: 'shop', region: REGION, defaultVersion: '3', latestVersion: '3', createdBy: '' };
    expect(launchTemplate.recall?.(template, [
      event('ec2:ModifyLaunchTemplate', 'owner', { ModifyLaunchTemplateRequest: { LaunchTemplateId: 'lt-0123456789abcdef0', SetDefaultVersion: '2' } }),
      event('ec2:CreateLaunchTemplateVersion', 'attacker', {}, { CreateLaunchTemplateVersionResponse: { launchTemplateVersion: { versionNumber: 3 } } }),
      event('ec2:ModifyLaunchTemplate', 'attacker', { ModifyLaunchTemplateRequest: { SetDefaultVersion: '3' } }),
    ], SINCE)).toEqual({ defaultVersion: '2', theirs: ['3'] });
  });
  test('a launch template older than the history: the version before the stranger\'s first', () => {
    const template = { arn: 't', uid: 'lt-0123456789abcdef0', name: 'shop', region: REGION, defaultVersion: '8', latestVersion: '8', createdBy: '' };
    const makes = (versionNumber: number): HistoryEvent => event('ec2:CreateLaunchTemplateVersion', 'attacker', {}, { CreateLaunchTemplateVersionResponse: { launchTemplateVersion: { versionNumber } } });
    const turns = event('ec2:ModifyLaunchTemplate', 'attacker', { ModifyLaunchTemplateRequest: { SetDefaultVersion: '8' } });
    expect(launchTemplate.recall?.(template, [makes(7), makes(8), turns], SINCE)).toEqual({ defaultVersion: '6', theirs: ['7', '8'] });
    expect(launchTemplate.recall?.(template, [turns], SINCE)).toBeUndefined();
  });
  test('a snapshot of an image: whoever made the image made it', () => {
    for (const [name, description] of [
      ['ec2:CreateImage', 'Created by CreateImage(i-0123456789abcdef0) for ami-0123456789abcdef0'],
      ['ec2:CopyImage', 'Copied for DestinationAmi ami-0123456789abcdef0 from SourceAmi ami-0fedcba9876543210 for SourceSnapshot snap-0fedcba9876543210. Task created on 1,566,308,778,174.'],
    ] as const) {
      const copy = { arn: 's', uid: 'snap-0123456789abcdef0', name: 'snap-0123456789abcdef0', region: REGION, volume: 'vol-0123456789abcdef0', gib: 8, encrypted: false, description };
      const concerns = (imageId: string): boolean | undefined => snapshot.traces.concerns?.(copy, { name, region: REGION, request: {}, response: { imageId } });
      expect(snapshot.traces.ids(copy)).toContain('ami-0123456789abcdef0');
      expect([concerns('ami-0123456789abcdef0'), concerns('ami-0fedcba9876543210')]).toEqual([true, false]);
    }
  });
  test('a shared snapshot: shared with whom the owner chose', () => {
    const shared = { arn: 's', uid: 'snap-0123456789abcdef0', name: 'snap-0123456789abcdef0', region: REGION, users: ['123456789012', '444455556666'], groups: [], organizations: [] };
    expect(snapshotPermission.recall?.(shared, [event('ec2:ModifySnapshotAttribute', 'attacker', { createVolumePermission: { add: { items: [{ userId: '444455556666' }] } } })], SINCE)).toEqual({ users: ['123456789012'], groups: [], organizations: [] });
  });
});
