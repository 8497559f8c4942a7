// The simulated Organizations, read only. Behaviour: BEHAVIOUR.md beside it.
import { DescribeOrganizationCommand, ListHandshakesForAccountCommand, OrganizationsClient, type Handshake, type Organization } from '@aws-sdk/client-organizations';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { organizationsState } from './membership.ts';

function describe(_: object, call: SimCall): { Organization: Organization } {
  const { organization } = organizationsState(call.account);
  if (!organization) throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  return { Organization: organization };
}

function handshakes(input: { readonly Filter?: { readonly ActionType?: string | undefined } | undefined; readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined }, call: SimCall): { Handshakes: Handshake[]; NextToken?: string } {
  const all = organizationsState(call.account).handshakes.filter((h) => input.Filter?.ActionType === undefined || h.Action === input.Filter.ActionType);
  const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
  if (!Number.isInteger(from) || from < 0) throw new AwsError('InvalidInputException', 'You provided an invalid value for the following parameter: NextToken', 400, { Reason: 'INVALID_NEXT_TOKEN' });
  const Handshakes = all.slice(from, from + Math.min(input.MaxResults ?? 20, call.account.behaviour.pageSize));
  const next = from + Handshakes.length;
  return next < all.length ? { Handshakes, NextToken: String(next) } : { Handshakes };
}

export default function organizations(): Service<SimCall> {
  return new Service<SimCall>(OrganizationsClient, { id: 'organizations' })
    .on(DescribeOrganizationCommand, describe, { trail: { global: true } })
    .on(ListHandshakesForAccountCommand, handshakes, { trail: { global: true } });
}
