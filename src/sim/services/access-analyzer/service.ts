// The simulated IAM Access Analyzer. Behaviour: BEHAVIOUR.md beside it.
import {
  AccessAnalyzerClient, CreateAnalyzerCommand, DeleteAnalyzerCommand, GetAnalyzerCommand, ListAnalyzersCommand, ListFindingsV2Command,
  type AnalyzerSummary, type CreateAnalyzerCommandInput, type FindingSummaryV2, type ListAnalyzersCommandInput, type ListFindingsV2CommandInput,
} from '@aws-sdk/client-accessanalyzer';
import type { SimAccount, SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';
import { listing } from '../listing.ts';

interface Analyzer extends AnalyzerSummary { readonly name: string; readonly findings: FindingSummaryV2[] }
type Room = Map<string, Analyzer>;
export const room = ({ account, region }: { readonly account: SimAccount; readonly region: string }): Room => inRegion(account, 'access-analyzer', region, (): Room => new Map());
const analyzerArn = (name: string, { account, region }: SimCall): string => `arn:${account.partition}:access-analyzer:${region}:${account.id}:analyzer/${name}`;
const notFound = (name: string, type: string): AwsError => new AwsError('ResourceNotFoundException', `The specified ${type.toLowerCase()} could not be found.`, 404, { resourceId: name, resourceType: type });

function find(name: string, call: SimCall): Analyzer {
  const found = room(call).get(name);
  if (!found) throw notFound(name, 'Analyzer');
  return found;
}
/** For scenarios: what the analyzer found. */
export function addAnalyzerFinding(account: SimAccount, region: string, analyzer: string, finding: FindingSummaryV2): void {
  const found = room({ account, region }).get(analyzer);
  if (!found) throw new Error(`No analyzer ${analyzer} in ${region}.`);
  found.findings.push(finding);
}

function create({ analyzerName: name = '', type, tags, configuration }: CreateAnalyzerCommandInput, call: SimCall): { arn: string } {
  if (!/^[A-Za-z][A-Za-z0-9_.-]{0,254}$/u.test(name)) throw new AwsError('ValidationException', 'The analyzer name is not valid.', 400, { reason: 'fieldValidationFailed' });
  if (room(call).has(name)) throw new AwsError('ConflictException', 'An analyzer with this name already exists.', 409, { resourceId: name, resourceType: 'Analyzer' });
  if ([...room(call).values()].some((a) => a.type === type)) throw new AwsError('ServiceQuotaExceededException', 'You have reached the maximum number of analyzers of this type.', 402, { resourceId: name, resourceType: 'Analyzer' });
  const arn = analyzerArn(name, call);
  room(call).set(name, { arn, name, type, createdAt: call.now, status: 'ACTIVE', tags: tags ?? {}, findings: [], ...(configuration ? { configuration } : {}) });
  return { arn };
}
const summary = ({ findings: _, ...analyzer }: Analyzer): AnalyzerSummary => analyzer;

function list({ type, maxResults, nextToken }: ListAnalyzersCommandInput, call: SimCall): { analyzers: AnalyzerSummary[]; nextToken?: string } {
  const all = [...room(call).values()].filter((a) => type === undefined || a.type === type);
  const { page, next } = listing(all, { max: maxResults, token: nextToken }, call, badToken);
  return { analyzers: page.map(summary), ...(next === undefined ? {} : { nextToken: next }) };
}
const badToken = (): AwsError => new AwsError('ValidationException', 'The provided nextToken is not valid.', 400, { reason: 'other' });

function findings({ analyzerArn: arn, maxResults, nextToken }: ListFindingsV2CommandInput, call: SimCall): { findings: FindingSummaryV2[]; nextToken?: string } {
  const analyzer = [...room(call).values()].find((a) => a.arn === arn);
  if (!analyzer) throw notFound(arn ?? '', 'Analyzer');
  const { page, next } = listing(analyzer.findings, { max: maxResults, token: nextToken }, call, badToken);
  return { findings: page, ...(next === undefined ? {} : { nextToken: next }) };
}

const named = ({ analyzerName = '' }: { analyzerName?: string | undefined }, call: SimCall): string[] => [analyzerArn(analyzerName, call)];

export default (): Service<SimCall> => new Service<SimCall>(AccessAnalyzerClient, { id: 'access-analyzer' })
  .on(ListAnalyzersCommand, list)
  .on(GetAnalyzerCommand, ({ analyzerName = '' }, call) => ({ analyzer: summary(find(analyzerName, call)) }), { resources: named })
  .on(CreateAnalyzerCommand, create, { resources: named })
  .on(DeleteAnalyzerCommand, ({ analyzerName = '' }, call) => { room(call).delete(find(analyzerName, call).name); return {}; }, { resources: named })
  .on(ListFindingsV2Command, findings);
