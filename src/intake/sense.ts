// What the English sentences of a message claim, by the words that stand together in one sentence and not by phrases: AWS rewrites its letters.
import type { Signal } from './phrase.ts';
import { sentencesOf } from './sentence.ts';

const KEY = /\b(?:access|secret|security|AWS|IAM|API) keys?\b|\bkeys? (?:below|above|listed|pair)|\bcredentials?\b|\bA[KS]IA[A-Z0-9]{16}\b/i;
const PUBLIC = /\b(?:public(?:ly|ised|ized)?|expos(?:ed|ure)|leak(?:ed|age)?|online|internet|published|disclosed|posted|in the open|any(?:one|body)|everyone|everybody|visible to|world[- ]readable|open repositor(?:y|ies)|paste ?bin|committed to)\b/i;
const STRANGER = /\b(?:third[- ]part(?:y|ies)|un(?:authori[sz]ed|approved|known|recogni[sz]ed|sanctioned|wanted|expected|usual)|suspicious(?:ly)?|anomal(?:y|ies|ous|ously)|irregular(?:ity|ities|ly)?|abnormal(?:ly)?|inappropriate(?:ly)?|improper(?:ly)?|compromised?|stolen|misused?|some(?:one|body) (?:else|other)|another party|hands of|without your|other than you|hijacked|taken over|malicious|potentially unwanted|not (?:have )?(?:been )?(?:approved|authori[sz]ed|initiated|made) by you|(?:is|are|was|were) not (?:authori[sz]ed|approved|permitted))\b/i;
const ACCOUNT = /\b(?:your|this) (?:AWS |Amazon Web Services |cloud )?(?:account|environment)\b|\b(?:AWS )?accounts? (?:ID )?[#(:]{0,2} ?\d{4}-?\d{4}-?\d{4}\b/i;
/** An access key, and not only "credentials": those may be the password of the account. */
const ACCESS_KEY = /\b(?:access|secret|IAM|API) keys?\b|\bkeys? (?:below|above|listed|pair)|\bA[KS]IA[A-Z0-9]{16}\b/i;
const HARM = /\b(?:denial[- ]of[- ]service|D?DoS|port[- ]scan\w*|spam\w*|brute[- ]forc\w+|open proxy|phishing|malware|botnet|intrusion attempts?|copyright)\b/i;
const YOUR_MACHINE = /\byour (?:AWS )?(?:EC2 )?(?:instances?|resources?|servers?|IP address(?:es)?|account|domain)\b|\bi-[0-9a-f]{8,17}\b/i;
const REPORTED = /\b(?:reports?|reported|complaints?|implicated|originat\w{2,4}|resembl\w{1,3})\b/i;
const MADE_USER = /\b(?:creat\w{1,4}|add(?:ed|ition|ing)|made|appear\w{0,3}|new|set up)\b[^.;]{0,80}\b(?:IAM (?:users?|principals?|identit(?:y|ies))|login profiles?|console users?)\b|\b(?:IAM (?:users?|principals?|identit(?:y|ies))|login profiles?|console users?)\b[^;]{0,100}\b(?:creat(?:ed|ion)|added|made|set up)\b/i;
const NOT_YOURS = /\byou (?:may|might|did|do|have|had) not\b|\bnot (?:recogni[sz]e|be yours)\b|\bnot (?:have )?(?:been )?(?:approved|authori[sz]ed|created|made) by you\b/i;
const STRANGE_USER = /\b(?:unauthori[sz]ed|unrecogni[sz]ed|suspicious|unexpected|unknown|unsanctioned|rogue) (?:new )?(?:IAM )?(?:users?\b|login profiles?)/i;
const PERCEIVED = /\b(?:we|AWS|our (?:systems?|team|monitoring|tools))\b[^;]{0,60}\b(?:saw|see|seen|detected|noticed|observed|identified|found|discovered|aware|spotted|determined|believe|suspect|received|recorded)\b|\bwas (?:detected|noticed|observed|found)\b/i;

/** Told to somebody: a letter says "your", a report about others does not. */
const TOLD = /\byour?\b|\bA[KS]IA[A-Z0-9]{16}\b|\b\d{12}\b/i;
const ORDER = /^(?:(?:step|action|task) ?\d{0,2}|\(?\d{1,2}[.)]|[-*•])?[\s:.)–—-]{0,4}(?:please |then |also |immediately |next,? |now )?(?:add|apply|ask|audit|avoid|change|check|choose|confirm|consider|contact|create|deactivate|delete|detach|disable|do not|don[’']t|enable|ensure|find|follow|go|identify|keep|learn|limit|look|make|monitor|never|open|protect|read|remove|replace|reply|report|reset|respond|restore|review|revoke|rotate|run|scan|search|secure|see|select|share|sign|terminate|treat|turn|update|use|verify|watch)\b/i;
const CONDITION = /\b(?:if|when|whenever|whether|unless|in case|in the event|should (?:you|a|an|your)|suppose|imagine|how to|how do|what (?:do|should|can|to)|why|best practices?|to (?:prevent|avoid)|prevent(?:s|ing)?|avoid|make sure|ensure|monitors? |helps? (?:you )?|protect(?:s|ing)? (?:it |you |them |yourself |your \w{1,20} )?(?:from|against)|you can|can (?:be|become|get) (?:accidentally |easily |often )?(?:exposed|leaked|compromised|stolen))\b/i;
/** Alerts on money and on sign-ins are strange, too, and no notice of a compromise. */
const OTHER_ALERT = /\b(?:spend(?:ing)?|costs?|budget|forecast|invoice|bill(?:ing|ed)?|payment|subscription|sign-?in attempt|new (?:device|browser|location)|health check|latency|traffic)\b/i;

/** Signals of the sentences that state something; orders, conditions, questions and advice state nothing. */
export function sensed(text: string): Set<Signal> {
  const signals = new Set<Signal>();
  for (const sentence of sentencesOf(text)) {
    if (states(sentence)) for (const signal of meaning(sentence)) signals.add(signal);
  }
  return signals;
}

function states(sentence: string): boolean {
  if (sentence.length < 15 || sentence.endsWith('?') || ORDER.test(sentence)) return false;
  if (!TOLD.test(sentence)) return false;
  const condition = CONDITION.exec(sentence);
  if (condition === null) return true;
  // "We found your key at … . If …" is two sentences; a condition behind the statement leaves it standing.
  const said = sentence.slice(0, condition.index);
  return said.length > 40 && TOLD.test(said) && (PUBLIC.test(said) || STRANGER.test(said));
}

function meaning(sentence: string): Signal[] {
  const stranger = STRANGER.test(sentence) && !OTHER_ALERT.test(sentence);
  return [...ofKey(sentence, stranger), ...ofUser(sentence, stranger), ...ofAccount(sentence, stranger)];
}

function ofKey(sentence: string, stranger: boolean): Signal[] {
  if (!KEY.test(sentence)) return [];
  const abused: Signal = ACCESS_KEY.test(sentence) ? 'compromised-key' : 'compromised-account';
  return [...(PUBLIC.test(sentence) ? ['exposed-key' as const] : []), ...(stranger ? [abused] : [])];
}

function ofUser(sentence: string, stranger: boolean): Signal[] {
  const made = MADE_USER.test(sentence) && (stranger || NOT_YOURS.test(sentence));
  return made || (STRANGE_USER.test(sentence) && PERCEIVED.test(sentence)) ? ['unauthorized-user'] : [];
}

function ofAccount(sentence: string, stranger: boolean): Signal[] {
  const harm = HARM.test(sentence) && YOUR_MACHINE.test(sentence) && REPORTED.test(sentence);
  return [...(harm ? ['abuse' as const] : []), ...(stranger && ACCOUNT.test(sentence) ? ['compromised-account' as const] : [])];
}
