// Saves a user as AWS shows it, complete, before anything of it is deleted. Secrets are not among it: AWS shows none.
import { GetAccessKeyLastUsedCommand, GetUserCommand } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../../aws/session.ts';
import { failed } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import type { Operation } from '../../../core/types.ts';
import type { Deed } from '../../kind.ts';
import { inParallel } from '../../in-parallel.ts';
import { READS_USER, readUser } from './principal-reads.ts';
import { credentialsOf, READS_CREDENTIALS } from './user-credentials.ts';

export const READS_EVIDENCE: readonly Operation[] = [...READS_USER, ...READS_CREDENTIALS, 'iam:GetAccessKeyLastUsed'];

/** One JSON file: the user, all credentials' metadata with their last use, policies with their text, groups, boundary, tags. Marks the deed `kept`. */
export async function keepUser(aws: ChangeAws, userName: string, file: string, deed: Deed): Promise<void> {
  const client = await aws.client('iam');
  const [detail, found] = await Promise.all([readUser(client, userName), client.send(new GetUserCommand({ UserName: userName }))]);
  if (!detail) throw failed(say('User {{user}} is gone, so nothing of it could be saved.', { user: userName }));
  const credentials = await credentialsOf(client, userName);
  const keys = await inParallel(credentials.keys, 4, async (key) => ({ ...key, lastUsed: (await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.id }))).AccessKeyLastUsed ?? null }));
  const user = { ...detail, passwordLastUsed: found.User?.PasswordLastUsed ?? null, credentials: { ...credentials, keys } };
  await deed.keep(file, `${JSON.stringify(user, null, 2)}\n`, { operation: 'iam:GetUser', requestId: found.$metadata.requestId });
  await deed.making('kept', file);
}
