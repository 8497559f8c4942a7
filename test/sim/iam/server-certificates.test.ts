// Certificates of servers.
import { expect, test } from 'vitest';
import { DeleteServerCertificateCommand, GetServerCertificateCommand, ListServerCertificatesCommand, UploadServerCertificateCommand } from '@aws-sdk/client-iam';
import { CERTIFICATES } from './fixtures.ts';
import { ACCOUNT, Opened, refusal } from './opened.ts';

test('are found by name and path, and never give their private key out', async () => {
  const { iam, world } = await Opened.account();
  const upload = (ServerCertificateName: string, CertificateBody: string) => iam.send(new UploadServerCertificateCommand({ ServerCertificateName, Path: '/cloudfront/', CertificateBody, PrivateKey: 'private-EXAMPLE' }));
  const id = (await upload('shop', CERTIFICATES[0])).ServerCertificateMetadata?.ServerCertificateId;
  expect(id).toMatch(/^ASCA[A-Z2-7]{17}$/);
  expect(await refusal(upload('shop', CERTIFICATES[1]))).toEqual(['EntityAlreadyExistsException', 'The Server Certificate with name shop already exists.']);
  await expect(upload('other', 'no certificate')).rejects.toMatchObject({ name: 'MalformedCertificateException' });
  const { ServerCertificateMetadataList } = await iam.send(new ListServerCertificatesCommand({}));
  expect(ServerCertificateMetadataList?.map((c) => [c.ServerCertificateId, c.Arn])).toEqual([[id, `arn:aws:iam::${ACCOUNT}:server-certificate/cloudfront/shop`]]);
  const { ServerCertificate } = await iam.send(new GetServerCertificateCommand({ ServerCertificateName: 'shop' }));
  expect(ServerCertificate?.CertificateBody).toBe(CERTIFICATES[0]);
  expect(JSON.stringify(world.history.records())).not.toContain('private-EXAMPLE');
  await iam.send(new DeleteServerCertificateCommand({ ServerCertificateName: 'shop' }));
  expect(await refusal(iam.send(new GetServerCertificateCommand({ ServerCertificateName: 'shop' })))).toEqual(['NoSuchEntityException', 'The Server Certificate with name shop cannot be found.']);
});
