// Footholds that no kind knows, and changes of which nothing tells what was before: open until somebody has looked in the console (promise 8).
import { afterAll, describe, expect, test } from 'vitest';
import { isComplete, openItems } from '../../src/case/open.ts';
import { EXIT } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import type { KindId } from '../../src/core/types.ts';
import { sceneOf } from '../adversary/scene.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, resume, type Run } from '../harness/play.ts';
import { THREAD } from '../harness/scenarios.ts';

afterAll(removeFolders);
const open = (run: Run): readonly string[] => openItems(run.reading().state).findings.map((f) => (f.about === 'resource' ? f.kind : render(f.subject).split(' ')[0] ?? ''));
const KINDS: readonly KindId[] = [...THREAD, 'iam/saml-provider'];
const LATER = { answers: { 'in-console': 'later' } };

/** The stranger's own call, of the minute after he came. */
async function withCalls(calls: readonly (readonly [source: string, name: string, region: string, request: object])[]): Promise<Account> {
  const account = await openAccount(sceneOf('anchors', { seed: 'in the console', reactions: [] }));
  const { world } = account;
  const theirs = world.history.records().find(({ sourceIp, caller }) => sourceIp === '203.0.113.140' && caller?.type === 'IAMUser');
  if (!theirs?.caller) throw new Error('The stranger has not called.');
  const { sourceIp, userAgent, caller } = theirs;
  for (const [source, name, region, request] of calls) world.recordEvent({ name, source: `${source}.amazonaws.com`, region, sourceIp, userAgent, caller, request, response: null, at: new Date(theirs.at.getTime() + 60_000), type: 'AwsApiCall' });
  return account;
}

describe('of a sort that no kind knows', () => {
  const GATEWAY = ['ec2', 'CreateTransitGateway', 'eu-north-1', {}] as const;
  test('it stays open while nobody has looked, and the answer to AWS is no last one', async () => {
    const account = await withCalls([GATEWAY]);
    const run = await play(account, { kinds: KINDS, ...LATER });
    expect(open(run)).toEqual(['ec2:CreateTransitGateway']);
    expect(run.exitCode).toBe(EXIT.open);
    expect(isComplete(run.reading().state)).toBe(false);
    const again = await resume(account, run, { kinds: KINDS });
    expect(open(again)).toEqual([]);
    expect(isComplete(again.reading().state)).toBe(true);
  });
  test('the same call in two Regions is asked about once', async () => {
    const run = await play(await withCalls([GATEWAY, [GATEWAY[0], GATEWAY[1], 'us-east-1', GATEWAY[3]]]), { kinds: KINDS });
    expect(run.ui.asked.filter(({ question }) => question.id.startsWith('in-console:'))).toHaveLength(1);
    expect(open(run)).toEqual([]);
  });
  test('what was only run leaves nothing to look at', async () => {
    const run = await play(await withCalls([['textract', 'SendThing', 'eu-north-1', {}], ['comprehend', 'BatchDetectNothing', 'eu-north-1', {}]]), { kinds: KINDS, ...LATER });
    expect(open(run)).toEqual(['comprehend:BatchDetectNothing']);
  });
});

test('changed, and nothing tells what it was: saved as evidence is not dealt with', async () => {
  const metadata = (entity: string): string => `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://${entity}/saml">${' '.repeat(1_000)}</EntityDescriptor>`;
  const account = await openAccount(sceneOf('metadata', { seed: 'before the history', reactions: [], calls: [
    { at: '-200d', as: 'root', call: 'iam:CreateSAMLProvider', with: { Name: 'staff', SAMLMetadataDocument: metadata('idp.example.com') }, save: 'staff' },
    { at: '-7h', as: 'key', call: 'iam:UpdateSAMLProvider', with: { SAMLProviderArn: '${staff.SAMLProviderArn}', SAMLMetadataDocument: metadata('idp.example.net') } },
  ] }));
  const run = await play(account, { kinds: KINDS, ...LATER });
  expect(open(run)).toEqual(['iam/saml-provider']);
  expect(run.ui.shown('findings').flatMap(({ findings }) => findings.map((f) => render(f.because))).join()).toContain('Nothing tells what it was before');
  expect(open(await resume(account, run, { kinds: KINDS }))).toEqual([]);
});
