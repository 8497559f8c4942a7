// CloudFront, as its BEHAVIOUR.md says.
import { CloudFrontClient, CreateDistributionCommand, CreateFunctionCommand, CreateInvalidationCommand, DeleteDistributionCommand, DeleteFunctionCommand, GetDistributionCommand, GetFunctionCommand, PublishFunctionCommand, UpdateDistributionCommand, UpdateFunctionCommand, type DistributionConfig } from '@aws-sdk/client-cloudfront';
import { expect, it } from 'vitest';
import { opened, refusal, ROOT_KEY } from '../ec2/opened.ts';

const SITE: DistributionConfig = { CallerReference: 'one', Comment: '', Enabled: true, Origins: { Quantity: 1, Items: [{ Id: 'web', DomainName: 'www.example.com' }] }, DefaultCacheBehavior: { TargetOriginId: 'web', ViewerProtocolPolicy: 'https-only' } };
async function withSite() {
  const at = await opened({ behaviour: { pageSize: 2 } });
  const client = new CloudFrontClient({ region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: at.world.endpoint.requestHandler() });
  const { Distribution: made, ETag } = await client.send(new CreateDistributionCommand({ DistributionConfig: SITE }));
  const Id = made?.Id ?? '';
  return { ...at, client, Id, ETag, put: (DistributionConfig: DistributionConfig, IfMatch: string | undefined) => client.send(new UpdateDistributionCommand({ Id, IfMatch, DistributionConfig })) };
}

it('wants the ETag of what stands, and answers with all of the configuration', async () => {
  const { put, ETag, client, Id } = await withSite();
  expect(await refusal(put(SITE, undefined))).toEqual(['InvalidIfMatchVersion', expect.any(String), 400]);
  const changed = await put({ ...SITE, DefaultRootObject: 'index.html' }, ETag);
  expect(await refusal(put(SITE, ETag))).toEqual(['PreconditionFailed', expect.any(String), 412]);
  expect(changed.Distribution?.DistributionConfig).toMatchObject({ DefaultRootObject: 'index.html', PriceClass: 'PriceClass_All', Aliases: { Quantity: 0 } });
  expect((await client.send(new GetDistributionCommand({ Id }))).ETag).toBe(changed.ETag);
});

it('deletes only what is disabled and deployed', async () => {
  const { put, ETag, client, Id, pass } = await withSite();
  const remove = (IfMatch: string | undefined) => client.send(new DeleteDistributionCommand({ Id, IfMatch }));
  expect(await refusal(remove(ETag))).toEqual(['DistributionNotDisabled', expect.any(String), 409]);
  const { ETag: off } = await put({ ...SITE, Enabled: false }, ETag);
  expect(await refusal(remove(off))).toEqual(['DistributionNotDisabled', expect.any(String), 409]);
  pass(300);
  await remove(off);
  expect(await refusal(remove(off))).toEqual(['NoSuchDistribution', expect.any(String), 404]);
});

it('gives the invalidation of before for the same reference', async () => {
  const { client, Id } = await withSite();
  const ask = async (CallerReference: string) => (await client.send(new CreateInvalidationCommand({ DistributionId: Id, InvalidationBatch: { Paths: { Quantity: 1, Items: ['/*'] }, CallerReference } }))).Invalidation?.Id;
  const first = await ask('one');
  expect([await ask('one') === first, await ask('two') === first]).toEqual([true, false]);
});

it('publishes what is written of a function, and keeps one that a distribution has', async () => {
  const { client, put, ETag } = await withSite();
  const code = (text: string) => ({ FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' as const }, FunctionCode: Buffer.from(text) });
  const read = async (Stage: 'DEVELOPMENT' | 'LIVE') => Buffer.from((await client.send(new GetFunctionCommand({ Name: 'edge', Stage }))).FunctionCode ?? []).toString();
  const made = await client.send(new CreateFunctionCommand({ Name: 'edge', ...code('one') }));
  await client.send(new PublishFunctionCommand({ Name: 'edge', IfMatch: made.ETag }));
  const { ETag: IfMatch } = await client.send(new UpdateFunctionCommand({ Name: 'edge', IfMatch: made.ETag, ...code('two') }));
  expect([await read('DEVELOPMENT'), await read('LIVE')]).toEqual(['two', 'one']);
  const FunctionARN = made.FunctionSummary?.FunctionMetadata?.FunctionARN;
  await put({ ...SITE, DefaultCacheBehavior: { ...SITE.DefaultCacheBehavior, TargetOriginId: 'web', ViewerProtocolPolicy: 'https-only', FunctionAssociations: { Quantity: 1, Items: [{ FunctionARN, EventType: 'viewer-request' }] } } }, ETag);
  expect(await refusal(client.send(new DeleteFunctionCommand({ Name: 'edge', IfMatch })))).toEqual(['FunctionInUse', expect.any(String), 409]);
});
