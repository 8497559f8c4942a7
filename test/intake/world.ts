// Letters in our own words, as AWS sends them and as people pass them on; what each must be read as.
import type { DemandId, NoticeKind } from '../../src/intake/claims.ts';

export const KEY = 'AKIAALICEKEY0EXAMPLE';
export const OTHER = 'AKIACIDEPLOY0EXAMPLE';
export const SESSION = 'ASIASESSION00EXAMPLE';
const A = '111122223333';
const URL = 'https://github.com/example/shop/blob/0a1b2c3/config/.env';

export interface Letter {
  readonly about: string;
  readonly text: string;
  readonly kind: NoticeKind;
  readonly keys?: readonly string[];
  readonly users?: readonly string[];
  readonly account?: string | null;
  readonly caseId?: string | null;
  readonly url?: string | null;
  readonly deadline?: string | null;
  readonly hours?: number | null;
  readonly ips?: readonly string[];
  readonly events?: readonly string[];
  readonly demands?: readonly DemandId[];
}

const aws = (subject: string, body: string, date = 'Thu, 19 Nov 2026 09:00:00 +0000'): string =>
  `From: Amazon Web Services <no-reply-aws@amazon.com>\nTo: security@example.com\nSubject: ${subject}\nDate: ${date}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${body}`;
const quote = (text: string): string => text.split('\n').map((line) => `> ${line}`).join('\n');

const EXPOSED: readonly Letter[] = [
  { about: 'readable by anyone', text: `Hello,\n\nThe access key ${KEY} of the IAM user ci in your AWS account ${A} can be read by anyone at ${URL} .\n\nReply to this support case within five days.`, kind: 'exposed-key', keys: [KEY], users: ['ci'], account: A, url: URL, hours: 120, demands: ['reply-to-case'] },
  { about: 'in parentheses', text: `Dear AWS Customer,\nWe are aware that AWS Access Key ${KEY} (belonging to IAM user "ops.web") along with its Secret Key is online for everybody at ${URL}.`, kind: 'exposed-key', keys: [KEY], users: ['ops.web'], url: URL },
  { about: 'user without IAM', text: `We became aware that the AWS access key ${KEY}, belonging to User careless_user, along with its secret key is publicly available online at ${URL}.\nTo restore access, you must contact AWS by 2026-11-24.`, kind: 'exposed-key', keys: [KEY], users: ['careless_user'], deadline: '2026-11-24' },
  { about: 'lower-case user', text: `Your access key ${KEY} belonging to user dev-access-s3 was found in a public repository: ${URL}`, kind: 'exposed-key', users: ['dev-access-s3'], url: URL },
  { about: 'a table of keys and sites', text: `Dear AWS Customer,\n\nThe following AWS access keys of account 1111-2222-3333 are visible to anyone on the internet:\n\n Access Key              IAM User      Web Site\n ------------------------------------------------\n ${KEY}    alice         ${URL}\n ${OTHER}    ci-deploy     https://gitlab.com/example/x/-/raw/main/a.sh\n\nPlease delete or rotate the keys.`, kind: 'exposed-key', keys: [KEY, OTHER], users: ['alice', 'ci-deploy'], account: A, url: URL, demands: ['rotate-key', 'delete-key'] },
  { about: 'a table in Markdown', text: `We found credentials of your account (${A}) in a public place.\n\n| Access key | User name | Location |\n| --- | --- | --- |\n| ${KEY} | alice@example.com | ${URL} |`, kind: 'exposed-key', keys: [KEY], users: ['alice@example.com'], account: A, url: URL },
  { about: 'labels', text: `Amazon Web Services has opened case 170000000000123 on your behalf.\n\nAffected account: ${A}\nAccess key ID: ${KEY}\nIAM user: web/admin\nLocation: ${URL}\n\nThe key above is exposed. Delete it.`, kind: 'exposed-key', keys: [KEY], account: A, caseId: '170000000000123', url: URL },
  { about: 'only tokens: key, policy, user', text: `AWS: ${KEY} / IAM user: bob+ci / AWSCompromisedKeyQuarantineV3 attached. Case ID: 1234567890. Your account: ${A}`, kind: 'exposed-key', keys: [KEY], users: ['bob+ci'], account: A, caseId: '1234567890' },
  { about: 'a later policy', text: `Hello,\nwe attached the managed policy AWSCompromisedKeyQuarantineV7 to the IAM user "deploy" of account ${A}, since key ${KEY} needs your attention. Do not detach it.`, kind: 'exposed-key', keys: [KEY], users: ['deploy'], demands: ['keep-quarantine'] },
  { about: 'the policy of old', text: `Dear AWS customer, the policy "AWSExposedCredentialPolicy_DO_NOT_REMOVE" was attached to IAM user alice. Rotate ${KEY}.`, kind: 'exposed-key', keys: [KEY], demands: ['rotate-key'] },
  { about: 'key in the address', text: `Dear AWS customer, a link with your access key is public: https://files.example.com/report.pdf?AWSAccessKeyId=${KEY}&Expires=1 . Please rotate this key.`, kind: 'exposed-key', keys: [KEY] },
  { about: 'presigned address', text: `We noticed that credentials of your AWS account ${A} are published online at https://cdn.example.com/a?X-Amz-Credential=${KEY}%2F20261119%2Fus-east-1 .`, kind: 'exposed-key', keys: [KEY], account: A },
  { about: 'ARN with a path', text: `We found the access key ${KEY} of arn:aws:iam::${A}:user/teams/web/alice in the open at ${URL}.`, kind: 'exposed-key', keys: [KEY], users: ['alice'], account: A },
  { about: 'China', text: `尊敬的客户：\n您的访问密钥 ${KEY}（arn:aws-cn:iam::${A}:user/ops/li）已被公开在 https://gitee.com/example/x/blob/master/a.py 。请在 5 天内回复。`, kind: 'exposed-key', keys: [KEY], users: ['li'], account: A, url: 'https://gitee.com/example/x/blob/master/a.py', hours: 120, demands: ['reply-to-case'] },
  { about: 'Taiwan', text: `您好，您的 AWS 帳戶 ${A} 的存取金鑰 ${KEY} 已在網路上公開，IAM 使用者：chen。請於 2026年11月24日 之前回覆。`, kind: 'exposed-key', keys: [KEY], users: ['chen'], account: A, deadline: '2026-11-24' },
  { about: 'Japan', text: `お客様のアカウント ${A} の IAM ユーザー tanaka のアクセスキー ${KEY} が誰でも閲覧できる状態です。\n${URL}\n5 日以内にご返信ください。`, kind: 'exposed-key', keys: [KEY], users: ['tanaka'], account: A, url: URL, hours: 120 },
  { about: 'Korea', text: `안녕하세요 고객님. IAM 사용자: kim 의 액세스 키 ${KEY} 가 공개 저장소에 노출되었습니다. 계정 ${A}. 24시간 이내에 회신해 주세요.`, kind: 'exposed-key', keys: [KEY], users: ['kim'], account: A, hours: 24 },
  { about: 'Germany', text: `Guten Tag, Ihr Zugriffsschlüssel ${KEY} ist öffentlich lesbar. IAM-Benutzer: web. Konto ${A}. Bitte antworten Sie innerhalb von 5 Tagen.`, kind: 'exposed-key', keys: [KEY], users: ['web'], account: A, hours: 120 },
  { about: 'reworded: leaked', text: `Hi,\nour systems discovered that somebody posted a secret key of yours. The leaked access key is ${KEY} (IAM User: 'batch-job').\nAct within 24 hours.`, kind: 'exposed-key', keys: [KEY], users: ['batch-job'], hours: 24 },
  { about: 'reworded: image', text: `Dear customer, an image on Docker Hub holds credentials of your AWS account ${A}; anybody can pull it. Key: ${KEY}. Rotate the key.`, kind: 'exposed-key', keys: [KEY], account: A },
  { about: 'business days', text: aws('Your AWS account 111122223333 is compromised', `Your access key ${KEY} was exposed. Reply within 5 business days.`), kind: 'exposed-key', account: A, deadline: '2026-11-24' },
  { about: 'counted twice', text: aws('Action needed', `Your access key ${KEY} was exposed. You have five (5) calendar days to reply to this case.`), kind: 'exposed-key', deadline: '2026-11-24' },
  { about: 'a day without its year', text: aws('Action needed', `Your access key ${KEY} was exposed. Reply by November 24.`), kind: 'exposed-key', deadline: '2026-11-24' },
  { about: 'over the turn of the year', text: aws('Action needed', `Your access key ${KEY} was exposed. Respond before January 3rd.`, 'Wed, 30 Dec 2026 09:00:00 +0000'), kind: 'exposed-key', deadline: '2027-01-03' },
  { about: 'a comparison of commits', text: `Your access key ${KEY} was exposed at https://github.com/example/shop/compare/0a1b2c3...4d5e6f7 .`, kind: 'exposed-key', url: 'https://github.com/example/shop/compare/0a1b2c3...4d5e6f7' },
  { about: 'user in parentheses', text: `Your key ${KEY} (user: build_agent) was seen on https://pastebin.com/abc123 . You have 24 hours to rotate it.`, kind: 'exposed-key', users: ['build_agent'], url: 'https://pastebin.com/abc123', hours: 24, demands: ['rotate-key'] },
  { about: 'masked key', text: `Dear AWS Customer, the AWS Access Key AKIA************ (belonging to IAM user "xxxx") along with its Secret Key is publicly available online at github.`, kind: 'exposed-key', keys: [], users: [] },
  { about: 'masked account', text: `Dear AWS Customer,\nthe following access keys of account (****-****-3333) are publicly available online:\n ****-****-WBAA   ${URL}\nPlease delete or rotate the exposed credentials.`, kind: 'exposed-key', keys: [], account: null, url: URL },
  { about: 'documentation ids are real in a drill', text: `Your access key AKIAIOSFODNN7EXAMPLE (IAM user "Bob") was exposed at ${URL}.`, kind: 'exposed-key', keys: ['AKIAIOSFODNN7EXAMPLE'], users: ['Bob'] },
];

const row = (name: string, time: string, ip = '203.0.113.7'): string => `Access Key: ${KEY}\nIAMUser: alice\nEvent Name: ${name}\nTime: ${time}\nIP: ${ip}\n`;
const ABUSED: readonly Letter[] = [
  { about: 'labelled rows', text: `Hello,\n\nWhile watching AWS we saw something in your AWS account ${A}. It suggests that the key below is in the hands of a third party.\n\n${row('GetCallerIdentity', '2026-11-19 03:00:00 UTC')}\n${row('CreateUser', '2026-11-19 03:04:00 UTC')}`, kind: 'compromised-key', keys: [KEY], users: ['alice'], account: A, ips: ['203.0.113.7'], events: ['GetCallerIdentity', 'CreateUser'] },
  { about: 'a table with pipes', text: `Dear AWS customer, review this activity:\n\nAccess Key | User | Event Name | Time | IP\n${KEY} | alice | ListBuckets | 2026-11-19T03:00:00Z | 203.0.113.7\n${KEY} | alice | GetSendQuota | 2026-11-19T03:01:00Z | 198.51.100.9`, kind: 'compromised-key', keys: [KEY], users: ['alice'], ips: ['203.0.113.7', '198.51.100.9'], events: ['ListBuckets', 'GetSendQuota'] },
  { about: 'a table with tabs', text: `Dear AWS customer, review this activity:\n\nAccess Key\tIAMUser\tEvent Name\tTime\tIP\n${KEY}\tsvc.backup\tRunInstances\t2026-11-19 03:00:00 UTC\t2001:db8::7`, kind: 'compromised-key', users: ['svc.backup'], ips: ['2001:db8::7'], events: ['RunInstances'] },
  { about: 'a table with semicolons', text: `Dear AWS customer, review this activity:\n\nKey; User name; Event name; Time; IP\n${KEY}; alice; CreateAccessKey; 2026-11-19 03:00:00 UTC; 203.0.113.7`, kind: 'compromised-key', users: ['alice'], events: ['CreateAccessKey'] },
  { about: 'Chinese labels', text: `尊敬的客户，您的账户 ${A} 存在以下活动：\n访问密钥：${KEY}\nIAM 用户：wang\n事件名称：CreateUser\n时间：2026-11-19 03:00:00 UTC\nIP：203.0.113.7`, kind: 'compromised-key', keys: [KEY], users: ['wang'], account: A, events: ['CreateUser'], ips: ['203.0.113.7'] },
  { about: 'unwanted activity', text: `Hello,\nWe detected potentially unwanted activity in your AWS account. It is related to your AWS access key ${KEY} belonging to user s3-sync, which may indicate that this access key and its secret key are compromised.\nTo restore access, you must contact AWS by 2026-11-23.`, kind: 'compromised-key', keys: [KEY], users: ['s3-sync'], deadline: '2026-11-23' },
  { about: 'misused', text: `We believe that someone else used the access key ${KEY} of IAM user alice.smith in account ${A} from 203.0.113.7.`, kind: 'compromised-key', keys: [KEY], users: ['alice.smith'], account: A, ips: ['203.0.113.7'] },
  { about: 'a session', text: `Our monitoring saw irregular calls with the temporary access key ${SESSION} (arn:aws:sts::${A}:assumed-role/Admin/mallory) in your account.`, kind: 'compromised-key', keys: [SESSION], users: [], account: A },
  { about: 'stolen', text: `Dear customer, it appears that your credentials were stolen and used by an outside party. Access key: ${KEY}. Respond in the next 3 days.`, kind: 'compromised-key', keys: [KEY], hours: 72 },
  { about: 'Japanese', text: `お客様の AWS アカウント ${A} のアクセスキー ${KEY} が第三者に不正に使用された可能性があります。`, kind: 'compromised-key', keys: [KEY], account: A },
  { about: 'Korean', text: `고객님의 액세스 키 ${KEY} 에서 비정상 활동이 감지되었습니다. IAM 사용자 park`, kind: 'compromised-key', keys: [KEY], users: ['park'] },
  { about: 'Spanish', text: `Estimado cliente, su clave de acceso ${KEY} ha sido comprometida por terceros. Responda en un plazo de 5 días.`, kind: 'compromised-key', keys: [KEY], hours: 120 },
];

const ACCOUNT: readonly Letter[] = [
  { about: 'inappropriately accessed', text: `We are reaching out because your AWS account ${A} may have been accessed by a third party. We limited what can be started.`, kind: 'compromised-account', account: A },
  { about: 'hijacked', text: `Dear AWS Customer,\nwe have reason to believe that your account was taken over. Change the password of the root user and turn on MFA. Reply to this case within 48 hours.`, kind: 'compromised-account', hours: 48, demands: ['change-root-password', 'enable-mfa', 'reply-to-case'] },
  { about: 'case in the subject', text: aws('[CASE 170000000000456] Your AWS account', `Hello,\nwe observed suspicious activity in your AWS account ${A} that you may not have approved.`), kind: 'compromised-account', account: A, caseId: '170000000000456' },
  { about: 'long case id', text: `Hello, we detected abnormal activity in your AWS account. See case-${A}-muen-2026-0123456789abcdef.`, kind: 'compromised-account', account: A, caseId: `case-${A}-muen-2026-0123456789abcdef` },
  { about: 'Health, as text', text: 'Your AWS Account may be compromised! We have opened a Support Case with more details.', kind: 'compromised-account' },
  { about: 'mining', text: `Dear AWS Customer, instance i-0123456789abcdef0 in account ${A} mines cryptocurrency, which suggests that the credentials of your account are compromised.`, kind: 'compromised-account', account: A },
  { about: 'French', text: `Bonjour, votre compte AWS ${A} semble compromis. Répondez sous 5 jours.`, kind: 'compromised-account', account: A, hours: 120 },
  { about: 'Portuguese', text: `Olá, sua conta AWS ${A} foi comprometida.`, kind: 'compromised-account', account: A },
  { about: 'Chinese', text: `您的 AWS 账户 ${A} 可能遭到未经授权的访问。案例 ID：1234567890`, kind: 'compromised-account', account: A, caseId: '1234567890' },
];

const USER: readonly Letter[] = [
  { about: 'created by a stranger', text: `We saw the creation of an IAM user that you may not have approved: it-support, from the IP address 203.0.113.7 in your account ${A}.`, kind: 'unauthorized-user', users: ['it-support'], ips: ['203.0.113.7'], account: A },
  { about: 'two of them', text: `Dear AWS Customer, we detected unauthorized IAM users in your account.\nIAM users: mallory, mallory2 and root-helper\nDelete them.`, kind: 'unauthorized-user', users: ['mallory', 'mallory2', 'root-helper'] },
  { about: 'not authorized', text: `Hello, a new IAM user named "support-aws" was created in your account ${A} by someone who is not authorized. Delete the user.`, kind: 'unauthorized-user', users: ['support-aws'], account: A },
  { about: 'a login profile', text: `We noticed that a login profile was added to IAM user "alice" in your account ${A} by an unauthorized party.`, kind: 'unauthorized-user', users: ['alice'], account: A },
  { about: 'Chinese', text: `我们发现您的账户 ${A} 中有未经授权的 IAM 用户：mallory`, kind: 'unauthorized-user', users: ['mallory'], account: A },
];

const LATER: readonly Letter[] = [
  { about: 'following up', text: `We are following up with you as your AWS account ${A} may still be compromised. If you do not contact AWS within five (5) days, your account will be suspended.`, kind: 'suspended-or-second-notice', account: A, hours: 120 },
  { about: 'final reminder', text: `Hi there,\nThis is the third and final reminder about your exposed AWS access key ${KEY} (belonging to IAM user "staging.example.com"). Restrictions were placed on your account.`, kind: 'suspended-or-second-notice', keys: [KEY], users: ['staging.example.com'] },
  { about: 'no answer', text: `Hello, we have not heard from you about the access key ${KEY} that is publicly available online. Respond by 2026-11-24.`, kind: 'suspended-or-second-notice', keys: [KEY], deadline: '2026-11-24' },
  { about: 'suspended for silence', text: `Hello,\nwe suspended your AWS account ${A}, because our letters about compromised credentials had no answer.`, kind: 'suspended-or-second-notice', account: A },
  { about: 'suspended', text: `Your AWS account ${A} was suspended because access key ${KEY} was compromised.`, kind: 'suspended-or-second-notice', keys: [KEY], account: A },
  { about: 'Japanese', text: `お客様の AWS アカウント ${A} は停止されました。`, kind: 'suspended-or-second-notice', account: A },
];

const ABUSE: readonly Letter[] = [
  { about: 'port scan', text: `We've received a report that your AWS resource i-0123456789abcdef0 is doing what resembles a port scan. AWS Account ID: ${A}. Reply within 24 hours.`, kind: 'abuse-report', account: A, hours: 24 },
  { about: 'denial of service', text: `Hello,\nWe received complaints about a denial-of-service attack that originates from your instance i-0123456789abcdef0. Your AWS account: ${A}. Respond within 24 hours.`, kind: 'abuse-report', account: A, hours: 24 },
  { about: 'spam', text: `Your AWS Abuse Report from trustandsafety@support.aws.com\nReported Activity: Spam\nAbuse Time: 19 Nov 2026 02:21:07 UTC\nPlease stop the reported activity.`, kind: 'abuse-report', demands: ['stop-abuse'] },
];

const BODY = `Dear AWS customer,\n\nWe have become aware that the AWS Access Key ${KEY}, belonging to IAM User ci-deploy, along with the corresponding Secret Key is publicly available online at ${URL} .\n\nStep 1: Delete or rotate the exposed key.\nStep 2: Check your CloudTrail log for unsanctioned activity such as unauthorized IAM users, and revoke temporary credentials.\nStep 3: Review your account for unauthorized usage.\nStep 4: Respond to the existing support case within 5 days.`;
const CARRIED = { kind: 'exposed-key', keys: [KEY], users: ['ci-deploy'], url: URL, hours: 120, demands: ['rotate-key', 'delete-key', 'review-cloudtrail', 'delete-unknown-users', 'revoke-sessions', 'review-usage', 'reply-to-case'] } as const;
const WAYS: readonly Letter[] = [
  { about: 'as it came', text: aws(`Your AWS account ${A} is compromised`, BODY), ...CARRIED, deadline: '2026-11-24', account: A },
  { about: 'quoted by Gmail', text: `On Thu, Nov 19, 2026 at 10:00 AM Amazon Web Services <\nno-reply-aws@amazon.com> wrote:\n\n${quote(BODY)}`, ...CARRIED },
  { about: 'forwarded by Gmail', text: `fyi\n\n---------- Forwarded message ---------\nFrom: Amazon Web Services <no-reply-aws@amazon.com>\nDate: Thu, Nov 19, 2026 at 10:00 AM\nSubject: Your AWS account ${A} is compromised\nTo: <security@example.com>\n\n${BODY}`, ...CARRIED, deadline: '2026-11-24', account: A },
  { about: 'forwarded by Outlook', text: `Please look at this.\n\n________________________________\nFrom: Amazon Web Services <no-reply-aws@amazon.com>\nSent: Thursday, November 19, 2026 10:00 AM\nTo: Security <security@example.com>\nSubject: Your AWS account ${A} is compromised\n\n${BODY}`, ...CARRIED, deadline: '2026-11-24', account: A },
  { about: 'forwarded in Chinese', text: `请处理一下\n\n发件人: Amazon Web Services <no-reply-aws@amazon.com>\n发送时间: 2026年11月19日 10:00\n收件人: security@example.com\n主题: Your AWS account ${A} is compromised\n\n${BODY}`, ...CARRIED, deadline: '2026-11-24', account: A },
  { about: 'in a Japanese blog', text: `# 流出した話\nうっかり公開してしまい、AWS からこんなメールが届きました。\n\n${quote(BODY)}\n\nすぐに対応しました。`, ...CARRIED },
  { about: 'in an English blog', text: `# How I leaked my AWS keys\n\nI accidentally pushed my access key. Minutes later:\n\n${quote(BODY)}\n\nI rotated it.`, ...CARRIED },
  { about: 'from the Support Center', text: `Case ID: 1234567890\nSubject: Your AWS account ${A} is compromised\nCreated: 2026-11-19T10:00:00Z\nStatus: Pending customer action\nSeverity: Urgent\nCorrespondence\nAmazon Web Services\n${BODY}`, ...CARRIED, caseId: '1234567890', account: A, deadline: '2026-11-24' },
  { about: 'from Slack', text: `alice  10:02 AM\nlook what came in :scream:\n${BODY.replace(KEY, `\`${KEY}\``).replace(URL, `<${URL}>`)}\nbob  10:03 AM\non it`, ...CARRIED },
  { about: 'starred', text: BODY.replace(KEY, `*${KEY}*`).replace('ci-deploy', '*ci-deploy*'), ...CARRIED },
  { about: 'wrapped at forty', text: BODY.replace(/(.{1,40})(?: |$)/g, '$1\n'), ...CARRIED, demands: CARRIED.demands },
  { about: 'on one line', text: `Case ID: 1234567890 Subject: Your AWS account ${A} is compromised Severity: Urgent Correspondence: ${BODY.replace(/\s+/g, ' ')}`, ...CARRIED, caseId: '1234567890', account: A },
];

/** By kind, then the ways in which one letter reaches us. */
export const LETTERS: readonly Letter[] = [...EXPOSED, ...ABUSED, ...ACCOUNT, ...USER, ...LATER, ...ABUSE, ...WAYS];
