// An instance whose metadata service answers without a token (IMDSv1): whoever can make it fetch a URL gets its role's credentials.
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { ModifyInstanceMetadataOptionsCommand } from '@aws-sdk/client-ec2';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type Action, type Scan } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { describe, instanceOf } from './parts/instance-view.ts';
import { instancesIn, metadataOf, type InScan, type MetadataService } from './parts/instances-in-scan.ts';
import { judgement, settingCall } from './parts/region-setting.ts';

export interface InstanceMetadataOptions extends Resource, MetadataService {
  readonly profile?: Arn;
  /** The Name tag: anybody's text. */
  readonly label?: string;
}
const CHUNK = 200;

const optionsOf = ({ instance: { name, region, arn: owner, profile, label }, metadata }: InScan): InstanceMetadataOptions => ({
  arn: ownArn('ec2/instance-metadata-options', region, name, 'metadata'), uid: `${name}/metadata`, name, region, owner, ...metadata, ...(profile === undefined ? {} : { profile }), ...(label === undefined ? {} : { label }),
});

/** AWS counts what was read without a token, and keeps the count for fifteen days by the minute. */
const DAYS = 14;
async function callsWithoutToken({ aws, now }: Scan, id: string): Promise<number | undefined> {
  const end = new Date(now);
  const { Datapoints = [] } = await (await aws.client('cloudwatch')).send(new GetMetricStatisticsCommand({
    Namespace: 'AWS/EC2', MetricName: 'MetadataNoToken', Dimensions: [{ Name: 'InstanceId', Value: id }], StartTime: new Date(end.getTime() - DAYS * 86_400_000), EndTime: end, Period: 86_400, Statistics: ['Sum'],
  }));
  return Datapoints.length === 0 ? undefined : Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}
/** What is not known of them is left open; that it could not be asked is said once. */
async function counted(scan: Scan, rs: readonly InstanceMetadataOptions[]): Promise<InstanceMetadataOptions[]> {
  const refused: unknown[] = [];
  return inParallel(rs, 8, async (r) => {
    if (refused.length > 0) return r;
    try {
      const withoutToken = await callsWithoutToken(scan, r.name);
      return withoutToken === undefined ? r : { ...r, seen: { withoutToken } };
    } catch (error) {
      if (refused.push(error) === 1) scan.gap('cloudwatch:GetMetricStatistics', error, r.name);
      return r;
    }
  });
}

const modification = (r: InstanceMetadataOptions, tokens: 'optional' | 'required') => ({ InstanceId: r.name, HttpTokens: tokens });
const weak = (r: InstanceMetadataOptions): boolean => r.tokens === 'optional' && r.endpoint === 'enabled';

const requireTokens: Action<InstanceMetadataOptions> = {
  operations: ['ec2:ModifyInstanceMetadataOptions'],
  title: ({ name, region }) => say('Require IMDSv2 on instance {{instance}} in {{region}}', { instance: name, region }),
  breaks: ({ name, hops, profile, seen }) => {
    const calls = seen?.['withoutToken'];
    if (typeof calls === 'number' && calls > 0) return say('Something on {{instance}} used IMDSv1 in the last {{days}} days ({{calls}} times): it can no longer read its metadata, and gets no credentials any more. Update it first.', { instance: name, days: DAYS, calls });
    if (calls === 0) return say('Nothing that AWS counted: in the last {{days}} days nobody on {{instance}} used IMDSv1.', { instance: name, days: DAYS });
    if (profile === undefined) return say('Software on {{instance}} that knows only IMDSv1 can no longer read its metadata. It has no role, so no credentials are lost.', { instance: name });
    return hops === 1 ? say('Software on {{instance}} that knows only IMDSv1 gets no credentials any more, nor do containers on it: the hop limit is 1.', { instance: name })
      : say('Software on {{instance}} that knows only IMDSv1 gets no credentials any more. Look at its metric MetadataNoToken in CloudWatch first: 0 means that nothing uses IMDSv1.', { instance: name });
  },
  calls: (r) => [settingCall(r, 'ec2:ModifyInstanceMetadataOptions', modification(r, 'required'))],
  undoCalls: (before) => [settingCall(before, 'ec2:ModifyInstanceMetadataOptions', modification(before, 'optional'))],
  done: (now) => now !== undefined && !weak(now),
  apply: async (aws, now) => { await (await aws.client('ec2')).send(new ModifyInstanceMetadataOptionsCommand(modification(now, 'required'))); },
  undo: async (aws, before) => { await (await aws.client('ec2')).send(new ModifyInstanceMetadataOptionsCommand(modification(before, 'optional'))); },
};

export default defineKind<InstanceMetadataOptions>({
  id: 'ec2/instance-metadata-options', version: 1, title: say('Instance metadata options'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeInstances', 'cloudwatch:GetMetricStatistics'],

  // Only those that are weak: a thousand instances that are not make no request more.
  async *list(scan) {
    yield* await counted(scan, (await instancesIn(scan)).map(optionsOf).filter(weak));
  },
  async look(aws, rs) {
    const client = await aws.client('ec2');
    const chunks = Array.from({ length: Math.ceil(rs.length / CHUNK) }, (_, n) => rs.slice(n * CHUNK, (n + 1) * CHUNK).map((r) => r.name));
    const found = new Map<string, InstanceMetadataOptions>();
    await inParallel(chunks, 4, async (Values) => {
      for await (const one of describe(client, [{ Name: 'instance-id', Values }])) {
        const instance = instanceOf(one, aws.region, aws.accountId, aws.partition);
        if (instance) found.set(instance.name, optionsOf({ instance, metadata: metadataOf(one) }));
      }
    });
    return rs.map((r) => { const now = found.get(r.name); return now?.uid === r.uid ? { ...now, ...(r.seen ? { seen: r.seen } : {}) } : undefined; });
  },
  traces: { ids: (r) => [r.name], created: [], changed: ['ec2:ModifyInstanceMetadataOptions'] },
  judge: (r, { attributed }) => judgement(weak(r) ? say('Instance {{instance}} gives out its metadata, with the credentials of its role, without a token (IMDSv1).', { instance: r.name }) : undefined, attributed),
  actions: { contain: requireTokens, harden: { ...requireTokens, hurts: ({ seen }) => typeof seen?.['withoutToken'] === 'number' && seen['withoutToken'] > 0 } },
});
