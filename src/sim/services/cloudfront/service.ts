// The simulated CloudFront: distributions and functions. Behaviour: BEHAVIOUR.md beside it.
import {
  CloudFrontClient, CreateDistributionCommand, CreateFunctionCommand, CreateInvalidationCommand, DeleteDistributionCommand, DeleteFunctionCommand, GetDistributionCommand, GetFunctionCommand, ListDistributionsCommand, ListFunctionsCommand,
  PublishFunctionCommand, UpdateDistributionCommand, UpdateFunctionCommand, type CreateFunctionCommandInput, type CreateInvalidationCommandInput, type Distribution, type DistributionConfig, type FunctionConfig, type FunctionSummary, type Invalidation,
} from '@aws-sdk/client-cloudfront';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError, type OperationTraits } from '../../wire/types.ts';
import { later } from '../rooms.ts';
import { cloudfrontState, type EdgeFunction, type Site, type Stage } from './state.ts';

const DEPLOY_MS = 300_000;
const newTag = (call: SimCall): string => call.account.ids.id('E', 14);
const arnOf = (call: SimCall, rest: string): string => `arn:${call.account.partition}:cloudfront::${call.account.id}:${rest}`;
interface Named { readonly Id?: string | undefined; readonly DistributionId?: string | undefined; readonly Name?: string | undefined; readonly Stage?: string | undefined; readonly IfMatch?: string | undefined }
const onSite = ({ Id, DistributionId }: Named, call: SimCall): string[] => [arnOf(call, `distribution/${Id ?? DistributionId ?? '*'}`)];
const onFunction = ({ Name = '*' }: Named, call: SimCall): string[] => [arnOf(call, `function/${Name}`)];

function siteOf(call: SimCall, { Id, DistributionId }: Named): Site {
  const found = cloudfrontState(call.account).sites.get(Id ?? DistributionId ?? '');
  if (!found) throw new AwsError('NoSuchDistribution', 'The specified distribution does not exist.');
  return found;
}
function functionOf(call: SimCall, { Name = '' }: Named): EdgeFunction {
  const found = cloudfrontState(call.account).functions.get(Name);
  if (!found) throw new AwsError('NoSuchFunctionExists', 'The specified function does not exist.');
  return found;
}
function matching(etag: string, { IfMatch }: Named): void {
  if (IfMatch === undefined) throw new AwsError('InvalidIfMatchVersion', 'The If-Match version is missing or not valid for the resource.');
  if (IfMatch !== etag) throw new AwsError('PreconditionFailed', 'The request failed because it didn\'t meet the preconditions in one or more request-header fields.');
}

const NONE = { Quantity: 0 };
const filled = (config: DistributionConfig): DistributionConfig => ({
  Aliases: NONE, DefaultRootObject: '', OriginGroups: NONE, CacheBehaviors: NONE, CustomErrorResponses: NONE, PriceClass: 'PriceClass_All', WebACLId: '', HttpVersion: 'http2', IsIPV6Enabled: false, Staging: false,
  Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' }, Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } }, ViewerCertificate: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1' }, ...config,
  Origins: { Quantity: 0, ...config.Origins, Items: (config.Origins?.Items ?? []).map((o) => ({ OriginPath: '', ConnectionAttempts: 3, ConnectionTimeout: 10, CustomHeaders: NONE, ...o })) },
  DefaultCacheBehavior: { TargetOriginId: '', ViewerProtocolPolicy: 'allow-all', Compress: false, LambdaFunctionAssociations: NONE, FunctionAssociations: NONE, ...config.DefaultCacheBehavior },
});
const shown = (s: Site): Distribution => ({ Id: s.id, ARN: s.arn, Status: s.status, LastModifiedTime: s.changedAt, InProgressInvalidationBatches: 0, DomainName: s.domain, DistributionConfig: s.config });
const answer = (s: Site) => ({ Distribution: shown(s), ETag: s.etag });
function put(call: SimCall, site: Site, config: DistributionConfig | undefined): void {
  Object.assign(site, { config: filled(config as DistributionConfig), etag: newTag(call), status: 'InProgress', changedAt: call.now });
  const { etag } = site;
  later(call, DEPLOY_MS, () => { if (site.etag === etag) site.status = 'Deployed'; });
}
function create(config: DistributionConfig | undefined, call: SimCall): ReturnType<typeof answer> {
  const id = newTag(call);
  const site: Site = { id, arn: arnOf(call, `distribution/${id}`), domain: `d${call.account.ids.hex(13)}.cloudfront.net`, config: {} as DistributionConfig, etag: '', status: '', changedAt: call.now, invalidations: new Map() };
  put(call, site, config);
  cloudfrontState(call.account).sites.set(id, site);
  return answer(site);
}
function remove(input: Named, call: SimCall): object {
  const site = siteOf(call, input);
  matching(site.etag, input);
  if (site.config.Enabled === true || site.status !== 'Deployed') throw new AwsError('DistributionNotDisabled', 'The specified CloudFront distribution is not disabled. You must disable the distribution before you can delete it.');
  cloudfrontState(call.account).sites.delete(site.id);
  return {};
}
function invalidate({ InvalidationBatch, ...named }: CreateInvalidationCommandInput, call: SimCall): { Invalidation: Invalidation } {
  const { invalidations } = siteOf(call, named);
  const reference = InvalidationBatch?.CallerReference ?? '';
  const made = invalidations.get(reference) ?? { Id: newTag(call), Status: 'InProgress', CreateTime: call.now, InvalidationBatch };
  invalidations.set(reference, made);
  return { Invalidation: made };
}
function page<T extends { readonly id: string }>(all: readonly T[], marker: string | undefined, call: SimCall): { readonly page: readonly T[]; readonly next: string | undefined } {
  const from = marker === undefined ? 0 : all.findIndex((one) => one.id === marker) + 1;
  const found = all.slice(from, from + Math.min(100, call.account.behaviour.pageSize));
  return { page: found, next: from + found.length < all.length ? found.at(-1)?.id : undefined };
}
function list({ Marker }: { readonly Marker?: string | undefined }, call: SimCall) {
  const found = page([...cloudfrontState(call.account).sites.values()], Marker, call);
  const Items = found.page.map(({ config: { Aliases, Origins, OriginGroups, DefaultCacheBehavior, CacheBehaviors, CustomErrorResponses, Comment, PriceClass, Enabled, ViewerCertificate, Restrictions, WebACLId, HttpVersion, IsIPV6Enabled, Staging }, ...s }) => ({
    Id: s.id, ARN: s.arn, ETag: s.etag, Status: s.status, LastModifiedTime: s.changedAt, DomainName: s.domain, Aliases, Origins, OriginGroups, DefaultCacheBehavior, CacheBehaviors, CustomErrorResponses, Comment, PriceClass, Enabled, ViewerCertificate, Restrictions, WebACLId, HttpVersion, IsIPV6Enabled, Staging,
  }));
  return { DistributionList: { Marker: Marker ?? '', MaxItems: 100, IsTruncated: found.next !== undefined, Quantity: Items.length, Items, ...(found.next === undefined ? {} : { NextMarker: found.next }) } };
}

const summary = (f: EdgeFunction, stage: 'DEVELOPMENT' | 'LIVE' = 'DEVELOPMENT'): FunctionSummary => {
  const found = f.stages.get(stage);
  return { Name: f.name, Status: 'UNASSOCIATED', FunctionConfig: found?.config, FunctionMetadata: { FunctionARN: f.arn, Stage: stage, CreatedTime: f.createdAt, LastModifiedTime: found?.at } };
};
const stageOf = (f: EdgeFunction, name = 'DEVELOPMENT'): Stage => {
  const found = f.stages.get(name);
  if (!found) throw new AwsError('NoSuchFunctionExists', 'The specified function does not exist.');
  return found;
};
const written = ({ FunctionCode, FunctionConfig }: Pick<CreateFunctionCommandInput, 'FunctionCode' | 'FunctionConfig'>, call: SimCall): Stage => ({ code: FunctionCode ?? new Uint8Array(), config: FunctionConfig as FunctionConfig, etag: newTag(call), at: call.now });
function createFunction(input: CreateFunctionCommandInput, call: SimCall) {
  const { functions } = cloudfrontState(call.account);
  const name = input.Name ?? '';
  if (functions.has(name)) throw new AwsError('FunctionAlreadyExists', 'A function with the same name already exists in this AWS account.');
  const made: EdgeFunction = { name, arn: arnOf(call, `function/${name}`), createdAt: call.now, stages: new Map([['DEVELOPMENT', written(input, call)]]) };
  functions.set(name, made);
  return { FunctionSummary: summary(made), ETag: stageOf(made).etag, Location: `https://cloudfront.amazonaws.com/2020-05-31/function/${name}` };
}
function removeFunction(input: Named, call: SimCall): object {
  const { sites, functions } = cloudfrontState(call.account);
  const f = functionOf(call, input);
  matching(stageOf(f).etag, input);
  if ([...sites.values()].some(({ config }) => JSON.stringify(config).includes(JSON.stringify(f.arn)))) throw new AwsError('FunctionInUse', 'Cannot delete the function because it\'s attached to one or more cache behaviors.');
  functions.delete(f.name);
  return {};
}
function listFunctions({ Marker, Stage: stage }: { readonly Marker?: string | undefined; readonly Stage?: string | undefined }, call: SimCall) {
  const all = [...cloudfrontState(call.account).functions.values()].filter((f) => f.stages.has(stage ?? 'DEVELOPMENT')).map((f) => ({ id: f.name, f }));
  const found = page(all, Marker, call);
  return { FunctionList: { MaxItems: 100, Quantity: found.page.length, Items: found.page.map(({ f }) => summary(f, stage === 'LIVE' ? 'LIVE' : 'DEVELOPMENT')), ...(found.next === undefined ? {} : { NextMarker: found.next }) } };
}

export default function cloudfront(): Service<SimCall> {
  const named = <I extends object>(operation: string, resources?: (input: I & Named, call: SimCall) => string[]): OperationTraits<I, SimCall> => ({ ...(resources && { resources }), trail: { eventName: `${operation}2020_05_31` } });
  return new Service<SimCall>(CloudFrontClient, { id: 'cloudfront' })
    .on(CreateDistributionCommand, ({ DistributionConfig: config }, call) => create(config, call), named('CreateDistribution', onSite))
    .on(ListDistributionsCommand, list, named('ListDistributions'))
    .on(GetDistributionCommand, (input, call) => answer(siteOf(call, input)), named('GetDistribution', onSite))
    .on(UpdateDistributionCommand, ({ DistributionConfig: config, ...input }, call) => { const site = siteOf(call, input); matching(site.etag, input); put(call, site, config); return answer(site); }, named('UpdateDistribution', onSite))
    .on(DeleteDistributionCommand, remove, named('DeleteDistribution', onSite))
    .on(CreateInvalidationCommand, invalidate, named('CreateInvalidation', onSite))
    .on(CreateFunctionCommand, createFunction, named('CreateFunction', onFunction))
    .on(ListFunctionsCommand, listFunctions, named('ListFunctions'))
    .on(GetFunctionCommand, (input, call) => { const { code, etag } = stageOf(functionOf(call, input), input.Stage); return { FunctionCode: code as never, ETag: etag, ContentType: 'application/octet-stream' }; }, named('GetFunction', onFunction))
    .on(UpdateFunctionCommand, (input, call) => { const f = functionOf(call, input); matching(stageOf(f).etag, input); f.stages.set('DEVELOPMENT', written(input, call)); return { FunctionSummary: summary(f), ETag: stageOf(f).etag }; }, named('UpdateFunction', onFunction))
    .on(PublishFunctionCommand, (input, call) => { const f = functionOf(call, input); matching(stageOf(f).etag, input); f.stages.set('LIVE', { ...stageOf(f), at: call.now }); return { FunctionSummary: summary(f, 'LIVE') }; }, named('PublishFunction', onFunction))
    .on(DeleteFunctionCommand, removeFunction, named('DeleteFunction', onFunction));
}
