// Which instance runs with which instance profile.
import {
  AssociateIamInstanceProfileCommand, DescribeIamInstanceProfileAssociationsCommand, DisassociateIamInstanceProfileCommand, ReplaceIamInstanceProfileAssociationCommand,
  type AssociateIamInstanceProfileCommandInput, type DescribeIamInstanceProfileAssociationsCommandInput, type DisassociateIamInstanceProfileCommandInput, type IamInstanceProfileAssociation, type ReplaceIamInstanceProfileAssociationCommandInput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { incorrectState, missing, need, needAll } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { associationOf, visibleMachines } from './instance-life.ts';
import { ec2Arn, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { authorizePass, profileOf, type ProfileReference } from './profile-reference.ts';
import { regionOf, type Association, type Ec2Region } from './state.ts';
import { modern } from './trail.ts';

type One = { IamInstanceProfileAssociation: IamInstanceProfileAssociation };
const view = (a: Association, state: 'associating' | 'associated' | 'disassociating' = 'associated'): IamInstanceProfileAssociation => ({ AssociationId: a.id, InstanceId: a.instanceId, IamInstanceProfile: { Arn: a.profileArn, Id: a.profileId }, State: state, Timestamp: a.since });
const FILTERS: FilterTable<Association> = { 'instance-id': (a) => [a.instanceId], 'state': () => ['associated'] };

function describe(input: DescribeIamInstanceProfileAssociationsCommandInput, region: Ec2Region, call: SimCall): { IamInstanceProfileAssociations: IamInstanceProfileAssociation[]; NextToken: string | undefined } {
  const from = input.AssociationIds?.length ? needAll('association', region.associations, input.AssociationIds) : region.associations.values();
  const { page, NextToken } = paged(filtered(from, input.Filters, FILTERS, region, (a) => a.id), input, call, Boolean(input.AssociationIds?.length));
  return { IamInstanceProfileAssociations: page.map((a) => view(a)), NextToken };
}

function passed(input: AssociateIamInstanceProfileCommandInput | ReplaceIamInstanceProfileAssociationCommandInput, call: SimCall): ProfileReference {
  if (!input.IamInstanceProfile) throw missing('IamInstanceProfile');
  const profile = profileOf(call, input.IamInstanceProfile);
  authorizePass(call, profile);
  return profile;
}
function made(region: Ec2Region, call: SimCall, instanceId: string, profile: ProfileReference): One {
  const association: Association = { id: `iip-assoc-0${call.account.ids.hex(16)}`, instanceId, profileArn: profile.arn, profileId: profile.id, since: call.now };
  region.associations.set(association.id, association);
  touches(call, 'Instance', instanceId);
  return { IamInstanceProfileAssociation: view(association, 'associating') };
}

function associate(input: AssociateIamInstanceProfileCommandInput, region: Ec2Region, call: SimCall): One {
  const machine = need('instance', visibleMachines(call.account, region), input.InstanceId);
  const profile = passed(input, call);
  if (machine.state !== 'running' && machine.state !== 'stopped' && machine.state !== 'pending') throw incorrectState(`Instance '${machine.id}' is not in a state that allows an association.`);
  if (associationOf(region, machine.id)) throw incorrectState(`There is an existing association for instance ${machine.id}`);
  return made(region, call, machine.id, profile);
}
/** The old association ends; the new one has an id of its own. */
function replace(input: ReplaceIamInstanceProfileAssociationCommandInput, region: Ec2Region, call: SimCall): One {
  const old = need('association', region.associations, input.AssociationId);
  const profile = passed(input, call);
  region.associations.delete(old.id);
  return made(region, call, old.instanceId, profile);
}
function disassociate(input: DisassociateIamInstanceProfileCommandInput, region: Ec2Region, call: SimCall): One {
  const association = need('association', region.associations, input.AssociationId);
  region.associations.delete(association.id);
  touches(call, 'Instance', association.instanceId);
  return { IamInstanceProfileAssociation: view(association, 'disassociating') };
}

/** A policy is asked about the instance that the association belongs to. */
const ofAssociation = (input: { readonly AssociationId: string | undefined }, call: SimCall): string[] => [ec2Arn(call, 'instance', regionOf(call).associations.get(input.AssociationId ?? '')?.instanceId ?? '*')];

export const registerProfiles = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeIamInstanceProfileAssociationsCommand, inRegion(describe), { trail: { request: modern('DescribeIamInstanceProfileAssociations').request } })
  .on(AssociateIamInstanceProfileCommand, inRegion(associate), { resources: (i, call) => [ec2Arn(call, 'instance', i.InstanceId ?? '*')], trail: modern('AssociateIamInstanceProfile') })
  .on(ReplaceIamInstanceProfileAssociationCommand, inRegion(replace), { resources: ofAssociation, trail: modern('ReplaceIamInstanceProfileAssociation') })
  .on(DisassociateIamInstanceProfileCommand, inRegion(disassociate), { resources: ofAssociation, trail: modern('DisassociateIamInstanceProfile') });
