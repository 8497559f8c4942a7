// What stands on an instance's console: the scenario's text or an ordinary boot, and a picture of one pixel.
import { GetConsoleOutputCommand, GetConsoleScreenshotCommand, type GetConsoleOutputCommandInput, type GetConsoleOutputCommandOutput, type GetConsoleScreenshotCommandInput } from '@aws-sdk/client-ec2';
import type { SimAccount, SimCall } from '../../account.ts';
import { incorrectInstanceState, need } from './errors.ts';
import { nicsOf, visibleMachines } from './instance-life.ts';
import { privateDnsName } from './nic-view.ts';
import { ec2Arns, inRegion, type Ec2Service } from './operation.ts';
import { ec2Region, type Ec2Region, type Machine } from './state.ts';
import { modern } from './trail.ts';

/** EC2 keeps the last 64 KB. */
const KEPT = 65_536;

/** What a scenario shows on the console of its instance. */
export function setConsole(account: SimAccount, region: string, instanceId: string, text: string): void {
  const machine = need('instance', ec2Region(account, region).machines, instanceId);
  machine.console = text;
  machine.consoleAt = account.now();
}

function boot(region: Ec2Region, machine: Machine): string {
  const ip = nicsOf(region, machine.id)[0]?.privateIp ?? '127.0.0.1';
  const host = privateDnsName(region.name, ip).split('.')[0] ?? 'localhost';
  return [
    '[    0.000000] Linux version 6.1.158-180.294.amzn2023.x86_64', `[    0.000000] Command line: root=/dev/nvme0n1p1 ro console=ttyS0,115200n8`,
    `[    3.214512] systemd[1]: Hostname set to <${host}>.`, `ci-info: |  ens5  | True |  ${ip}  | 255.255.240.0 | global |`,
    ...(machine.userData === undefined ? [] : ['[   11.830114] cloud-init[1612]: Running module scripts-user']),
    `[   14.002381] cloud-init[1612]: Cloud-init finished. Datasource DataSourceEc2.`, '', 'Amazon Linux 2023', `${host} login: `,
  ].join('\r\n');
}

function output({ InstanceId }: GetConsoleOutputCommandInput, region: Ec2Region, call: SimCall): Omit<GetConsoleOutputCommandOutput, '$metadata'> {
  const machine = need('instance', visibleMachines(call.account, region), InstanceId);
  if (machine.consoleAt === undefined) return { InstanceId: machine.id, Timestamp: machine.launched };
  const text = Buffer.from(machine.console ?? boot(region, machine), 'utf8').subarray(-KEPT);
  return { InstanceId: machine.id, Timestamp: machine.consoleAt, Output: text.toString('base64') };
}

/** The smallest JPEG that viewers open: one grey pixel. */
const PIXEL = '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z';

function screenshot({ InstanceId }: GetConsoleScreenshotCommandInput, region: Ec2Region, call: SimCall): { InstanceId: string; ImageData: string } {
  const machine = need('instance', visibleMachines(call.account, region), InstanceId);
  if (machine.state !== 'running') throw incorrectInstanceState(`The instance '${machine.id}' is not in the 'running' state.`);
  return { InstanceId: machine.id, ImageData: PIXEL };
}

const one = (input: { readonly InstanceId: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'instance', [input.InstanceId]);
export const registerConsole = (ec2: Ec2Service): Ec2Service => ec2
  .on(GetConsoleOutputCommand, inRegion(output), { resources: one, trail: { request: (i) => ({ instanceId: i.InstanceId, latest: i.Latest }) } })
  .on(GetConsoleScreenshotCommand, inRegion(screenshot), { resources: one, trail: { request: modern('GetConsoleScreenshot').request } });
