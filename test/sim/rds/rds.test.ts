// RDS, as BEHAVIOUR.md says.
import { expect, it } from 'vitest';
import { quiet } from '../quiet.ts';

async function withDatabase(more: object = {}) {
  const rds = await quiet('rds');
  const DBInstanceIdentifier = 'example';
  await rds.ask('CreateDBInstance', { DBInstanceIdentifier, Engine: 'mysql', DBInstanceClass: 'db.t3.micro', MasterUsername: 'admin', MasterUserPassword: 'Example-password-1', ...more });
  await rds.pass(301);
  return { ...rds, of: { DBInstanceIdentifier } };
}

it('is busy for a while after each change', async () => {
  const { ask, refusal, pass, of } = await withDatabase();
  await ask('ModifyDBInstance', { ...of, PubliclyAccessible: true });
  expect(await refusal('StopDBInstance', of)).toBe('InvalidDBInstanceStateFault');
  await pass(21);
  expect(await refusal('StopDBInstance', of)).toBe('done');
});

it('does not go while it is protected, nor without a word on its last snapshot', async () => {
  const { ask, refusal, pass, of } = await withDatabase({ DeletionProtection: true });
  expect(await refusal('DeleteDBInstance', { ...of, SkipFinalSnapshot: true })).toBe('InvalidParameterCombination');
  await ask('ModifyDBInstance', { ...of, DeletionProtection: false });
  await pass(21);
  expect(await refusal('DeleteDBInstance', of)).toBe('InvalidParameterCombination');
  await ask('DeleteDBInstance', { ...of, SkipFinalSnapshot: true });
  await pass(121);
  expect(await refusal('DescribeDBInstances', of)).toBe('DBInstanceNotFoundFault');
});

it('writes its events without the outer element, and never a password', async () => {
  const { ask, event, of } = await withDatabase();
  await ask('ModifyDBInstance', { ...of, MasterUserPassword: 'Example-password-2', PubliclyAccessible: true });
  expect(event('ModifyDBInstance')).toMatchObject({ request: { dBInstanceIdentifier: 'example', masterUserPassword: '****', publiclyAccessible: true }, response: { dBInstanceIdentifier: 'example', publiclyAccessible: true } });
});

it('shares what is encrypted with nobody under a key of AWS\'s', async () => {
  const { ask, refusal, of } = await withDatabase({ StorageEncrypted: true });
  await ask('CreateDBSnapshot', { ...of, DBSnapshotIdentifier: 'copy' });
  for (const value of ['all', '444455556666']) expect(await refusal('ModifyDBSnapshotAttribute', { DBSnapshotIdentifier: 'copy', AttributeName: 'restore', ValuesToAdd: [value] })).toBe('InvalidParameterValue');
});
