// What a new instance in a Region is given for its metadata service where the launch says nothing: tokens (IMDSv2) required or not.
import { GetInstanceMetadataDefaultsCommand, ModifyInstanceMetadataDefaultsCommand } from '@aws-sdk/client-ec2';
import { say } from '../../core/text.ts';
import { regionSetting, settingCall, type RegionSetting } from './parts/region-setting.ts';

export interface InstanceMetadataDefaults extends RegionSetting {
  readonly tokens: 'no-preference' | 'optional' | 'required';
  /** -1: no preference. */
  readonly hops: number;
  readonly endpoint: string;
}
/** Containers are one hop further from the metadata service than their host. */
const wanted = ({ hops }: InstanceMetadataDefaults) => ({ HttpTokens: 'required' as const, ...(hops === -1 ? { HttpPutResponseHopLimit: 2 } : {}) });
const old = ({ tokens, hops }: InstanceMetadataDefaults) => ({ HttpTokens: tokens, HttpPutResponseHopLimit: hops });

export default regionSetting<InstanceMetadataDefaults>({
  id: 'ec2/instance-metadata-defaults', title: say('Instance metadata defaults'),
  reads: ['ec2:GetInstanceMetadataDefaults'],
  read: async (aws) => {
    const { AccountLevel: { HttpTokens: tokens = 'no-preference', HttpPutResponseHopLimit: hops = -1, HttpEndpoint: endpoint = 'no-preference', ManagedBy: managedBy = 'account' } = {} } = await (await aws.client('ec2')).send(new GetInstanceMetadataDefaultsCommand({}));
    return { tokens, hops, endpoint, managedBy };
  },
  changed: ['ec2:ModifyInstanceMetadataDefaults'],
  weak: ({ tokens, region }) => (tokens === 'required' ? undefined : say('New instances in {{region}} may give out their role credentials without a token (IMDSv1).', { region })),
  stronger: {
    operations: ['ec2:ModifyInstanceMetadataDefaults'],
    title: ({ region }) => say('Require IMDSv2 for new instances in {{region}}', { region }),
    breaks: () => say('Instances that run stay as they are. Software on new instances that knows only IMDSv1 gets no credentials, unless the launch asks for it.'),
    calls: (r) => [settingCall(r, 'ec2:ModifyInstanceMetadataDefaults', wanted(r))],
    undoCalls: (before) => [settingCall(before, 'ec2:ModifyInstanceMetadataDefaults', old(before))],
    done: (now) => now?.tokens === 'required',
    apply: async (aws, now) => { if (now.tokens !== 'required') await (await aws.client('ec2')).send(new ModifyInstanceMetadataDefaultsCommand(wanted(now))); },
    undo: async (aws, before) => { await (await aws.client('ec2')).send(new ModifyInstanceMetadataDefaultsCommand(old(before))); },
  },
});
