// Centralized root access: what the management account of an organization may do as the root user of every member. Only that account is told, and only it can switch.
import {
  DisableOrganizationsRootCredentialsManagementCommand, DisableOrganizationsRootSessionsCommand, EnableOrganizationsRootCredentialsManagementCommand, EnableOrganizationsRootSessionsCommand, ListOrganizationsFeaturesCommand, type FeatureType,
} from '@aws-sdk/client-iam';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Operation, Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn, type Action } from '../kind.ts';
import { isEvent, switchBefore } from '../recalling.ts';

interface Feature extends Resource { readonly on: boolean }
const COMMANDS = {
  RootSessions: { on: EnableOrganizationsRootSessionsCommand, off: DisableOrganizationsRootSessionsCommand },
  RootCredentialsManagement: { on: EnableOrganizationsRootCredentialsManagementCommand, off: DisableOrganizationsRootCredentialsManagementCommand },
} as const;
const NAMES = Object.keys(COMMANDS) as readonly (keyof typeof COMMANDS)[];
const NOT_HERE = /^(AccountNotManagementOrDelegatedAdministrator|OrganizationNotFound|OrganizationNotInAllFeaturesMode|ServiceAccessNotEnabled)/;

async function enabled(aws: ReadAws): Promise<readonly FeatureType[] | undefined> {
  // There are no root users in China.
  if (aws.partition === 'aws-cn') return undefined;
  try {
    return (await (await aws.client('iam')).send(new ListOrganizationsFeaturesCommand({}))).EnabledFeatures ?? [];
  } catch (error) {
    if (NOT_HERE.test(failureOf(error).code)) return undefined;
    throw error;
  }
}
async function read(aws: ReadAws): Promise<Feature[]> {
  const found = await enabled(aws);
  return found ? NAMES.map((name) => { const arn = ownArn('iam/organizations-feature', 'aws-global', aws.accountId, name); return { arn, uid: arn, name, region: 'aws-global', on: found.includes(name) }; }) : [];
}
const operation = (name: string, on: boolean): Operation => `iam:${on ? 'Enable' : 'Disable'}Organizations${name}`;
async function turn(aws: ChangeAws, { name }: Feature, on: boolean): Promise<void> {
  const { on: On, off: Off } = COMMANDS[name as keyof typeof COMMANDS], client = await aws.client('iam');
  await (on ? client.send(new On({})) : client.send(new Off({})));
}
const switched = (to: boolean): Action<Feature> => ({
  operations: NAMES.flatMap((name) => [operation(name, true), operation(name, false)]),
  title: ({ name }) => (to ? say('Let the management account act as root of its members again, as before: {{name}}', { name }) : say('Keep the management account from acting as root of its members, as before: {{name}}', { name })),
  needed: (r) => r.aim?.['on'] === to,
  calls: ({ name }) => [globalCall(operation(name, to), {})],
  undoCalls: ({ name, on }) => [globalCall(operation(name, on), {})],
  done: (now) => now?.on === to,
  apply: (aws, r) => turn(aws, r, to),
  undo: (aws, before) => turn(aws, before, before.on),
  undoReopens: true,
});

export default defineKind<Feature>({
  id: 'iam/organizations-feature', version: 1, title: say('Centralized root access'), scope: 'global', role: 'setting',
  reads: ['iam:ListOrganizationsFeatures'],
  async *list({ aws }) { yield* await read(aws); },
  look: async (aws, rs) => { const now = await read(aws); return rs.map((r) => now.find(({ uid }) => uid === r.uid)); },
  traces: {
    ids: ({ name }) => [operation(name, true), operation(name, false)], created: [], changed: NAMES.flatMap((name) => [operation(name, true), operation(name, false)]),
    concerns: ({ name }, event) => event.name.endsWith(`Organizations${name}`),
  },
  recall: ({ name }, history) => {
    const on = switchBefore(history, (e) => isEvent(e, operation(name, true)), (e) => isEvent(e, operation(name, false)));
    return on === undefined ? undefined : { on };
  },
  actions: { contain: switched(false), recover: switched(true) },
});
