// Health, as BEHAVIOUR.md says.
import { DescribeAffectedEntitiesCommand, DescribeEventDetailsCommand, DescribeEventsCommand } from '@aws-sdk/client-health';
import { describe, expect, it } from 'vitest';
import { addHealthEvent } from '../../../src/sim/services/health/events.ts';
import { opened, refusal } from '../ec2/opened.ts';

const EXPOSED = { typeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', startTime: new Date('2026-11-20T08:00:00Z'), description: 'An access key is on a public web site.', entities: ['AKIAIOSFODNN7EXAMPLE'] };

describe('Health', () => {
  it('is not for the basic plan', async () => {
    const { health, world } = await opened();
    addHealthEvent(world, EXPOSED);
    expect((await refusal(health.send(new DescribeEventsCommand({})))).slice(0, 1)).toEqual(['SubscriptionRequiredException']);
  });

  it('shows events by filter, their text, and what they are about', async () => {
    const { health, world } = await opened({ supportPlan: 'business' });
    const arn = addHealthEvent(world, EXPOSED);
    addHealthEvent(world, { service: 'EC2', typeCode: 'AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED', category: 'scheduledChange', region: 'us-east-1', startTime: new Date('2026-11-19T08:00:00Z'), description: 'A retirement.' });
    expect((await health.send(new DescribeEventsCommand({}))).events?.map((e) => e.service)).toEqual(['RISK', 'EC2']);
    const { events } = await health.send(new DescribeEventsCommand({ filter: { services: ['RISK'], eventStatusCodes: ['open'], startTimes: [{ from: new Date('2026-11-20T00:00:00Z') }] } }));
    expect(events).toMatchObject([{ arn, eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', region: 'global' }]);
    const details = await health.send(new DescribeEventDetailsCommand({ eventArns: [arn, 'arn:aws:health:global::event/RISK/NONE/NONE_1'] }));
    expect([details.successfulSet?.[0]?.eventDescription?.latestDescription, details.failedSet?.length]).toEqual(['An access key is on a public web site.', 1]);
    expect((await health.send(new DescribeAffectedEntitiesCommand({ filter: { eventArns: [arn] } }))).entities?.map((e) => e.entityValue)).toEqual(['AKIAIOSFODNN7EXAMPLE']);
  });

  it('comes in pages', async () => {
    const { health, world } = await opened({ supportPlan: 'business', behaviour: { pageSize: 2 } });
    for (let i = 0; i < 3; i++) addHealthEvent(world, EXPOSED);
    const first = await health.send(new DescribeEventsCommand({}));
    const second = await health.send(new DescribeEventsCommand({ nextToken: first.nextToken }));
    expect([first.events?.length, second.events?.length, second.nextToken]).toEqual([2, 1, undefined]);
  });
});
