// Every kind of which a stranger's thing can be made or changed says which techniques that is, as `kinds` tells.
import { expect, test } from 'vitest';
import { KIND_IDS } from '../../src/kinds/catalog.ts';
import { techniquesOf } from '../../src/kinds/techniques.ts';

/** Of these nothing is a stranger's: they advise the owner, set what was never set, or write to AWS. */
const POSTURE = /^iam\/(unused|long-term|open-trust)|-secret$|-by-default$|block-public-access$|^ec2\/instance-metadata|^events\/account-alarm|^sts\/caller|^support\/case/;

test('each has techniques, with the ids of ATT&CK; what only advises has none', () => {
  expect(KIND_IDS.filter((id) => techniquesOf(id).length === 0 && !POSTURE.test(id))).toEqual([]);
  expect(KIND_IDS.flatMap(techniquesOf).filter((id) => !/^T1\d{3}(\.\d{3})?$/.test(id))).toEqual([]);
});
test.each([['iam/access-key', 'T1098.001'], ['iam/role', 'T1136.003'], ['ec2/traffic-mirror-session', 'T1040'], ['s3/bucket-replication', 'T1537'], ['eks/access-entry', 'T1098.006']] as const)('%s is %s', (kind, technique) => {
  expect(techniquesOf(kind)).toContain(technique);
});
