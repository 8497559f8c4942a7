// The account's password policy, and whether a password follows it.
import {
  DeleteAccountPasswordPolicyCommand, GetAccountPasswordPolicyCommand, UpdateAccountPasswordPolicyCommand,
  type PasswordPolicy, type UpdateAccountPasswordPolicyCommandInput,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { noSuchEntity, validation } from './errors.ts';
import type { PasswordPolicyRecord } from './records.ts';
import { register, type IamService, type Nothing } from './register.ts';
import { iamState } from './state.ts';

const CLASSES = { lower: /[a-z]/, upper: /[A-Z]/, numbers: /[0-9]/, symbols: /[^A-Za-z0-9]/ } as const;
const AWS_MINIMUM = 8;
const AWS_CLASSES = 3;

/** What is wrong with it, in AWS's words; without a policy AWS's own default holds. */
export function passwordFault(password: string, policy: PasswordPolicyRecord | undefined): string | undefined {
  const has = (name: keyof typeof CLASSES): boolean => CLASSES[name].test(password);
  const minimum = policy?.minimumLength ?? AWS_MINIMUM;
  if (password.length < minimum) return `Password should have a minimum length of ${minimum}`;
  if (policy === undefined) {
    return (Object.keys(CLASSES) as (keyof typeof CLASSES)[]).filter(has).length < AWS_CLASSES ? 'Password does not conform to the account password policy.' : undefined;
  }
  if (policy.upper && !has('upper')) return 'Password should have at least one uppercase letter';
  if (policy.lower && !has('lower')) return 'Password should have at least one lowercase letter';
  if (policy.numbers && !has('numbers')) return 'Password should have at least one number';
  if (policy.symbols && !has('symbols')) return 'Password should have at least one symbol';
  return undefined;
}

const policyOut = (policy: PasswordPolicyRecord): PasswordPolicy => ({
  MinimumPasswordLength: policy.minimumLength, RequireSymbols: policy.symbols, RequireNumbers: policy.numbers, RequireUppercaseCharacters: policy.upper,
  RequireLowercaseCharacters: policy.lower, AllowUsersToChangePassword: policy.usersMayChange, ExpirePasswords: policy.maxAgeDays !== undefined,
  ...(policy.maxAgeDays === undefined ? {} : { MaxPasswordAge: policy.maxAgeDays }),
  ...(policy.reusePrevention === undefined ? {} : { PasswordReusePrevention: policy.reusePrevention }),
  ...(policy.hardExpiry === undefined ? {} : { HardExpiry: policy.hardExpiry }),
});

function between(value: number | undefined, member: string, least: number, most: number): void {
  if (value === undefined || (value >= least && value <= most)) return;
  throw validation(`1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value between ${least} and ${most}`);
}

/** Replaces the whole policy: what is not given falls back to its default. */
function update(input: UpdateAccountPasswordPolicyCommandInput, call: SimCall): Nothing {
  between(input.MinimumPasswordLength, 'minimumPasswordLength', 6, 128);
  between(input.MaxPasswordAge, 'maxPasswordAge', 1, 1_095);
  between(input.PasswordReusePrevention, 'passwordReusePrevention', 1, 24);
  iamState(call.account).passwordPolicy = {
    minimumLength: input.MinimumPasswordLength ?? 6, symbols: input.RequireSymbols ?? false, numbers: input.RequireNumbers ?? false,
    upper: input.RequireUppercaseCharacters ?? false, lower: input.RequireLowercaseCharacters ?? false, usersMayChange: input.AllowUsersToChangePassword ?? false,
    maxAgeDays: input.MaxPasswordAge, reusePrevention: input.PasswordReusePrevention, hardExpiry: input.HardExpiry,
  };
  return {};
}
function policyOf(call: SimCall): PasswordPolicyRecord {
  const policy = iamState(call.account).passwordPolicy;
  if (policy === undefined) throw noSuchEntity(`The Password Policy with domain name ${call.account.id} cannot be found.`);
  return policy;
}

export function addPasswordPolicy(iam: IamService): void {
  register(iam, GetAccountPasswordPolicyCommand, (_, call) => ({ PasswordPolicy: policyOut(policyOf(call)) }));
  register(iam, UpdateAccountPasswordPolicyCommand, update);
  register(iam, DeleteAccountPasswordPolicyCommand, (_, call) => {
    policyOf(call);
    iamState(call.account).passwordPolicy = undefined;
    return {};
  });
}
