// A function of CloudFront, which runs at the edges in what distributions serve: its code is kept, a stranger's own is deleted.
import { DeleteFunctionCommand, GetFunctionCommand, ListFunctionsCommand, type CloudFrontClient, type FunctionSummary } from '@aws-sdk/client-cloudfront';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { defineKind, globalCall, KEPT_ALL } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { whileBusy } from '../waiting.ts';

const TITLE = say('CloudFront function');
const STAGE = 'DEVELOPMENT';
const told = (r: Resource) => ({ sort: TITLE, name: r.name });
/** Every function has this stage, published or not. The client has no paginator for these. */
async function all(client: CloudFrontClient): Promise<readonly Resource[]> {
  const found: FunctionSummary[] = [];
  let Marker: string | undefined;
  do {
    const { FunctionList } = await client.send(new ListFunctionsCommand({ Stage: STAGE, ...(Marker === undefined ? {} : { Marker }) }));
    found.push(...FunctionList?.Items ?? []);
    Marker = FunctionList?.NextMarker;
  } while (Marker !== undefined);
  return found.map(({ Name = '', FunctionMetadata: of }) => {
    const [arn, createdAt] = [of?.FunctionARN ?? '', of?.CreatedTime?.toISOString() ?? ''];
    return { arn, uid: `${arn}@${createdAt}`, name: Name, region: 'aws-global', createdAt, seen: { changedAt: of?.LastModifiedTime?.toISOString() ?? '' } };
  });
}
const read = (client: CloudFrontClient, Name: string, Stage: 'DEVELOPMENT' | 'LIVE') => ifThere(client.send(new GetFunctionCommand({ Name, Stage })));
const codeIn = async (client: CloudFrontClient, name: string, stage: 'DEVELOPMENT' | 'LIVE'): Promise<string> => Buffer.from((await read(client, name, stage))?.FunctionCode ?? []).toString('utf8');

export default defineKind<Resource>({
  id: 'cloudfront/function', version: 1, title: TITLE, scope: 'global', role: 'data',
  reads: ['cloudfront:ListFunctions'],

  async *list({ aws }) { yield* await all(await aws.client('cloudfront')); },
  async look(aws, rs) {
    const now = new Map((await all(await aws.client('cloudfront'))).map((r) => [r.uid, r]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.name, r.arn], created: ['cloudfront:CreateFunction'], changed: ['cloudfront:UpdateFunction', 'cloudfront:PublishFunction'],
    concerns: (r, { request }) => request?.['name'] === r.name,
  },

  actions: {
    preserve: {
      ...preserving<Resource>({
        title: (r) => say('Save it as it is: {{sort}} {{name}}', told(r)), file: (r) => `cloudfront-function-${r.name}`, operation: 'cloudfront:GetFunction',
        more: async (aws, r) => { const client = await aws.client('cloudfront'); return { draft: await codeIn(client, r.name, STAGE), live: await codeIn(client, r.name, 'LIVE') }; },
      }),
      reads: ['cloudfront:GetFunction'],
    },
    eradicate: {
      operations: ['cloudfront:DeleteFunction'], reads: ['cloudfront:GetFunction'],
      title: (r) => say('Delete it: {{sort}} {{name}}', told(r)),
      calls: (r) => [globalCall('cloudfront:DeleteFunction', { Name: r.name, IfMatch: '‹its ETag of then›' })],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('cloudfront');
        // Until no distribution has it any more.
        await whileBusy(deed, async () => {
          const now = await read(client, r.name, STAGE);
          if (now) await ifThere(client.send(new DeleteFunctionCommand({ Name: r.name, IfMatch: now.ETag })));
        }, ({ code }) => code === 'FunctionInUse');
      },
      undo: KEPT_ALL,
    },
  },
});
