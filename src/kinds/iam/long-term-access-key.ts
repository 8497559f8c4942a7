// Access keys of users that are in use: what uses each could have a role instead. Those older than a year first.
import { say } from '../../core/text.ts';
import { advice, daysSince, isUnused, OLD_DAYS } from '../advice.ts';
import { READS_KEY_USE, usedKeys, type UsedKey } from './parts/key-use.ts';

/** Never used yet is as good as in use: somebody has just made it. */
const nameOf = ({ id, userName, used }: UsedKey): string => `${id} (${[userName, ...(used ? [used.service, used.region, used.at.slice(0, 10)] : [])].filter((part) => part !== '' && part !== 'N/A').join(', ')})`;

export default advice({
  id: 'iam/long-term-access-key', title: say('Access keys that could be roles'), scope: 'global', reads: READS_KEY_USE,
  async *find(scan) {
    for (const key of await usedKeys(scan)) {
      if (isUnused(key.createdAt, key.used?.at, scan.now)) continue;
      yield { subject: nameOf(key), because: daysSince(key.createdAt, scan.now) >= OLD_DAYS
        ? say('Older than a year. Give what uses it a role (of the instance, the function, or the CI by OpenID Connect), deactivate it, and delete it when nothing misses it for a week.')
        : say('Give what uses it a role (of the instance, the function, or the CI by OpenID Connect): a role gives out keys that end by themselves.') };
    }
  },
});
