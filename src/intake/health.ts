// AWS Health events as claims: the `RISK` and `ABUSE` events, from the Health API, EventBridge or a file. Pure.
import type { Instant } from '../core/types.ts';
import type { AffectedEntity, EventDetails } from '@aws-sdk/client-health';
import { noClaims } from './claims.ts';
import type { Claims, NoticeKind } from './claims.ts';
import { extractClaims } from './extract.ts';
import { findAccount, findIdentifiers, STAND_IN_ACCOUNT } from './identifier.ts';
import { textMessage } from './message.ts';
import { findUrls } from './network.ts';
import { instant, parseInstant } from './time.ts';
import { findUsers } from './user-name.ts';

/** One event, whichever way it came. `metadata` keys are in lower case. */
export interface HealthNotice {
  readonly code: string;
  readonly arn: string | null;
  readonly startedAt: Instant | null;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly entities: readonly string[];
  readonly accountId: string | null;
}

// No complete list is published; the prefix decides, the rest tells them apart.
const KINDS: readonly (readonly [RegExp, NoticeKind])[] = [
  [/^AWS_RISK_CREDENTIALS_EXPOS/, 'exposed-key'],
  [/^AWS_RISK_(?:CREDENTIALS|ACCESS_KEY|IAM_QUARANTINE)/, 'compromised-key'],
  [/^AWS_RISK_.*USER/, 'unauthorized-user'],
  [/^AWS_RISK_/, 'compromised-account'],
  [/^AWS_ABUSE_/, 'abuse-report'],
];
export const isRiskCode = (code: string): boolean => /^AWS_(?:RISK|ABUSE)_/.test(code);

/** The SDK's DescribeEventDetails and DescribeAffectedEntities answers, brought together by the event's ARN. */
export function healthNotices(details: readonly EventDetails[], entities: readonly AffectedEntity[]): HealthNotice[] {
  return details.flatMap(({ event, eventDescription, eventMetadata }) => {
    if (event?.eventTypeCode === undefined) return [];
    const own = entities.filter((entity) => entity.eventArn === event.arn);
    return [{
      code: event.eventTypeCode, arn: event.arn ?? null,
      startedAt: event.startTime === undefined ? null : instant(event.startTime),
      description: eventDescription?.latestDescription ?? '',
      metadata: lowerKeys(eventMetadata ?? {}),
      entities: own.flatMap((entity) => entity.entityValue ?? []),
      accountId: own.find((entity) => entity.awsAccountId !== undefined)?.awsAccountId ?? null,
    }];
  });
}

export const lowerKeys = (record: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));

/** Claims of the security events among them; what is no such event is not a notice. */
export function healthClaims(notices: readonly HealthNotice[]): Claims {
  const risks = notices.filter((notice) => isRiskCode(notice.code));
  const [first] = risks;
  if (first === undefined) return { ...noClaims('health'), subject: notices[0]?.code ?? null };
  const words = extractClaims(textMessage(risks.map((notice) => notice.description).join('\n')));
  const values = risks.map(valuesOf);
  return {
    ...words,
    ...noDoubt(first),
    accountId: values.find((value) => value.accountId !== null)?.accountId ?? words.accountId,
    accessKeyIds: all([...values.flatMap((value) => value.keys), ...words.accessKeyIds]),
    iamUsers: all([...values.flatMap((value) => value.users), ...words.iamUsers]),
    exposedUrl: values.find((value) => value.exposedUrl !== null)?.exposedUrl ?? words.exposedUrl,
    deadline: values.find((value) => value.deadline !== null)?.deadline ?? words.deadline,
    masked: all([...values.flatMap((value) => value.masked), ...words.masked]),
    resources: all([...risks.flatMap((risk) => risk.arn ?? []), ...values.flatMap((value) => value.resources), ...words.resources]),
    times: all([...risks.flatMap((risk) => risk.startedAt ?? []), ...words.times]),
  };
}

const all = (values: readonly string[]): string[] => [...new Set(values)];

function noDoubt(first: HealthNotice): Pick<Claims, 'isNotice' | 'kind' | 'source' | 'subject' | 'receivedAt' | 'language'> {
  const kind = KINDS.find(([form]) => form.test(first.code))?.[1] ?? 'other';
  return { isNotice: true, kind, source: 'health', subject: first.code, receivedAt: first.startedAt, language: 'en' };
}

interface Values {
  readonly accountId: string | null;
  readonly keys: readonly string[];
  readonly users: readonly string[];
  readonly exposedUrl: string | null;
  readonly deadline: string | null;
  readonly resources: readonly string[];
  readonly masked: readonly string[];
}

// `notifcationdateplusfour` is AWS's own spelling (and may one day be corrected): matched by its ending.
function valuesOf(notice: HealthNotice): Values {
  const { metadata } = notice;
  const ids = findIdentifiers([metadata['publickey'] ?? '', ...notice.entities].join('\n'));
  const account = findAccount(`Account ID: ${metadata['accountid'] ?? notice.accountId ?? ''}`);
  const user = findUsers(`IAM user name: ${metadata['username'] ?? ''}`);
  const url = findUrls(metadata['exposedurl'] ?? '')[0];
  const due = Object.entries(metadata).find(([key]) => /dateplus/.test(key))?.[1];
  return {
    accountId: account.accountId, keys: ids.accessKeyIds, users: user.users,
    exposedUrl: url === undefined || url.masked ? null : url.value,
    deadline: due === undefined ? null : parseInstant(due)?.slice(0, 10) ?? null,
    resources: ids.resources,
    masked: [...ids.masked, ...account.masked.filter((id) => id !== STAND_IN_ACCOUNT), ...user.masked],
  };
}

