// Resource shares and AppSync's keys, as the services' BEHAVIOUR.md say.
import { AppSyncClient, CreateApiKeyCommand, CreateGraphqlApiCommand, DeleteApiKeyCommand, DeleteGraphqlApiCommand, ListApiKeysCommand } from '@aws-sdk/client-appsync';
import { AssociateResourceShareCommand, CreateResourceShareCommand, DeleteResourceShareCommand, DisassociateResourceShareCommand, GetResourceShareAssociationsCommand, GetResourceSharesCommand, RAMClient } from '@aws-sdk/client-ram';
import { expect, it } from 'vitest';
import { eventJson } from '../../../src/sim/trail/record.ts';
import { opened as openedAccount, refusal, ROOT_KEY } from '../ec2/opened.ts';

const OTHER = '444455556666', SUBNET = 'arn:aws:ec2:us-east-1:111122223333:subnet/subnet-0123456789abcdef0';
async function opened() {
  const { world, pass } = await openedAccount({ behaviour: { pageSize: 2 } });
  const config = { region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler() };
  return { world, pass, ram: new RAMClient(config), appsync: new AppSyncClient(config) };
}

it('keeps an account outside of the organization waiting for its answer, and shows what was taken out', async () => {
  const { ram } = await opened();
  const { resourceShare: { resourceShareArn } = {} } = await ram.send(new CreateResourceShareCommand({ name: 'subnets', principals: [OTHER], resourceArns: [SUBNET] }));
  const parties = async (associationType: 'PRINCIPAL' | 'RESOURCE') => ((await ram.send(new GetResourceShareAssociationsCommand({ associationType }))).resourceShareAssociations ?? []).map((a) => [a.associatedEntity, a.status, a.external]);
  expect(await parties('PRINCIPAL')).toEqual([[OTHER, 'ASSOCIATING', true]]);
  expect(await parties('RESOURCE')).toEqual([[SUBNET, 'ASSOCIATED', false]]);
  await ram.send(new DisassociateResourceShareCommand({ resourceShareArn, principals: [OTHER] }));
  expect(await parties('PRINCIPAL')).toEqual([[OTHER, 'DISASSOCIATED', true]]);
  const closed = await ram.send(new CreateResourceShareCommand({ name: 'closed', allowExternalPrincipals: false }));
  expect((await refusal(ram.send(new AssociateResourceShareCommand({ resourceShareArn: closed.resourceShare?.resourceShareArn, principals: [OTHER] }))))[0]).toBe('OperationNotPermittedException');
});

it('shows a deleted share for two hours', async () => {
  const { ram, pass } = await opened();
  const { resourceShare: { resourceShareArn } = {} } = await ram.send(new CreateResourceShareCommand({ name: 'subnets', principals: [OTHER] }));
  await ram.send(new DeleteResourceShareCommand({ resourceShareArn }));
  const listed = async () => ((await ram.send(new GetResourceSharesCommand({ resourceOwner: 'SELF' }))).resourceShares ?? []).map((s) => s.status);
  expect(await listed()).toEqual(['DELETED']);
  expect((await refusal(ram.send(new DeleteResourceShareCommand({ resourceShareArn }))))[0]).toBe('UnknownResourceException');
  pass(7_201);
  expect(await listed()).toEqual([]);
});

it('tells a key of an API to whoever lists it, and to no history; it cannot be made to end today', async () => {
  const { appsync, world } = await opened();
  const { graphqlApi: { apiId } = {} } = await appsync.send(new CreateGraphqlApiCommand({ name: 'orders', authenticationType: 'API_KEY' }));
  const { apiKey: { id = '', expires = 0 } = {} } = await appsync.send(new CreateApiKeyCommand({ apiId }));
  expect((await appsync.send(new ListApiKeysCommand({ apiId }))).apiKeys).toMatchObject([{ id, expires }]);
  expect(expires % 3_600).toBe(0);
  expect((await refusal(appsync.send(new CreateApiKeyCommand({ apiId, expires: 1 }))))[0]).toBe('ApiKeyValidityOutOfBoundsException');
  await appsync.send(new DeleteApiKeyCommand({ apiId, id }));
  const history = JSON.stringify(world.history.records().map(eventJson));
  expect(history).toContain('"DeleteApiKey"');
  expect(history).not.toContain(id);
  await appsync.send(new DeleteGraphqlApiCommand({ apiId }));
  expect((await refusal(appsync.send(new ListApiKeysCommand({ apiId }))))[0]).toBe('NotFoundException');
});
