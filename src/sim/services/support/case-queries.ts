// Reading cases: resolved ones only when asked for, the newest first, twelve months back.
import type { CaseDetails, Communication, DescribeCasesCommandInput, DescribeCommunicationsCommandInput } from '@aws-sdk/client-support';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { caseView, communication, lettersOf, supportState, type SupportCase } from './cases.ts';

const KEPT_MS = 365 * 86_400_000;
export const invalid = (message: string): AwsError => new AwsError('ValidationException', message, 400);
const noCase = (): AwsError => new AwsError('CaseIdNotFound', 'No cases were found with the provided parameters.', 400);

export function needCase(call: SimCall, id: string | undefined): SupportCase {
  const found = supportState(call.account).cases.find((c) => c.id === id);
  if (!found) throw noCase();
  return found;
}

interface Asked { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined }
function paged<T>(all: readonly T[], { maxResults: max, nextToken }: Asked, call: SimCall): { page: T[]; nextToken?: string } {
  if (max !== undefined && (max < 10 || max > 100)) throw invalid(`1 validation error detected: Value '${String(max)}' at 'maxResults' failed to satisfy constraint: Member must have value ${max < 10 ? 'greater than or equal to 10' : 'less than or equal to 100'}`);
  const from = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(from) || from < 0) throw invalid('The next token is not valid.');
  const page = all.slice(from, from + Math.min(max ?? 10, call.account.behaviour.pageSize));
  const next = from + page.length;
  return next < all.length ? { page, nextToken: String(next) } : { page };
}

function time(text: string | undefined, name: string): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw invalid(`${name} is not a time in ISO 8601.`);
  return at;
}

/** An unknown case id is an error; everything else just finds nothing. */
export function describeCases(input: DescribeCasesCommandInput, call: SimCall): { cases: CaseDetails[]; nextToken?: string } {
  const after = time(input.afterTime, 'afterTime');
  const before = time(input.beforeTime, 'beforeTime');
  const oldest = new Date(call.now.getTime() - KEPT_MS);
  const asked = input.caseIdList?.length ? input.caseIdList.map((id) => needCase(call, id)) : supportState(call.account).cases;
  const found = asked.filter((c) => (input.includeResolvedCases === true || c.status !== 'resolved')
    && (input.displayId === undefined || c.displayId === input.displayId) && (input.language === undefined || c.language === input.language)
    && c.created >= oldest && (!after || c.created >= after) && (!before || c.created <= before));
  if (input.displayId !== undefined && found.length === 0) throw noCase();
  const { page, ...rest } = paged([...found].sort((a, b) => b.created.getTime() - a.created.getTime()), input, call);
  return { cases: page.map((c) => caseView(c, input.includeCommunications !== false)), ...rest };
}

export function describeCommunications(input: DescribeCommunicationsCommandInput, call: SimCall): { communications: Communication[]; nextToken?: string } {
  const found = needCase(call, input.caseId);
  const after = time(input.afterTime, 'afterTime');
  const before = time(input.beforeTime, 'beforeTime');
  const { page, ...rest } = paged(lettersOf(found).filter((l) => (!after || l.at >= after) && (!before || l.at <= before)), input, call);
  return { communications: page.map((l) => communication(found, l)), ...rest };
}
