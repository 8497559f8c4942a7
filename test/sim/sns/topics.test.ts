// SNS, as BEHAVIOUR.md says.
import { expect, it } from 'vitest';
import { quiet } from '../quiet.ts';

const TopicArn = 'arn:aws:sns:us-east-1:111122223333:example';

it('gives a topic a policy that binds everybody to the account', async () => {
  const { ask, refusal } = await quiet('sns');
  await ask('CreateTopic', { Name: 'example' });
  const { Attributes } = await ask('GetTopicAttributes', { TopicArn }) as { Attributes: { Policy: string } };
  expect(JSON.parse(Attributes.Policy)).toMatchObject({ Statement: [{ Principal: { AWS: '*' }, Condition: { StringEquals: { 'AWS:SourceOwner': '111122223333' } } }] });
  expect(await refusal('SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue: '' })).toBe('InvalidParameterException');
});

it('shows no ARN of a subscription that is not confirmed, and forgets it after two days', async () => {
  const { ask, pass } = await quiet('sns');
  await ask('CreateTopic', { Name: 'example' });
  expect(await ask('Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'alice@example.com' })).toEqual({ SubscriptionArn: 'pending confirmation' });
  expect(await ask('ListSubscriptions')).toMatchObject({ Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }] });
  await pass(49 * 3_600);
  expect(await ask('ListSubscriptions')).toEqual({ Subscriptions: [] });
});
