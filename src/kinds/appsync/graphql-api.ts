// A GraphQL API of AppSync: whoever may call it gets at what stands behind it. A stranger's is saved and deleted.
import { DeleteGraphqlApiCommand } from '@aws-sdk/client-appsync';
import { say } from '../../core/text.ts';
import { defineKind, MADE_ANEW } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { saving } from '../saving.ts';
import { untold } from '../standing.ts';
import { graphqlApis, type GraphqlApi } from './parts/apis.ts';

const told = (r: GraphqlApi) => ({ api: r.label, id: r.name, region: r.region });

export default defineKind<GraphqlApi>({
  id: 'appsync/graphql-api', version: 1, title: say('AppSync API'), scope: 'regional', role: 'data',
  reads: ['appsync:ListGraphqlApis'],
  list: ({ aws }) => graphqlApis(aws),
  async look(aws, rs) {
    const now = new Map<string, GraphqlApi>();
    for await (const r of graphqlApis(aws)) now.set(r.uid, r);
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.name], created: ['appsync:CreateGraphqlApi'],
    changed: ['UpdateGraphqlApi', 'StartSchemaCreation', 'CreateDataSource', 'UpdateDataSource', 'CreateResolver', 'UpdateResolver', 'CreateFunction', 'UpdateFunction'].map((one) => `appsync:${one}`),
  },
  judge: (_, { attributed }) => (attributed?.origin === 'changed' ? untold(attributed) : attributed),

  actions: {
    preserve: saving((r) => say('Save the settings of the AppSync API {{api}} ({{id}}) in {{region}}', told(r)), 'appsync', 'appsync:ListGraphqlApis'),
    eradicate: {
      operations: ['appsync:DeleteGraphqlApi'],
      title: (r) => say('Delete the AppSync API {{api}} ({{id}}) in {{region}}', told(r)),
      destroys: () => say('Its schema, resolvers and keys go with it. What stands behind it stays.'),
      calls: (r) => [{ operation: 'appsync:DeleteGraphqlApi', region: r.region, input: { apiId: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('appsync')).send(new DeleteGraphqlApiCommand({ apiId: r.name }))); },
      undo: MADE_ANEW,
    },
  },
});
