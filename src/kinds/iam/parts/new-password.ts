// Makes a password that the account's password policy accepts.
import { randomInt } from 'node:crypto';
import { GetAccountPasswordPolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import { ifThere } from '../../refusal.ts';

/** A number from 0 up to, not including, `below`. */
export type Pick = (below: number) => number;

// Without characters that are easily taken for one another (0 O, 1 l I), and only symbols that every shell and browser takes.
const CLASSES = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!@#%^*_+-='] as const;
const LENGTH = 24;

/** At least `length` characters, of all four classes. */
export function newPassword(length = LENGTH, pick: Pick = randomInt): string {
  const one = (from: string): string => from.charAt(pick(from.length));
  const characters: string[] = CLASSES.map(one);
  while (characters.length < length) characters.push(one(CLASSES.join('')));
  for (let i = characters.length - 1; i > 0; i--) {
    const j = pick(i + 1);
    [characters[i], characters[j]] = [characters[j] ?? '', characters[i] ?? ''];
  }
  return characters.join('');
}

/** The length that satisfies the account's policy; without a policy AWS wants 8. */
export async function passwordLength(client: IAMClient): Promise<number> {
  const found = await ifThere(client.send(new GetAccountPasswordPolicyCommand({})));
  return Math.max(LENGTH, found?.PasswordPolicy?.MinimumPasswordLength ?? 0);
}
