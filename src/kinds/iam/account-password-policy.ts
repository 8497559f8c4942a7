// What AWS demands of the passwords of IAM users. AWS takes the policy as a whole: what is not sent falls back to its default, so everything is read, merged and sent.
import { DeleteAccountPasswordPolicyCommand, GetAccountPasswordPolicyCommand, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import type { ReadAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say, type Text } from '../../core/text.ts';
import type { JsonObject, Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn, type Action, type HistoryEvent } from '../kind.ts';
import { isEvent, isForeign, lastOwn, objectIn, sdkNames } from '../recalling.ts';
import { ifThere, patiently } from '../refusal.ts';

/** As AWS takes it. What is absent is not set. */
export interface PasswordPolicy {
  readonly MinimumPasswordLength: number;
  readonly RequireSymbols: boolean;
  readonly RequireNumbers: boolean;
  readonly RequireUppercaseCharacters: boolean;
  readonly RequireLowercaseCharacters: boolean;
  readonly AllowUsersToChangePassword: boolean;
  readonly MaxPasswordAge?: number;
  readonly PasswordReusePrevention?: number;
  readonly HardExpiry?: boolean;
}
export interface AccountPasswordPolicy extends Resource {
  /** `null`: AWS's own default holds. */
  readonly policy: PasswordPolicy | null;
}

const CHANGED = ['iam:UpdateAccountPasswordPolicy', 'iam:DeleteAccountPasswordPolicy'] as const;
/** CIS AWS Foundations: at least 14 characters, none of the last 24 again. */
const LENGTH = 14;
const REUSE = 24;

async function see(aws: ReadAws): Promise<AccountPasswordPolicy> {
  const found = await ifThere((await aws.client('iam')).send(new GetAccountPasswordPolicyCommand({})));
  return { arn: ownArn('iam/account-password-policy', 'aws-global', aws.accountId, 'password-policy'), uid: aws.accountId, name: 'password-policy', region: 'aws-global', policy: found?.PasswordPolicy ? policyOf(found.PasswordPolicy) : null };
}
/** `ExpirePasswords` follows from the age and is not taken back; an age of 0 is refused, so it is left out. */
function policyOf(from: Partial<Record<keyof PasswordPolicy, number | boolean | undefined>>): PasswordPolicy {
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  const { MaxPasswordAge: age, PasswordReusePrevention: reuse, HardExpiry: hard } = from;
  return {
    MinimumPasswordLength: number(from.MinimumPasswordLength) || 6, RequireSymbols: from.RequireSymbols === true, RequireNumbers: from.RequireNumbers === true, RequireUppercaseCharacters: from.RequireUppercaseCharacters === true,
    RequireLowercaseCharacters: from.RequireLowercaseCharacters === true, AllowUsersToChangePassword: from.AllowUsersToChangePassword === true,
    ...(number(age) > 0 ? { MaxPasswordAge: number(age) } : {}), ...(number(reuse) > 0 ? { PasswordReusePrevention: number(reuse) } : {}), ...(typeof hard === 'boolean' ? { HardExpiry: hard } : {}),
  };
}

/** As it is, with nothing weaker than advised. Ages and hard expiry stay the owner's: they lock people out. */
function stronger(policy: PasswordPolicy | null): PasswordPolicy {
  return {
    ...policy, MinimumPasswordLength: Math.max(policy?.MinimumPasswordLength ?? 0, LENGTH), RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true, RequireLowercaseCharacters: true,
    // A user whose password was reset must be able to choose a new one.
    AllowUsersToChangePassword: true, PasswordReusePrevention: Math.max(policy?.PasswordReusePrevention ?? 0, REUSE),
  };
}
const plain = (policy: PasswordPolicy): JsonObject => ({ ...policy });
/** The owner's last, where a stranger has set another since. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const last = history.at(-1);
  const own = last && isForeign(last) ? lastOwn(history, () => true) : undefined;
  return own && isEvent(own, CHANGED[0]) && own.request ? { policy: sdkNames(own.request) } : undefined;
}
const wanted = ({ aim, policy }: AccountPasswordPolicy): PasswordPolicy => { const own = objectIn(aim?.['policy']); return stronger(own ? policyOf(own) : policy); };
const isStrong = ({ policy }: AccountPasswordPolicy): boolean => policy !== null && Object.entries(stronger(policy)).every(([name, value]) => policy[name as keyof PasswordPolicy] === value);

function weakness({ policy }: AccountPasswordPolicy): Text {
  if (policy === null) return say('No password policy is set: AWS takes any password of 8 characters, also one that was used before.');
  return say('Passwords of IAM users may have {{length}} characters, and the policy does not demand all that AWS advises.', { length: policy.MinimumPasswordLength });
}

const strengthen: Action<AccountPasswordPolicy> = {
  operations: ['iam:UpdateAccountPasswordPolicy', 'iam:DeleteAccountPasswordPolicy'],
  title: () => say('Demand passwords of at least {{length}} characters with all four classes, none of the last {{reuse}} again', { length: LENGTH, reuse: REUSE }),
  breaks: ({ policy }) => (policy?.HardExpiry === true
    ? say('It holds for new passwords; those that users have go on working. Hard expiry is on and stays: a user whose password expires needs an administrator.')
    : say('It holds for new passwords; those that users have go on working until they are changed.')),
  calls: (r) => [globalCall('iam:UpdateAccountPasswordPolicy', plain(wanted(r)))],
  undoCalls: (before) => [before.policy ? globalCall('iam:UpdateAccountPasswordPolicy', plain(before.policy)) : globalCall('iam:DeleteAccountPasswordPolicy', {})],
  done: (now) => now?.policy != null && canonical(plain(now.policy)) === canonical(plain(wanted(now))),
  apply: async (aws, r, deed) => {
    const client = await aws.client('iam');
    await patiently(deed, () => client.send(new UpdateAccountPasswordPolicyCommand(wanted(r))));
  },
  undo: async (aws, before, _, deed) => {
    const client = await aws.client('iam');
    const { policy } = before;
    await patiently(deed, async () => { await (policy ? client.send(new UpdateAccountPasswordPolicyCommand(policy)) : ifThere(client.send(new DeleteAccountPasswordPolicyCommand({})))); });
  },
  undoReopens: true,
};

export default defineKind<AccountPasswordPolicy>({
  id: 'iam/account-password-policy', version: 1, title: say('Password policy'), scope: 'global', role: 'setting',
  reads: ['iam:GetAccountPasswordPolicy'],
  async *list({ aws }) { yield await see(aws); },
  look: async (aws, rs) => {
    const now = await see(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
  traces: { ids: () => CHANGED, created: [], changed: CHANGED },
  recall: (_, history) => recall(history),
  judge: (r, { attributed }) => {
    if (isStrong(r)) return attributed && { verdict: 'benign', techniques: attributed.techniques, because: say('It was changed, and is again as AWS advises.') };
    return attributed ?? { verdict: 'weak', techniques: [], because: weakness(r) };
  },
  actions: { contain: strengthen, harden: strengthen },
});
