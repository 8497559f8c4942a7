// What is shared with others by its own settings: resource shares, AppSync APIs and their keys.
import type { Answers, Mechanism, Played } from '../row.ts';

const OTHER = '444455556666', PARTNER = '123456789012';
const call = (service: Played['service'], operation: string, input: Played['input'], as?: string): Played => ({ service, operation, input, ...(as === undefined ? {} : { as }) });
const share = (name: string, principals: readonly string[], as: string): Played => call('ram', 'CreateResourceShare', { name, principals, resourceArns: [`arn:aws:ec2:us-east-1:111122223333:subnet/subnet-${name}`] }, as);
const inShare = (as: string, more: object) => (a: Answers): object => ({ resourceShareArn: (a[as] as { resourceShare: { resourceShareArn: string } }).resourceShare.resourceShareArn, ...more });
const api = (name: string, as: string): Played => call('appsync', 'CreateGraphqlApi', { name, authenticationType: 'API_KEY' }, as);
const key = (as: string): Played => call('appsync', 'CreateApiKey', (a) => ({ apiId: (a[as] as { graphqlApi: { apiId: string } }).graphqlApi.apiId }));
const ORDINARY = 'Such things are ordinary; only their events tell whose they are.';

export const rows: readonly Mechanism[] = [
  { row: 105, title: 'subnets shared with another account', plant: [share('r105', [OTHER], 's105')], shows: ['ram/resource-share'] },
  { row: 105, title: 'another account put into the owner\'s resource share', setUp: [share('r105o', [PARTNER], 's105o')], plant: [call('ram', 'AssociateResourceShare', inShare('s105o', { principals: [OTHER] }))], shows: ['ram/resource-share'] },
  { row: 105, title: 'one more resource put into the owner\'s resource share', setUp: [share('r105m', [PARTNER], 's105m')], plant: [call('ram', 'AssociateResourceShare', inShare('s105m', { resourceArns: ['arn:aws:rds:us-east-1:111122223333:cluster:ledger'] }))], shows: ['ram/resource-share'] },
  { row: 105, title: 'a key of the owner\'s AppSync API', setUp: [api('r105o', 'a105o')], plant: [key('a105o')], shows: ['appsync/api-key'], notFromConfiguration: ORDINARY },
  { row: 105, title: 'an AppSync API of the stranger\'s own', plant: [api('r105', 'a105'), key('a105')], shows: ['appsync/graphql-api', 'appsync/api-key'], notFromConfiguration: ORDINARY },
];
