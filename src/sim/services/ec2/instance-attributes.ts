// One attribute of an instance at a time: reading it, and changing it as far as its state allows.
import {
  DescribeInstanceAttributeCommand, ModifyInstanceAttributeCommand, ModifyInstanceMetadataOptionsCommand,
  type DescribeInstanceAttributeCommandInput, type InstanceAttribute, type ModifyInstanceAttributeCommandInput, type ModifyInstanceMetadataOptionsCommandInput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { incorrectInstanceState, invalidCombination, invalidValue, missing, need, other, unsupported } from './errors.ts';
import { nicsOf, visibleMachines } from './instance-life.ts';
import { validType } from './instance-type.ts';
import { blockDevices, groupList } from './instance-view.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import type { Ec2Region, Machine } from './state.ts';
import { idItems, items, MASKED, modern, returned } from './trail.ts';

function describe({ InstanceId, Attribute }: DescribeInstanceAttributeCommandInput, region: Ec2Region, call: SimCall): InstanceAttribute {
  const machine = need('instance', visibleMachines(call.account, region), InstanceId);
  if (Attribute === undefined) throw missing('attribute');
  const read = Object.hasOwn(ATTRIBUTES, Attribute) ? ATTRIBUTES[Attribute] : undefined;
  if (!read) throw invalidValue(`Value (${Attribute}) for parameter attribute is invalid. Unknown attribute.`);
  return { InstanceId: machine.id, ...read(machine, region) };
}
const ATTRIBUTES: Readonly<Record<string, (m: Machine, region: Ec2Region) => InstanceAttribute>> = {
  userData: (m) => ({ UserData: m.userData === undefined ? {} : { Value: m.userData } }),
  disableApiTermination: (m) => ({ DisableApiTermination: { Value: !m.apiTermination } }),
  disableApiStop: (m) => ({ DisableApiStop: { Value: !m.apiStop } }),
  instanceInitiatedShutdownBehavior: (m) => ({ InstanceInitiatedShutdownBehavior: { Value: m.shutdown } }),
  instanceType: (m) => ({ InstanceType: { Value: m.type } }),
  groupSet: (m, region) => ({ Groups: groupList(region, nicsOf(region, m.id)[0]?.groups ?? []) }),
  blockDeviceMapping: (m, region) => ({ BlockDeviceMappings: blockDevices(region, m) }),
  rootDeviceName: (m) => ({ RootDeviceName: { Value: m.rootDevice } }),
  sourceDestCheck: (m) => ({ SourceDestCheck: { Value: m.sourceDestCheck } }),
  ebsOptimized: (m) => ({ EbsOptimized: { Value: m.ebsOptimized } }),
  enaSupport: () => ({ EnaSupport: { Value: true } }),
  productCodes: () => ({ ProductCodes: [] }),
};

type Change = (m: Machine, region: Ec2Region) => void;
const stoppedOnly = (m: Machine): void => {
  if (m.state !== 'stopped') throw incorrectInstanceState(`The instance '${m.id}' is not in the 'stopped' state.`);
};
const notSpot = (m: Machine, on: boolean): void => {
  if (on && m.spotRequest !== undefined) throw unsupported('Modifying this attribute is not supported for Spot Instances.');
};
const truth = (value: unknown): boolean => value === true || value === 'true';

const CHANGES: Readonly<Record<string, (value: unknown) => Change>> = {
  userData: (value) => (m) => { stoppedOnly(m); const data = Buffer.from(value as Uint8Array | string).toString('base64'); if (data === '') delete m.userData; else m.userData = data; },
  disableApiTermination: (value) => (m) => { notSpot(m, truth(value)); m.apiTermination = !truth(value); },
  disableApiStop: (value) => (m) => { notSpot(m, truth(value)); m.apiStop = !truth(value); },
  instanceInitiatedShutdownBehavior: (value) => (m) => {
    if (value !== 'stop' && value !== 'terminate') throw invalidValue(`Invalid value '${String(value)}' for InstanceInitiatedShutdownBehavior.`);
    m.shutdown = value;
  },
  instanceType: (value) => (m) => { stoppedOnly(m); if (!validType(String(value))) throw invalidValue(`Invalid value '${String(value)}' for InstanceType.`); m.type = String(value); },
  sourceDestCheck: (value) => (m) => { m.sourceDestCheck = truth(value); },
  ebsOptimized: (value) => (m) => { stoppedOnly(m); m.ebsOptimized = truth(value); },
  groups: (value) => (m, region) => {
    const nics = nicsOf(region, m.id);
    if (nics.length > 1) throw other('InvalidInstanceID', `There are multiple interfaces attached to instance '${m.id}'. Please specify an interface ID for the operation instead.`);
    const groups = value as readonly string[];
    for (const id of groups) need('group', region.groups, id);
    if (nics[0]) nics[0].groups = [...groups];
  },
};

/** AWS takes either one named member, or Attribute with Value. */
function asked(input: ModifyInstanceAttributeCommandInput): readonly (readonly [string, unknown])[] {
  const members: readonly (readonly [string, unknown])[] = [
    ['userData', input.UserData?.Value], ['disableApiTermination', input.DisableApiTermination?.Value], ['disableApiStop', input.DisableApiStop?.Value],
    ['instanceInitiatedShutdownBehavior', input.InstanceInitiatedShutdownBehavior?.Value], ['instanceType', input.InstanceType?.Value],
    ['sourceDestCheck', input.SourceDestCheck?.Value], ['ebsOptimized', input.EbsOptimized?.Value], ['groups', input.Groups?.length ? input.Groups : undefined],
    ...(input.Attribute === undefined ? [] : [[input.Attribute, input.Attribute === 'userData' ? Buffer.from(input.Value ?? '', 'base64') : input.Value] as const]),
  ];
  return members.filter(([, value]) => value !== undefined);
}

function modify(input: ModifyInstanceAttributeCommandInput, region: Ec2Region, call: SimCall): Record<string, never> {
  const machine = need('instance', visibleMachines(call.account, region), input.InstanceId);
  touches(call, 'Instance', machine.id);
  const wanted = asked(input);
  const [first, second] = wanted;
  if (second) throw invalidCombination(`Fields for multiple attribute types specified: ${wanted.map(([name]) => name).join(', ')}`);
  if (!first && input.BlockDeviceMappings?.length) { keepVolumes(input, region, machine); return {}; }
  if (!first) throw invalidCombination('No attributes specified.');
  const change = Object.hasOwn(CHANGES, first[0]) ? CHANGES[first[0]] : undefined;
  if (!change) throw invalidValue(`Value (${first[0]}) for parameter attribute is invalid. Unknown attribute.`);
  if (machine.state === 'terminated' || machine.state === 'shutting-down') throw incorrectInstanceState(`The instance '${machine.id}' is not in a valid state for this operation.`);
  change(first[1])(machine, region);
  return {};
}

/** Only DeleteOnTermination of attached volumes can be changed. */
function keepVolumes({ BlockDeviceMappings }: ModifyInstanceAttributeCommandInput, region: Ec2Region, machine: Machine): void {
  for (const { DeviceName, Ebs } of BlockDeviceMappings ?? []) {
    const attachment = [...region.volumes.values()].find((v) => v.attachment?.instanceId === machine.id && v.attachment.device === DeviceName)?.attachment;
    if (!attachment) throw other('InvalidInstanceAttributeValue', `No device is currently mapped at ${DeviceName ?? ''}`);
    if (Ebs?.DeleteOnTermination !== undefined) attachment.deleteOnTermination = Ebs.DeleteOnTermination;
  }
}

function metadata(input: ModifyInstanceMetadataOptionsCommandInput, region: Ec2Region, call: SimCall): { InstanceId: string } {
  const { id, metadata: own } = need('instance', visibleMachines(call.account, region), input.InstanceId);
  own.tokens = input.HttpTokens ?? own.tokens;
  own.endpoint = input.HttpEndpoint ?? own.endpoint;
  own.hops = input.HttpPutResponseHopLimit ?? own.hops;
  touches(call, 'Instance', id);
  return { InstanceId: id };
}

const attributeTrail = (input: ModifyInstanceAttributeCommandInput): unknown => ({
  instanceId: input.InstanceId, attribute: input.Attribute, value: input.Attribute === 'userData' ? MASKED : input.Value,
  userData: input.UserData === undefined ? undefined : MASKED,
  disableApiTermination: input.DisableApiTermination && { value: input.DisableApiTermination.Value }, disableApiStop: input.DisableApiStop && { value: input.DisableApiStop.Value },
  instanceInitiatedShutdownBehavior: input.InstanceInitiatedShutdownBehavior && { value: input.InstanceInitiatedShutdownBehavior.Value }, instanceType: input.InstanceType && { value: input.InstanceType.Value },
  sourceDestCheck: input.SourceDestCheck && { value: input.SourceDestCheck.Value }, ebsOptimized: input.EbsOptimized && { value: input.EbsOptimized.Value },
  groupSet: input.Groups?.length ? idItems(input.Groups, 'groupId') : undefined,
  blockDeviceMapping: input.BlockDeviceMappings?.length ? items(input.BlockDeviceMappings, (b) => ({ deviceName: b.DeviceName, ebs: { deleteOnTermination: b.Ebs?.DeleteOnTermination } })) : undefined,
});
const one = (input: { readonly InstanceId: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'instance', [input.InstanceId]);

export const registerInstanceAttributes = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeInstanceAttributeCommand, inRegion(describe), { resources: one, trail: { request: (i) => ({ instanceId: i.InstanceId, attribute: i.Attribute }) } })
  .on(ModifyInstanceAttributeCommand, inRegion(modify), { resources: one, trail: { request: attributeTrail, response: returned } })
  .on(ModifyInstanceMetadataOptionsCommand, inRegion(metadata), { resources: one, trail: modern('ModifyInstanceMetadataOptions') });
