// What to harden first: ordered by what this case showed, each theme with one sentence why.
import { say, type Text } from '../../core/text.ts';
import type { Finding, KindId } from '../../core/types.ts';
import type { Kind } from '../../kinds/kind.ts';

export interface Theme<T> { readonly id: string; readonly title: Text; readonly why: Text; readonly of: readonly T[] }

/** What the case showed, as far as it decides what matters now. */
export interface Showed {
  /** Where the credentials leaked, in the operator's word: `repository`, `laptop`, `phishing`, `server`, `unknown`; undefined where nobody was asked. */
  readonly leak: string | undefined;
  readonly signedIn: boolean;
  readonly machines: boolean;
  readonly guards: boolean;
  readonly data: boolean;
}
export function showed(findings: readonly Finding[], kinds: ReadonlyMap<KindId, Kind>, leak: string | undefined): Showed {
  const bad = findings.filter((f) => f.about === 'resource' && f.verdict === 'malicious').flatMap((f) => (f.about === 'resource' ? [f.kind] : []));
  const hasRole = (...roles: readonly Kind['role'][]): boolean => bad.some((id) => { const role = kinds.get(id)?.role; return role !== undefined && roles.includes(role); });
  return { leak, signedIn: bad.includes('iam/login-profile') || leak === 'phishing', machines: hasRole('machine', 'respawner'), guards: hasRole('guard'), data: hasRole('data') };
}

interface Topic {
  readonly id: string;
  readonly title: Text;
  /** Kinds by id or by what it begins with. */
  readonly of: readonly string[];
  readonly usual: Text;
  /** A stronger reason, out of this case: it comes first. */
  pressing(showed: Showed): Text | undefined;
}

/** In the order in which they matter where the case says nothing else. */
const TOPICS: readonly Topic[] = [
  {
    id: 'people', title: say('People: a second factor, better passwords'), of: ['iam/user-mfa', 'iam/account-password-policy', 'iam/login-profile', 'iam/unused-password', 'iam/account-alias'],
    usual: say('A password alone is what most break-ins begin with.'),
    pressing: ({ signedIn, leak }) => (leak === 'phishing' ? say('A password was given away here: with MFA it would not have been enough.') : signedIn ? say('The stranger had a console password here: with MFA it would not have been enough.') : undefined),
  },
  {
    id: 'keys', title: say('Keys and trust: fewer long-term credentials'), of: ['iam/'],
    usual: say('A key that does not exist cannot leak.'),
    pressing: ({ leak }) => (leak === 'repository' || leak === 'server' || leak === 'laptop' ? say('A long-term key leaked here: roles give out keys that end by themselves.') : undefined),
  },
  {
    id: 'watching', title: say('Watching: see the next one at once'), of: ['cloudtrail/', 'guardduty/', 'access-analyzer/', 'securityhub/', 'config/', 'events/', 'sns/', 'cloudwatch/', 'logs/', 'bedrock/'],
    usual: say('What nobody records, nobody can look at afterwards.'),
    pressing: ({ guards }) => (guards ? say('The stranger switched off what watches this account.') : undefined),
  },
  {
    id: 'data', title: say('Data: closed and encrypted by default'), of: ['s3/', 'ec2/ebs-encryption-by-default', 'ec2/snapshot-block-public-access', 'ec2/image-block-public-access', 'rds/', 'kms/', 'secretsmanager/', 'dynamodb/', 'backup/'],
    usual: say('One setting for the whole account holds also where somebody forgets it.'),
    pressing: ({ data }) => (data ? say('The stranger changed who can reach data of this account.') : undefined),
  },
  {
    id: 'machines', title: say('Machines: no credentials for whoever asks'), of: ['ec2/', 'lambda/', 'ssm/'],
    usual: say('With version 1 of the metadata service, a page that a server fetches can hand out the keys of its role.'),
    pressing: ({ machines }) => (machines ? say('The stranger ran machines or code here.') : undefined),
  },
  {
    id: 'money', title: say('Money: hear of it before the bill'), of: ['budgets/', 'ce/', 'servicequotas/', 'savingsplans/'],
    usual: say('A budget that writes to you is the cheapest alarm there is.'),
    pressing: ({ machines }) => (machines ? say('The stranger ran machines or code at your cost: a budget would have written to you within a day.') : undefined),
  },
  {
    id: 'organization', title: say('Organization: what holds every member'), of: ['organizations/'],
    usual: say('What holds an account from outside, a stranger in it cannot take back.'), pressing: () => undefined,
  },
  { id: 'account', title: say('Account: AWS can reach you'), of: [''], usual: say('AWS writes to these addresses when it sees a leak.'), pressing: () => undefined },
];

/** Themes with something to do; those that this case makes pressing come first. */
export function prioritised<T extends { readonly kind: KindId }>(items: readonly T[], facts: Showed): readonly Theme<T>[] {
  const topicOf = (kind: string): Topic | undefined => TOPICS.find((t) => t.of.includes(kind)) ?? TOPICS.find((t) => t.of.some((prefix) => (prefix.endsWith('/') || prefix === '') && kind.startsWith(prefix)));
  const themes = TOPICS.flatMap((topic) => {
    const of = items.filter((one) => topicOf(one.kind) === topic);
    return of.length === 0 ? [] : [{ id: topic.id, title: topic.title, pressing: topic.pressing(facts), usual: topic.usual, of }];
  });
  return [...themes.filter((t) => t.pressing), ...themes.filter((t) => !t.pressing)].map(({ id, title, pressing, usual, of }) => ({ id, title, why: pressing ?? usual, of }));
}
