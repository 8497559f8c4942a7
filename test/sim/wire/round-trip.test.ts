// Every operation of every client, over the wire with the unmodified SDK: the alarm for an SDK upgrade.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ServiceId } from '../../../src/aws/session.ts';
import { Endpoint } from '../../../src/sim/wire/endpoint.ts';
import { Service, type ClientClass } from '../../../src/sim/wire/service.ts';
import { operationSchema, type OperationSchema } from '../../../src/sim/wire/schema.ts';
import { CLIENTS } from './clients.ts';
import { sample } from './sample.ts';

/** Operations that stream a body; `test/sim/s3` holds those that are served. */
const STREAMING: readonly string[] = [
  'lambda:InvokeAsync', 'lambda:InvokeWithResponseStream',
  'logs:GetLogObject', 'logs:StartLiveTail',
  's3:GetObject', 's3:GetObjectAnnotation', 's3:GetObjectTorrent', 's3:PutObject', 's3:PutObjectAnnotation', 's3:SelectObjectContent', 's3:UploadPart', 's3:WriteGetObjectResponse',
];
/** Members that the SDK itself fills in or alters before it sends. */
const SDK_WRITES: Readonly<Record<string, readonly string[]>> = {
  'ec2:CopySnapshot': ['PresignedUrl', 'DestinationRegion'],
  // A multi-Region endpoint becomes the host, and is signed otherwise.
  ses: ['EndpointId'],
  events: ['EndpointId'],
  // The customer's own key goes in base64, with its digest.
  s3: ['SSECustomerKey', 'SSECustomerKeyMD5', 'CopySourceSSECustomerKey', 'CopySourceSSECustomerKeyMD5'],
};

/** The SDK makes a URL of it. */
const FIXED: Readonly<Record<string, object>> = { 'ec2:CopySnapshot': { SourceRegion: 'eu-west-1' } };

/** Names that become part of a host, and algorithms that the SDK must know, where it takes no awkward ones. */
const IN_HOST: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> = {
  s3: { Bucket: 'amzn-s3-demo-bucket', ChecksumAlgorithm: 'CRC32', OptionalObjectAttributes: ['RestoreStatus'], ObjectAttributes: ['ETag'] },
  s3control: { AccountId: '111122223333', OutpostId: 'op-01234567890123456' },
};
/** Signed for another service: Outposts, and directory buckets. */
const OTHER_SIGNATURE = /^(s3:ListDirectoryBuckets|s3control:(CreateBucket|ListRegionalBuckets|(Get|Put|Delete)AccessPointScope|ListAccessPointsForDirectoryBuckets))$/;
const inHost = (id: string, schema: OperationSchema): object => Object.fromEntries(Object.entries(IN_HOST[id] ?? {}).filter(([name]) => schema.input.members.has(name)));

interface Exchange { input: unknown; output: object }

function mirror(id: ServiceId, Client: ClientClass, commands: readonly [string, any][], exchange: Exchange): any {
  const service = new Service<undefined>(Client, { id, signingName: CLIENTS[id]?.signingName ?? id });
  for (const [, Command] of commands) service.on(Command, (input: object) => { exchange.input = input; return exchange.output; });
  const endpoint = new Endpoint<undefined>([service], (_info, _operation, _input, handler) => handler(undefined), { clock: { now: () => new Date(0) } });
  return new Client({
    region: 'eu-west-1', credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' }, requestHandler: endpoint.requestHandler(), maxAttempts: 1,
    // The digests of messages are made up here.
    ...(id === 'sqs' && { md5: false }),
  });
}

/** Only REST protocols take the model's status; where a member of the answer is the status itself, it is the sample's. */
function statusOf(schema: OperationSchema, protocol: string): number {
  if (!protocol.includes('#rest')) return 200;
  return [...schema.output.members.values()].some((member) => member.traits['httpResponseCode']) ? 42 : schema.traits['http']?.[2] ?? 200;
}

const streams = (schema: OperationSchema): boolean => [...schema.input.members.values(), ...schema.output.members.values()].some((member) => member.streaming);

test('every AWS client that is installed is exercised here', () => {
  const installed = readdirSync(new URL('../../../node_modules/@aws-sdk', import.meta.url)).filter((name) => name.startsWith('client-'));
  const imported = readFileSync(new URL('./clients.ts', import.meta.url), 'utf8');
  expect(installed.filter((name) => !imported.includes(`'@aws-sdk/${name}'`))).toEqual([]);
});

describe.each(Object.entries(CLIENTS))('%s', (id, sdk) => {
  const commands = Object.entries<any>(sdk.module).filter(([name, value]) => name.endsWith('Command') && name !== '$Command' && typeof value === 'function');
  const exchange: Exchange = { input: undefined, output: {} };
  const client = mirror(id as ServiceId, sdk.client, commands, exchange);

  test('the operations that stream are the known ones', () => {
    const streaming = commands.map(([, Command]) => operationSchema(new Command({}).schema)).filter(streams).map((schema) => `${id}:${schema.name}`);
    expect(streaming.sort()).toEqual(STREAMING.filter((name) => name.startsWith(`${id}:`)));
  });

  test.each(commands)('%s keeps every member of its input and output', async (_, Command) => {
    const schema = operationSchema(new Command({}).schema);
    if (streams(schema) || OTHER_SIGNATURE.test(`${id}:${schema.name}`)) return;
    const altered = SDK_WRITES[`${id}:${schema.name}`] ?? SDK_WRITES[id] ?? [];
    const input = { ...without(sample(schema.input) ?? {}, altered), ...inHost(id, schema), ...FIXED[`${id}:${schema.name}`] };
    exchange.output = sample(schema.output) ?? {};
    const { $metadata, ...output } = await client.send(new Command(structuredClone(input)));
    expect(without(exchange.input, altered)).toEqual(input);
    expect(plain(output)).toEqual(exchange.output);
    expect($metadata.httpStatusCode).toBe(statusOf(schema, client.config.protocol.getShapeId()));
  });
});

/** Bytes, and JSON within a string, come as objects of the SDK's own. */
function plain(value: unknown): unknown {
  if (value instanceof String) return value.toString();
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

function without(value: unknown, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value as object).filter(([name]) => !names.includes(name)));
}
