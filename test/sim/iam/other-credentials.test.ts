// Signing certificates, SSH public keys and service-specific credentials of users.
import { describe, expect, test } from 'vitest';
import {
  CreateServiceSpecificCredentialCommand, DeleteServiceSpecificCredentialCommand, DeleteSigningCertificateCommand, DeleteSSHPublicKeyCommand, GetSSHPublicKeyCommand,
  ListServiceSpecificCredentialsCommand, ListSigningCertificatesCommand, ListSSHPublicKeysCommand, ResetServiceSpecificCredentialCommand,
  UpdateServiceSpecificCredentialCommand, UpdateSigningCertificateCommand, UpdateSSHPublicKeyCommand, UploadSigningCertificateCommand, UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { CERTIFICATES, sshKey } from './fixtures.ts';
import { ACCOUNT, Opened, refusal, START } from './opened.ts';

const bob = { UserName: 'bob' };
async function withBob(): Promise<Opened> {
  const account = await Opened.account();
  await account.user('bob');
  return account;
}

describe('signing certificates', () => {
  test('are two per user, changed and deleted by id', async () => {
    const { iam } = await withBob();
    const upload = async (CertificateBody: string): Promise<string> => (await iam.send(new UploadSigningCertificateCommand({ ...bob, CertificateBody }))).Certificate?.CertificateId ?? '';
    const [first, second, third] = CERTIFICATES;
    const CertificateId = await upload(first);
    await expect(upload(first)).rejects.toMatchObject({ name: 'DuplicateCertificateException' });
    await expect(upload('no certificate')).rejects.toMatchObject({ name: 'MalformedCertificateException' });
    await upload(second);
    expect(await refusal(upload(third))).toEqual(['LimitExceededException', 'Cannot exceed quota for SigningCertificatesPerUser: 2']);
    await iam.send(new UpdateSigningCertificateCommand({ ...bob, CertificateId, Status: 'Inactive' }));
    expect((await iam.send(new ListSigningCertificatesCommand(bob))).Certificates).toContainEqual({ UserName: 'bob', CertificateId, CertificateBody: first, Status: 'Inactive', UploadDate: START });
    await iam.send(new DeleteSigningCertificateCommand({ ...bob, CertificateId }));
    expect(await refusal(iam.send(new DeleteSigningCertificateCommand({ ...bob, CertificateId })))).toEqual(['NoSuchEntityException', `The Certificate with id ${CertificateId} cannot be found.`]);
  });
});

describe('SSH public keys', () => {
  test('are five per user, read as SSH or PEM', async () => {
    const { iam } = await withBob();
    const upload = async (SSHPublicKeyBody: string): Promise<string> => (await iam.send(new UploadSSHPublicKeyCommand({ ...bob, SSHPublicKeyBody }))).SSHPublicKey?.SSHPublicKeyId ?? '';
    const SSHPublicKeyId = await upload(sshKey(1));
    expect(SSHPublicKeyId).toMatch(/^APKA[A-Z2-7]{17}$/);
    const read = async (Encoding: 'SSH' | 'PEM'): Promise<string | undefined> => (await iam.send(new GetSSHPublicKeyCommand({ ...bob, SSHPublicKeyId, Encoding }))).SSHPublicKey?.SSHPublicKeyBody;
    expect(await read('SSH')).toBe(sshKey(1));
    expect(await read('PEM')).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    await expect(upload(sshKey(1))).rejects.toMatchObject({ name: 'DuplicateSSHPublicKeyException' });
    await expect(upload('ssh-ed25519 AAAA')).rejects.toMatchObject({ name: 'InvalidPublicKeyException' });
    for (const n of [2, 3, 4, 5]) await upload(sshKey(n));
    expect(await refusal(upload(sshKey(6)))).toEqual(['LimitExceededException', 'Cannot exceed quota for SSHPublicKeysPerUser: 5']);
    await iam.send(new UpdateSSHPublicKeyCommand({ ...bob, SSHPublicKeyId, Status: 'Inactive' }));
    expect((await iam.send(new ListSSHPublicKeysCommand(bob))).SSHPublicKeys).toContainEqual({ UserName: 'bob', SSHPublicKeyId, Status: 'Inactive', UploadDate: START });
    await iam.send(new DeleteSSHPublicKeyCommand({ ...bob, SSHPublicKeyId }));
    await expect(read('SSH')).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('service-specific credentials', () => {
  test('are two per user and service; the secret is told on creation and reset only', async () => {
    const { iam } = await withBob();
    const create = async (ServiceName: string): Promise<unknown> => (await iam.send(new CreateServiceSpecificCredentialCommand({ ...bob, ServiceName }))).ServiceSpecificCredential;
    const first = await create('codecommit.amazonaws.com');
    expect(first).toMatchObject({ ServiceUserName: `bob-at-${ACCOUNT}`, ServicePassword: expect.stringMatching(/^.{44}$/) as string, Status: 'Active' });
    expect(await create('bedrock.amazonaws.com')).toMatchObject({ ServiceCredentialAlias: `bob-at-${ACCOUNT}`, ServiceCredentialSecret: expect.stringMatching(/^.{44}$/) as string });
    expect(await create('codecommit.amazonaws.com')).toMatchObject({ ServiceUserName: `bob+1-at-${ACCOUNT}` });
    expect(await refusal(create('codecommit.amazonaws.com'))).toEqual(['LimitExceededException', 'Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2']);
    await expect(create('s3.amazonaws.com')).rejects.toMatchObject({ name: 'ServiceNotSupportedException' });
    const { ServiceSpecificCredentials = [] } = await iam.send(new ListServiceSpecificCredentialsCommand(bob));
    expect(ServiceSpecificCredentials).toHaveLength(3);
    for (const one of ServiceSpecificCredentials) for (const secret of ['ServicePassword', 'ServiceCredentialSecret']) expect(one).not.toHaveProperty(secret);
    const { ServiceSpecificCredentialId } = first as { ServiceSpecificCredentialId: string };
    const reset = await iam.send(new ResetServiceSpecificCredentialCommand({ ...bob, ServiceSpecificCredentialId }));
    expect(reset.ServiceSpecificCredential?.ServicePassword).not.toBe((first as { ServicePassword: string }).ServicePassword);
  });
  test('are listed of all users by service, changed and deleted', async () => {
    const account = await withBob();
    const { iam } = account;
    await account.user('alice');
    const ServiceName = 'bedrock.amazonaws.com';
    for (const UserName of ['bob', 'alice']) await iam.send(new CreateServiceSpecificCredentialCommand({ UserName, ServiceName, CredentialAgeDays: 30 }));
    const { ServiceSpecificCredentials: all = [] } = await iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, ServiceName }));
    expect(all.map(({ UserName }) => UserName).sort()).toEqual(['alice', 'bob']);
    expect(all[0]?.ExpirationDate).toEqual(new Date(START.getTime() + 30 * 86_400_000));
    for (const wrong of [{ AllUsers: true }, { AllUsers: true, ServiceName, ...bob }]) await expect(iam.send(new ListServiceSpecificCredentialsCommand(wrong))).rejects.toMatchObject({ name: 'InvalidInputException' });
    const one = { ...bob, ServiceSpecificCredentialId: all.find(({ UserName }) => UserName === 'bob')?.ServiceSpecificCredentialId };
    await iam.send(new UpdateServiceSpecificCredentialCommand({ ...one, Status: 'Inactive' }));
    expect((await iam.send(new ListServiceSpecificCredentialsCommand(bob))).ServiceSpecificCredentials).toMatchObject([{ Status: 'Inactive' }]);
    await iam.send(new DeleteServiceSpecificCredentialCommand(one));
    await expect(iam.send(new DeleteServiceSpecificCredentialCommand(one))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await expect(iam.send(new CreateServiceSpecificCredentialCommand({ ...bob, ServiceName: 'codecommit.amazonaws.com', CredentialAgeDays: 30 }))).rejects.toMatchObject({ name: 'InvalidInputException' });
  });
});
