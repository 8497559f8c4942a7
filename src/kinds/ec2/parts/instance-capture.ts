// Saves what an instance loses when it is stopped or cut off: its description, attributes, user data, console text and screen.
import { DescribeInstanceAttributeCommand, GetConsoleOutputCommand, GetConsoleScreenshotCommand, type DescribeInstanceAttributeCommandOutput, type EC2Client, type GetConsoleOutputCommandOutput, type GetConsoleScreenshotCommandOutput, type InstanceAttributeName } from '@aws-sdk/client-ec2';
import { failureOf } from '../../../aws/errors.ts';
import type { ChangeAws } from '../../../aws/session.ts';
import { isIncidentError } from '../../../core/errors.ts';
import type { Operation } from '../../../core/types.ts';
import type { Deed } from '../../kind.ts';
import { describe, type Instance } from './instance-view.ts';

export const READS_CAPTURE: readonly Operation[] = ['ec2:DescribeInstanceAttribute', 'ec2:GetConsoleOutput', 'ec2:GetConsoleScreenshot'];

interface Missing { readonly operation: Operation; readonly code: string }

interface Seen {
  readonly missing: Missing[];
  attributes: Record<string, unknown>;
  userData?: string | undefined;
  text?: GetConsoleOutputCommandOutput | undefined;
  screen?: GetConsoleScreenshotCommandOutput | undefined;
  described?: unknown;
}

/** Evidence first, but it never holds up containment: what AWS did not give, or not within `limitMs`, is written down as missing. Done once per deed. */
export async function capture(aws: ChangeAws, instance: Instance, deed: Deed, limitMs?: number): Promise<void> {
  if (deed.made['captured'] !== undefined) return;
  const seen = await inTime(deed, limitMs, await aws.client('ec2'), instance);
  const { missing, attributes, userData, text, screen } = seen;
  // The instance's user data may hold secrets: like the console's text it stands in evidence files only.
  if (userData !== undefined) await deed.keep(`${instance.name}-user-data.bin`, Buffer.from(userData, 'base64'), { operation: 'ec2:DescribeInstanceAttribute' });
  if (text?.Output !== undefined) await deed.keep(`${instance.name}-console.txt`, Buffer.from(text.Output, 'base64'), { operation: 'ec2:GetConsoleOutput', requestId: text.$metadata.requestId });
  if (screen?.ImageData !== undefined) await deed.keep(`${instance.name}-screen.jpg`, Buffer.from(screen.ImageData, 'base64'), { operation: 'ec2:GetConsoleScreenshot', requestId: screen.$metadata.requestId });
  const file = `${instance.name}.json`;
  await deed.keep(file, `${JSON.stringify({ instance: seen.described ?? instance, attributes, missing }, null, 2)}\n`, { operation: 'ec2:DescribeInstances' });
  await deed.making('captured', file);
}

/** After the limit nothing more is asked, and what was asked is not waited for. */
async function inTime(deed: Deed, limitMs: number | undefined, client: EC2Client, instance: Instance): Promise<Seen> {
  const seen: Seen = { missing: [], attributes: {} };
  const over = new AbortController();
  if (limitMs === undefined) {
    await look(client, instance, seen, over.signal);
    return seen;
  }
  const late = deed.sleep(limitMs, over.signal).then(() => 'late' as const, () => 'seen' as const);
  const looked = look(client, instance, seen, over.signal).then(() => 'seen' as const);
  const first = await Promise.race([looked, late]);
  over.abort(new Error('Enough was waited.'));
  if (first === 'late') looked.catch((error: unknown) => { seen.missing.push({ operation: 'ec2:DescribeInstances', code: failureOf(error).code }); });
  return first === 'late' ? { ...seen, missing: [...seen.missing, { operation: 'ec2:DescribeInstances', code: 'NotInTime' }] } : seen;
}

/** Asked anew after each wait. */
const isOver = ({ aborted }: AbortSignal): boolean => aborted;
async function look(client: EC2Client, instance: Instance, seen: Seen, over: AbortSignal): Promise<void> {
  const { missing } = seen;
  const { attributes, userData } = await attributesOf(client, instance.name, missing, over);
  Object.assign(seen, { attributes, userData });
  if (isOver(over)) return;
  seen.text = await consoleText(client, instance.name, missing);
  if (isOver(over)) return;
  if (instance.state === 'running') seen.screen = await orMissing(missing, 'ec2:GetConsoleScreenshot', () => client.send(new GetConsoleScreenshotCommand({ InstanceId: instance.name })));
  if (isOver(over)) return;
  await orMissing(missing, 'ec2:DescribeInstances', async () => {
    for await (const one of describe(client, [{ Name: 'instance-id', Values: [instance.name] }])) seen.described ??= one;
  });
}

async function attributesOf(client: EC2Client, InstanceId: string, missing: Missing[], over: AbortSignal): Promise<{ attributes: Record<string, unknown>; userData: string | undefined }> {
  const attributes: Record<string, unknown> = {};
  let userData: string | undefined;
  for (const Attribute of ['userData', 'disableApiTermination', 'disableApiStop', 'instanceInitiatedShutdownBehavior'] satisfies InstanceAttributeName[]) {
    if (over.aborted) break;
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
