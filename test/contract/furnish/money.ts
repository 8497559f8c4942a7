// What the contract suite finds of mail, text messages, models, commitments, contacts and alarms about money.
import type { JsonObject, KindId, Resource } from '../../../src/core/types.ts';
import type { Play } from '../account.ts';

const THREE = ['one', 'two', 'three'] as const;

export async function furnishMail(play: Play): Promise<void> {
  for (const name of ['example.com', 'alice@example.com', 'bob@example.com']) await play('ses', 'CreateEmailIdentity', { EmailIdentity: name });
}
export async function furnishModels(play: Play): Promise<void> {
  for (const name of THREE) await play('bedrock', 'CreateProvisionedModelThroughput', { provisionedModelName: name, modelId: 'anthropic.claude-example-v1', modelUnits: 1, ...(name === 'one' ? { commitmentDuration: 'OneMonth' } : {}) });
  for (const modelId of ['anthropic.claude-example-v1', 'anthropic.claude-example-v2', 'example.text-v1']) await play('bedrock', 'CreateFoundationModelAgreement', { modelId, offerToken: 'example' });
  await play('bedrock', 'CreateProvisionedModelThroughput', { provisionedModelName: 'four', modelId: 'anthropic.claude-example-v1', modelUnits: 2 });
}
export async function furnishQuotas(play: Play): Promise<void> {
  for (const QuotaCode of ['L-1216C47A', 'L-34B43A08', 'L-417A185B']) await play('servicequotas', 'RequestServiceQuotaIncrease', { ServiceCode: 'ec2', QuotaCode, DesiredValue: 512 });
}
export async function furnishReservations(play: Play): Promise<void> {
  for (const n of [1, 2, 3]) await play('ec2', 'PurchaseReservedInstancesOffering', { ReservedInstancesOfferingId: '01234567-89ab-cdef-0123-456789abcdef', InstanceCount: n });
}
/** One can be returned, one is queued, one is too large to be returned. */
export async function furnishPlans(play: Play): Promise<void> {
  const offering = { savingsPlanOfferingId: '01234567-89ab-cdef-0123-456789abcdef' };
  await play('savingsplans', 'CreateSavingsPlan', { ...offering, commitment: '10' });
  await play('savingsplans', 'CreateSavingsPlan', { ...offering, commitment: '5', purchaseTime: new Date('2027-01-01T00:00:00Z') });
  await play('savingsplans', 'CreateSavingsPlan', { ...offering, commitment: '500' });
}

const CONTACT = { Name: 'Example', Title: 'Example', PhoneNumber: '+1 555 0100' };
/** Three Regions switched on, two contacts set, the security contact not. */
export async function furnishAccount(play: Play): Promise<void> {
  for (const RegionName of ['af-south-1', 'ap-east-1', 'eu-south-1']) await play('account', 'EnableRegion', { RegionName });
  for (const [AlternateContactType, EmailAddress] of [['BILLING', 'billing@example.com'], ['OPERATIONS', 'operations@example.com']]) await play('account', 'PutAlternateContact', { AlternateContactType, ...CONTACT, EmailAddress });
}
/** A budget that tells nobody, as a stranger leaves it. */
export async function furnishBudgets(play: Play): Promise<void> {
  for (const BudgetName of THREE) await play('budgets', 'CreateBudget', { AccountId: '111122223333', Budget: { BudgetName, BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: '10', Unit: 'USD' } } });
}
/** As AWS makes it by itself where somebody opened Cost Explorer, and told to nobody. */
export async function furnishMonitors(play: Play): Promise<void> {
  for (const MonitorName of THREE) await play('ce', 'CreateAnomalyMonitor', { AnomalyMonitor: { MonitorName, MonitorType: 'CUSTOM', MonitorSpecification: { Dimensions: { Key: 'LINKED_ACCOUNT', Values: ['111122223333'] } } } });
}
/** A loose policy with an age of the owner's own. */
export async function furnishPasswordPolicy(play: Play): Promise<void> {
  await play('iam', 'UpdateAccountPasswordPolicy', { MinimumPasswordLength: 8, RequireNumbers: true, MaxPasswordAge: 365, HardExpiry: false });
}
export async function furnishAlias(play: Play): Promise<void> {
  await play('iam', 'CreateAccountAlias', { AccountAlias: 'example-stranger' });
}

export const MONEY_AIMS: Readonly<Partial<Record<KindId, (r: Resource) => JsonObject>>> = {
  'bedrock/model-invocation-logging': () => ({ config: { s3Config: { bucketName: 'example-logs', keyPrefix: 'bedrock' }, textDataDeliveryEnabled: true } }),
  'account/alternate-contact': () => ({ ...CONTACT, EmailAddress: 'owner@example.com' }),
  'account/contact-information': () => ({ contact: { FullName: 'Example owner', AddressLine1: '1 Example Street', City: 'Any Town', CountryCode: 'US', PostalCode: '98101', PhoneNumber: '+12065550100' } }),
  'account/region': () => ({ enabled: false }),
  'iam/account-alias': () => ({ alias: 'example-owner' }),
};
