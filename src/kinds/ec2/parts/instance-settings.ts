// What a stranger changed of an instance's settings, as its owner had it: protections, what a shutdown does, its profile, and whether it runs.
import {
  AssociateIamInstanceProfileCommand, DescribeIamInstanceProfileAssociationsCommand, DescribeInstanceAttributeCommand, DisassociateIamInstanceProfileCommand, ModifyInstanceAttributeCommand, ReplaceIamInstanceProfileAssociationCommand,
  StartInstancesCommand, StopInstancesCommand, type EC2Client,
} from '@aws-sdk/client-ec2';
import type { Call, Json, JsonObject, Operation } from '../../../core/types.ts';
import type { Deed, HistoryEvent } from '../../kind.ts';
import { isEvent, isForeign, lastOwn, objectIn, switchBefore, textIn } from '../../recalling.ts';
import { patiently } from '../../refusal.ts';
import { callOn } from './calls.ts';
import { isRunning } from './instance-power.ts';
import type { Instance } from './instance-view.ts';

/** As a launch leaves them that does not name them: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html */
const DEFAULTS = { disableApiStop: false, disableApiTermination: false, instanceInitiatedShutdownBehavior: 'stop' } as const;
type Name = keyof typeof DEFAULTS;
const NAMES = Object.keys(DEFAULTS) as Name[];
const upper = (name: Name): string => name.charAt(0).toUpperCase() + name.slice(1);
const PROFILES: readonly Operation[] = ['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation', 'ec2:DisassociateIamInstanceProfile'];
export const SETTINGS_OPERATIONS: readonly Operation[] = ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances', ...PROFILES];
export const READS_SETTINGS: readonly Operation[] = ['ec2:DescribeInstanceAttribute', 'ec2:DescribeIamInstanceProfileAssociations'];

/** Each way in which an event may tell it. */
function told({ request }: HistoryEvent, name: Name): Json | undefined {
  const value = request?.['attribute'] === name ? request['value'] : objectIn(request?.[name])?.['value'] ?? request?.[name];
  return value === 'true' ? true : value === 'false' ? false : value ?? undefined;
}
const profileIn = ({ request }: HistoryEvent): string => /"iamInstanceProfile":\{[^}]*?"(?:name|arn)":"(?:[^"]*\/)?([^"/]+)"/i.exec(JSON.stringify(request))?.[1] ?? '';
const isLaunch = (e: HistoryEvent): boolean => isEvent(e, 'ec2:RunInstances');

/** Only what a stranger's hand was the last to set, and what the history tells of before. */
export function settingsBefore(history: readonly HistoryEvent[]): JsonObject {
  const launched = history.some((e) => isLaunch(e) && !isForeign(e));
  const settings = NAMES.flatMap((name): [string, Json][] => {
    const sets = history.filter((e) => told(e, name) !== undefined);
    const before = (own => (own ? told(own, name) : launched ? DEFAULTS[name] : undefined))(lastOwn(sets, () => true));
    const last = sets.at(-1);
    return last && isForeign(last) && before !== undefined ? [[name, before]] : [];
  });
  const profiles = history.filter((e) => isLaunch(e) || isEvent(e, ...PROFILES));
  const [last, own] = [profiles.at(-1), lastOwn(profiles, () => true)];
  const running = switchBefore(history, (e) => isEvent(e, 'ec2:StartInstances', 'ec2:RunInstances'), (e) => isEvent(e, 'ec2:StopInstances'));
  return {
    ...(settings.length === 0 ? {} : { settings: Object.fromEntries(settings) }), ...(last && isForeign(last) && own ? { profile: profileIn(own) } : {}), ...(running === undefined ? {} : { running }),
  };
}

/** As they are now, of those that are to be given back. */
export async function settingsNow(client: EC2Client, InstanceId: string, aim: JsonObject | undefined): Promise<JsonObject | undefined> {
  const wanted = objectIn(aim?.['settings']);
  if (!wanted) return undefined;
  const found: Record<string, Json> = {};
  for (const name of NAMES.filter((one) => wanted[one] !== undefined)) {
    const { DisableApiStop, DisableApiTermination, InstanceInitiatedShutdownBehavior } = await client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: name }));
    found[name] = (DisableApiStop ?? DisableApiTermination ?? InstanceInitiatedShutdownBehavior)?.Value ?? DEFAULTS[name];
  }
  return found;
}

const ids = (r: Instance) => ({ InstanceIds: [r.name] });
const profileOf = (r: Instance): string => r.profile?.slice(r.profile.lastIndexOf('/') + 1) ?? '';
/** `ends`: whether it runs when all else is done. */
export const endsRunning = (r: Instance): boolean => (typeof r.aim?.['running'] === 'boolean' ? r.aim['running'] : isRunning(r.state));
export function settingCalls(r: Instance): Call[] {
  const wanted = objectIn(r.aim?.['settings']) ?? {};
  const profile = textIn(r.aim?.['profile']);
  const change = NAMES.filter((name) => wanted[name] !== undefined && wanted[name] !== r.held?.[name]).map((name) => callOn(r, 'ec2:ModifyInstanceAttribute', { InstanceId: r.name, [upper(name)]: { Value: wanted[name] } }));
  const [AssociationId, IamInstanceProfile] = ['‹association›', { Name: profile ?? '' }];
  const attach = profile === undefined || profile === profileOf(r) ? []
    : [profile === '' ? callOn(r, 'ec2:DisassociateIamInstanceProfile', { AssociationId }) : profileOf(r) === '' ? callOn(r, 'ec2:AssociateIamInstanceProfile', { InstanceId: r.name, IamInstanceProfile }) : callOn(r, 'ec2:ReplaceIamInstanceProfileAssociation', { AssociationId, IamInstanceProfile })];
  return [...change, ...attach];
}
export const powerCalls = (r: Instance): Call[] => (endsRunning(r) === isRunning(r.state) ? [] : [callOn(r, endsRunning(r) ? 'ec2:StartInstances' : 'ec2:StopInstances', ids(r))]);

export async function setBack(client: EC2Client, r: Instance, deed: Deed): Promise<void> {
  for (const { operation, input } of settingCalls(r)) {
    const { IamInstanceProfileAssociations: [now] = [] } = 'AssociationId' in input ? await client.send(new DescribeIamInstanceProfileAssociationsCommand({ Filters: [{ Name: 'instance-id', Values: [r.name] }] })) : {};
    const sent = ('AssociationId' in input ? { ...input, AssociationId: now?.AssociationId ?? '' } : input) as never;
    switch (operation) {
      case 'ec2:ModifyInstanceAttribute': await client.send(new ModifyInstanceAttributeCommand(sent)); break;
      case 'ec2:DisassociateIamInstanceProfile': await client.send(new DisassociateIamInstanceProfileCommand(sent)); break;
      case 'ec2:AssociateIamInstanceProfile': await client.send(new AssociateIamInstanceProfileCommand(sent)); break;
      default: await client.send(new ReplaceIamInstanceProfileAssociationCommand(sent));
    }
  }
  const [power] = powerCalls(r);
  if (power) await patiently(deed, () => (power.operation === 'ec2:StartInstances' ? client.send(new StartInstancesCommand(ids(r))) : client.send(new StopInstancesCommand(ids(r)))));
}
