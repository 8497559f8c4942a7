// Names of IAM users in running text: by label, by quotation marks, by ARN; never a word of the sentence.

const NAME = '[\\w+=,.@-]{1,64}';
const OPEN = '["“”„«「『‘\'`]';
const CLOSE = '["“”»」』’\'`]';
const USER = '(?:IAM[ -]?(?:User|Benutzer|用户|使用者|ユーザー?|사용자)s?|(?:utilisateur|usuario|usuário|Benutzer) (?:de )?IAM|User)';

const FORMS = [
  // belonging to IAM user "web"
  new RegExp(`belong(?:s|ing) to (?:the |an )?${USER}:? {0,2}${OPEN}?(?<name>${NAME})`, 'gi'),
  // IAM user "web", used with any sentence around it
  new RegExp(`(?<![A-Za-z])${USER}(?: ?names?)?[ :：]{0,3}${OPEN}(?<name>[^"“”»」』’'\`\\s]{1,64})${CLOSE}`, 'gi'),
  // IAMUser: web
  new RegExp(`(?<![A-Za-z])(?:IAM ?User(?: ?name)?s?|User ?name|IAM ?(?:用户|使用者|ユーザー?|사용자)(?:名|名称|名稱| 이름)?)(?:\\(s\\))? ?[:：=] {0,4}(?<name>${NAME})`, 'gi'),
  // … for the IAM User web with the exposed key
  new RegExp(`(?:for|of|from|by|to) (?:the |your )?IAM User (?<name>${NAME}) (?:with|and|using|was|has)`, 'gi'),
  /(?<![\w:])arn:aws[a-z-]{0,12}:iam::\d{12}:user\/(?:[\x21-\x2b\x2d\x2e\x30-\x7e]{1,128}\/){0,6}(?<name>[\w+=,.@-]{1,64})/g,
];
// Without a mark around it, only what no language has as a word is taken for a name.
const BARE = new RegExp(`(?<![A-Za-z])IAM User (?<name>${NAME})`, 'gi');

const WORDS = new Set(('a an the listed above below name names account accounts access key keys with and or in is was are were has have had you your that who which policy policies role roles group groups '
  + 'credentials credential password passwords permissions permission page console guide for from on to of by not may might can could should would will associated belonging having created deleted attached '
  + 'none unknown null n/a na root').split(' '));

export interface FoundUsers { readonly users: readonly string[]; readonly masked: readonly string[] }

export function findUsers(flat: string): FoundUsers {
  const named = FORMS.flatMap((form) => [...flat.matchAll(form)].map((match) => trim(match.groups?.['name'] ?? '')));
  const bare = [...flat.matchAll(BARE)].map((match) => trim(match.groups?.['name'] ?? '')).filter((name) => /[\d_@+=-]|\w\.\w/.test(name));
  const names = [...new Set([...named, ...bare])].filter((name) => name !== '' && !WORDS.has(name.toLowerCase()) && !/^A[KS]IA[A-Z0-9]/.test(name));
  return { users: names.filter((name) => !isMask(name)), masked: names.filter(isMask) };
}

const trim = (name: string): string => name.replace(/[.,]+$/, '').replace(/^[.,]+/, '');
const isMask = (name: string): boolean => /^(.)\1{2,}$/.test(name) || /\*{2}|x{4}|X{4}|…|^[-_.]+$|redacted|^<|>$/i.test(name);
