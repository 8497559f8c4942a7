// An instance whose metadata service answers without a token (IMDSv1): whoever can make it fetch a URL gets its role's credentials.
import { ModifyInstanceMetadataOptionsCommand, paginateDescribeInstances, type EC2Client, type Instance as SdkInstance } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type Action } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { judgement, settingCall } from './parts/region-setting.ts';

export interface InstanceMetadataOptions extends Resource {
  readonly tokens: string;
  readonly endpoint: string;
  readonly hops: number;
  readonly profile?: Arn;
  /** The Name tag: anybody's text. */
  readonly label?: string;
}
const CHUNK = 200;
const STANDING = { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] };

function optionsOf(from: SdkInstance, { region, accountId, partition }: ReadAws): InstanceMetadataOptions {
  const { InstanceId: id = '', MetadataOptions: { HttpTokens: tokens = 'optional', HttpEndpoint: endpoint = 'enabled', HttpPutResponseHopLimit: hops = 1 } = {}, IamInstanceProfile, Tags = [] } = from;
  const label = Tags.find((t) => t.Key === 'Name')?.Value;
  return {
    arn: ownArn('ec2/instance-metadata-options', region, id, 'metadata'), uid: `${id}/metadata`, name: id, region, owner: `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`, tokens, endpoint, hops,
    ...(IamInstanceProfile?.Arn === undefined ? {} : { profile: IamInstanceProfile.Arn }), ...(label === undefined ? {} : { label }),
  };
}
async function* instances(client: EC2Client, Filters: { Name: string; Values: string[] }[]): AsyncIterable<SdkInstance> {
  for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { MaxResults: 1_000, Filters: [STANDING, ...Filters] })) {
    for (const { Instances = [] } of Reservations) yield* Instances;
  }
}

const modification = (r: InstanceMetadataOptions, tokens: 'optional' | 'required') => ({ InstanceId: r.name, HttpTokens: tokens });
const weak = (r: InstanceMetadataOptions): boolean => r.tokens === 'optional' && r.endpoint === 'enabled';

const requireTokens: Action<InstanceMetadataOptions> = {
  operations: ['ec2:ModifyInstanceMetadataOptions'],
  title: ({ name, region }) => say('Require IMDSv2 on instance {{instance}} in {{region}}', { instance: name, region }),
  breaks: ({ name, hops, profile }) => {
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
  reads: ['ec2:DescribeInstances'],

  // Only those that are weak: a thousand instances that are not make no request more.
  async *list({ aws }) {
    const filters = [{ Name: 'metadata-options.http-tokens', Values: ['optional'] }, { Name: 'metadata-options.http-endpoint', Values: ['enabled'] }];
    for await (const one of instances(await aws.client('ec2'), filters)) yield optionsOf(one, aws);
  },
  async look(aws, rs) {
    const client = await aws.client('ec2');
    const chunks = Array.from({ length: Math.ceil(rs.length / CHUNK) }, (_, n) => rs.slice(n * CHUNK, (n + 1) * CHUNK).map((r) => r.name));
    const found = new Map<string, InstanceMetadataOptions>();
    await inParallel(chunks, 4, async (Values) => {
      for await (const one of instances(client, [{ Name: 'instance-id', Values }])) found.set(one.InstanceId ?? '', optionsOf(one, aws));
    });
    return rs.map((r) => { const now = found.get(r.name); return now?.uid === r.uid ? now : undefined; });
  },
  traces: { ids: (r) => [r.name], created: [], changed: ['ec2:ModifyInstanceMetadataOptions'] },
  judge: (r, { attributed }) => judgement(weak(r) ? say('Instance {{instance}} gives out its metadata, with the credentials of its role, without a token (IMDSv1).', { instance: r.name }) : undefined, attributed),
  actions: { contain: requireTokens, harden: requireTokens },
});
