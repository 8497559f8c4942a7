// Settings that an account or a Region has once are found by the events themselves: no call names them.
import { expect, test } from 'vitest';
import { mentions } from '../../src/activity/mentions.ts';
import { eventsIn } from '../../src/kinds/event-ids.ts';
import { event } from './records.ts';

const OFF = ['ses:PutAccountSendingAttributes'];
const here = event('2026-11-19T08:00:00Z', 'ses:PutAccountSendingAttributes', { requestParameters: { sendingEnabled: false } });
const there = event('2026-11-19T08:00:00Z', 'ses:PutAccountSendingAttributes', { awsRegion: 'eu-west-1', requestParameters: { sendingEnabled: false } });
const read = event('2026-11-19T08:00:00Z', 'ses:GetAccount');

test.each([
  ['of one Region', eventsIn('eu-west-1', OFF), [there]],
  ['of another Region', eventsIn('us-east-1', OFF), [here]],
  ['of the account, wherever it stands', eventsIn('aws-global', OFF), [here, there]],
  ['of a Region where nothing was done', eventsIn('ap-south-1', OFF), []],
  ['that only read', eventsIn('us-east-1', ['ses:GetAccount']), []],
])('events %s', (_, ids, found) => {
  const log = mentions([here, there, read]);
  expect(ids.flatMap((id) => log.of(id))).toEqual(found);
});
