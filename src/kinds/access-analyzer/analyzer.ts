// The analyzer of a Region that finds what other accounts can reach: made where there is none, made again where it was deleted.
import { CreateAnalyzerCommand, DeleteAnalyzerCommand, paginateListAnalyzers, type AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type Action, type HistoryEvent } from '../kind.ts';
import { isEvent, isForeign, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';

/** A Region has one of this type. What is kept is the Region's, so that a deleted one can be told, too. */
export interface Analyzer extends Resource { readonly analyzer: string | null; readonly status: string }

const OURS = 'external-access';
async function read(client: AccessAnalyzerClient, aws: ReadAws): Promise<Analyzer> {
  const arn = ownArn('access-analyzer/analyzer', aws.region, aws.accountId, 'external-access');
  const base = { arn, uid: arn, name: `Access Analyzer ${aws.region}`, region: aws.region };
  for await (const page of paginateListAnalyzers({ client }, { type: 'ACCOUNT' })) {
    const [found] = page.analyzers ?? [];
    if (found) return { ...base, analyzer: found.name ?? '', status: found.status ?? '', seen: { createdAt: found.createdAt?.toISOString() ?? null } };
  }
  return { ...base, analyzer: null, status: '' };
}
const nameFor = (r: Analyzer): string => textIn(r.aim?.['name']) ?? OURS;

const call = (r: Analyzer, operation: Call['operation'], input: JsonObject): Call => ({ operation, region: r.region, input: input });
const make: Omit<Action<Analyzer>, 'title' | 'done'> = {
  operations: ['access-analyzer:CreateAnalyzer', 'access-analyzer:DeleteAnalyzer'],
  permissions: ['iam:CreateServiceLinkedRole'],
  breaks: () => say('Nothing. Findings on access from outside are free of charge; the first come within half an hour.'),
  calls: (r) => [call(r, 'access-analyzer:CreateAnalyzer', { analyzerName: nameFor(r), type: 'ACCOUNT' })],
  undoCalls: (before) => [call(before, 'access-analyzer:DeleteAnalyzer', { analyzerName: nameFor(before) })],
  apply: async (aws, r) => {
    if (r.analyzer === null) await (await aws.client('access-analyzer')).send(new CreateAnalyzerCommand({ analyzerName: nameFor(r), type: 'ACCOUNT' }));
  },
  undo: async (aws, before) => {
    if (before.analyzer === null) await ifThere((await aws.client('access-analyzer')).send(new DeleteAnalyzerCommand({ analyzerName: nameFor(before) })));
  },
};

/** Which one it was, if a stranger deleted the last. A name that only the deletion tells may be of another type: then nothing is known of ours. */
function recall(r: Analyzer, history: readonly HistoryEvent[]): JsonObject | undefined {
  const deleted = r.analyzer === null ? history.filter((e) => isForeign(e) && isEvent(e, 'access-analyzer:DeleteAnalyzer')).at(-1) : undefined;
  const name = textIn(deleted?.request?.['analyzerName']);
  return name === undefined ? undefined : { name };
}

export default defineKind<Analyzer>({
  id: 'access-analyzer/analyzer', version: 1, title: say('IAM Access Analyzer'), scope: 'regional', role: 'guard',
  reads: ['access-analyzer:ListAnalyzers'],

  async *list({ aws }) { yield await read(await aws.client('access-analyzer'), aws); },
  async look(aws, rs) {
    const now = await read(await aws.client('access-analyzer'), aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },

  traces: {
    ids: () => ['access-analyzer:CreateAnalyzer', 'access-analyzer:DeleteAnalyzer'],
    created: [],
    changed: ['access-analyzer:DeleteAnalyzer', 'access-analyzer:CreateAnalyzer'],
    // Where one stands, the deletion of another tells nothing about it.
    concerns: (r, { request }) => r.analyzer === null || request?.['analyzerName'] === r.analyzer,
  },
  recall,
  judge: (r, { attributed }) => (attributed || r.analyzer !== null ? attributed : { verdict: 'weak', techniques: [], because: say('Nothing tells what other accounts can reach in {{region}}: IAM Access Analyzer is not set up there.', { region: r.region }) }),

  actions: {
    contain: {
      ...make,
      title: (r) => say('Make the analyzer {{analyzer}} in {{region}} again, which was deleted', { analyzer: nameFor(r), region: r.region }),
      done: (now) => now !== undefined && (now.analyzer !== null || now.aim === undefined),
    },
    harden: {
      ...make,
      title: (r) => say('Set up IAM Access Analyzer in {{region}} for access from outside', { region: r.region }),
      done: (now) => now !== undefined && now.analyzer !== null,
    },
  },
});
