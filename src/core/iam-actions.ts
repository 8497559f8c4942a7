// SDK operations whose IAM action is named otherwise, and the actions that they also need. The one table: policies, foresight and the simulated account read it.
import type { Operation } from './types.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const ACTIONS: Readonly<Record<Operation, readonly string[]>> = {
  'budgets:CreateBudget': ['budgets:ModifyBudget'],
  'budgets:DeleteBudget': ['budgets:ModifyBudget'],
  'budgets:UpdateBudget': ['budgets:ModifyBudget'],
  'budgets:DescribeBudgets': ['budgets:ViewBudget'],
  'budgets:DescribeNotificationsForBudget': ['budgets:ViewBudget'],
  'cloudtrail:ListInsightsMetricData': ['cloudtrail:ListInsightsData'],
};

/** Under which service IAM knows the actions of an SDK client that is named otherwise. */
const PREFIX: Readonly<Record<string, string>> = { s3control: 's3', apigatewayv2: 'apigateway' };

/** The IAM actions that decide on an operation, its own first. */
export function iamActionsOf(operation: Operation): readonly string[] {
  const known = ACTIONS[operation];
  if (known !== undefined) return known;
  const [service = '', name = ''] = operation.split(':');
  return [`${PREFIX[service] ?? service}:${name}`];
}
