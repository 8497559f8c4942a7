// Names of IAM users in running text, in lists and in tables: by label, by quotation marks, by ARN, by place; never a word of the sentence.
import { columnsNamed } from './table.ts';

const NAME = '[\\w+=,.@-]{1,64}';
const OPEN = '["“”„«「『‘\'`]';
const CLOSE = '["“”»」』’\'`]';
const IAM_USER = 'IAM[ -]?(?:User|Benutzer|用户|使用者|ユーザー?|사용자)s?|(?:utilisateur|usuario|usuário|Benutzer) (?:de )?IAM';
const USER = `(?:${IAM_USER}|User)`;

const FORMS = [
  // belonging to IAM user "web"
  new RegExp(`(?:belong(?:s|ing) to|owned by) (?:the |an |your )?${USER}:? {0,2}${OPEN}?(?<name>${NAME})(?![\\w+=@\\u3040-\\u9fff])`, 'gi'),
  // IAM user "web", used with any sentence around it
  new RegExp(`(?<![A-Za-z])${USER}(?: ?names?| named| called)?[ :：]{0,3}${OPEN}(?<name>[^"“”»」』’'\`\\s]{1,64})${CLOSE}`, 'gi'),
  // "web" (IAM user)
  new RegExp(`${OPEN}(?<name>${NAME})${CLOSE} ?\\((?:an? |the )?(?:${IAM_USER})\\)`, 'gi'),
  // IAM user named web
  new RegExp(`(?<![A-Za-z])(?:${IAM_USER})(?: account)? (?:named|called|with the (?:user ?)?name) ${OPEN}?(?<name>${NAME})`, 'gi'),
  // … of the IAM user web in your account; … attached to the IAM user web.
  new RegExp(`(?<![A-Za-z])(?:for|of|from|by|to|with|as|on) (?:the |your |an )?IAM[ -]?User (?<name>${NAME})(?=[.,;:)\\]]?(?:$|[ )])(?! (?:guide|console|page|permissions?|credentials?|names?|accounts?)))`, 'gi'),
  // IAM user web has been used by …
  new RegExp(`(?<![A-Za-z])IAM[ -]?User (?<name>${NAME})(?= (?:has|was|may|might) )`, 'gi'),
  // IAM 用户 web 的 …
  new RegExp(`IAM ?(?:用户|使用者|ユーザー?|사용자)(?:名|명)? ?(?:为|為|是)? ?${OPEN}?(?<name>[A-Za-z0-9_+=,.@-]{1,64})`, 'g'),
  // an IAM user that you may not have approved: web
  /(?<![A-Za-z])IAM users?\b[^.:;\n]{5,90}\byou\b[^.:;\n]{0,60}: ["“'`]?(?<name>[\w+=,.@-]{1,64})/gi,
  /(?<![\w:])arn:aws[a-z-]{0,12}:iam::[\dxX*]{1,12}:user\/(?:[\x21-\x2b\x2d\x2e\x30-\x7e]{1,128}\/){0,6}(?<name>[\w+=,.@-]{1,64})/g,
];
// Without a mark around it, only what no language has as a word is taken for a name.
const BARE = new RegExp(`(?<![A-Za-z])IAM[ -]?User (?<name>${NAME})`, 'gi');
const LABEL = /(?:(?<![A-Za-z])(?:(?:affected |compromised |exposed |unauthori[sz]ed )?IAM[ -]?(?:User|Benutzer)(?: ?name)?s?|(?:utilisateur|usuario|usuário) (?:de )?IAM|(?:affected |compromised )?user ?names?|(?:affected|compromised) users?)|^[ \t*•>-]{0,8}users?|(?<=[(;,] ?)user|IAM ?(?:用户|使用者|ユーザー?|사용자)(?:名|名称|名稱|명| 이름)?|(?:用户名|使用者名稱|ユーザー名|사용자 ?이름|사용자 ?명))(?:\(s\))?[*_]{0,2} ?[:：=][*_]{0,2}\s{0,4}(?<rest>[^\n]{1,300})/gim;
const PLURAL = /(?<![A-Za-z])IAM users (?<rest>(?:["“'`]?[\w+=.@-]{1,64}["”'`]?)(?:, ["“'`]?[\w+=.@-]{1,64}["”'`]?){0,20},? and ["“'`]?[\w+=.@-]{1,64})/gi;
const COLUMN = /^(?:affected |compromised )?(?:IAM[ -]?)?user(?:[ -]?name)?s?$|^(?:IAM ?)?(?:用户|使用者|ユーザー|사용자)(?:名|名称|名稱| ?이름)?$/i;

const MENTION = /user|用户|使用者|ユーザー|사용자/i;

const WORDS = new Set(('a an the listed above below named name names account accounts access key keys with and or in is was are were has have had you your that who which whose policy policies role roles group groups '
  + 'credentials credential password passwords permissions permission page console guide for from on to of not may might can could should would will must associated belonging having created deleted attached '
  + 'none unknown null n/a na root if it its it’s this these those one ones any all other others each both new as at by be been being does do did when where before after until so but then than also only '
  + 'sign-in signin log-in login sign-on multi-factor long-term short-term last-used access-key user users interface identity identities resource resources activity level limit limits type types arn id ids '
  + 'currently recently immediately listed mentioned specified involved concerned referenced affected compromised using used through under within without against during because since while via per '
  + 'detached removed disabled enabled rotated called see please note no longer still now here there and/or admin-level').split(' '));

export interface FoundUsers { readonly users: readonly string[]; readonly masked: readonly string[] }

/** `text`: with its lines, for tables and lists. */
export function findUsers(text: string): FoundUsers {
  const flat = text.replace(/\s+/g, ' ');
  const named = FORMS.flatMap((form) => [...flat.matchAll(form)].map((match) => match.groups?.['name'] ?? ''));
  const bare = [...flat.matchAll(BARE)].map((match) => trim(match.groups?.['name'] ?? '')).filter((name) => /[\d_@+=-]|\w\.\w/.test(name));
  const lists = [...[...text.matchAll(LABEL)].map((match) => match.groups?.['rest'] ?? ''), ...[...flat.matchAll(PLURAL)].map((match) => match.groups?.['rest'] ?? '')];
  const cells = columnsNamed(text, COLUMN, MENTION).filter((cell) => ONE.test(cell));
  const names = [...new Set([...named, ...bare, ...lists.flatMap(listed), ...cells].map(trim))].filter(isName);
  return { users: names.filter((name) => !isMask(name)), masked: names.filter(isMask) };
}

const ONE = new RegExp(`^${OPEN}?${NAME}${CLOSE}?$`);

/** `alice, bob and carol`: until something stands there that is no name alone. */
function listed(rest: string): string[] {
  const parts = rest.split(/[,;、，]\s{1,3}|\s(?:and|und|et|y|e|&)\s|\t|\s\|\s?| {2,}/);
  const names: string[] = [];
  for (const part of parts.slice(0, 50)) {
    // The first word is the value of the label; what follows it is another label or a sentence.
    const [word = '', ...more] = part.trim().split(/[\s。；]+/).filter((one) => one !== '');
    const value = /^<.*>$/.test(part.trim()) ? part.trim() : word;
    if (value === '') continue;
    if (!ONE.test(value.replace(/[.,)\]]+$/, '')) && !isMask(value)) break;
    if (names.length > 0 && more.length > 0) break;
    names.push(value.replace(/[.,)\]]+$/, ''));
    if (more.length > 0) break;
  }
  return names;
}

const isName = (name: string): boolean => name !== '' && (/^[\x21-\x7e]+$/.test(name) || isMask(name)) && !WORDS.has(name.toLowerCase()) && !/^A[KS]IA[A-Z0-9]/.test(name) && !/^arn:|^https?:|^\d{1,2}$/.test(name);
const trim = (name: string): string => name.replace(/^["“”„«「『‘'`*]+/, '').replace(/["“”»」』’'`*]+$/, (end) => (end.startsWith('**') ? end : '')).replace(/[.,]+$/, '').replace(/^[.,]+/, '');
const isMask = (name: string): boolean => /^(.)\1{2,}$/.test(name) || /\*{2}|x{4}|X{4}|…|^[-_.]+$|redacted|^<|>$/i.test(name);
