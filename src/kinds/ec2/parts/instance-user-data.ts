// User data that the stranger put into the owner's instance: it would run again at the next start. It is set back, or emptied, while the instance stands still; one that runs is stopped for it and started again.
import { DescribeInstanceAttributeCommand, DescribeLaunchTemplateVersionsCommand, ModifyInstanceAttributeCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { failed } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import type { JsonObject } from '../../../core/types.ts';
import { givingBackTitle } from '../../giving-back.ts';
import { irreversible, type Action } from '../../kind.ts';
import { textIn } from '../../recalling.ts';
import { ifThere, patiently } from '../../refusal.ts';
import { callOn } from './calls.ts';
import { capture, READS_CAPTURE } from './instance-capture.ts';
import { isRunning, isStopped, start, stop, stopProtection } from './instance-power.ts';
import { endsRunning, powerCalls, READS_SETTINGS, setBack, settingCalls, settingsNow, SETTINGS_OPERATIONS } from './instance-settings.ts';
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
  return CreateTime !== undefined && CreateTime.getTime() < Date.parse(before) ? LaunchTemplateData?.UserData : undefined;
}
/** With what else is to be known before it is given back. The user data itself may hold secrets: it stands nowhere. */
export async function withAim(client: EC2Client, now: Instance | undefined, aim: JsonObject | undefined): Promise<Instance | undefined> {
  if (!now || !aim) return now;
  const held = await settingsNow(client, now.name, aim);
  return { ...now, ...(held && { held }), ...(await startedWith(client, now, aim) === undefined ? {} : { toldByTemplate: true }) };
}

/** Whatever starts instances itself would replace one that stands still. */
const canStop = (r: Instance): boolean => !r.spot && r.rootDevice === 'ebs' && (r.startedBy === undefined || r.startedBy.kind === 'cloudformation/stack');
const value = (r: Instance, Value: string) => callOn(r, 'ec2:ModifyInstanceAttribute', { InstanceId: r.name, UserData: { Value } });

const hasUserData = (r: Instance): boolean => r.aim?.['emptyUserData'] === true;
/** Its user data is changed while it runs, so it is stopped for that. */
const isCut = (r: Instance): boolean => hasUserData(r) && isRunning(r.state);

export const giveInstanceBack: Action<Instance> = {
  operations: SETTINGS_OPERATIONS, permissions: ['iam:PassRole'], reads: [...READS_CAPTURE, ...READS_SETTINGS],
  // What was put into the machine may run in it; a setting does not.
  lifts: (r) => !hasUserData(r) && r.aim?.['profile'] === undefined,
  title: (r, way) => {
    const [template = '', version = ''] = templateOf(r);
    if (!hasUserData(r)) return givingBackTitle(say('EC2 instance'), r.name, r.region);
    return way === 'back' ? say('Give instance {{instance}} in {{region}} its user data back, from version {{version}} of launch template {{template}}', { instance: r.name, region: r.region, version, template })
      : say('Empty the user data of instance {{instance}} in {{region}}, which the stranger changed', { instance: r.name, region: r.region });
  },
  breaks: (r, way) => {
    const emptied = way === 'back' || !hasUserData(r) ? undefined : say('Instance {{instance}} no longer does at its start what its user data says. Nobody can tell what stood there before: put that back from where you keep it.', { instance: r.name });
    return isCut(r) ? say('{{more}} The machine is stopped for this and started again.', { more: emptied ?? say('Whatever runs on {{instance}} stops.', { instance: r.name }) }) : emptied;
  },
  destroys: (r) => (isCut(r) ? say('What is only in memory and on instance store is lost, and so is a public address that is no Elastic IP. The disks stay.') : undefined),
  hurts: isCut,
  impossible: (r) => (!hasUserData(r) || isStopped(r.state) || (isRunning(r.state) && canStop(r)) ? undefined
    : restarts(r) ?? say('Instance {{instance}} is {{state}}: user data can be changed only while it is stopped. Stop it first.', { instance: r.name, state: r.state })),
  ways: (r) => [...(r.toldByTemplate ? [{ id: 'back', title: say('As it was when it was started') }] : []), { id: 'empty', title: say('Empty it') }],
  calls: (r, way) => {
    const changed = hasUserData(r) ? [value(r, way === 'back' ? '‹user data›' : '')] : [];
    const InstanceIds = [r.name];
    return [
      ...(isCut(r) ? [callOn(r, 'ec2:ModifyInstanceAttribute', stopProtection(r, false)), callOn(r, 'ec2:StopInstances', { InstanceIds })] : []), ...changed,
      ...(isCut(r) ? [callOn(r, 'ec2:StartInstances', { InstanceIds }), callOn(r, 'ec2:ModifyInstanceAttribute', stopProtection(r, true))] : []), ...settingCalls(r), ...powerCalls(r),
    ];
  },
  done: (now, { made, before }) => now !== undefined && (!hasUserData(now) || made['set-back'] !== undefined) && settingCalls(now).length === 0
    && isRunning(now.state) === endsRunning({ ...now, state: (before as Instance | undefined)?.state ?? now.state }),
  apply: async (aws, r, deed) => {
    const client = await aws.client('ec2');
    const first = deed.before as Instance | undefined ?? r;
    if (hasUserData(r) && deed.made['set-back'] === undefined) {
      await capture(aws, r, deed);
      const good = deed.way === 'back' ? await startedWith(client, r, r.aim) : '';
      if (good === undefined) throw failed(say('It changed while you decided, so nothing was done to it. It is offered again in the next round.'));
      await stop(aws, r, deed);
      if (await userDataOf(client, r.name) !== good) await patiently(deed, () => client.send(new ModifyInstanceAttributeCommand({ InstanceId: r.name, UserData: { Value: Buffer.from(good, 'base64') } })));
      if (await userDataOf(client, r.name) !== good) throw failed(say('AWS still shows user data on instance {{instance}}.', { instance: r.name }));
      await deed.making('set-back', r.name);
    }
    if (isCut(first)) await start(aws, first, deed.made, deed);
    await setBack(client, isCut(first) ? { ...r, state: first.state } : r, deed);
  },
  undo: irreversible(say('What the stranger put in is not given back. It is kept with the evidence.')),
};
