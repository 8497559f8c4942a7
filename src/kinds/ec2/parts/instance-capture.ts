// Saves what an instance loses when it is stopped or cut off: its description, attributes, user data, console text and screen.
import { DescribeInstanceAttributeCommand, GetConsoleOutputCommand, GetConsoleScreenshotCommand, type DescribeInstanceAttributeCommandOutput, type EC2Client, type InstanceAttributeName } from '@aws-sdk/client-ec2';
import { failureOf } from '../../../aws/errors.ts';
import type { ChangeAws } from '../../../aws/session.ts';
import { isIncidentError } from '../../../core/errors.ts';
import type { Operation } from '../../../core/types.ts';
import type { Deed } from '../../kind.ts';
import { describe, type Instance } from './instance-view.ts';

export const READS_CAPTURE: readonly Operation[] = ['ec2:DescribeInstanceAttribute', 'ec2:GetConsoleOutput', 'ec2:GetConsoleScreenshot'];

interface Missing { readonly operation: Operation; readonly code: string }

/** Evidence first, but it never holds up containment: what AWS did not give is written down as missing. Done once per deed. */
export async function capture(aws: ChangeAws, instance: Instance, deed: Deed): Promise<void> {
  if (deed.made['captured'] !== undefined) return;
  const client = await aws.client('ec2');
  const missing: Missing[] = [];
  const { attributes, userData } = await attributesOf(client, instance.name, missing);
  const text = await consoleText(client, instance.name, missing);
  const screen = instance.state === 'running' ? await orMissing(missing, 'ec2:GetConsoleScreenshot', () => client.send(new GetConsoleScreenshotCommand({ InstanceId: instance.name }))) : undefined;
  const described: unknown[] = [];
  await orMissing(missing, 'ec2:DescribeInstances', async () => {
    for await (const one of describe(client, [{ Name: 'instance-id', Values: [instance.name] }])) described.push(one);
  });
  // The instance's user data may hold secrets: like the console's text it stands in evidence files only.
  if (userData !== undefined) await deed.keep(`${instance.name}-user-data.bin`, Buffer.from(userData, 'base64'), { operation: 'ec2:DescribeInstanceAttribute' });
  if (text?.Output !== undefined) await deed.keep(`${instance.name}-console.txt`, Buffer.from(text.Output, 'base64'), { operation: 'ec2:GetConsoleOutput', requestId: text.$metadata.requestId });
  if (screen?.ImageData !== undefined) await deed.keep(`${instance.name}-screen.jpg`, Buffer.from(screen.ImageData, 'base64'), { operation: 'ec2:GetConsoleScreenshot', requestId: screen.$metadata.requestId });
  const file = `${instance.name}.json`;
  await deed.keep(file, `${JSON.stringify({ instance: described[0] ?? instance, attributes, missing }, null, 2)}\n`, { operation: 'ec2:DescribeInstances' });
  await deed.making('captured', file);
}

async function attributesOf(client: EC2Client, InstanceId: string, missing: Missing[]): Promise<{ attributes: Record<string, unknown>; userData: string | undefined }> {
  const attributes: Record<string, unknown> = {};
  let userData: string | undefined;
  for (const Attribute of ['userData', 'disableApiTermination', 'disableApiStop', 'instanceInitiatedShutdownBehavior'] satisfies InstanceAttributeName[]) {
    const found = await orMissing(missing, 'ec2:DescribeInstanceAttribute', () => client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute })));
    if (!found) continue;
    if (Attribute === 'userData') userData = found.UserData?.Value;
    else attributes[Attribute] = valueOf(found);
  }
  return { attributes, userData };
}
const valueOf = (found: DescribeInstanceAttributeCommandOutput): unknown => (found.DisableApiTermination ?? found.DisableApiStop ?? found.InstanceInitiatedShutdownBehavior)?.Value ?? null;

/** Whether somebody has protected it against being stopped. */
export async function isStopProtected(client: EC2Client, InstanceId: string): Promise<boolean> {
  return (await client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'disableApiStop' }))).DisableApiStop?.Value ?? false;
}

/** Whether somebody has protected it against being terminated. */
export async function isTerminationProtected(client: EC2Client, InstanceId: string): Promise<boolean> {
  return (await client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'disableApiTermination' }))).DisableApiTermination?.Value ?? false;
}

/** `Latest` is answered for Nitro instances only; others give what they kept from the last start. */
async function consoleText(client: EC2Client, InstanceId: string, missing: Missing[]) {
  try {
    return await client.send(new GetConsoleOutputCommand({ InstanceId, Latest: true }));
  } catch (error) {
    if (isIncidentError(error)) throw error;
    return orMissing(missing, 'ec2:GetConsoleOutput', () => client.send(new GetConsoleOutputCommand({ InstanceId })));
  }
}

async function orMissing<T>(missing: Missing[], operation: Operation, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isIncidentError(error)) throw error;
    missing.push({ operation, code: failureOf(error).code });
    return undefined;
  }
}
