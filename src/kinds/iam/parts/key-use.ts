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

/** One whose use AWS does not tell is left out: nothing can be said of it. */
export const usedKeys = (scan: Scan): Promise<readonly UsedKey[]> => scan.once('iam/key-use', async () => {
  const client = await scan.aws.client('iam');
  const all = (await ofEachUser(scan, 'iam:ListAccessKeys', keysOf)).flatMap(({ user, has }) => has.filter((key) => key.status === 'Active').map((key) => ({ ...key, userName: user.userName, owner: user.arn })));
  const asked = await inParallel(all, 8, async (key) => {
    try {
      return [{ ...key, used: await useOf(client, key.id) }];
    } catch (error) {
      // AWS denies it for a key that is gone, too.
      if (!['denied', 'not-found'].includes(failureOf(error).class)) throw error;
      return [];
    }
  });
  return asked.flat();
});
