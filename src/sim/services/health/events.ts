// What AWS Health tells this account. A scenario adds events; nothing else does.
import type { AffectedEntity, Event, EventDetails } from '@aws-sdk/client-health';
import type { SimAccount } from '../../account.ts';

export interface HealthEvent { readonly event: Event; readonly description: string; readonly metadata: Readonly<Record<string, string>>; readonly entities: readonly AffectedEntity[] }
interface HealthState { readonly events: HealthEvent[] }
const newHealthState = (): HealthState => ({ events: [] });
export const healthState = (account: SimAccount): HealthState => account.state('health', newHealthState);

export interface NewHealthEvent {
  readonly service?: string;
  /** `AWS_RISK_CREDENTIALS_EXPOSED` and its like. */
  readonly typeCode: string;
  readonly category?: 'issue' | 'accountNotification' | 'scheduledChange' | 'investigation';
  readonly region?: string;
  readonly startTime: Date;
  readonly endTime?: Date;
  readonly status?: 'open' | 'closed' | 'upcoming';
  readonly description: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** What it is about: access key ids, user names, ARNs. */
  readonly entities?: readonly string[];
}

/** Returns the event's ARN. */
export function addHealthEvent(account: SimAccount, given: NewHealthEvent): string {
  const { service = 'RISK', typeCode, region = 'global', startTime, status = 'open', category = 'issue' } = given;
  const arn = `arn:${account.partition}:health:${region}::event/${service}/${typeCode}/${typeCode}_${account.ids.uuid()}`;
  const event: Event = { arn, service, eventTypeCode: typeCode, eventTypeCategory: category, region, startTime, lastUpdatedTime: startTime, statusCode: status, eventScopeCode: 'ACCOUNT_SPECIFIC', ...(given.endTime ? { endTime: given.endTime } : {}) };
  const entities = (given.entities ?? []).map((entityValue): AffectedEntity => ({
    entityArn: `arn:${account.partition}:health:${region}:${account.id}:entity/${account.ids.hex(32)}`, eventArn: arn, entityValue, awsAccountId: account.id, lastUpdatedTime: startTime, statusCode: 'IMPAIRED', tags: {},
  }));
  healthState(account).events.push({ event, description: given.description, metadata: given.metadata ?? {}, entities });
  return arn;
}

export const details = ({ event, description, metadata }: HealthEvent): EventDetails => ({ event, eventDescription: { latestDescription: description }, eventMetadata: { ...metadata } });
