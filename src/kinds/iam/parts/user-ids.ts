// Which user a name means now: one made anew under an old name is another user.
import { GetUserCommand } from '@aws-sdk/client-iam';
import type { ReadAws } from '../../../aws/session.ts';
import { inParallel } from '../../in-parallel.ts';
import { ifThere } from '../../refusal.ts';

/** The users' unique ids by name; `undefined` for names that nobody has. */
export async function userIds(aws: ReadAws, names: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
  const client = await aws.client('iam');
  return new Map(await inParallel([...new Set(names)], 8, async (name) => [name, (await ifThere(client.send(new GetUserCommand({ UserName: name }))))?.User?.UserId] as const));
}
