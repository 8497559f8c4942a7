// The case in which AWS waits for an answer: the operator's text is posted in it. Nothing here resolves a case.
import { AddCommunicationToCaseCommand, DescribeCasesCommand, type CaseDetails, type SupportClient } from '@aws-sdk/client-support';
import type { ReadAws } from '../../aws/session.ts';
import { letterDigest } from '../../core/support-center.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, globalCall, irreversible, ownArn } from '../kind.ts';
import { ifThere } from '../refusal.ts';

/** `name`: the number that people see; `uid`: the id that the API takes. `aim.answer`: the text. */
export interface SupportCase extends Resource {
  readonly subject: string;
  readonly openedByAws: boolean;
  readonly resolved: boolean;
  /** Digests of its newest letters (`letterDigest`), newest first; AWS gives five. */
  readonly letters: readonly string[];
}

const caseOf = ({ caseId = '', displayId = '', subject = '', submittedBy = '', status, recentCommunications }: CaseDetails): SupportCase => ({
  arn: ownArn('support/case', 'aws-global', '', caseId), uid: caseId, name: displayId, region: 'aws-global', subject, resolved: status === 'resolved',
  openedByAws: submittedBy.startsWith('Amazon Web Services'), letters: (recentCommunications?.communications ?? []).map(({ body = '' }) => letterDigest(body)),
});
/** https://docs.aws.amazon.com/awssupport/latest/APIReference/API_DescribeCases.html */
async function one(client: SupportClient, id: string): Promise<SupportCase | undefined> {
  const found = (await ifThere(client.send(new DescribeCasesCommand({ caseIdList: [id], includeResolvedCases: true }))))?.cases?.[0];
  return found && caseOf(found);
}
const look = async (aws: ReadAws, rs: readonly SupportCase[]): Promise<(SupportCase | undefined)[]> => {
  const client = await aws.client('support');
  return inParallel(rs, 4, (r) => one(client, r.uid));
};

const answerOf = ({ aim }: Resource): string => (typeof aim?.['answer'] === 'string' ? aim['answer'] : '‹made:answer›');
const input = (r: Resource) => ({ caseId: r.uid, communicationBody: answerOf(r) });

export default defineKind<SupportCase>({
  id: 'support/case', version: 1, title: say('Open support case'), scope: 'global', role: 'setting', apart: true,
  reads: ['support:DescribeCases'],
  async *list({ aws }) {
    const client = await aws.client('support');
    let nextToken: string | undefined;
    do {
      const page = await client.send(new DescribeCasesCommand({ maxResults: 100, ...(nextToken === undefined ? {} : { nextToken }) }));
      yield* (page.cases ?? []).map(caseOf);
      nextToken = page.nextToken;
    } while (nextToken);
  },
  look,
  traces: { ids: (r) => [r.uid], created: [], changed: [] },
  actions: {
    recover: {
      operations: ['support:AddCommunicationToCase'],
      title: (r) => say('Post the answer in support case {{case}}: {{subject}}', { case: r.name, subject: r.subject }),
      needed: (r) => r.aim !== undefined,
      impossible: (r) => (r.aim ? undefined : say('The answer is written when the work is done.')),
      calls: (r) => [globalCall('support:AddCommunicationToCase', input(r))],
      done: (now) => now?.aim !== undefined && now.letters.includes(letterDigest(answerOf(now))),
      apply: async (aws, r) => {
        const client = await aws.client('support');
        // A letter whose answer was lost on the way may have arrived.
        if (!(await one(client, r.uid))?.letters.includes(letterDigest(answerOf(r)))) await client.send(new AddCommunicationToCaseCommand(input(r)));
      },
      undo: irreversible(say('AWS reads it at once, and nobody can take it back. The case stays open.')),
    },
  },
});
