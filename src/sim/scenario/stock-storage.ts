// The things of S3, CloudFront, Route 53 and Route 53 Domains.
import { sha256 } from '../../core/digest.ts';
import type { Json } from '../../core/types.ts';
import { cloudfrontState } from '../services/cloudfront/state.ts';
import { domainsState } from '../services/route53domains/state.ts';
import { route53State } from '../services/route53/state.ts';
import { s3State, type Bucket } from '../services/s3/state.ts';
import type { World } from '../world.ts';
import { ownArn, valueOf, type StockItem } from './stock.ts';

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json;
const item = (kind: string, region: string, arn: string, is: unknown, more: Partial<StockItem> = {}): StockItem => ({ arn, kind, region, value: valueOf({ is: plain(is) }), ...more });

function ofBucket(world: World, b: Bucket): StockItem[] {
  const arn = `arn:${world.partition}:s3:::${b.name}`;
  const setting = (kind: string, is: unknown, more: Partial<StockItem> = {}): StockItem => item(`s3/${kind}`, b.region, ownArn(`s3/${kind}`, b.region, '', b.name), is, { parent: arn, ...more });
  const hidden = [...b.objects].filter(([, versions]) => versions[0]?.marker === true).map(([key]) => key).sort();
  return [
    item('s3/bucket', b.region, arn, {}),
    setting('bucket-policy', b.policy === undefined ? null : JSON.parse(b.policy)), setting('bucket-acl', b.grants), setting('bucket-public-access-block', b.publicBlock, { setting: true }),
    setting('bucket-lifecycle', b.lifecycle), setting('bucket-versioning', b.versioning), setting('bucket-replication', b.replication), setting('bucket-encryption', b.encryption),
    setting('delete-markers', hidden),
  ];
}

export function stockOfS3(world: World): StockItem[] {
  const { buckets, accountBlock } = s3State(world);
  const kind = 's3/account-public-access-block';
  return [item(kind, 'aws-global', ownArn(kind, 'aws-global', '', world.id), accountBlock, { setting: true }), ...[...buckets.values()].flatMap((b) => ofBucket(world, b))];
}

/** Zones come with their NS and SOA records, which are nobody's work. */
export function stockOfRoute53(world: World): StockItem[] {
  return [...route53State(world).zones.values()].flatMap((zone) => {
    const arn = `arn:${world.partition}:route53:::hostedzone/${zone.id}`;
    const records = [...zone.records.values()].filter((r) => !(r.Name === zone.name && (r.Type === 'NS' || r.Type === 'SOA')));
    return [
      item('route53/hosted-zone', 'aws-global', arn, {}),
      ...records.map((r) => item('route53/record-set', 'aws-global', ownArn('route53/record-set', 'aws-global', zone.id, [r.Name ?? '', r.Type ?? '', r.SetIdentifier ?? ''].join('|')), r, { parent: arn })),
    ];
  });
}
export const stockOfDomains = (world: World): StockItem[] => [...domainsState(world).domains.values()].map((d) =>
  item('route53domains/domain', 'aws-global', ownArn('route53domains/domain', 'aws-global', '', d.name), { locked: d.locked, nameservers: d.nameservers, ...d.asked }));
export function stockOfCloudFront(world: World): StockItem[] {
  const { sites, functions } = cloudfrontState(world);
  return [
    ...[...sites.values()].map(({ arn, config }) => item('cloudfront/distribution', 'aws-global', arn, config)),
    ...[...functions.values()].map(({ arn, stages }) => item('cloudfront/function', 'aws-global', arn, Object.fromEntries([...stages].map(([stage, { code }]) => [stage, sha256(code)])))),
  ];
}
