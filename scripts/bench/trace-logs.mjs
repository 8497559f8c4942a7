// Writes CloudTrail log files of an account that works day and night, with one leaked key among its millions of events. Seeded, no corpora, about as fast as gzip.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const ACCOUNT = '111122223333';
const REGIONS = ['us-east-1', 'us-east-1', 'us-east-1', 'eu-west-1', 'eu-west-1', 'ap-northeast-1'];
const PER_FILE = 2_000;
const START = Date.parse('2026-08-20T00:00:00Z');
const SPAN_MS = 85 * 86_400_000;
/** What the bench looks for: the leaked key and the address of the stranger. */
export const LEAKED = 'AKIAIOSFODNN7EXAMPLE', STRANGER = '203.0.113.66';

/** Small, seeded, and good enough for noise (mulberry32). */
function seeded(seed) {
  let a = seed >>> 0;
  return () => { a = (a + 0x6d2b79f5) >>> 0; let t = Math.imul(a ^ (a >>> 15), 1 | a); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return (t ^ (t >>> 14)) >>> 0; };
}
const hex = (n) => n.toString(16).padStart(8, '0');
const uuid = (random) => { const [a, b, c, d] = [hex(random()), hex(random()), hex(random()), hex(random())]; return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`; };
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const key = (prefix, n) => { let text = ''; for (let i = 0; i < 9; i++, n = Math.floor(n / 32)) text += LETTERS[n % 32]; return `${prefix}${text}EXAMPLE`; };

const user = (name, id) => ({ type: 'IAMUser', principalId: `AIDA${name.toUpperCase().padEnd(10, 'X')}EXAMPLE`.slice(0, 21), arn: `arn:aws:iam::${ACCOUNT}:user/${name}`, accountId: ACCOUNT, accessKeyId: id, userName: name });
const session = (role, name, id, at) => ({
  type: 'AssumedRole', principalId: `AROA${role.toUpperCase().slice(0, 10).padEnd(10, 'X')}EXAMPLE:${name}`, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`, accountId: ACCOUNT, accessKeyId: id,
  sessionContext: { sessionIssuer: { type: 'Role', principalId: `AROA${role.toUpperCase().slice(0, 10).padEnd(10, 'X')}EXAMPLE`, arn: `arn:aws:iam::${ACCOUNT}:role/${role}`, accountId: ACCOUNT, userName: role }, webIdFederationData: {}, attributes: { creationDate: at, mfaAuthenticated: 'false' } },
});
const event = (random, at, region, source, name, readOnly, userIdentity, sourceIPAddress, userAgent, requestParameters, responseElements, more = {}) => ({
  eventVersion: '1.09', userIdentity, eventTime: at, eventSource: `${source}.amazonaws.com`, eventName: name, awsRegion: region, sourceIPAddress, userAgent, requestParameters, responseElements,
  requestID: uuid(random), eventID: uuid(random), readOnly, eventType: 'AwsApiCall', managementEvent: true, recipientAccountId: ACCOUNT, eventCategory: 'Management',
  tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: `${source}.${region}.amazonaws.com` }, ...more,
});
const TASKS = ['orders', 'billing', 'search', 'mailer', 'images', 'reports', 'ledger', 'audit'];
const instance = (random) => `i-0${hex(random())}${hex(random())}`;
const agents = { sdk: 'aws-sdk-java/2.28.11 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.112 lang/java#21.0.5 md/OpenJDK_64-Bit_Server_VM#21.0.5+11-LTS cfg/retry-mode#standard', boto: 'Boto3/1.40.21 md/Botocore#1.40.21 ua/2.1 os/linux#6.1.112 md/arch#x86_64 lang/python#3.12.6 Botocore/1.40.21', cli: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 md/prompt#off md/command#s3.ls' };

/** A task has a session for five hundred calls of the account. */
const CALLS_A_SESSION = 500;
const began = (hour) => new Date(START + hour * 1000).toISOString().replace(/\.\d+/, '');

/** One call of the account's everyday work. `n`: its place in the log, which no two calls share. */
function everyday(random, n, at, region) {
  const task = TASKS[random() % TASKS.length], hour = Math.floor(n / CALLS_A_SESSION);
  const worker = session(`${task}-task`, `ecs-${hex(hour)}`, key('ASIA', hour * 8 + TASKS.indexOf(task)), began(hour));
  const ip = `198.51.100.${20 + (random() % 8)}`;
  const dice = random() % 100;
  if (dice < 22) return event(random, at, region, 'kms', 'Decrypt', true, worker, 'secretsmanager.amazonaws.com', 'secretsmanager.amazonaws.com', { encryptionContext: { 'aws:secretsmanager:arn': `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:${task}` }, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }, null, { resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: `arn:aws:kms:${region}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab` }] });
  if (dice < 36) return event(random, at, region, 'sts', 'AssumeRole', true, { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' }, 'ecs-tasks.amazonaws.com', 'ecs-tasks.amazonaws.com', { roleArn: `arn:aws:iam::${ACCOUNT}:role/${task}-task`, roleSessionName: `ecs-${hex(hour)}` }, { credentials: { accessKeyId: key('ASIA', hour * 8 + TASKS.indexOf(task)), sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE'.repeat(12), expiration: 'Nov 20, 2026, 9:00:00 AM' }, assumedRoleUser: { assumedRoleId: `AROAEXAMPLE:ecs-${hex(hour)}`, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${task}-task/ecs-${hex(hour)}` } }, { resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${ACCOUNT}:role/${task}-task` }] });
  if (dice < 58) return event(random, at, region, 'ec2', 'DescribeInstances', true, worker, ip, agents.sdk, { maxResults: 1000, instancesSet: {}, filterSet: { items: [{ name: 'tag:service', valueSet: { items: [{ value: task }] } }] } }, null);
  if (dice < 70) return event(random, at, region, 's3', 'GetBucketAcl', true, { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' }, 'cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com', { bucketName: `${task}-logs`, Host: `${task}-logs.s3.${region}.amazonaws.com`, acl: '' }, null, { additionalEventData: { SignatureVersion: 'SigV4', CipherSuite: 'TLS_AES_128_GCM_SHA256', bytesTransferredIn: 0, AuthenticationMethod: 'AuthHeader', 'x-amz-id-2': 'EXAMPLE'.repeat(8), bytesTransferredOut: 570 } });
  if (dice < 82) return event(random, at, region, 'logs', 'CreateLogStream', false, worker, ip, agents.sdk, { logGroupName: `/ecs/${task}`, logStreamName: `ecs/${task}/${hex(random())}${hex(random())}` }, null);
  if (dice < 90) return event(random, at, region, 'monitoring', 'DescribeAlarms', true, user('metrics', key('AKIA', 7)), '198.51.100.40', agents.boto, { maxRecords: 100, alarmNamePrefix: task }, null);
  if (dice < 95) return event(random, at, region, 'autoscaling', 'DescribeAutoScalingGroups', true, worker, ip, agents.boto, { autoScalingGroupNames: [`${task}-workers`] }, null);
  if (dice < 98) return event(random, at, region, 'ec2', 'CreateTags', false, worker, ip, agents.sdk, { resourcesSet: { items: [{ resourceId: instance(random) }] }, tagSet: { items: [{ key: 'build', value: hex(random()) }] } }, { requestId: uuid(random), _return: true });
  if (dice < 99) return event(random, at, region, 'ec2', 'DescribeVolumes', true, worker, ip, agents.boto, { volumeSet: {}, maxResults: 500 }, null, { errorCode: 'Client.UnauthorizedOperation', errorMessage: 'You are not authorized to perform this operation.' });
  return event(random, at, region, 's3', 'ListBuckets', true, user('ci', LEAKED), '198.51.100.20', agents.cli, { Host: `s3.${region}.amazonaws.com` }, null);
}

/** What the stranger did with the leaked key: a hop into a role, a user with a key, machines in a Region whose files are read first. */
function attack(random, at) {
  const ci = user('ci', LEAKED), hop = key('ASIA', 999_999_999), second = key('AKIA', 999_999_998), helper = user('helper', second);
  const call = (region, source, name, who, request, response) => event(random, at, region, source, name, /^(Get|List|Describe)/.test(name), who, STRANGER, agents.boto, request, response);
  return {
    'us-east-1': [
      call('us-east-1', 'sts', 'GetCallerIdentity', ci, null, null),
      call('us-east-1', 'sts', 'AssumeRole', ci, { roleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`, roleSessionName: 'x' }, { credentials: { accessKeyId: hop, expiration: 'Nov 20, 2026, 9:00:00 AM' }, assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/x` } }),
      call('us-east-1', 'iam', 'CreateUser', session('deploy', 'x', hop, at), { userName: 'helper' }, { user: { userName: 'helper', arn: `arn:aws:iam::${ACCOUNT}:user/helper` } }),
      call('us-east-1', 'iam', 'CreateAccessKey', session('deploy', 'x', hop, at), { userName: 'helper' }, { accessKey: { accessKeyId: second, status: 'Active', userName: 'helper' } }),
    ],
    'ap-northeast-1': Array.from({ length: 40 }, () => call('ap-northeast-1', 'ec2', 'RunInstances', helper, { instanceType: 'p4d.24xlarge', instancesSet: { items: [{ minCount: 1, maxCount: 1 }] } }, { instancesSet: { items: [{ instanceId: instance(random) }] } })),
  };
}

/** Writes at least so many events under `folder`; returns how many, and what of them is the stranger's. */
export function writeTraceLogs(folder, events, seed = 1) {
  const random = seeded(seed), files = Math.ceil(events / PER_FILE), attacked = Math.floor(files * 0.9);
  const pending = {};
  let written = 0, theirs = 0, bytes = 0;
  for (let file = 0; file < files; file++) {
    const region = REGIONS[file % REGIONS.length], from = START + (SPAN_MS * file) / files, records = [];
    for (let i = 0; i < PER_FILE; i++) records.push(everyday(random, file * PER_FILE + i, new Date(from + (i * SPAN_MS) / files / PER_FILE).toISOString().replace(/\.\d+/, ''), region));
    if (file === attacked) Object.assign(pending, attack(random, new Date(from).toISOString().replace(/\.\d+/, '')));
    if (pending[region]) { records.push(...pending[region]); theirs += pending[region].length; delete pending[region]; }
    const day = new Date(from).toISOString().slice(0, 10), dir = join(folder, 'AWSLogs', ACCOUNT, 'CloudTrail', region, ...day.split('-'));
    mkdirSync(dir, { recursive: true });
    const text = JSON.stringify({ Records: records });
    bytes += text.length;
    written += records.length;
    writeFileSync(join(dir, `${ACCOUNT}_CloudTrail_${region}_${day.replaceAll('-', '')}T0000Z_${String(file).padStart(8, '0')}.json.gz`), gzipSync(text, { level: 1 }));
  }
  return { written, theirs, bytes };
}
