// Decides what kind of message it is, in which language, and whether it is a notice at all.
import type { NoticeKind, NoticeLanguage } from './claims.ts';
import type { DemandId } from './claims.ts';
import { CONDITION, CONDITION_AFTER, PHRASES } from './phrase.ts';
import type { Signal } from './phrase.ts';
import { sensed } from './sense.ts';
import { voiceOf } from './voice.ts';
import type { Voice } from './voice.ts';

export interface Classified {
  readonly kind: NoticeKind;
  readonly isNotice: boolean;
  readonly language: NoticeLanguage;
  readonly settled: boolean;
}

/** What the identifiers say in every language. */
export interface Tokens {
  readonly keys: number;
  /** Key ids that were blotted out: they name nobody, but say what it is about. */
  readonly maskedKeys: number;
  readonly policies: number;
  readonly users: number;
  /** Rows of activity with a time or an address. */
  readonly events: number;
  /** An address outside of AWS where the key may lie. */
  readonly exposedUrl: boolean;
  /** The account or the case is named. */
  readonly addressed: boolean;
  readonly demands: readonly DemandId[];
  readonly sentByAws: boolean;
}

interface Heard { readonly signals: ReadonlySet<Signal>; readonly languages: ReadonlyMap<NoticeLanguage, number> }

const LONGEST = 300_000;

/** `flat`: subject and body on one line; `text`: with its lines. */
export function classify(flat: string, text: string, tokens: Tokens): Classified {
  const heard = hear(flat.slice(0, LONGEST));
  const signals = new Set([...heard.signals, ...sensed(text.slice(0, LONGEST))]);
  const language = languageOf(heard, text);
  const settled = signals.has('settled');
  const voice = voiceOf({ text, sentByAws: tokens.sentByAws, demands: tokens.demands, addressed: tokens.addressed });
  const kind = kindOf(signals, structure(tokens, voice), tokens.keys > 0);
  if (voice.alert || voice.other > voice.letter) return { kind: 'other', isNotice: false, language, settled: false };
  const named = tokens.keys + tokens.maskedKeys + tokens.policies + tokens.users > 0 || tokens.addressed || tokens.exposedUrl;
  // Words alone, said to nobody about nothing: an article.
  if (voice.letter === 0 && !named && kind !== 'abuse-report') return { kind: 'other', isNotice: false, language, settled: false };
  if (kind === undefined) return { kind: 'other', isNotice: settled && /\bAWS\b|Amazon/i.test(flat), language, settled };
  return { kind, isNotice: true, language, settled };
}

function hear(flat: string): Heard {
  const signals = new Set<Signal>();
  const languages = new Map<NoticeLanguage, number>();
  for (const { signal, language, pattern } of PHRASES) {
    for (const match of flat.matchAll(pattern)) {
      if (isConditional(flat, match.index, match[0])) continue;
      signals.add(signal);
      languages.set(language, (languages.get(language) ?? 0) + match[0].length);
    }
  }
  return { signals, languages };
}

function isConditional(flat: string, at: number, matched: string): boolean {
  return CONDITION.test(flat.slice(Math.max(0, at - 80), at)) || CONDITION_AFTER.test(flat.slice(at + matched.length, at + matched.length + 60));
}

type Shown = 'exposed-key' | 'compromised-key' | undefined;

// The first that applies. A report of abuse also speaks of compromise; a second notice repeats the first.
function kindOf(heard: ReadonlySet<Signal>, shown: Shown, namesKey: boolean): NoticeKind | undefined {
  const has = (...wanted: readonly Signal[]): boolean => wanted.some((signal) => heard.has(signal));
  const compromised = shown !== undefined || has('exposed-key', 'compromised-key', 'compromised-account', 'unauthorized-user', 'quarantined');
  if (has('abuse') && shown === undefined && !has('exposed-key', 'compromised-key', 'quarantined')) return 'abuse-report';
  if (has('suspended') || (has('second-notice') && compromised)) return 'suspended-or-second-notice';
  // A stranger who is root has the account, whatever keys are named beside it.
  if (has('root-used') && has('compromised-account')) return 'compromised-account';
  return aboutKey(heard, shown) ?? aboutAccount(heard, shown, namesKey);
}

function aboutKey(heard: ReadonlySet<Signal>, shown: Shown): NoticeKind | undefined {
  if (heard.has('exposed-key')) return 'exposed-key';
  if (heard.has('compromised-key')) return 'compromised-key';
  if (heard.has('quarantined')) return 'exposed-key';
  // A key beside a list of what was done with it says in any language what the message is about.
  return shown === 'compromised-key' ? shown : undefined;
}

function aboutAccount(heard: ReadonlySet<Signal>, shown: Shown, namesKey: boolean): NoticeKind | undefined {
  if (heard.has('unauthorized-user')) return 'unauthorized-user';
  if (shown !== undefined) return shown;
  if (heard.has('compromised-account')) return namesKey ? 'compromised-key' : 'compromised-account';
  return heard.has('case-opened') ? 'compromised-account' : undefined;
}

/** What identifiers and demands say together where no sentence was understood. Only in what sounds like a letter. */
function structure(tokens: Tokens, voice: Voice): Shown {
  const { keys, maskedKeys, policies, users, events } = tokens;
  if (voice.letter < 1 || voice.other >= voice.letter) return undefined;
  if (keys > 0 && events > 0) return 'compromised-key';
  if (policies > 0 && keys + maskedKeys + users > 0) return 'exposed-key';
  return keys + maskedKeys > 0 && asksForKey(tokens, voice) ? 'exposed-key' : undefined;
}

function asksForKey({ keys, exposedUrl, addressed, demands }: Tokens, voice: Voice): boolean {
  if (keys > 0 && exposedUrl) return demands.length > 0;
  if (!demands.some((id) => id === 'rotate-key' || id === 'delete-key')) return false;
  return (keys > 0 && addressed && demands.length > 1) || (demands.length > 2 && voice.letter > 3);
}

/** The language of the sentences that said it, else of the writing. */
function languageOf(heard: Heard, text: string): NoticeLanguage {
  const [loudest] = [...heard.languages].sort((a, b) => b[1] - a[1]);
  if (loudest !== undefined) return loudest[0].startsWith('zh') ? chineseOf(text) : loudest[0];
  return writtenLanguage(text.slice(0, LONGEST));
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;
const chineseOf = (text: string): NoticeLanguage => count(text, /[帳戶鑰權證國應問請後時實]/g) > count(text, /[账户钥权证国应问请后时实]/g) ? 'zh-TW' : 'zh-CN';

const EUROPEAN_WORDS: readonly (readonly [NoticeLanguage, RegExp])[] = [
  ['de', /\b(?:und|der|die|das|Ihr|Ihre|nicht|wurde|bitte|Konto)\b/gi],
  ['fr', /\b(?:et|le|les|des|votre|vous|été|compte|veuillez)\b/gi],
  ['es', /\b(?:el|los|las|su|cuenta|usted|para|por|ha)\b/gi],
  ['pt', /\b(?:os|sua|conta|você|para|foi|não|uma)\b/gi],
  ['en', /\b(?:the|and|your|you|to|of|has|have|we)\b/gi],
];

function writtenLanguage(text: string): NoticeLanguage {
  const kana = count(text, /[\u3041-\u30ff]/g);
  const hangul = count(text, /[\uac00-\ud7a3]/g);
  const han = count(text, /[\u4e00-\u9fff]/g);
  if (hangul > 20 && hangul >= kana) return 'ko';
  if (kana > 20) return 'ja';
  if (han > 20) return chineseOf(text);
  const [most] = EUROPEAN_WORDS.map(([language, words]) => [language, count(text, words)] as const).sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] > 2 ? most[0] : 'en';
}
