// AWS's identifiers in running text: keys, accounts, cases, ARNs, resource and policy names. Masked ones are kept apart.

export interface Identifiers {
  readonly accessKeyIds: readonly string[];
  readonly policyNames: readonly string[];
  readonly resources: readonly string[];
  readonly masked: readonly string[];
}
const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** AWS's documentation uses these two; nobody's account has them. */
export const DOCUMENTATION_KEYS: readonly string[] = ['AKIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE'];
/** The account of AWS's examples, and the favourite stand-in of people who blot out theirs. */
export const STAND_IN_ACCOUNT = '123456789012';

const KEY_LIKE = /(?<![A-Za-z0-9])A[KS]IA[A-Za-z0-9*•●…#_.-]{1,60}/g;
const BLOTTED = /[*•●…#_]|\.{2}|([A-Z0-9])\1{4}|(?:XX){2}|xx|REDACT|REMOVED|HIDDEN|YOUR|PLACEHOLDER/i;

/** What begins like a key id: a real one, a blotted one, or (undefined) just a word. */
function readKey(written: string): { real?: string; masked?: string } {
  const run = /^[A-Z0-9]+/.exec(written)?.[0] ?? '';
  const rest = written.slice(run.length);
  if (run.length === 20 && !BLOTTED.test(run) && !/^[a-z*•●…#_]|^\.{2}/i.test(rest)) return { real: run };
  if (run.length > 4 || BLOTTED.test(rest)) return { masked: written.replace(/[.-]$/, '') };
  return {};
}

const MASKS = [
  /(?<![\w*])\*{3,40}(?:\d{2,5})?(?![\w*])/g,
  /(?<![A-Za-z0-9])(?:x{3,40}|X{4,40})(?![A-Za-z0-9])/g,
  /(?<![\w.])\d{1,3}(?:\.(?:\d{1,3}|x{1,3}|X{1,3}|\*{1,3})){2}\.(?:x{1,3}|X{1,3}|\*{1,3})(?![\w.])/g,
  /(?<![\w-])(?:i|vol|sg|ami|snap|eni|subnet|vpc)-([a-z0-9])\1{4,20}(?!\w)/g,
  /[[(<]?\bREDACTED\b[\])>]?/g,
  /<(?!https?:)[A-Za-z][A-Za-z0-9 _-]{1,60}>/g,
  /(?<![\w$])\$\{?[A-Za-z][A-Za-z0-9_.]{2,40}\}?/g,
  /\{\{ ?[A-Za-z][A-Za-z0-9_. ]{1,40}\}\}/g,
];

const QUARANTINE = /AWSCompromisedKeyQuarantine(?:V\d{1,3})?(?!\w)|AWSExposedCredentialPolicy_DO_NOT_REMOVE/g;
/** AWS attaches these to a user whose key leaked; V1 to V4 are known, later ones will be named alike. */
export const isQuarantinePolicy = (name: string): boolean => /^(?:AWSCompromisedKeyQuarantine(?:V\d{1,3})?|AWSExposedCredentialPolicy_DO_NOT_REMOVE)$/.test(name);

const ARN = /(?<![\w:])arn:aws[a-z-]{0,12}:[a-z0-9-]{1,40}:[a-z0-9-]{0,30}:(?:\d{12}|aws)?:[^\s"'<>()[\]{},;|，。、）”’$#?]{1,512}/g;
const RESOURCE = /(?<![\w-])(?:i|vol|snap|ami|sg|eni|subnet|vpc|igw|eipalloc|lt|acl|rtb)-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\w-])/g;

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[0]);

export function findIdentifiers(text: string): Identifiers {
  const keys = all(text, KEY_LIKE).map(readKey);
  const masks = MASKS.flatMap((pattern) => all(text, pattern)).filter((mask) => !/^<\/?(?:a|b|i|p|br|div|span|td|tr|th|li|ul|strong|em)>$/i.test(mask));
  const resources = [...all(text, ARN).map((arn) => arn.replace(/[.:*]+$/, '')), ...all(text, RESOURCE).filter((id) => !/-([0-9a-f])\1{7}/.test(id))];
  return {
    accessKeyIds: unique(keys.flatMap((key) => key.real ?? [])),
    policyNames: unique(all(text, QUARANTINE)),
    resources: unique(resources.filter((arn) => !arn.endsWith('/') && !arn.includes('::aws:policy/'))),
    masked: unique([...keys.flatMap((key) => key.masked ?? []), ...masks]),
  };
}

const ACCOUNT_WORD = '(?:AWS ID|accounts?(?: ?IDs?| ?numbers?)?|账户|帐户|账号|帳戶|帳號|アカウント|계정|Konto(?:nummer|-ID)?|compte|cuenta|conta)';
const ACCOUNT_NUMBER = '(?<id>\\d{4}-\\d{4}-\\d{4}|\\d{4} \\d{4} \\d{4}|\\d{12})(?![\\w-]|\\.\\d)';
const ACCOUNT_FORMS = [
  new RegExp(`(?<![A-Za-z])${ACCOUNT_WORD}[^\\d\\n]{0,24}?${ACCOUNT_NUMBER}`, 'gi'),
  new RegExp(`(?<![\\w./:=-])${ACCOUNT_NUMBER} ?(?:account|账户|帳戶|アカウント|계정)`, 'gi'),
  new RegExp(`\\barn:aws[a-z-]{0,12}:[a-z0-9-]{1,40}:[a-z0-9-]{0,30}:(?<id>\\d{12}):`, 'g'),
  new RegExp(`https://(?<id>\\d{12})\\.signin\\.`, 'g'),
];
/** The long form of a case id holds the account that it is about. */
const IN_CASE = /(?<![\w-])case-(\d{12})-[a-z0-9]{2,20}-\d{4}-/gi;
const SHORT_ACCOUNT = new RegExp(`(?<![A-Za-z])${ACCOUNT_WORD}[ :#：(]{0,6}(?<id>\\d{6,11}|\\d{13,14})(?!\\d)`, 'gi');

export interface FoundAccount { readonly accountId: string | null; readonly others: readonly string[]; readonly masked: readonly string[] }

/** Twelve digits beside a word that says account, else in an ARN. A phone or case number is no account. */
export function findAccount(flat: string): FoundAccount {
  const inCase = [...flat.matchAll(IN_CASE)].map((match) => match[1] ?? '');
  const found = unique([...ACCOUNT_FORMS.flatMap((form) => [...flat.matchAll(form)].filter((match) => !namesCase(match[0])).map((match) => (match.groups?.['id'] ?? '').replace(/[- ]/g, ''))), ...inCase]);
  const real = found.filter((id) => id !== STAND_IN_ACCOUNT);
  const short = [...flat.matchAll(SHORT_ACCOUNT)].map((match) => match.groups?.['id'] ?? '');
  return { accountId: real[0] ?? null, others: real.slice(1), masked: unique([...found.filter((id) => id === STAND_IN_ACCOUNT), ...short]) };
}
const namesCase = (context: string): boolean => /\bcase|案例|ケース|케이스|사례|Fall|caso\b/i.test(context);

const CASE_FORMS = [
  /\bdisplayId(?:=|%3D)(\d{8,18})(?!\d)/gi,
  /(?:\bcase|案例|工单|ケース|お問い合わせ|케이스|사례|\bFall(?:nummer)?|\bcaso|\bdossier)(?: ?(?:ID|number|no\.?|番号|编号|編號|번호))?[ :#：=[\]]{0,4}(\d{8,18})(?![\d-])/gi,
  /(?<![\w-])(case-\d{12}-[a-z0-9]{2,20}-\d{4}-[0-9a-f]{8,40})(?![\w-])/gi,
];

/** The number that people see, before the long form that only programs use. */
export function findCase(flat: string): string | null {
  for (const form of CASE_FORMS) {
    const id = [...flat.matchAll(form)][0]?.[1];
    if (id !== undefined) return id;
  }
  return null;
}
