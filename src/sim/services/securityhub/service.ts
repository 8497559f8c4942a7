// The simulated Security Hub: on or off in each Region, with which standards. Behaviour: BEHAVIOUR.md beside it.
import {
  BatchDisableStandardsCommand, BatchImportFindingsCommand, GetFindingsCommand, BatchEnableStandardsCommand, DescribeHubCommand, DisableSecurityHubCommand, EnableSecurityHubCommand, GetEnabledStandardsCommand, SecurityHubClient, UpdateSecurityHubConfigurationCommand,
  type AwsSecurityFinding, type BatchImportFindingsCommandInput, type DescribeHubCommandOutput, type GetFindingsCommandInput, type StringFilter, type EnableSecurityHubCommandInput, type GetEnabledStandardsCommandInput, type StandardsSubscription,
} from '@aws-sdk/client-securityhub';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';
import { listing } from '../listing.ts';

interface Hub { readonly subscribedAt: Date; autoEnableControls: boolean; generator: 'STANDARD_CONTROL' | 'SECURITY_CONTROL'; readonly standards: Map<string, string>; readonly findings: Map<string, AwsSecurityFinding> }
interface Room { hub: Hub | undefined }
export const room = ({ account, region }: SimCall): Room => inRegion(account, 'securityhub', region, (): Room => ({ hub: undefined }));

function hubOf(call: SimCall): Hub {
  const { hub } = room(call);
  if (!hub) throw new AwsError('InvalidAccessException', `Account ${call.account.id} is not subscribed to AWS Security Hub`, 401);
  return hub;
}
const hubArn = ({ account, region }: SimCall): string => `arn:${account.partition}:securityhub:${region}:${account.id}:hub/default`;

function describe(call: SimCall): Omit<DescribeHubCommandOutput, '$metadata'> {
  const { subscribedAt, autoEnableControls, generator } = hubOf(call);
  return { HubArn: hubArn(call), SubscribedAt: subscribedAt.toISOString(), AutoEnableControls: autoEnableControls, ControlFindingGenerator: generator };
}

function enable({ EnableDefaultStandards = true, ControlFindingGenerator = 'SECURITY_CONTROL' }: EnableSecurityHubCommandInput, call: SimCall): object {
  if (room(call).hub) throw new AwsError('ResourceConflictException', 'Account is already subscribed to Security Hub', 409);
  const hub: Hub = { subscribedAt: call.now, autoEnableControls: true, generator: ControlFindingGenerator, standards: new Map(), findings: new Map() };
  room(call).hub = hub;
  if (EnableDefaultStandards) addStandards([`arn:${call.account.partition}:securityhub:${call.region}::standards/aws-foundational-security-best-practices/v/1.0.0`, `arn:${call.account.partition}:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0`], call);
  return {};
}

function addStandards(arns: readonly string[], call: SimCall): { StandardsSubscriptions: StandardsSubscription[] } {
  const { standards } = hubOf(call);
  return { StandardsSubscriptions: arns.map((arn) => {
    const path = arn.split(/(?:standards|ruleset)\//u)[1] ?? '';
    const subscription = `arn:${call.account.partition}:securityhub:${call.region}:${call.account.id}:subscription/${path}`;
    standards.set(subscription, arn);
    return subscriptionOut(subscription, arn);
  }) };
}
const subscriptionOut = (StandardsSubscriptionArn: string, StandardsArn: string, StandardsStatus: StandardsSubscription['StandardsStatus'] = 'READY'): StandardsSubscription => ({ StandardsSubscriptionArn, StandardsArn, StandardsInput: {}, StandardsStatus });

function enabled({ MaxResults, NextToken, StandardsSubscriptionArns }: GetEnabledStandardsCommandInput, call: SimCall): { StandardsSubscriptions: StandardsSubscription[]; NextToken?: string } {
  const all = [...hubOf(call).standards].filter(([arn]) => StandardsSubscriptionArns === undefined || StandardsSubscriptionArns.includes(arn)).map(([arn, standard]) => subscriptionOut(arn, standard));
  const { page, next } = listing(all, { max: MaxResults, token: NextToken }, call, () => new AwsError('InvalidInputException', 'Invalid NextToken', 400));
  return { StandardsSubscriptions: page, ...(next === undefined ? {} : { NextToken: next }) };
}

/** A finding that is imported again takes the place of the old one. */
function importFindings({ Findings = [] }: BatchImportFindingsCommandInput, call: SimCall): { SuccessCount: number; FailedCount: number } {
  const { findings } = hubOf(call);
  for (const f of Findings) findings.set(f.Id ?? '', { RecordState: 'ACTIVE', ...f });
  return { SuccessCount: Findings.length, FailedCount: 0 };
}
const among = (filters: readonly StringFilter[] | undefined, ...values: readonly (string | undefined)[]): boolean =>
  !filters?.length || filters.some(({ Value = '', Comparison }) => values.some((v) => (Comparison === 'PREFIX' ? v?.startsWith(Value) : v === Value)));
function getFindings({ Filters = {}, MaxResults, NextToken }: GetFindingsCommandInput, call: SimCall): { Findings: AwsSecurityFinding[]; NextToken?: string } {
  const all = [...hubOf(call).findings.values()].filter((f) => among(Filters.RecordState, f.RecordState) && among(Filters.SeverityLabel, f.Severity?.Label) && among(Filters.Type, ...f.Types ?? [])
    && (Filters.UpdatedAt ?? []).every(({ Start = '', End = '9' }) => (f.UpdatedAt ?? '') >= Start && (f.UpdatedAt ?? '') <= End));
  const { page, next } = listing(all, { max: MaxResults, token: NextToken }, call, () => new AwsError('InvalidInputException', 'Invalid NextToken', 400));
  return { Findings: page, ...(next === undefined ? {} : { NextToken: next }) };
}

export default (): Service<SimCall> => new Service<SimCall>(SecurityHubClient, { id: 'securityhub' })
  .on(DescribeHubCommand, (_, call) => describe(call), { resources: (_, call) => [hubArn(call)] })
  .on(BatchImportFindingsCommand, importFindings)
  .on(GetFindingsCommand, getFindings)
  .on(EnableSecurityHubCommand, enable, { resources: (_, call) => [hubArn(call)] })
  .on(DisableSecurityHubCommand, (_, call) => { hubOf(call); room(call).hub = undefined; return {}; }, { resources: (_, call) => [hubArn(call)] })
  .on(UpdateSecurityHubConfigurationCommand, ({ AutoEnableControls, ControlFindingGenerator }, call) => {
    const hub = hubOf(call);
    hub.autoEnableControls = AutoEnableControls ?? hub.autoEnableControls;
    hub.generator = ControlFindingGenerator ?? hub.generator;
    return {};
  }, { resources: (_, call) => [hubArn(call)] })
  .on(GetEnabledStandardsCommand, enabled)
  .on(BatchEnableStandardsCommand, ({ StandardsSubscriptionRequests = [] }, call) => addStandards(StandardsSubscriptionRequests.map((r) => r.StandardsArn ?? ''), call))
  .on(BatchDisableStandardsCommand, ({ StandardsSubscriptionArns = [] }, call) => {
    const { standards } = hubOf(call);
    return { StandardsSubscriptions: StandardsSubscriptionArns.map((arn) => {
      const standard = standards.get(arn) ?? '';
      standards.delete(arn);
      return subscriptionOut(arn, standard, 'DELETING');
    }) };
  });
