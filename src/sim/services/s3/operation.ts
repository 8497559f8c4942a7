// What every S3 operation shares: the bucket in its Region, the ARNs that policies speak of, and how CloudTrail writes the call.
import type { SimCall } from '../../account.ts';
import { operationSchema, type Shape } from '../../wire/schema.ts';
import type { CommandClass, Service } from '../../wire/service.ts';
import type { OperationTraits } from '../../wire/types.ts';
import { parsePolicy } from '../../policy/document.ts';
import { elsewhere, noBucket } from './errors.ts';
import { s3State, type Bucket } from './state.ts';

export type S3Service = Service<SimCall>;
interface OfBucket { readonly Bucket: string | undefined }
interface OfObject extends OfBucket { readonly Key: string | undefined }

export const bucketArn = (call: SimCall, bucket: string | undefined): string => `arn:${call.account.partition}:s3:::${bucket ?? ''}`;

/** The bucket; refused where there is none, or where it is in another Region than the one that was asked. */
export function bucketOf(input: OfBucket, call: SimCall): Bucket {
  const bucket = s3State(call.account).buckets.get(input.Bucket ?? '');
  if (!bucket) throw noBucket();
  call.touch({ type: 'AWS::S3::Bucket', name: bucketArn(call, bucket.name) });
  if (bucket.region !== call.region) throw elsewhere(bucket.region);
  return bucket;
}
export const onBucket = <I extends OfBucket, O>(run: (bucket: Bucket, input: I, call: SimCall) => O) => (input: I, call: SimCall): O => run(bucketOf(input, call), input, call);

/** A setting of a bucket: `?policy`. `eventName` where CloudTrail names it otherwise than the API. */
export function ofBucket<I extends OfBucket, O extends object>(command: CommandClass<I, O>, setting?: string, eventName?: string): OperationTraits<I, SimCall> {
  const { input: shape } = operationSchema(new command({ Bucket: 'x' } as I).schema);
  return {
    resources: (input, call) => [bucketArn(call, input.Bucket)],
    trail: { request: (input) => request(shape, input, setting), response: () => null, ...(eventName === undefined ? {} : { eventName }) },
  };
}
/** Calls on objects are data events: they stand in no event history. */
export const ofObject: OperationTraits<OfObject, SimCall> = {
  resources: (input, call) => [`${bucketArn(call, input.Bucket)}/${input.Key ?? '*'}`], trail: { hidden: true },
};
export const ofObjects: OperationTraits<OfBucket, SimCall> = { resources: (input, call) => [bucketArn(call, input.Bucket)], trail: { hidden: true } };

const XMLNS = 'http://s3.amazonaws.com/doc/2006-03-01/';
/** `{ bucketName, Host, lifecycle: '', LifecycleConfiguration: { xmlns, Rule: {…} } }` */
function request(shape: Shape, input: OfBucket, setting: string | undefined): unknown {
  const { payload } = shape;
  const held = payload && (input as unknown as Record<string, unknown>)[payload[0]];
  const acl = (input as { readonly ACL?: string }).ACL;
  return {
    bucketName: input.Bucket, Host: `${input.Bucket ?? ''}.s3.amazonaws.com`, ...(setting === undefined ? {} : { [setting]: '' }),
    ...(acl === undefined ? {} : { 'x-amz-acl': acl }),
    ...(held === undefined ? {} : typeof held === 'string' ? { bucketPolicy: parsePolicy(held) ?? {} } : { [rootName(payload)]: { xmlns: XMLNS, ...(asXml(payload?.[1], held) as object) } }),
  };
}
const rootName = (payload: readonly [string, Shape] | undefined): string => (payload ? String(payload[1].traits['xmlName'] ?? payload[1].name) : '');

/** CloudTrail makes JSON of the XML: elements by their tags, one of a repeated element without a list around it. */
function asXml(shape: Shape | undefined, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (!shape || typeof value !== 'object' || value === null) return value;
  if (!shape.hasMembers) return value;
  const out: Record<string, unknown> = {};
  for (const [name, member] of shape.members) {
    const held = (value as Record<string, unknown>)[name];
    if (held === undefined) continue;
    const tag = String(member.traits['xmlName'] ?? name);
    if (!Array.isArray(held)) { out[tag] = asXml(member, held); continue; }
    const items: unknown[] = held.map((one) => asXml(member.value, one));
    const some = items.length === 1 ? items[0] : items;
    out[tag] = member.traits['xmlFlattened'] ? some : { [String(member.value.traits['xmlName'] ?? 'member')]: some };
  }
  return out;
}
