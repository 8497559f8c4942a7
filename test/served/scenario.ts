// leaked-key as these tests need it: on today's date, so that a client by its own clock finds the history; and with what only some accounts have.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedScenario } from '../../src/sim/scenario/find.ts';

interface Data { readonly account: object; readonly calls: readonly object[] }

/** Writes a scenario file and returns its path. */
export async function leakedKeyToday(dir: string, more: { readonly account?: object; readonly calls?: readonly object[] } = {}): Promise<string> {
  const data = (await shippedScenario('leaked-key')).data as Data;
  const path = join(dir, 'scenario.json');
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  writeFileSync(path, JSON.stringify({ ...data, now, account: { ...data.account, ...more.account }, calls: [...data.calls, ...more.calls ?? []] }));
  return path;
}

const ROOT_MAY_ASSUME = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' }] };
/** A Support plan, an old snapshot and a role that the operator may assume: without them some operations could only be refused. */
export const EVERYTHING = {
  account: { supportPlan: 'business' },
  calls: [
    { at: '-3h', as: 'alice', call: 'ec2:DescribeInstances', with: { InstanceIds: ['${web.Instances.0.InstanceId}'] }, save: 'webNow' },
    { at: '+1s', as: 'alice', call: 'ec2:CreateSnapshot', with: { VolumeId: '${webNow.Reservations.0.Instances.0.BlockDeviceMappings.0.Ebs.VolumeId}' } },
    { at: '+1s', as: 'alice', call: 'iam:CreateRole', with: { RoleName: 'auditor', AssumeRolePolicyDocument: ROOT_MAY_ASSUME } },
  ],
};
