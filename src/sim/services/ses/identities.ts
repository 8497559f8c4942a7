// Addresses and domains that SES sends as, of one Region, and who else may send as them.
import type {
  CreateEmailIdentityCommandInput, CreateEmailIdentityCommandOutput, CreateEmailIdentityPolicyCommandInput, DeleteEmailIdentityCommandInput, DeleteEmailIdentityPolicyCommandInput, GetEmailIdentityCommandInput, GetEmailIdentityCommandOutput, IdentityInfo, IdentityType, ListEmailIdentitiesCommandInput, UpdateEmailIdentityPolicyCommandInput,
} from '@aws-sdk/client-sesv2';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';
import { sesRoom, type Identity } from './state.ts';

const VERIFIED_AFTER_MS = 600_000;
type Out<T> = Omit<T, '$metadata'>;

const typeOf = (name: string): IdentityType => (name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN');
const verified = ({ created }: Identity, now: Date): boolean => now.getTime() - created.getTime() >= VERIFIED_AFTER_MS;
function found(name: string | undefined, call: SimCall): Identity {
  const identity = sesRoom(call).identities.get(name ?? '');
  if (!identity) throw new AwsError('NotFoundException', `Email identity ${name ?? ''} does not exist.`, 404);
  return identity;
}

export function createIdentity({ EmailIdentity: name = '' }: CreateEmailIdentityCommandInput, call: SimCall): Out<CreateEmailIdentityCommandOutput> {
  const { identities } = sesRoom(call);
  if (!/^[^\s@]*@?[^\s@.]+(?:\.[^\s@.]+)+$/u.test(name)) throw new AwsError('BadRequestException', `Invalid email identity: ${name}.`, 400);
  if (identities.has(name)) throw new AwsError('AlreadyExistsException', `Email identity ${name} already exist.`, 400);
  identities.set(name, { name, created: call.now, policies: new Map() });
  return { IdentityType: typeOf(name), VerifiedForSendingStatus: false, DkimAttributes: { SigningEnabled: typeOf(name) === 'DOMAIN', Status: 'NOT_STARTED', SigningAttributesOrigin: 'AWS_SES' } };
}
export function listIdentities({ NextToken: token, PageSize: max }: ListEmailIdentitiesCommandInput, call: SimCall): { EmailIdentities: IdentityInfo[]; NextToken?: string } {
  const all = [...sesRoom(call).identities.values()].map((one): IdentityInfo => ({ IdentityType: typeOf(one.name), IdentityName: one.name, SendingEnabled: verified(one, call.now), VerificationStatus: verified(one, call.now) ? 'SUCCESS' : 'PENDING' }));
  const { page, next } = pageOf(all, call, { max, token, most: 1000, refusal: 'InvalidNextTokenException' });
  return { EmailIdentities: page, ...(next === undefined ? {} : { NextToken: next }) };
}
export function getIdentity({ EmailIdentity }: GetEmailIdentityCommandInput, call: SimCall): Out<GetEmailIdentityCommandOutput> {
  const one = found(EmailIdentity, call);
  const done = verified(one, call.now);
  return {
    IdentityType: typeOf(one.name), FeedbackForwardingStatus: true, VerifiedForSendingStatus: done, VerificationStatus: done ? 'SUCCESS' : 'PENDING', Policies: Object.fromEntries(one.policies),
    DkimAttributes: { SigningEnabled: typeOf(one.name) === 'DOMAIN', Status: done ? 'SUCCESS' : 'PENDING', SigningAttributesOrigin: 'AWS_SES' },
  };
}
export function deleteIdentity({ EmailIdentity }: DeleteEmailIdentityCommandInput, call: SimCall): Record<string, never> {
  sesRoom(call).identities.delete(found(EmailIdentity, call).name);
  return {};
}
export function createIdentityPolicy({ EmailIdentity, PolicyName = '', Policy = '' }: CreateEmailIdentityPolicyCommandInput, call: SimCall): Record<string, never> {
  const { policies } = found(EmailIdentity, call);
  if (policies.has(PolicyName)) throw new AwsError('AlreadyExistsException', `Policy ${PolicyName} already exists.`, 400);
  policies.set(PolicyName, Policy);
  return {};
}
export function updateIdentityPolicy({ EmailIdentity, PolicyName = '', Policy = '' }: UpdateEmailIdentityPolicyCommandInput, call: SimCall): Record<string, never> {
  const { policies } = found(EmailIdentity, call);
  if (!policies.has(PolicyName)) throw new AwsError('NotFoundException', `Policy ${PolicyName} does not exist.`, 404);
  policies.set(PolicyName, Policy);
  return {};
}
export function deleteIdentityPolicy({ EmailIdentity, PolicyName = '' }: DeleteEmailIdentityPolicyCommandInput, call: SimCall): Record<string, never> {
  if (!found(EmailIdentity, call).policies.delete(PolicyName)) throw new AwsError('NotFoundException', `Policy ${PolicyName} does not exist.`, 404);
  return {};
}
