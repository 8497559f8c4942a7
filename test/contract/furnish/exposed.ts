// What is open to others by its own settings: resource shares, AppSync APIs and their keys.
import type { JsonObject, Resource } from '../../../src/core/types.ts';
import type { Play } from '../account.ts';

const NAMES = ['one', 'two', 'three'] as const;
export async function furnishShares(play: Play): Promise<void> {
  for (const name of NAMES) await play('ram', 'CreateResourceShare', { name, principals: ['444455556666', '123456789012'], resourceArns: [`arn:aws:ec2:us-east-1:111122223333:subnet/subnet-${name}`] });
}
export async function furnishGraphql(play: Play): Promise<void> {
  for (const name of NAMES) {
    const { graphqlApi } = await play('appsync', 'CreateGraphqlApi', { name, authenticationType: 'API_KEY' }) as { graphqlApi: { apiId: string } };
    await play('appsync', 'CreateApiKey', { apiId: graphqlApi.apiId });
  }
}
export const EXPOSED_AIMS = {
  'ram/resource-share': (r: Resource): JsonObject => ({ principals: ['444455556666', '555566667777'], resources: (r as Resource & { readonly resources: readonly string[] }).resources }),
};
