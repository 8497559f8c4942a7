// A launch configuration: what an Auto Scaling group starts, user data and instance profile included. It cannot be changed, only deleted.
import { DeleteLaunchConfigurationCommand, paginateDescribeLaunchConfigurations, type AutoScalingClient, type LaunchConfiguration as SdkConfiguration } from '@aws-sdk/client-auto-scaling';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind, KEPT_ALL, nothingToUndo } from '../kind.ts';
import { patiently } from '../refusal.ts';
import { isSaidGone } from './parts/gone.ts';

export interface LaunchConfiguration extends Resource {
  readonly imageId: string;
  readonly type: string;
  readonly keyName: string;
  readonly profile: string;
  readonly spotPrice: string;
  /** User data may hold secrets: it stands in evidence files only. */
  readonly hasUserData: boolean;
}
const CHUNK = 50;

const configurationOf = (c: SdkConfiguration, region: string): LaunchConfiguration => ({
  arn: c.LaunchConfigurationARN ?? '', uid: c.LaunchConfigurationARN ?? '', name: c.LaunchConfigurationName ?? '', region, ...(c.CreatedTime ? { createdAt: c.CreatedTime.toISOString() } : {}),
  imageId: c.ImageId ?? '', type: c.InstanceType ?? '', keyName: c.KeyName ?? '', profile: c.IamInstanceProfile ?? '', spotPrice: c.SpotPrice ?? '', hasUserData: (c.UserData ?? '') !== '',
});
async function read(client: AutoScalingClient, names?: readonly string[]): Promise<SdkConfiguration[]> {
  const found: SdkConfiguration[] = [];
  const chunks = names === undefined ? [undefined] : Array.from({ length: Math.ceil(names.length / CHUNK) }, (_, n) => names.slice(n * CHUNK, (n + 1) * CHUNK));
  for (const LaunchConfigurationNames of chunks) {
    for await (const { LaunchConfigurations = [] } of paginateDescribeLaunchConfigurations({ client }, LaunchConfigurationNames ? { LaunchConfigurationNames: [...LaunchConfigurationNames] } : { MaxRecords: 100 })) found.push(...LaunchConfigurations);
  }
  return found;
}
const named = (r: LaunchConfiguration) => ({ LaunchConfigurationName: r.name });

export default defineKind<LaunchConfiguration>({
  id: 'autoscaling/launch-configuration', version: 1, title: say('Launch configuration'), scope: 'regional', role: 'setting',
  reads: ['autoscaling:DescribeLaunchConfigurations'],

  async *list({ aws, region }) {
    for (const one of await read(await aws.client('autoscaling'))) yield configurationOf(one, region);
  },

  async look(aws, rs) {
    const found = await read(await aws.client('autoscaling'), [...new Set(rs.map((r) => r.name))]);
    const now = new Map(found.map((one) => configurationOf(one, aws.region)).map((c) => [c.uid, c]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['autoscaling:CreateLaunchConfiguration'],
    changed: [],
    concerns: (r, { request }) => request?.['launchConfigurationName'] === r.name,
  },

  actions: {
    preserve: {
      operations: [],
      title: (r) => say('Save launch configuration {{configuration}} with its user data', { configuration: r.name }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const [found] = await read(await aws.client('autoscaling'), [r.name]);
        const file = `launch-configuration-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(found ?? r, null, 2)}\n`, { operation: 'autoscaling:DescribeLaunchConfigurations' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['autoscaling:DeleteLaunchConfiguration'],
      title: (r) => say('Delete launch configuration {{configuration}} in {{region}}', { configuration: r.name, region: r.region }),
      breaks: () => say('No Auto Scaling group can start instances from it. AWS refuses while a group still names it.'),
      calls: (r): Call[] => [{ operation: 'autoscaling:DeleteLaunchConfiguration', region: r.region, input: named(r) }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('autoscaling');
        await patiently(deed, () => isSaidGone(client.send(new DeleteLaunchConfigurationCommand(named(r)))));
      },
      undo: KEPT_ALL,
    },
  },
});
