// Who may change IAM by its own policies or its groups': contained first, since whoever is left can take the others' denies away.
import type { Arn } from '../../../core/types.ts';
import type { AccountDetails, InlinePolicy, ManagedPolicy } from './authorization-details.ts';
import { allowedBy } from './denied-by.ts';

interface Held { readonly inline: readonly InlinePolicy[]; readonly attached: readonly ManagedPolicy[]; readonly groups?: readonly string[] }

/** Each lets its holder take a deny away, or come in as somebody else. */
const CHANGES = ['iam:DeleteUserPolicy', 'iam:DeleteRolePolicy', 'iam:PutUserPolicy', 'iam:AttachUserPolicy', 'iam:CreateUser', 'iam:CreateAccessKey', 'iam:UpdateAssumeRolePolicy'] as const;
const OF_AWS = /:aws:policy\/(AdministratorAccess|IAMFullAccess)$/;
const allows = (document: string): boolean => allowedBy(document, CHANGES).length > 0;

/** By what the policies allow at most: boundaries and conditions are not weighed. */
export function governing({ groups, policies }: Pick<AccountDetails, 'groups' | 'policies'>): (one: Held) => boolean {
  const own = new Set<Arn>(policies.filter(({ versions, defaultVersion }) => versions.some((v) => v.id === defaultVersion && allows(v.document))).map(({ arn }) => arn));
  const mayItself = ({ inline, attached }: Held): boolean => attached.some(({ arn }) => OF_AWS.test(arn) || own.has(arn)) || inline.some(({ document }) => allows(document));
  const names = new Set(groups.filter(mayItself).map(({ groupName }) => groupName));
  return (one) => mayItself(one) || (one.groups ?? []).some((name) => names.has(name));
}
/** As a listed session carries it. */
export const asGoverning = (may: boolean): { readonly seen?: { readonly changesIam: true } } => (may ? { seen: { changesIam: true } } : {});
