// User data that the stranger put into the owner's instance: it would run again at the next start. It is set back, or emptied, while the instance stands still; one that runs is stopped for it and started again.
import { DescribeInstanceAttributeCommand, DescribeLaunchTemplateVersionsCommand, ModifyInstanceAttributeCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { failed } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import type { JsonObject } from '../../../core/types.ts';
import { irreversible, type Action } from '../../kind.ts';
import { textIn } from '../../recalling.ts';
import { ifThere, patiently } from '../../refusal.ts';
import { callOn } from './calls.ts';
import { capture, READS_CAPTURE } from './instance-capture.ts';
import { isRunning, isStopped, start, stop, stopProtection } from './instance-power.ts';
import { restarts, type Instance } from './instance-view.ts';

const userDataOf = async (client: EC2Client, InstanceId: string): Promise<string> =>
  (await client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' }))).UserData?.Value ?? '';
const templateOf = ({ launchTemplate = '' }: Instance): readonly string[] => launchTemplate.split(':');

/** What it was started with, in base64: versions of launch templates never change. Only of one that was there before the stranger. */
async function startedWith(client: EC2Client, r: Instance, aim: JsonObject | undefined): Promise<string | undefined> {
  const [LaunchTemplateId = '', version = ''] = templateOf(r);
  const before = textIn(aim?.['before']);
  if (LaunchTemplateId === '' || before === undefined) return undefined;
  const found = await ifThere(client.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [version] })));
  const { CreateTime, LaunchTemplateData } = found?.LaunchTemplateVersions?.[0] ?? {};
  return CreateTime !== undefined && CreateTime.toISOString() < before ? LaunchTemplateData?.UserData : undefined;
}
/** With whether its launch template tells what its user data was. The data itself may hold secrets: it stands nowhere. */
export async function withTemplate(client: EC2Client, now: Instance | undefined, aim: JsonObject | undefined): Promise<Instance | undefined> {
  return now && aim && await startedWith(client, now, aim) !== undefined ? { ...now, toldByTemplate: true } : now;
}

/** Whatever starts instances itself would replace one that stands still. */
const canStop = (r: Instance): boolean => !r.spot && r.rootDevice === 'ebs' && (r.startedBy === undefined || r.startedBy.kind === 'cloudformation/stack');
const value = (r: Instance, Value: string) => callOn(r, 'ec2:ModifyInstanceAttribute', { InstanceId: r.name, UserData: { Value } });

export const userDataBack: Action<Instance> = {
  operations: ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'], reads: READS_CAPTURE,
  title: (r, way) => {
    const [template = '', version = ''] = templateOf(r);
    return way === 'back' ? say('Give instance {{instance}} in {{region}} its user data back, from version {{version}} of launch template {{template}}', { instance: r.name, region: r.region, version, template })
      : say('Empty the user data of instance {{instance}} in {{region}}, which the stranger changed', { instance: r.name, region: r.region });
  },
  breaks: (r, way) => {
    const emptied = way === 'back' ? undefined : say('Instance {{instance}} no longer does at its start what its user data says. Nobody can tell what stood there before: put that back from where you keep it.', { instance: r.name });
    return isRunning(r.state) ? say('{{more}} The machine is stopped for this and started again.', { more: emptied ?? say('Whatever runs on {{instance}} stops.', { instance: r.name }) }) : emptied;
  },
  destroys: (r) => (isRunning(r.state) ? say('What is only in memory and on instance store is lost, and so is a public address that is no Elastic IP. The disks stay.') : undefined),
  hurts: (r) => isRunning(r.state),
  impossible: (r) => (isStopped(r.state) || (isRunning(r.state) && canStop(r)) ? undefined
    : restarts(r) ?? say('Instance {{instance}} is {{state}}: user data can be changed only while it is stopped. Stop it first.', { instance: r.name, state: r.state })),
  ways: (r) => [...(r.toldByTemplate ? [{ id: 'back', title: say('As it was when it was started') }] : []), { id: 'empty', title: say('Empty it') }],
  calls: (r, way) => {
    const changed = value(r, way === 'back' ? '‹user data›' : '');
    const ids = { InstanceIds: [r.name] };
    return !isRunning(r.state) ? [changed] : [
      callOn(r, 'ec2:ModifyInstanceAttribute', stopProtection(r, false)), callOn(r, 'ec2:StopInstances', ids), changed,
      callOn(r, 'ec2:StartInstances', ids), callOn(r, 'ec2:ModifyInstanceAttribute', stopProtection(r, true)),
    ];
  },
  done: (now, { made, before }) => made['set-back'] !== undefined && now !== undefined && isRunning(now.state) === isRunning((before as Instance | undefined)?.state ?? now.state),
  apply: async (aws, r, deed) => {
    const client = await aws.client('ec2');
    if (deed.made['set-back'] === undefined) {
      await capture(aws, r, deed);
      const good = deed.way === 'back' ? await startedWith(client, r, r.aim) : '';
      if (good === undefined) throw failed(say('It changed while you decided, so nothing was done to it. It is offered again in the next round.'));
      await stop(aws, r, deed);
      if (await userDataOf(client, r.name) !== good) await patiently(deed, () => client.send(new ModifyInstanceAttributeCommand({ InstanceId: r.name, UserData: { Value: Buffer.from(good, 'base64') } })));
      if (await userDataOf(client, r.name) !== good) throw failed(say('AWS still shows user data on instance {{instance}}.', { instance: r.name }));
      await deed.making('set-back', r.name);
    }
    await start(aws, deed.before as Instance | undefined ?? r, deed.made, deed);
  },
  undo: irreversible(say('What the stranger put there is kept with the evidence, and is not put back.')),
};
