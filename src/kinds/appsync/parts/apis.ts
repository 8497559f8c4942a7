// The GraphQL APIs of a Region, as one list tells them.
import { paginateListGraphqlApis } from '@aws-sdk/client-appsync';
import type { ReadAws } from '../../../aws/session.ts';
import type { Json, Resource } from '../../../core/types.ts';

export interface GraphqlApi extends Resource {
  readonly label: string;
  /** How callers prove who they are; `API_KEY`: by a key alone. */
  readonly authentication: readonly string[];
  readonly more: Json;
}
export async function* graphqlApis(aws: ReadAws): AsyncIterable<GraphqlApi> {
  for await (const { graphqlApis: found = [] } of paginateListGraphqlApis({ client: await aws.client('appsync') }, {})) {
    for (const { arn = '', apiId = '', name = '', authenticationType = '', additionalAuthenticationProviders = [], ...more } of found) {
      yield { arn, uid: arn, name: apiId, region: aws.region, label: name, authentication: [authenticationType, ...additionalAuthenticationProviders.map((one) => one.authenticationType ?? '')], more: JSON.parse(JSON.stringify(more)) as Json };
    }
  }
}
