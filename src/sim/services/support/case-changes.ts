// Writing to AWS: a new case, an answer in an existing one, the end of one.
import type { AddCommunicationToCaseCommandInput, CreateCaseCommandInput, ResolveCaseCommandInput } from '@aws-sdk/client-support';
import type { SimCall } from '../../account.ts';
import { invalid, needCase } from './case-queries.ts';
import { openCase, type CaseStatus } from './cases.ts';
import { SERVICES } from './catalogue.ts';

/** In characters. */
const LONGEST = 8_000;
function written(body: string | undefined): string {
  if (body === undefined || body === '') throw invalid('1 validation error detected: Value at \'communicationBody\' failed to satisfy constraint: Member must have length greater than or equal to 1');
  if (Array.from(body).length > LONGEST) throw invalid(`1 validation error detected: Value at 'communicationBody' failed to satisfy constraint: Member must have length less than or equal to ${String(LONGEST)}`);
  return body;
}
const author = (call: SimCall): string => call.caller.userName ?? call.caller.arn;

/** An answer reopens a case that was resolved, and hands one that waited for the customer back to AWS. */
export function addCommunication(input: AddCommunicationToCaseCommandInput, call: SimCall): { result: boolean } {
  const body = written(input.communicationBody);
  if ((input.ccEmailAddresses?.length ?? 0) > 10) throw invalid('At most 10 addresses can be given.');
  const found = needCase(call, input.caseId);
  found.letters.push({ body, by: author(call), at: call.now });
  found.status = found.status === 'resolved' ? 'reopened' : 'customer-action-completed';
  return { result: true };
}

/** The issue type is technical unless said otherwise, as in AWS. */
export function createCase(input: CreateCaseCommandInput, call: SimCall): { caseId: string } {
  const { subject, serviceCode = 'account-management', categoryCode = 'other', severityCode = 'low', language = 'en' } = input;
  const body = written(input.communicationBody);
  if (subject === undefined || subject === '') throw invalid('1 validation error detected: Value at \'subject\' failed to satisfy constraint: Member must not be null');
  const service = SERVICES.find((s) => s.code === serviceCode);
  if (!service?.categories?.some((c) => c.code === categoryCode)) throw invalid('Provided serviceCode and categoryCode are not valid.');
  return { caseId: openCase(call.account, { subject, body, serviceCode, categoryCode, severityCode, language, submittedBy: author(call), status: 'unassigned', cc: input.ccEmailAddresses ?? [] }).id };
}

export function resolveCase(input: ResolveCaseCommandInput, call: SimCall): { initialCaseStatus: CaseStatus; finalCaseStatus: CaseStatus } {
  const found = needCase(call, input.caseId);
  const initialCaseStatus = found.status;
  found.status = 'resolved';
  found.resolvedAt = call.now;
  return { initialCaseStatus, finalCaseStatus: 'resolved' };
}
