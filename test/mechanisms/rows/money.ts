// Mail, text messages, models, quotas, contacts, commitments: what costs, and who is told of it.
import type { ServiceId } from '../../../src/aws/session.ts';
import type { Mechanism, Played } from '../row.ts';

const call = (service: ServiceId, operation: string, input: object, region?: string): Played => ({ service, operation, input, ...(region === undefined ? {} : { region }) });
const contact = (EmailAddress: string): object => ({ AlternateContactType: 'SECURITY', Name: 'Security', Title: 'Security', EmailAddress, PhoneNumber: '+1 555 0100' });
const primary = (FullName: string): object => ({ ContactInformation: { FullName, AddressLine1: '1 Example Street', City: 'Any Town', CountryCode: 'US', PostalCode: '98101', PhoneNumber: '+12065550100' } });
const LOGGING = { loggingConfig: { s3Config: { bucketName: 'example-logs', keyPrefix: 'bedrock' }, textDataDeliveryEnabled: true } };
const OFFERING = '01234567-89ab-cdef-0123-456789abcdef';
const NOT_WHEN_CHANGED = 'AWS does not say when it was changed.';

export const rows: readonly Mechanism[] = [
  { row: 93, title: 'an identity for mail', plant: [call('ses', 'CreateEmailIdentity', { EmailIdentity: 'billing.example.com' })], shows: ['ses/email-identity', 'ses/account-sending'], notFromConfiguration: 'AWS does not say when an identity was made.' },
  {
    row: 93, title: 'out of the sandbox for mail', alone: true, plant: [call('ses', 'PutAccountDetails', { MailType: 'MARKETING', WebsiteURL: 'https://example.com', ProductionAccessEnabled: true }, 'eu-north-1')],
    shows: ['ses/account-sending'], notFromConfiguration: NOT_WHEN_CHANGED,
  },
  { row: 94, title: 'the spend limit of text messages', plant: [call('sns', 'SetSMSAttributes', { attributes: { MonthlySpendLimit: '1', DefaultSMSType: 'Promotional' } })], shows: ['sns/sms-attributes'], notFromConfiguration: NOT_WHEN_CHANGED },
  { row: 94, title: 'a number in the sandbox of text messages', plant: [call('sns', 'CreateSMSSandboxPhoneNumber', { PhoneNumber: '+12065550100' }, 'eu-north-1')], shows: ['sns/sms-attributes'], notFromConfiguration: NOT_WHEN_CHANGED },
  {
    row: 95, title: 'the terms of a model accepted', plant: [call('bedrock', 'CreateFoundationModelAgreement', { modelId: 'anthropic.claude-example-v1', offerToken: 'example' })],
    shows: ['bedrock/model-agreement'], notFromConfiguration: 'AWS says that the terms are accepted, not by whom; each model would have to be asked about.',
  },
  {
    row: 96, title: 'model invocation logging switched off', setUp: [call('bedrock', 'PutModelInvocationLoggingConfiguration', LOGGING)], plant: [call('bedrock', 'DeleteModelInvocationLoggingConfiguration', {})],
    shows: ['bedrock/model-invocation-logging'], notFromConfiguration: 'A Region without logging looks like one that never had any.',
  },
  { row: 96, title: 'model throughput bought for a term', plant: [call('bedrock', 'CreateProvisionedModelThroughput', { provisionedModelName: 'r96', modelId: 'anthropic.claude-example-v1', modelUnits: 4, commitmentDuration: 'SixMonths' })], shows: ['bedrock/provisioned-model-throughput'] },
  { row: 102, title: 'a higher quota', alone: true, plant: [call('servicequotas', 'RequestServiceQuotaIncrease', { ServiceCode: 'ec2', QuotaCode: 'L-1216C47A', DesiredValue: 5120 }, 'eu-north-1')], shows: ['servicequotas/requested-change'] },
  {
    row: 103, title: 'the security contact changed', alone: true, setUp: [call('account', 'PutAlternateContact', contact('security@example.com'))], plant: [call('account', 'PutAlternateContact', contact('mallory@example.com'))],
    shows: ['account/alternate-contact'], notFromConfiguration: NOT_WHEN_CHANGED,
  },
  {
    row: 103, title: 'the primary contact changed', alone: true, setUp: [call('account', 'PutContactInformation', primary('Example owner'))], plant: [call('account', 'PutContactInformation', primary('Somebody else'))],
    shows: ['account/contact-information'], notFromConfiguration: NOT_WHEN_CHANGED,
  },
  { row: 103, title: 'a Region switched on', alone: true, plant: [call('account', 'EnableRegion', { RegionName: 'af-south-1' })], shows: ['account/region'], notFromConfiguration: NOT_WHEN_CHANGED },
  { row: 103, title: 'another alias', alone: true, setUp: [call('iam', 'CreateAccountAlias', { AccountAlias: 'example-owner' })], plant: [call('iam', 'CreateAccountAlias', { AccountAlias: 'example-stranger' })], shows: ['iam/account-alias'], notFromConfiguration: NOT_WHEN_CHANGED },
  {
    row: 103, title: 'the password policy taken away', alone: true, setUp: [call('iam', 'UpdateAccountPasswordPolicy', { MinimumPasswordLength: 20 })], plant: [call('iam', 'DeleteAccountPasswordPolicy', {})],
    shows: ['iam/account-password-policy'], notFromConfiguration: 'A missing policy is a weakness of most accounts.',
  },
  { row: 104, title: 'Reserved Instances bought', plant: [call('ec2', 'PurchaseReservedInstancesOffering', { ReservedInstancesOfferingId: OFFERING, InstanceCount: 20 })], shows: ['ec2/reserved-instances'], notFromConfiguration: 'AWS says when a reservation begins, not when it was bought.' },
  { row: 104, title: 'a Savings Plan bought', plant: [call('savingsplans', 'CreateSavingsPlan', { savingsPlanOfferingId: OFFERING, commitment: '250' })], shows: ['savingsplans/savings-plan'], notFromConfiguration: 'AWS says when a plan begins, not when it was bought.' },
];
