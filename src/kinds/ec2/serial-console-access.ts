// Access to the serial console of every instance in a Region: a way in that no security group sees. Off unless somebody needs it.
import { DisableSerialConsoleAccessCommand, EnableSerialConsoleAccessCommand, GetSerialConsoleAccessStatusCommand } from '@aws-sdk/client-ec2';
import { say } from '../../core/text.ts';
import { regionSetting, settingCall, type RegionSetting } from './parts/region-setting.ts';

export interface SerialConsoleAccess extends RegionSetting { readonly enabled: boolean }

export default regionSetting<SerialConsoleAccess>({
  id: 'ec2/serial-console-access', title: say('EC2 serial console access'),
  reads: ['ec2:GetSerialConsoleAccessStatus'],
  read: async (aws) => {
    const { SerialConsoleAccessEnabled: enabled = false, ManagedBy: managedBy = 'account' } = await (await aws.client('ec2')).send(new GetSerialConsoleAccessStatusCommand({}));
    return { enabled, managedBy };
  },
  changed: ['ec2:EnableSerialConsoleAccess', 'ec2:DisableSerialConsoleAccess'],
  weak: ({ enabled, region }) => (enabled ? say('The serial console of instances in {{region}} can be used: it gets past security groups.', { region }) : undefined),
  stronger: {
    operations: ['ec2:DisableSerialConsoleAccess', 'ec2:EnableSerialConsoleAccess'],
    title: ({ region }) => say('Switch off access to the EC2 serial console in {{region}}', { region }),
    breaks: ({ region }) => say('Nobody can use the serial console of instances in {{region}}, also not to repair one that does not start.', { region }),
    calls: (r) => [settingCall(r, 'ec2:DisableSerialConsoleAccess', {})],
    undoCalls: (before) => (before.enabled ? [settingCall(before, 'ec2:EnableSerialConsoleAccess', {})] : []),
    done: (now) => now?.enabled === false,
    apply: async (aws) => { await (await aws.client('ec2')).send(new DisableSerialConsoleAccessCommand({})); },
    undo: async (aws, before) => { if (before.enabled) await (await aws.client('ec2')).send(new EnableSerialConsoleAccessCommand({})); },
    undoReopens: true,
  },
});
