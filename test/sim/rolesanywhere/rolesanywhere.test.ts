// IAM Roles Anywhere, as its BEHAVIOUR.md says; and where its client, which is our own, sends what it signs.
import { expect, it, test } from 'vitest';
import {
  CreateProfileCommand, CreateTrustAnchorCommand, DeleteTrustAnchorCommand, DisableTrustAnchorCommand, EnableTrustAnchorCommand, GetProfileCommand, GetTrustAnchorCommand, ListTrustAnchorsCommand, RolesAnywhereClient, UpdateProfileCommand,
} from '../../../src/aws/rolesanywhere.ts';
import { opened, refusal, ROOT_KEY } from '../ec2/opened.ts';

const bundle = { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: 'EXAMPLE' } };

it('lists trust anchors in pages, switches them, and answers each change with the whole', async () => {
  const { world } = await opened({ behaviour: { pageSize: 2 } });
  const clientIn = (region: string) => new RolesAnywhereClient({ region, maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler() });
  const client = clientIn('eu-west-1');
  for (const name of ['one', 'two', 'two']) await client.send(new CreateTrustAnchorCommand({ name, source: bundle }));
  const { trustAnchors = [], nextToken } = await client.send(new ListTrustAnchorsCommand({}));
  const rest = await client.send(new ListTrustAnchorsCommand({ nextToken }));
  expect([...trustAnchors, ...rest.trustAnchors ?? []].map(({ name, enabled }) => [name, enabled])).toEqual([['one', false], ['two', false], ['two', false]]);
  expect(rest.nextToken).toBeUndefined();
  const trustAnchorId = trustAnchors[0]?.trustAnchorId;
  for (const [command, enabled] of [[EnableTrustAnchorCommand, true], [EnableTrustAnchorCommand, true], [DisableTrustAnchorCommand, false]] as const) expect((await client.send(new command({ trustAnchorId }))).trustAnchor).toMatchObject({ trustAnchorId, enabled, source: bundle });
  expect((await clientIn('us-east-1').send(new ListTrustAnchorsCommand({}))).trustAnchors).toEqual([]);
  expect((await client.send(new DeleteTrustAnchorCommand({ trustAnchorId }))).trustAnchor?.name).toBe('one');
  expect(await refusal(client.send(new GetTrustAnchorCommand({ trustAnchorId })))).toEqual(['ResourceNotFoundException', expect.any(String), 404]);
});
it('changes of a profile what an update names and nothing else', async () => {
  const { world } = await opened();
  const client = new RolesAnywhereClient({ region: 'eu-west-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler() });
  const { profile } = await client.send(new CreateProfileCommand({ name: 'corp', roleArns: ['arn:aws:iam::111122223333:role/Worker'] }));
  const profileId = profile?.profileId;
  await client.send(new UpdateProfileCommand({ profileId, managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }));
  expect((await client.send(new GetProfileCommand({ profileId }))).profile).toMatchObject({ name: 'corp', roleArns: ['arn:aws:iam::111122223333:role/Worker'], managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], durationSeconds: 3600, enabled: false, createdAt: expect.any(Date) as Date });
});

test.each([
  ['eu-north-1', {}, 'rolesanywhere.eu-north-1.amazonaws.com'], ['cn-north-1', {}, 'rolesanywhere.cn-north-1.amazonaws.com.cn'], ['us-gov-west-1', { useFipsEndpoint: true }, 'rolesanywhere-fips.us-gov-west-1.amazonaws.com'],
  ['eu-north-1', { endpoint: 'http://127.0.0.1:4566' }, '127.0.0.1'],
] as const)('%s, %o: it asks %s, signs for the service and reads its errors', async (region, more, host) => {
  const sent: { readonly hostname: string; readonly path: string; readonly headers: Readonly<Record<string, string>> }[] = [];
  const requestHandler = { handle: async (request: never) => { sent.push(request); return Promise.resolve({ response: { statusCode: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException', 'x-amzn-requestid': 'EXAMPLE' } } }); } };
  const client = new RolesAnywhereClient({ region, ...more, maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: requestHandler as never });
  await expect(client.send(new GetProfileCommand({ profileId: '11111111-2222-3333-4444-555555555555' }))).rejects.toMatchObject({ name: 'AccessDeniedException', $metadata: { requestId: 'EXAMPLE' } });
  expect(sent.map(({ hostname, path }) => [hostname, path])).toEqual([[host, '/profile/11111111-2222-3333-4444-555555555555']]);
  expect(sent[0]?.headers['authorization']).toContain(`/${region}/rolesanywhere/aws4_request`);
  expect(sent[0]?.headers['user-agent']).toContain('api/rolesanywhere#');
});
