// What the intake understands of messages in our own words, one rule a row.
import { describe, expect, it } from 'vitest';
import { render } from '../../src/core/text.ts';
import { claimsJson } from '../../src/intake/claims.ts';
import type { Claims } from '../../src/intake/claims.ts';
import { readNotice } from '../../src/intake/read.ts';

const KEY = 'AKIAALICEKEY0EXAMPLE';
const read = (text: string): Promise<Claims> => readNotice(new TextEncoder().encode(text));
const EXPOSED = `We have become aware that the AWS access key ${KEY}, belonging to IAM user ci-deploy, along with its secret key is publicly available online at https://github.com/example/shop/blob/main/.env.`;
const mail = (headers: string, body: string): string => `From: Amazon Web Services <no-reply-aws@amazon.com>\r\nSubject: Your AWS account 111122223333 is compromised\r\nDate: Mon, 16 Nov 2026 07:13:00 +0000\r\nMIME-Version: 1.0\r\n${headers}\r\n\r\n${body}`;

describe('what kind of message it is', () => {
  it.each([
    ['exposed-key', EXPOSED],
    ['exposed-key', `Ihr Zugriffsschlüssel ${KEY} ist öffentlich zugänglich. Konto 111122223333.`],
    ['exposed-key', `您的 AWS 账户 111122223333 的访问密钥 ${KEY} 已在互联网上公开。`],
    ['exposed-key', `お客様のアクセスキー ${KEY} がインターネット上で公開されています。`],
    ['exposed-key', `고객님의 액세스 키 ${KEY} 가 공개 저장소에 노출되었습니다.`],
    ['exposed-key', `Votre clé d’accès ${KEY} est accessible au public.`],
    ['exposed-key', `Su clave de acceso ${KEY} es públicamente accesible.`],
    ['exposed-key', `Sua chave de acesso ${KEY} está exposta.`],
    ['compromised-key', `We saw anomalous activity that shows that your AWS access key ${KEY} was improperly used by a third party.`],
    ['compromised-key', `Hello, this is your affected resource.\nAccess Key: ${KEY}\nIAMUser: alice\nIP: 203.0.113.7\nEvent Name: ConsoleLogin`],
    ['compromised-account', 'Dear customer, your AWS account 111122223333 may have been compromised.'],
    ['compromised-account', 'We write to you because your AWS Account may have been inappropriately accessed by somebody else.'],
    ['unauthorized-user', 'We have detected an unauthorized IAM user in your account 111122223333: IAM user "mallory".'],
    ['suspended-or-second-notice', 'We are following up with you: your AWS account may still be compromised.'],
    ['suspended-or-second-notice', 'Your AWS account 111122223333 has been suspended.'],
    ['abuse-report', 'We have received an abuse report about your instance i-0123456789abcdef0.'],
  ])('%s: %s', async (kind, text) => {
    expect(await read(text)).toMatchObject({ isNotice: true, kind });
  });

  it.each([
    ['a bill', 'Your invoice for October is ready. Account 111122223333. Thank you for using AWS.'],
    ['a condition in a guide', 'If you suspect that your AWS account is compromised, open a case.'],
    ['a guide', '# Playbook: leaked keys\n\nThis guide describes what to do. The access key was exposed, and you rotate it.\n\n## How to respond'],
    ['a conditional in Chinese', '如果您的 AWS 账户遭到入侵，请联系支持中心。'],
    ['a conditional in Japanese', 'もし AWS アカウントが不正アクセスを受けた場合は、ご連絡ください。'],
    ['an answer of support', 'RE:[CASE 1234567890] Which instance size fits?\nThank you for contacting AWS Support.'],
    ['a payment reminder', 'We could not charge your card. Your account may be suspended if you do not pay by 2026-12-01.'],
  ])('%s is no notice', async (_, text) => {
    expect(await read(text)).toMatchObject({ isNotice: false, kind: 'other' });
  });

  it('judges the quotation, and not what was written around it', async () => {
    const claims = await read(`# Journal\n이런 메일이 왔다. 이 문서 는 기록이다.\n\n> Dear AWS customer,\n> ${EXPOSED}\n`);
    expect(claims).toMatchObject({ isNotice: true, language: 'en', accessKeyIds: [KEY] });
  });
  it('knows when AWS is satisfied', async () => {
    expect(await read('Dear AWS Customer, thank you for deleting your compromised access key.')).toMatchObject({ settled: true });
    expect(await read(EXPOSED)).toMatchObject({ settled: false });
  });
});

describe('what it names', () => {
  it('reads key, user and place of the leak', async () => {
    expect(await read(EXPOSED)).toMatchObject({ accessKeyIds: [KEY], iamUsers: ['ci-deploy'], exposedUrl: 'https://github.com/example/shop/blob/main/.env' });
  });

  it.each([
    ['AWS Account ID: 1111-2222-3333', '111122223333'],
    ['Your AWS account (ID: 111122223333) is compromised', '111122223333'],
    ['账户 111122223333', '111122223333'],
    ['arn:aws:iam::111122223333:user/alice', '111122223333'],
    ['AWS Account ID: 1234567890', null],
    ['Call us at 111122223333', null],
    ['AWS account 123456789012', null],
    ['case 111122223333 on your account', null],
  ])('account in %s', async (text, accountId) => {
    expect((await read(text)).accountId).toBe(accountId);
  });

  it.each([
    ['Case ID: 1234567890', '1234567890'],
    ['RE:[CASE 1234567890] hello', '1234567890'],
    ['https://console.aws.amazon.com/support/home#/case/?displayId=1234567890&language=en', '1234567890'],
    ['ケース ID: 1234567890', '1234567890'],
    ['case-111122223333-muen-2026-0123456789abcdef', 'case-111122223333-muen-2026-0123456789abcdef'],
    ['Case ID: xxxxxx', null],
  ])('case in %s', async (text, caseId) => {
    expect((await read(text)).caseId).toBe(caseId);
  });

  it.each([
    ['belonging to IAM user "web_admin") along', ['web_admin']],
    ['belonging to User careless_user, along', ['careless_user']],
    ['IAMUser: alice', ['alice']],
    ['made for the IAM User bob with the exposed key', ['bob']],
    ['arn:aws:iam::111122223333:user/ops/alice@example.com', ['alice@example.com']],
    ['IAM 用户：alice', ['alice']],
    ['the IAM User listed above', []],
    ['delete any unauthorized IAM users, policies', []],
    ['belonging to IAM user "xxx"', []],
  ])('user in %s', async (text, users) => {
    expect((await read(text)).iamUsers).toEqual(users);
  });

  it.each(['AKIA****************', 'AKIAXXXXXXXXXXXXXXXX', 'AKIAXXXX', 'AKIAALICEKE...', 'AKIAALICEKEY0EXAMPL', 'ASIA################'])('%s is blotted out, and no key', async (key) => {
    const claims = await read(`Your AWS access key ${key} was publicly exposed.`);
    expect(claims.accessKeyIds).toEqual([]);
    expect(claims.masked.length).toBeGreaterThan(0);
  });

  it.each([
    ['a table', 'Event Name | Time | IP\nCreateUser | 2026-11-15 04:05:06 UTC | 203.0.113.7\nGetSendQuota | 2026-11-15 04:06:06 UTC | 203.0.113.7'],
    ['labels', 'Event Name: CreateUser\nTime: 2026-11-15T04:05:06Z\nIP: 203.0.113.7\n\nEvent Name: GetSendQuota\nTime: 15 Nov 2026 04:06:06 UTC\nIP: 203.0.113.7'],
    ['cells on lines of their own', 'Event Name\nTime\nIP\nCreateUser\n2026-11-15 04:05:06 UTC\n203.0.113.7\nGetSendQuota\nNovember 15, 2026, 04:06:06 (UTC+00:00)\n203.0.113.7'],
    ['labels, the address first', 'IP: 203.0.113.7\nEvent Name: CreateUser\nTime: 2026-11-15T04:05:06Z\n\nIP: 203.0.113.7\nEvent Name: GetSendQuota\nTime: 2026-11-15T04:06:06Z'],
    ['one line that lost its ends', 'Event Name Time IP CreateUser 2026-11-15 04:05:06 UTC 203.0.113.7 GetSendQuota 2026-11-15 04:06:06 UTC 203.0.113.7'],
  ])('events in %s', async (_, text) => {
    expect((await read(text)).events).toEqual([
      { name: 'CreateUser', time: '2026-11-15T04:05:06Z', sourceIp: '203.0.113.7' }, { name: 'GetSendQuota', time: '2026-11-15T04:06:06Z', sourceIp: '203.0.113.7' },
    ]);
  });
  it('takes no call in a sentence for an event', async () => {
    expect((await read('The policy denies actions like iam:CreateAccessKey and ec2:RunInstances since 2026-11-15 04:05:06 UTC.')).events).toEqual([]);
  });

  it.each([
    ['from 2001:db8::7 and 198.51.100.4.', ['2001:db8::7', '198.51.100.4']],
    ['IP:203.0.113.5', ['203.0.113.5']],
    ['the network 192.0.2.0/24, at 04:05:06, AWS::IAM::User, version 1.2.3.4, 300.1.1.1, 198.51.100.x', []],
    ['i-0123456789abcdef0 [198.51.100.9]', []],
  ])('addresses in %s', async (text, ips) => {
    expect((await read(text)).sourceIps).toEqual(ips);
  });
});

describe('deadlines', () => {
  it.each([
    ['To restore access, contact AWS by 2026-11-18 and follow the steps.', '2026-11-18'],
    ['Reply no later than November 18, 2026.', '2026-11-18'],
    ['2026年11月18日までにご返信ください。', '2026-11-18'],
    ['Respond within five (5) days.', '2026-11-21'],
    ['Reply within 24 hours.', '2026-11-17T07:13:00Z'],
    ['请在 5 天内回复。', '2026-11-21'],
  ])('%s', async (body, deadline) => {
    expect((await read(mail('Content-Type: text/plain; charset=utf-8', body))).deadline).toBe(deadline);
  });
  it('guesses none where there is no date to count from', async () => {
    expect(await read('Your AWS account is compromised. Respond within five days.')).toMatchObject({ deadline: null, replyWithinHours: 120 });
  });
});

describe('how it comes', () => {
  const encoded = Buffer.from(EXPOSED).toString('base64');
  it.each([
    ['quoted-printable', mail('Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable', EXPOSED.replace(KEY, `${KEY.slice(0, 9)}=\r\n${KEY.slice(9)}`))],
    ['base64', mail('Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64', encoded)],
    ['HTML', mail('Content-Type: text/html; charset=utf-8', `<p>${EXPOSED.replace('ci-deploy', '<b>ci-deploy</b>')}</p><script>AKIAEVIL</script>`)],
    ['forwarded inline', mail('', `---------- Forwarded message ---------\r\nFrom: Amazon Web Services <no-reply-aws@amazon.com>\r\nDate: Sun, 15 Nov 2026 07:13:00 +0000\r\nSubject: compromised\r\n\r\n${EXPOSED}`).replace('no-reply-aws@amazon.com', 'alice@example.com')],
    ['forwarded as an attachment', `From: alice@example.com\r\nTo: bob@example.com\r\nSubject: see this\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nLook.\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=n.eml\r\n\r\n${mail('Content-Type: text/plain', EXPOSED)}\r\n--b--\r\n`],
    ['quoted twice', EXPOSED.replace('along', '\n> > along')],
    ['a key over two lines', `> ${EXPOSED.replace(KEY, `${KEY.slice(0, 11)}\n> ${KEY.slice(11)}`)}`],
    ['a saved page', `<!doctype html><html><body><p>${EXPOSED}</p></body></html>`],
  ])('%s', async (_, text) => {
    expect(await read(text)).toMatchObject({ isNotice: true, kind: 'exposed-key', accessKeyIds: [KEY], iamUsers: ['ci-deploy'] });
  });
  it.each(['utf-16le', 'latin1'] as const)('%s', async (encoding) => {
    const bytes = encoding === 'latin1' ? Buffer.from(`Für Sie: ${EXPOSED}`, 'latin1') : Buffer.from(`\ufeff${EXPOSED}`, 'utf16le');
    expect((await readNotice(bytes)).accessKeyIds).toEqual([KEY]);
  });
  it('joins an address that was cut in its path, and no other', async () => {
    const cut = 'The AWS access key was exposed and is publicly available online at https://github.com/example/shop/blob/0123456789ab\ncdef/config/.env\nThis poses a risk.';
    expect((await read(cut)).exposedUrl).toBe('https://github.com/example/shop/blob/0123456789abcdef/config/.env');
    expect((await read('Your access key was exposed at https://github.com/example/shop\nThis poses a risk.')).exposedUrl).toBe('https://github.com/example/shop');
  });
  it('does not join what only might be a key', async () => {
    expect((await read('The prefix AKIA\nALICE is no key. Exposed: AKIAALICE\nOTHER WORDS')).accessKeyIds).toEqual([]);
  });
});

describe('phishing', () => {
  const lure = 'Dear customer, your AWS account has been compromised.';
  it.each([
    ['a sender that imitates AWS', `From: AWS <alert@aws-security.example.com>\nSubject: x\n\n${lure}`],
    ['a link that shows another', mail('Content-Type: text/html', `<p>${lure}</p><a href="https://login.example.com/">https://console.aws.amazon.com/</a>`)],
    ['credentials asked for by a stranger', `From: help@example.com\nSubject: x\n\n${lure} Please verify your credentials: https://login.example.com/`],
    ['an imitated host and a failed check', mail('Authentication-Results: mx.example.net; dmarc=fail header.from=amazon.com', `${lure} https://aws.example.com/`)],
  ])('%s', async (_, text) => {
    const claims = await read(text);
    expect(claims).toMatchObject({ isNotice: false, kind: 'other', exposedUrl: null, authenticity: { phishing: true } });
    expect(JSON.stringify(claims.warnings.map((warning) => render(warning)))).not.toMatch(/https?:\/\//);
    expect(JSON.stringify(claims.authenticity.foreignLinks)).not.toMatch(/https?:\/\//);
  });
  it('lets a genuine notice pass, with the place of the leak', async () => {
    expect(await read(mail('Authentication-Results: mx.example.net; dmarc=pass', EXPOSED))).toMatchObject({ isNotice: true, warnings: [], authenticity: { sender: 'aws', checks: 'passed', phishing: false } });
  });
});

it('gives the document of product.md', async () => {
  const json = claimsJson(await read(EXPOSED));
  expect(Object.keys(json)).toEqual(expect.arrayContaining(['isNotice', 'kind', 'language', 'accountId', 'caseId', 'accessKeyIds', 'iamUsers', 'sourceIps', 'events', 'exposedUrl', 'deadline', 'policyNames', 'resources', 'warnings']));
  expect(json['warnings']).toEqual([]);
});
