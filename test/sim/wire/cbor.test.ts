// rpc-v2-cbor: what boto3 sends to CloudWatch is read, and what it reads is written.
import { describe, expect, test } from 'vitest';
import { DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { readCbor, writeCbor } from '../../../src/sim/wire/cbor-codec.ts';
import { operationSchema } from '../../../src/sim/wire/schema.ts';
import { opened } from '../guards/opened.ts';

const schemaOf = (command: { readonly schema?: unknown }) => operationSchema(command.schema);

describe('the codec', () => {
  // RFC 8949, appendix A.
  test.each([
    ['00', 0], ['1864', 100], ['1903e8', 1_000], ['1a000f4240', 1_000_000], ['3863', -100], ['fb3ff199999999999a', 1.1], ['fa47c35000', 100_000], ['f4', false], ['f5', true], ['f6', null], ['6161', 'a'], ['4401020304', 'AQIDBA=='],
    ['83010203', [1, 2, 3]], ['a26161016162820203', { a: 1, b: [2, 3] }], ['c11a514b67b0', 1_363_896_240], ['7f657374726561646d696e67ff', 'streaming'], ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]], ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
  ])('%s', (hex, value) => { expect(readCbor(Buffer.from(hex, 'hex'))).toEqual(value); });

  test('gives back what it wrote, times as seconds', () => {
    const { output } = schemaOf(new DescribeAlarmsCommand({}));
    const alarm = { AlarmName: 'charges', ActionsEnabled: true, Threshold: 0.5, Period: 21_600, AlarmActions: ['arn:aws:sns:us-east-1:111122223333:alerts'], AlarmConfigurationUpdatedTimestamp: new Date('2026-11-20T09:00:00.500Z') };
    expect(readCbor(writeCbor(output, { MetricAlarms: [alarm], CompositeAlarms: [] }))).toEqual({ MetricAlarms: [{ ...alarm, AlarmConfigurationUpdatedTimestamp: 1_795_165_200.5 }], CompositeAlarms: [] });
  });
});

test('one service answers each client in its own protocol', async () => {
  const { world, cloudwatch } = await opened();
  await cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: 'charges', EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold', Threshold: 1 }));
  const ask = (operation: string, input: object) => world.endpoint.handle({
    method: 'POST', path: `/service/GraniteServiceVersion20100801/operation/${operation}`, body: writeCbor(schemaOf(new DescribeAlarmsCommand({})).input, input),
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor', authorization: 'AWS4-HMAC-SHA256 Credential=AKIAROOTEXAMPLE00000/20261120/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0' },
  });
  const found = await ask('DescribeAlarms', { AlarmNamePrefix: 'ch', MaxRecords: 10 });
  expect([found.status, found.headers['smithy-protocol'], readCbor(found.body as Uint8Array)]).toMatchObject([200, 'rpc-v2-cbor', { MetricAlarms: [{ AlarmName: 'charges', ActionsEnabled: true }] }]);
  const refused = await ask('DescribeAlarms', { NextToken: 'none' });
  expect([refused.status, readCbor(refused.body as Uint8Array)]).toMatchObject([400, { __type: 'InvalidNextToken' }]);
});
