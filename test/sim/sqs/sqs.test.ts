// SQS, as BEHAVIOUR.md says.
import { expect, it } from 'vitest';
import { quiet } from '../quiet.ts';

const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/111122223333/one';

it('pages only where a page size was asked for', async () => {
  const { ask } = await quiet('sqs');
  for (const QueueName of ['one', 'two', 'three']) await ask('CreateQueue', { QueueName });
  expect((await ask('ListQueues')).QueueUrls).toHaveLength(3);
  const first = await ask('ListQueues', { MaxResults: 10 });
  expect(first.QueueUrls).toHaveLength(2);
  expect((await ask('ListQueues', { MaxResults: 10, NextToken: first.NextToken })).QueueUrls).toHaveLength(1);
});

it('takes an empty policy for none, and does not know what is not there', async () => {
  const { ask, refusal } = await quiet('sqs');
  await ask('CreateQueue', { QueueName: 'one' });
  await ask('AddPermission', { QueueUrl, Label: 'more', AWSAccountIds: ['444455556666'], Actions: ['SendMessage'] });
  expect(await ask('GetQueueAttributes', { QueueUrl, AttributeNames: ['Policy'] })).toMatchObject({ Attributes: { Policy: expect.stringContaining('444455556666') as unknown } });
  await ask('SetQueueAttributes', { QueueUrl, Attributes: { Policy: '' } });
  expect(await ask('GetQueueAttributes', { QueueUrl, AttributeNames: ['Policy'] })).toEqual({});
  expect(await refusal('GetQueueAttributes', { QueueUrl: `${QueueUrl}-other` })).toBe('QueueDoesNotExist');
});
