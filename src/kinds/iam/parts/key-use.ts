// Active access keys of users with the last request that each signed, read once a scan.
import { GetAccessKeyLastUsedCommand, type IAMClient } from '@aws-sdk/client-iam';
import { failureOf } from '../../../aws/errors.ts';
import type { Arn, Instant, Operation } from '../../../core/types.ts';
import { inParallel } from '../../in-parallel.ts';
import type { Scan } from '../../kind.ts';
import { READS_DETAILS } from './authorization-details.ts';
import { keysOf, ofEachUser, type KeyDetail } from './user-credentials.ts';

export interface KeyUse { readonly at: Instant; readonly service: string; readonly region: string }
export interface UsedKey extends KeyDetail { readonly userName: string; readonly owner: Arn; /** `null`: never. */ readonly used: KeyUse | null }
export const READS_KEY_USE: readonly Operation[] = [...READS_DETAILS, 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'];

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html: without a date it was never used since AWS looks. */
export async function useOf(client: IAMClient, AccessKeyId: string): Promise<KeyUse | null> {
  const { AccessKeyLastUsed: used } = await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
  return used?.LastUsedDate ? { at: used.LastUsedDate.toISOString(), service: used.ServiceName ?? '', region: used.Region ?? '' } : null;
}

interface Asked { readonly keys: readonly UsedKey[]; /** Set where AWS told the use of no key at all. */ readonly refused?: unknown }

/** One whose use AWS does not tell is left out: nothing can be said of it. Where AWS tells it of none, that is a gap. */
export async function usedKeys(scan: Scan): Promise<readonly UsedKey[]> {
  const { keys, refused } = await scan.once('iam/key-use', () => askAll(scan));
  if (refused !== undefined) scan.gap('iam:GetAccessKeyLastUsed', refused);
  return keys;
}
async function askAll(scan: Scan): Promise<Asked> {
  const client = await scan.aws.client('iam');
  const all = (await ofEachUser(scan, 'iam:ListAccessKeys', keysOf)).flatMap(({ user, has }) => has.filter((key) => key.status === 'Active').map((key) => ({ ...key, userName: user.userName, owner: user.arn })));
  const denials: unknown[] = [];
  const asked = await inParallel(all, 8, async (key) => {
    try {
      return [{ ...key, used: await useOf(client, key.id) }];
    } catch (error) {
      // AWS denies it for a key that is gone, too.
      if (!['denied', 'not-found'].includes(failureOf(error).class)) throw error;
      denials.push(error);
      return [];
    }
  });
  return { keys: asked.flat(), ...(all.length > 0 && denials.length === all.length ? { refused: denials[0] } : {}) };
}
