// Certificates of servers.
import { expect, test } from 'vitest';
import { DeleteServerCertificateCommand, GetServerCertificateCommand, ListServerCertificatesCommand, UpdateServerCertificateCommand, UploadServerCertificateCommand } from '@aws-sdk/client-iam';
import { CERTIFICATES } from './fixtures.ts';
import { ACCOUNT, Opened, refusal } from './opened.ts';

test('are found by name, keep their id when they are renamed, and never give their private key out', async () => {
  const { iam, world } = await Opened.account();
  const upload = (ServerCertificateName: string, CertificateBody: string) => iam.send(new UploadServerCertificateCommand({ ServerCertificateName, CertificateBody, PrivateKey: 'private-EXAMPLE' }));
  const id = (await upload('shop', CERTIFICATES[0])).ServerCertificateMetadata?.ServerCertificateId;
  expect(id).toMatch(/^ASCA[A-Z2-7]{17}$/);
  expect(await refusal(upload('shop', CERTIFICATES[1]))).toEqual(['EntityAlreadyExistsException', 'The Server Certificate with name shop already exists.']);
  await expect(upload('other', 'no certificate')).rejects.toMatchObject({ name: 'MalformedCertificateException' });
  await iam.send(new UpdateServerCertificateCommand({ ServerCertificateName: 'shop', NewServerCertificateName: 'store', NewPath: '/cloudfront/' }));
  const { ServerCertificateMetadataList } = await iam.send(new ListServerCertificatesCommand({}));
  expect(ServerCertificateMetadataList?.map((c) => [c.ServerCertificateId, c.Arn])).toEqual([[id, `arn:aws:iam::${ACCOUNT}:server-certificate/cloudfront/store`]]);
  const { ServerCertificate } = await iam.send(new GetServerCertificateCommand({ ServerCertificateName: 'store' }));
  expect(ServerCertificate?.CertificateBody).toBe(CERTIFICATES[0]);
  expect(JSON.stringify(world.history.records())).not.toContain('private-EXAMPLE');
  await iam.send(new DeleteServerCertificateCommand({ ServerCertificateName: 'store' }));
  expect(await refusal(iam.send(new GetServerCertificateCommand({ ServerCertificateName: 'store' })))).toEqual(['NoSuchEntityException', 'The Server Certificate with name store cannot be found.']);
});
