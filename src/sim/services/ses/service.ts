// The simulated SES, API version 2. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateEmailIdentityCommand, CreateEmailIdentityPolicyCommand, DeleteEmailIdentityCommand, DeleteEmailIdentityPolicyCommand, GetAccountCommand, GetEmailIdentityCommand, ListEmailIdentitiesCommand, PutAccountDetailsCommand, PutAccountSendingAttributesCommand, SESv2Client, UpdateEmailIdentityPolicyCommand,
  type GetAccountCommandOutput, type PutAccountDetailsCommandInput, type PutAccountSendingAttributesCommandInput,
} from '@aws-sdk/client-sesv2';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn } from '../rooms.ts';
import { createIdentity, createIdentityPolicy, deleteIdentity, deleteIdentityPolicy, getIdentity, listIdentities, updateIdentityPolicy } from './identities.ts';
import { sesRoom } from './state.ts';

const REVIEW_MS = 3_600_000;

function account(_: object, call: SimCall): Omit<GetAccountCommandOutput, '$metadata'> {
  const { sending, productionFrom, details } = sesRoom(call);
  const production = productionFrom !== undefined && call.now >= productionFrom;
  return {
    DedicatedIpAutoWarmupEnabled: false, EnforcementStatus: 'HEALTHY', ProductionAccessEnabled: production, SendingEnabled: sending,
    SendQuota: production ? { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 } : { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 },
    ...(details && { Details: { MailType: details.mailType, WebsiteURL: details.website, ReviewDetails: { Status: production ? 'GRANTED' : 'PENDING' } } }),
  };
}
function putSending({ SendingEnabled = false }: PutAccountSendingAttributesCommandInput, call: SimCall): Record<string, never> {
  sesRoom(call).sending = SendingEnabled;
  return {};
}
function putDetails(input: PutAccountDetailsCommandInput, call: SimCall): Record<string, never> {
  const room = sesRoom(call);
  if (room.productionFrom !== undefined && call.now < room.productionFrom) throw new AwsError('ConflictException', 'Your account details are under review.', 409);
  room.details = { mailType: input.MailType ?? 'TRANSACTIONAL', website: input.WebsiteURL ?? '' };
  if (input.ProductionAccessEnabled === true) room.productionFrom ??= new Date(call.now.getTime() + REVIEW_MS);
  return {};
}

const identity = { resources: ({ EmailIdentity = '*' }: { readonly EmailIdentity?: string | undefined }, call: SimCall): string[] => [arnIn(call, 'ses', `identity/${EmailIdentity}`)] };

export default function ses(): Service<SimCall> {
  return new Service<SimCall>(SESv2Client, { id: 'ses' })
    .on(GetAccountCommand, account)
    .on(PutAccountSendingAttributesCommand, putSending)
    .on(PutAccountDetailsCommand, putDetails)
    .on(ListEmailIdentitiesCommand, listIdentities, { formerly: ['GET', '/v2/email/identities'] })
    .on(GetEmailIdentityCommand, getIdentity, identity)
    .on(CreateEmailIdentityCommand, createIdentity, identity)
    .on(DeleteEmailIdentityCommand, deleteIdentity, identity)
    .on(CreateEmailIdentityPolicyCommand, createIdentityPolicy, identity)
    .on(UpdateEmailIdentityPolicyCommand, updateIdentityPolicy, identity)
    .on(DeleteEmailIdentityPolicyCommand, deleteIdentityPolicy, identity);
}
