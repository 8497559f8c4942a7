// A distribution of CloudFront: the owner's is given back its origins, behaviors and functions, a stranger's own is disabled and deleted.
import { CreateInvalidationCommand, DeleteDistributionCommand, GetDistributionCommand, paginateListDistributions, UpdateDistributionCommand, type CloudFrontClient, type Distribution as Found, type DistributionSummary } from '@aws-sdk/client-cloudfront';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say, type Text } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { defineKind, globalCall, KEPT_ALL, type Action, type Deed, type DoneContext } from '../kind.ts';
import { alike, objectIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { asInput, plain } from '../s3/parts/json.ts';
import { until } from '../waiting.ts';
import { differenceOf, filled, isUntold, masked, recall, shown } from './parts/config.ts';

export interface Distribution extends Resource {
  readonly domain: string;
  readonly enabled: boolean;
  /** Without the values of custom headers. A list does not tell all of it. */
  readonly config?: JsonObject;
}
const TITLE = say('CloudFront distribution');
const ETAG = '‹its ETag of then›';
const distributionOf = ({ Id = '', ARN = '', DomainName = '', Status = '', LastModifiedTime }: Found | DistributionSummary, enabled = false): Distribution =>
  ({ arn: ARN, uid: ARN, name: Id, region: 'aws-global', domain: DomainName, enabled, seen: { status: Status, changedAt: LastModifiedTime?.toISOString() ?? '' } });
const told = (r: Distribution) => ({ sort: TITLE, name: `${r.name} (${r.domain})` });
const read = (client: CloudFrontClient, Id: string) => ifThere(client.send(new GetDistributionCommand({ Id })));

const membersOf = (r: Distribution): JsonObject => objectIn(r.aim?.['members']) ?? {};
/** What it should hold of what it holds. */
const backIn = (r: Distribution, config: JsonObject): JsonObject => Object.fromEntries(Object.entries(membersOf(r)).map(([name, one]) => [name, filled(one, config[name])]));
/** Of what it held: what the deed may have changed. */
const wasIn = (before: Distribution, config: JsonObject): JsonObject => Object.fromEntries(['Enabled', ...Object.keys(membersOf(before))].map((name) => [name, filled(before.config?.[name] ?? null, config[name])]));
const isBack = (r: Distribution): boolean => r.config !== undefined && Object.entries(backIn(r, r.config)).every(([name, one]) => alike(one, r.config?.[name]));
const off = (): JsonObject => ({ Enabled: false });
const hides = (r: Distribution): Text => say('The event history hides a part of what {{name}} held. Set it in the console as you know it.', { name: r.name });

const put = (r: Distribution, config: JsonObject): Call => globalCall('cloudfront:UpdateDistribution', { Id: r.name, IfMatch: ETAG, DistributionConfig: shown(withMembers(r.config ?? {}, config)) });
const withMembers = (config: JsonObject, members: JsonObject): JsonObject => Object.fromEntries(Object.entries({ ...config, ...members }).filter(([, one]) => one !== null));
const invalidation = (r: Distribution): Call => globalCall('cloudfront:CreateInvalidation', { DistributionId: r.name, InvalidationBatch: { Paths: { Quantity: 1, Items: ['/*'] }, CallerReference: '‹token›' } });

/** The whole configuration is sent, as AWS wants it; it changes in these members. */
async function change(aws: ChangeAws, r: Distribution, of: (config: JsonObject) => JsonObject): Promise<void> {
  const client = await aws.client('cloudfront');
  const found = await read(client, r.name);
  const config = plain(found?.Distribution?.DistributionConfig ?? {});
  const members = of(config);
  if (isUntold(members)) throw failed(hides(r));
  if (found && !Object.entries(members).every(([name, one]) => alike(one, config[name]))) await client.send(new UpdateDistributionCommand({ Id: r.name, IfMatch: found.ETag, DistributionConfig: asInput(withMembers(config, members)) }));
}
async function giveBack(aws: ChangeAws, r: Distribution, deed: Deed): Promise<void> {
  if (deed.made['invalidated'] !== undefined || wasBack(deed.before)) return;
  await change(aws, r, (config) => backIn(r, config));
  // The edges keep what they were given for as long as it is fresh.
  const { Invalidation } = await (await aws.client('cloudfront')).send(new CreateInvalidationCommand({ DistributionId: r.name, InvalidationBatch: { Paths: { Quantity: 1, Items: ['/*'] }, CallerReference: deed.token } }));
  await deed.making('invalidated', Invalidation?.Id ?? '');
}
/** Of what was only listed nobody knows. */
const wasBack = (before: Resource | undefined): boolean => (before as Distribution | undefined)?.config === undefined || isBack(before as Distribution);

const undo = (aws: ChangeAws, before: Distribution): Promise<void> => change(aws, before, (config) => wasIn(before, config));
const recover: Action<Distribution> = {
  operations: ['cloudfront:UpdateDistribution', 'cloudfront:CreateInvalidation'],
  title: (r) => say('Give back what it held before the stranger: {{sort}} {{name}}', told(r)),
  breaks: (r) => (r.config ? differenceOf(Object.fromEntries(Object.keys(membersOf(r)).map((name) => [name, r.config?.[name] ?? null])), backIn(r, r.config)) : undefined),
  impossible: (r) => (r.config && isUntold(backIn(r, r.config)) ? hides(r) : undefined),
  calls: (r) => (isBack(r) ? [] : [put(r, backIn(r, r.config ?? {})), invalidation(r)]),
  undoCalls: (before) => [put(before, {})],
  done: (now, { made, before }: DoneContext) => now !== undefined && isBack(now) && (made['invalidated'] !== undefined || wasBack(before)),
  apply: giveBack,
  undo,
  undoReopens: true,
};
const isGiven = (way: string | undefined): boolean => way === 'back';
const contain: Action<Distribution> = {
  ...recover,
  needed: (r, origin) => origin === 'created' || r.aim !== undefined,
  ways: (_, origin) => (origin === 'created' ? [{ id: 'disable', title: say('Disable it') }] : [{ id: 'back', title: say('Give back') }]),
  title: (r, way) => (isGiven(way) ? recover.title(r) : say('Disable it: {{sort}} {{name}}', told(r))),
  breaks: (r, way) => (isGiven(way) ? recover.breaks?.(r) : say('{{domain}} and its other names answer nobody.', { domain: r.domain })),
  impossible: (r, way) => (isGiven(way) ? recover.impossible?.(r) : undefined),
  calls: (r, way) => (isGiven(way) ? recover.calls(r) : [put(r, off())]),
  done: (now, context) => (isGiven(context.way) ? recover.done(now, context) : now?.enabled === false),
  apply: (aws, r, deed) => (isGiven(deed.way) ? giveBack(aws, r, deed) : change(aws, r, off)),
};

export default defineKind<Distribution>({
  id: 'cloudfront/distribution', version: 1, title: TITLE, scope: 'global', role: 'data',
  reads: ['cloudfront:ListDistributions', 'cloudfront:GetDistribution'],

  async *list({ aws }) {
    for await (const { DistributionList } of paginateListDistributions({ client: await aws.client('cloudfront') }, {})) yield* (DistributionList?.Items ?? []).map((d) => distributionOf(d, d.Enabled));
  },

  async look(aws, rs) {
    const client = await aws.client('cloudfront');
    return inParallel(rs, 4, async (r) => {
      const found = (await read(client, r.name))?.Distribution;
      return found?.ARN === r.uid ? { ...distributionOf(found, found.DistributionConfig?.Enabled), config: masked(plain(found.DistributionConfig ?? {})) } : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['cloudfront:CreateDistribution', 'cloudfront:CreateDistributionWithTags', 'cloudfront:CopyDistribution'],
    changed: ['cloudfront:UpdateDistribution', 'cloudfront:UpdateDistributionWithStagingConfig', 'cloudfront:AssociateAlias', 'cloudfront:AssociateDistributionWebACL', 'cloudfront:DisassociateDistributionWebACL'],
    used: ['cloudfront:CreateInvalidation'],
    concerns: (r, { request, response }) => [request?.['id'], request?.['distributionId'], request?.['targetDistributionId'], objectIn(response?.['distribution'])?.['id']].includes(r.name),
  },
  recall: (_, history) => recall(history),

  actions: {
    contain,
    preserve: preserving({ title: (r) => say('Save it as it is: {{sort}} {{name}}', told(r)), file: (r) => `cloudfront-${r.name}`, operation: 'cloudfront:GetDistribution' }),
    eradicate: {
      operations: ['cloudfront:UpdateDistribution', 'cloudfront:DeleteDistribution'],
      title: (r) => say('Delete it: {{sort}} {{name}}', told(r)),
      calls: (r) => [...(r.enabled ? [put(r, off())] : []), globalCall('cloudfront:DeleteDistribution', { Id: r.name, IfMatch: ETAG })],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('cloudfront');
        await change(aws, r, off);
        // Every edge must have it: a disabled one that is not deployed yet is not deleted.
        await until(deed, r.name, async () => { const now = await read(client, r.name); return !now || now.Distribution?.Status === 'Deployed'; });
        const now = await read(client, r.name);
        if (now) await ifThere(client.send(new DeleteDistributionCommand({ Id: r.name, IfMatch: now.ETag })));
      },
      undo: KEPT_ALL,
    },
    recover,
  },
});
