// A key of an AppSync API. Its id is the key itself, so it is known here by a digest and by how it ends. AWS has no switch for it: a stranger's is deleted.
import { DeleteApiKeyCommand, paginateListApiKeys, type ApiKey as Listed } from '@aws-sdk/client-appsync';
import type { ReadAws } from '../../aws/session.ts';
import { digestOf } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible } from '../kind.ts';
import { isEvent, isForeign, objectIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { graphqlApis, type GraphqlApi } from './parts/apis.ts';

export interface ApiKey extends Resource {
  readonly apiId: string;
  readonly label: string;
  /** Seconds; AWS rounds them down to the hour. */
  readonly expires: number;
}
async function keysOf(aws: ReadAws, apiId: string): Promise<Listed[]> {
  const found: Listed[] = [];
  for await (const { apiKeys = [] } of paginateListApiKeys({ client: await aws.client('appsync') }, { apiId })) found.push(...apiKeys);
  return found;
}
const uidOf = (apiArn: string, id: string): string => `${apiArn}/apikeys/${digestOf(id).slice(0, 16)}`;
function keyOf({ id = '', expires = 0 }: Listed, api: Pick<ApiKey, 'label' | 'apiId' | 'region'>, owner: string): ApiKey {
  const uid = uidOf(owner, id);
  return { arn: uid, uid, name: id.slice(-4), region: api.region, owner, apiId: api.apiId, label: api.label, expires };
}
const ofApi = (r: GraphqlApi) => ({ apiId: r.name, label: r.label, region: r.region });

export default defineKind<ApiKey>({
  id: 'appsync/api-key', version: 1, title: say('AppSync API key'), scope: 'regional', role: 'credential',
  reads: ['appsync:ListGraphqlApis', 'appsync:ListApiKeys'],

  async *list(scan) {
    const { aws } = scan;
    for await (const api of graphqlApis(aws)) {
      try {
        for (const key of await ifThere(keysOf(aws, api.name)) ?? []) yield keyOf(key, ofApi(api), api.arn);
      } catch (error) { scan.gap('appsync:ListApiKeys', error, api.name); }
    }
  },
  async look(aws, rs) {
    const now = new Map<string, ApiKey>();
    const apis = new Map(rs.map((r) => [r.apiId, r]));
    await inParallel([...apis.values()], 4, async (r) => { for (const key of await ifThere(keysOf(aws, r.apiId)) ?? []) { const found = keyOf(key, r, r.owner ?? ''); now.set(found.uid, found); } });
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    // CloudTrail hides the key: of the keys of one API it is the one that expires when the answer says.
    ids: (r) => [r.apiId], created: ['appsync:CreateApiKey'], changed: ['appsync:UpdateApiKey'],
    concerns: (r, { request, response }) => request?.['apiId'] === r.apiId && [r.expires, r.expires * 1_000].includes(Number(objectIn(response?.['apiKey'])?.['expires'])),
  },
  /** The owner made one that ends in the same hour: which of the two this is, nothing tells. */
  judge: (_, { attributed, history = [] }) => (attributed?.verdict === 'malicious' && attributed.origin === 'created' && history.some((e) => isEvent(e, 'appsync:CreateApiKey') && !isForeign(e))
    ? { ...attributed, verdict: 'suspicious', because: say('{{why}} The owner made one that expires in the same hour, and AWS does not tell which is which.', { why: attributed.because }) } : attributed),

  actions: {
    contain: {
      operations: ['appsync:DeleteApiKey'],
      needed: (_, origin) => origin === 'created',
      title: (r) => say('Delete the key that ends in {{key}} of the AppSync API {{api}} in {{region}}', { key: r.name, api: r.label, region: r.region }),
      breaks: (r) => say('Whoever calls {{api}} with this key is refused.', { api: r.label }),
      calls: (r) => [{ operation: 'appsync:DeleteApiKey', region: r.region, input: { apiId: r.apiId, id: `‹…›${r.name}` } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        const id = (await keysOf(aws, r.apiId)).find((key) => uidOf(r.owner ?? '', key.id ?? '') === r.uid)?.id;
        if (id !== undefined) await ifThere((await aws.client('appsync')).send(new DeleteApiKeyCommand({ apiId: r.apiId, id })));
      },
      undo: irreversible(say('AWS has no switch for such a key, and does not give a deleted one back. Another one can be made.')),
    },
  },
});
