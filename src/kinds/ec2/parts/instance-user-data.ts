// User data that the stranger put into the owner's instance: it would run again at the next start, so it is emptied while the instance stands still.
import { DescribeInstanceAttributeCommand, ModifyInstanceAttributeCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { failed } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import { irreversible, type Action } from '../../kind.ts';
import { callOn } from './calls.ts';
import { capture, READS_CAPTURE } from './instance-capture.ts';
import type { Instance } from './instance-view.ts';

const emptying = (r: Instance) => ({ InstanceId: r.name, UserData: { Value: new Uint8Array() } });
const isEmpty = async (client: EC2Client, InstanceId: string): Promise<boolean> =>
  ((await client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' }))).UserData?.Value ?? '') === '';

export const emptyUserData: Action<Instance> = {
  operations: ['ec2:ModifyInstanceAttribute'], reads: READS_CAPTURE,
  title: (r) => say('Empty the user data of instance {{instance}} in {{region}}, which the stranger changed', { instance: r.name, region: r.region }),
  breaks: (r) => say('Instance {{instance}} no longer does at its start what its user data says. Nobody can tell what stood there before: put that back from where you keep it.', { instance: r.name }),
  impossible: (r) => (r.state === 'stopped' ? undefined : say('Instance {{instance}} is {{state}}: user data can be changed only while it is stopped. Stop it first.', { instance: r.name, state: r.state })),
  calls: (r) => [callOn(r, 'ec2:ModifyInstanceAttribute', { InstanceId: r.name, UserData: { Value: '' } })],
  done: (_, { made }) => made['emptied'] !== undefined,
  apply: async (aws, r, deed) => {
    await capture(aws, r, deed);
    const client = await aws.client('ec2');
    if (!await isEmpty(client, r.name)) await client.send(new ModifyInstanceAttributeCommand(emptying(r)));
    if (!await isEmpty(client, r.name)) throw failed(say('AWS still shows user data on instance {{instance}}.', { instance: r.name }));
    await deed.making('emptied', r.name);
  },
  undo: irreversible(say('What the stranger put there is kept with the evidence, and is not put back.')),
};
