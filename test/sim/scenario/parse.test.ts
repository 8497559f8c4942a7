// A scenario that is wrong is refused with the place where it is wrong.
import { expect, test } from 'vitest';
import { loadScenario } from '../../../src/sim/scenario/load.ts';
import { parseScenario, parseScenarioText } from '../../../src/sim/scenario/parse.ts';
import { scenarioFromFile, shippedScenario } from '../../../src/sim/scenario/find.ts';
import { load, sentenceOf, small } from './small.ts';

const problem = (parts: Readonly<Record<string, unknown>>): Promise<string> => sentenceOf(loadScenario(small(parts)));

test.each([
  [{ schemaVersion: 2 }, 'schemaVersion: expected 1'],
  [{ extra: 1 }, 'extra: expected one of schemaVersion, title'],
  [{ now: 'yesterday' }, 'now: expected a UTC time'],
  [{ account: { id: '1' } }, 'account.id: expected a text like'],
  [{ account: { id: '111122223333', partition: 'moon' } }, 'account.partition: expected one of aws, aws-cn'],
  [{ operator: 'nobody' }, 'operator: expected the name of an actor'],
  [{ actors: { zed: { sourceIp: 'x', userAgent: 'y' } } }, 'actors.zed: expected an actor with either a user or a credential'],
  [{ actors: { aws: { sourceIp: 'x', userAgent: 'y' } } }, 'actors.aws: expected left out: AWS itself is always there'],
  [{ calls: [{ at: 'soon', as: 'root', call: 'iam:ListUsers' }] }, 'calls[0].at: expected a text like'],
  [{ calls: [{ at: '-1d', as: 'root', call: 'ListUsers' }] }, 'calls[0].call: expected a text like'],
  [{ calls: [{ at: '-1d', as: 'root', call: 'iam:ListUsers', wiht: {} }] }, 'calls[0].wiht: expected one of'],
  [{ repeat: [{ every: 'often', from: '-1d', as: 'root', call: 'iam:ListUsers' }] }, 'repeat[0].every: expected a text like'],
  [{ reactions: [{ on: 'iam:ListUsers', after: '1s', times: 0, as: 'root', call: 'iam:ListUsers' }] }, 'reactions[0].times: expected a whole number from 1'],
  [{ notice: { file: '../secret', subject: 'x', at: '-1d' } }, 'notice.file: expected a text like'],
])('%j', async (parts, where) => {
  expect(await problem(parts)).toContain(`The scenario small is wrong at ${where}`);
});

test('a document that is no JSON, or no scenario at all', async () => {
  expect(await sentenceOf(Promise.resolve().then(() => parseScenarioText('x', '{')))).toContain('The scenario x is no JSON');
  expect(await sentenceOf(Promise.resolve().then(() => parseScenario('x', [])))).toContain('wrong at its top: expected an object');
});

test('a scenario that is not there is answered with those that are', async () => {
  expect(await sentenceOf(shippedScenario('leaked-kee'))).toContain('There is no scenario leaked-kee. There are: leaked-key, shared-key');
  expect(await sentenceOf(shippedScenario('constructor'))).toContain('There is no scenario constructor');
  expect(await sentenceOf(scenarioFromFile('/nowhere/at/all.json'))).toContain('could not read /nowhere/at/all.json (there is no such file or folder)');
});

test.each([
  [{ at: '-1d', as: 'root', call: 'iam:CreateUser', with: { UserNaem: 'x' } }, 'Call 4 of the scenario (iam:CreateUser by root, 2026-11-19T09:00:00.000Z): there is no member UserNaem.'],
  [{ at: '-1d', as: 'root', call: 'iam:CreateUser' }, 'the member UserName is missing'],
  [{ at: '-1d', as: 'root', call: 's3:GetObjectTorrent' }, 'The simulated account has no operation s3:GetObjectTorrent'],
  [{ at: '-1d', as: 'root', call: 'iam:CreateUser', with: { UserName: '${nobody.User.UserName}' } }, '${nobody.User.UserName} is not known here'],
  [{ at: '-1d', as: 'root', call: 'iam:CreateUser', with: { UserName: 'ci' } }, 'it should have been done, and AWS answers EntityAlreadyExists: '],
  [{ at: '-1d', as: 'root', call: 'iam:ListUsers', expect: 'AccessDenied' }, 'AccessDenied was expected, and AWS answers that it is done'],
])('a call that AWS would not answer so stops the load: %j', async (call, sentence) => {
  expect(await sentenceOf(load([call]))).toContain(sentence);
});
