// Trusted Advisor: what a check has flagged.
import type { DescribeTrustedAdvisorCheckResultCommandInput, TrustedAdvisorCheckResult, TrustedAdvisorResourceDetail } from '@aws-sdk/client-support';
import type { SimAccount, SimCall } from '../../account.ts';

const none = (): Map<string, TrustedAdvisorResourceDetail[]> => new Map();
/** By the check's id. */
export const flagged = (account: SimAccount): Map<string, TrustedAdvisorResourceDetail[]> => account.state('support/advice', none);

export function adviceOn({ checkId = '' }: DescribeTrustedAdvisorCheckResultCommandInput, call: SimCall): { result: TrustedAdvisorCheckResult } {
  const flaggedResources = flagged(call.account).get(checkId) ?? [];
  const n = flaggedResources.length;
  return { result: { checkId, timestamp: call.now.toISOString(), status: n > 0 ? 'error' : 'ok', resourcesSummary: { resourcesProcessed: n, resourcesFlagged: n, resourcesIgnored: 0, resourcesSuppressed: 0 }, categorySpecificSummary: {}, flaggedResources } };
}
