// A member account that administers a service for the whole organization: taken off, and given back. Only the management account is asked.
import {
  DeregisterDelegatedAdministratorCommand, DescribeOrganizationCommand, paginateListDelegatedAdministrators, paginateListDelegatedServicesForAccount, RegisterDelegatedAdministratorCommand, type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { failureOf } from '../../aws/errors.ts';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn } from '../kind.ts';
import { ifThere } from '../refusal.ts';

export interface DelegatedAdministrator extends Resource { readonly administratorId: string; readonly service: string }

async function isManagement(client: OrganizationsClient, accountId: string): Promise<boolean> {
  try {
    return (await client.send(new DescribeOrganizationCommand({}))).Organization?.MasterAccountId === accountId;
  } catch (error) {
    if (failureOf(error).code === 'AWSOrganizationsNotInUseException') return false;
    throw error;
  }
}
/** Without a time of its own: AWS tells that of the registration, which undoing would change. */
const one = (administratorId: string, service: string): DelegatedAdministrator => ({
  arn: ownArn('organizations/delegated-administrator', 'aws-global', administratorId, service), uid: `${administratorId}/${service}`, name: `${administratorId}/${service}`, region: 'aws-global', administratorId, service,
});
async function read(aws: ReadAws): Promise<DelegatedAdministrator[]> {
  const client = await aws.client('organizations');
  if (!await isManagement(client, aws.accountId)) return [];
  const found: DelegatedAdministrator[] = [];
  for await (const page of paginateListDelegatedAdministrators({ client }, {})) {
    for (const { Id: AccountId = '' } of page.DelegatedAdministrators ?? []) {
      for await (const services of paginateListDelegatedServicesForAccount({ client }, { AccountId })) found.push(...(services.DelegatedServices ?? []).map((s) => one(AccountId, s.ServicePrincipal ?? '')));
    }
  }
  return found;
}
const input = (r: DelegatedAdministrator) => ({ AccountId: r.administratorId, ServicePrincipal: r.service });
const told = (r: DelegatedAdministrator) => ({ account: r.administratorId, service: r.service });

/** Taken off already, or there again: AWS refuses the second time. */
async function unless(code: string, sent: Promise<unknown>): Promise<void> {
  try {
    await sent;
  } catch (error) {
    if (failureOf(error).code !== code) throw error;
  }
}

export default defineKind<DelegatedAdministrator>({
  id: 'organizations/delegated-administrator', version: 1, title: say('Delegated administrator'), scope: 'global', role: 'credential',
  reads: ['organizations:DescribeOrganization', 'organizations:ListDelegatedAdministrators', 'organizations:ListDelegatedServicesForAccount'],
  async *list({ aws }) { yield* await read(aws); },
  look: async (aws, rs) => {
    const now = new Map((await read(aws)).map((r) => [r.uid, r]));
    return rs.map((r) => now.get(r.uid));
  },
  traces: {
    ids: (r) => [r.administratorId],
    created: ['organizations:RegisterDelegatedAdministrator'],
    changed: [],
    concerns: (r, { request }) => request?.['accountId'] === r.administratorId && request['servicePrincipal'] === r.service,
  },
  judge: (_, { attributed }) => attributed && { ...attributed, techniques: ['T1098.003'] },
  actions: {
    contain: {
      operations: ['organizations:DeregisterDelegatedAdministrator', 'organizations:RegisterDelegatedAdministrator'],
      title: (r) => say('Let account {{account}} no longer administer {{service}} for the organization', told(r)),
      breaks: (r) => say('Account {{account}} can no longer change {{service}} in the other accounts. What it has set there stays.', told(r)),
      calls: (r) => [globalCall('organizations:DeregisterDelegatedAdministrator', input(r))],
      undoCalls: (before) => [globalCall('organizations:RegisterDelegatedAdministrator', input(before))],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await unless('AccountNotRegisteredException', ifThere((await aws.client('organizations')).send(new DeregisterDelegatedAdministratorCommand(input(r))))); },
      undo: async (aws, before) => { await unless('AccountAlreadyRegisteredException', (await aws.client('organizations')).send(new RegisterDelegatedAdministratorCommand(input(before)))); },
      undoReopens: true,
    },
  },
});
