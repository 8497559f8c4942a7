// Roles that AWS makes for its own services, and their deletion, which is a task.
import { CreateServiceLinkedRoleCommand, DeleteServiceLinkedRoleCommand, GetServiceLinkedRoleDeletionStatusCommand, type CreateServiceLinkedRoleCommandInput, type DeletionTaskStatusType, type Role } from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { invalidInput, noSuchEntity } from './errors.ts';
import { ROLE, touchHolder } from './holders.ts';
import { arnOf } from './names.ts';
import { register, type Given, type IamService } from './register.ts';
import { makeRole, roleOut } from './roles.ts';
import { onRole } from './resources.ts';
import { iamState } from './state.ts';

const NAMES: Readonly<Record<string, string>> = {
  'autoscaling.amazonaws.com': 'AutoScaling', 'ec2.amazonaws.com': 'EC2', 'ecs.amazonaws.com': 'ECS', 'elasticloadbalancing.amazonaws.com': 'ElasticLoadBalancing',
  'organizations.amazonaws.com': 'Organizations', 'rds.amazonaws.com': 'RDS', 'spot.amazonaws.com': 'EC2Spot', 'spotfleet.amazonaws.com': 'EC2SpotFleet',
  'support.amazonaws.com': 'Support', 'trustedadvisor.amazonaws.com': 'TrustedAdvisor',
};
function roleName(service: string, suffix: string | undefined): string {
  if (!/^[a-z0-9.-]+\.amazonaws\.com$/.test(service)) throw invalidInput(`The service principal ${service} is not valid.`);
  const bare = service.replace('.amazonaws.com', '').replace(/[^a-z0-9]/g, '');
  const name = `AWSServiceRoleFor${NAMES[service] ?? bare.charAt(0).toUpperCase() + bare.slice(1)}`;
  return suffix === undefined ? name : `${name}_${suffix}`;
}

function create(input: Given<CreateServiceLinkedRoleCommandInput>, call: SimCall): { Role: Role } {
  const name = roleName(input.AWSServiceName, input.CustomSuffix);
  if (iamState(call.account).roles.taken(name)) throw invalidInput(`Service role name ${name} has been taken in this account, please try a different suffix.`);
  const trust = { Version: '2012-10-17', Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [input.AWSServiceName] } }] };
  const role = makeRole({
    RoleName: name, Path: `/aws-service-role/${input.AWSServiceName}/`, AssumeRolePolicyDocument: JSON.stringify(trust), ...(input.Description !== undefined && { Description: input.Description }),
  }, call);
  return { Role: roleOut(role) };
}

function remove(name: string, call: SimCall): { DeletionTaskId: string } {
  const state = iamState(call.account);
  const role = ROLE.find(name, call);
  if (!role.path.startsWith('/aws-service-role/')) throw invalidInput(`The role ${name} is not a service-linked role.`);
  state.roles.remove(role, call.now);
  const task = `task${role.path}${name}/${call.account.ids.uuid()}`;
  state.roleDeletions.add(task);
  touchHolder(ROLE, role, call);
  return { DeletionTaskId: task };
}
function statusOf(task: string, call: SimCall): { Status: DeletionTaskStatusType } {
  if (!iamState(call.account).roleDeletions.has(task)) throw noSuchEntity(`The deletion task ${task} cannot be found.`);
  return { Status: 'SUCCEEDED' };
}

export function addServiceLinkedRoles(iam: IamService): void {
  register(iam, CreateServiceLinkedRoleCommand, create, {
    resources: ({ AWSServiceName, CustomSuffix }, { account }) => [arnOf(account, 'role', `/aws-service-role/${AWSServiceName}/`, roleName(AWSServiceName, CustomSuffix))],
  });
  register(iam, DeleteServiceLinkedRoleCommand, ({ RoleName }, call) => remove(RoleName, call), { resources: onRole });
  register(iam, GetServiceLinkedRoleDeletionStatusCommand, ({ DeletionTaskId }, call) => statusOf(DeletionTaskId, call));
}
