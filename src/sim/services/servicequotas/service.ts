// The simulated Service Quotas: who asked for more. Behaviour: BEHAVIOUR.md beside it.
import {
  GetRequestedServiceQuotaChangeCommand, ListRequestedServiceQuotaChangeHistoryCommand, RequestServiceQuotaIncreaseCommand, ServiceQuotasClient,
  type ListRequestedServiceQuotaChangeHistoryCommandInput, type RequestedServiceQuotaChange, type RequestServiceQuotaIncreaseCommandInput,
} from '@aws-sdk/client-service-quotas';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, pageOf, rooms } from '../rooms.ts';

interface Request { readonly id: string; readonly serviceCode: string; readonly quotaCode: string; readonly value: number; readonly at: Date; readonly requester: string; readonly caseId: string }
const room = rooms('servicequotas', (): Request[] => []);
const DECIDED_MS = 3_600_000;
const APPROVED_UP_TO = 40;
const KEPT_MS = 90 * 86_400_000;

const statusOf = ({ value, at }: Request, now: Date): 'PENDING' | 'APPROVED' | 'CASE_OPENED' => (now.getTime() - at.getTime() < DECIDED_MS ? 'PENDING' : value <= APPROVED_UP_TO ? 'APPROVED' : 'CASE_OPENED');
const shown = (request: Request, call: SimCall): RequestedServiceQuotaChange => {
  const Status = statusOf(request, call.now);
  return {
    Id: request.id, ServiceCode: request.serviceCode, ServiceName: request.serviceCode, QuotaCode: request.quotaCode, QuotaName: request.quotaCode, DesiredValue: request.value, Status, Created: request.at, LastUpdated: request.at,
    Requester: request.requester, QuotaArn: arnIn(call, 'servicequotas', `${request.serviceCode}/${request.quotaCode}`), GlobalQuota: false, Unit: 'None', QuotaRequestedAtLevel: 'ACCOUNT', ...(Status === 'CASE_OPENED' ? { CaseId: request.caseId } : {}),
  };
};

function ask({ ServiceCode: serviceCode = '', QuotaCode: quotaCode = '', DesiredValue: value = 0 }: RequestServiceQuotaIncreaseCommandInput, call: SimCall): { RequestedQuota: RequestedServiceQuotaChange } {
  const all = room(call);
  if (all.some((r) => r.serviceCode === serviceCode && r.quotaCode === quotaCode && statusOf(r, call.now) !== 'APPROVED')) throw new AwsError('ResourceAlreadyExistsException', 'Only one open service quota increase request is allowed per quota.', 400);
  const { ids } = call.account;
  const request: Request = { id: ids.hex(40), serviceCode, quotaCode, value, at: call.now, requester: JSON.stringify({ accountId: call.account.id, callerArn: call.caller.arn }), caseId: String(parseInt(ids.hex(10), 16)) };
  all.push(request);
  return { RequestedQuota: shown(request, call) };
}
function history({ ServiceCode, Status, MaxResults: max, NextToken: token }: ListRequestedServiceQuotaChangeHistoryCommandInput, call: SimCall): { RequestedQuotas: RequestedServiceQuotaChange[]; NextToken?: string } {
  const all = [...room(call)].reverse().filter((r) => call.now.getTime() - r.at.getTime() <= KEPT_MS).map((r) => shown(r, call)).filter((r) => (ServiceCode === undefined || r.ServiceCode === ServiceCode) && (Status === undefined || r.Status === Status));
  const { page, next } = pageOf(all, call, { max, token, refusal: 'InvalidPaginationTokenException' });
  return { RequestedQuotas: page, ...(next === undefined ? {} : { NextToken: next }) };
}

export default function servicequotas(): Service<SimCall> {
  return new Service<SimCall>(ServiceQuotasClient, { id: 'servicequotas' })
    .on(RequestServiceQuotaIncreaseCommand, ask, { resources: ({ ServiceCode = '*', QuotaCode = '*' }, call) => [arnIn(call, 'servicequotas', `${ServiceCode}/${QuotaCode}`)] })
    .on(ListRequestedServiceQuotaChangeHistoryCommand, history)
    .on(GetRequestedServiceQuotaChangeCommand, ({ RequestId }, call) => {
      const request = room(call).find((r) => r.id === RequestId);
      if (!request) throw new AwsError('NoSuchResourceException', 'The specified resource does not exist.', 400);
      return { RequestedQuota: shown(request, call) };
    });
}
