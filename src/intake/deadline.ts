// Until when AWS wants an answer: a date that is written out, or days and hours to count from the sending.
import type { Instant } from '../core/types.ts';
import { findTimes, instant } from './time.ts';
import type { FoundTime } from './time.ts';

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twelve: 12, fourteen: 14, fifteen: 15, 'twenty-four': 24, thirty: 30, 'forty-eight': 48, 'seventy-two': 72,
};
const COUNT = `(?<n>\\d{1,3}|${Object.keys(NUMBERS).join('|')})(?: ?\\((?:\\d{1,3}|[a-z-]{3,12})\\))?`;
const UNIT = '(?:business |calendar |working |full )?(?<unit>day|hour|week)s?';
const SPANS = [
  `(?:with)?in(?:side)? (?:the )?(?:next )?${COUNT}[ -]${UNIT}`,
  `(?:no later than|not later than|at the latest) ${COUNT}[ -]${UNIT}`,
  `(?:you have|allow(?:ed)?|deadline(?: is|:)?|respond in|for the next) ${COUNT}[ -]${UNIT}`,
  `${COUNT}[ -]${UNIT} (?:from|of|after) (?:the |receipt|receiving|this|today)`,
  `innerhalb (?:von |der nächsten )?${COUNT} (?<unit>Werktag|Tag|Stunde)`,
  `(?:dans (?:les |un délai de )|sous |d.ici )${COUNT} (?<unit>jour|heure)`,
  `(?:en un plazo de|dentro de|en los próximos|no prazo de|em até|dentro de um prazo de) ${COUNT} (?<unit>día|dia|hora)`,
  '(?<n>\\d{1,3}) ?(?:个|個)? ?(?:工作|营业|營業|営業|영업)? ?(?<unit>天|日|小时|小時|時間|일|시간) ?(?:之?内|之?內|以内|以內|이내|안에)',
].map((form) => new RegExp(`(?<![\\w-])${form}`, 'gi'));
const HOURS = new Set(['hour', 'stunde', 'heure', 'hora', '小时', '小時', '時間', '시간']);
/** What happened within so many hours, or takes so many, is no deadline. */
const PAST = /\b(?:last|past|previous|occurred|happened|respond to you|get back to you|reply to you|contact you|refund(?:ed)?|we(?:[’']ll| will)|approved|appears?|takes?|up to|propagate)\b[^.]{0,60}$/i;

/** "within five days" in hours; null where nothing of the kind is said. Business days count as days: that is never too late. */
export function replyWithinHours(flat: string): number | null {
  const found = SPANS.flatMap((form) => [...flat.matchAll(form)]).filter((match) => !PAST.test(flat.slice(Math.max(0, match.index - 80), match.index))).sort((a, b) => a.index - b.index);
  const part = found[0]?.groups;
  if (part === undefined) return null;
  const written = (part['n'] ?? '').toLowerCase();
  const count = NUMBERS[written] ?? Number(written);
  const unit = (part['unit'] ?? '').toLowerCase();
  return HOURS.has(unit) ? count : count * (unit === 'week' ? 168 : 24);
}

const BY = /(?:\b(?:by|no later than|not later than|on or before|deadline(?: is)?|due(?: date)?(?: is)?|(?:respond|reply|act|response required) by|bis(?: zum)?|spätestens am|jusqu.au|d.ici(?: le)?|hasta(?: el)?|até(?: o dia)?)|截至|截止(?:日期)?(?:为|是)?|期限(?:は)?|请在|請在|请于|請於|기한)(?: (?:the end of|end of|midnight on|EOD|close of business on|\d{1,2}:\d{2}(?: ?UTC)? on))?(?: ?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?)?[ :：]{0,3}$/i;
// "before" also tells what happened first: it counts only behind a word that asks for something.
const BEFORE = /\b(?:reply|respond|contact|answer|act|complete|confirm|secure|update|antworten|répond\w*|respond\w*|avoid|action|steps?)\b[^.]{0,100}\b(?:before|until|prior to|vor dem|avant(?: le)?|antes del?)(?: the end of)? ?:?$/i;
const AFTER = /^ ?(?:まで|迄|之?前|以前|까지|이전)/;

/** A deadline that is written out as a date; `sentAt` gives the year where only month and day stand there. */
export function writtenDeadline(flat: string, sentAt: Instant | null = null): string | null {
  const found = findTimes(flat).find((time) => isDeadline(flat, time)) ?? withoutYear(flat, sentAt);
  return found?.value ?? null;
}

function isDeadline(flat: string, { at, end }: Pick<FoundTime, 'at' | 'end'>): boolean {
  const before = flat.slice(Math.max(0, at - 160), at);
  return BY.test(before.slice(-60)) || BEFORE.test(before) || AFTER.test(flat.slice(end, end + 6));
}

const DAY = /\b(?:(?<mon>January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.? (?<d>\d{1,2})(?:st|nd|rd|th)?|(?<d2>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?<mon2>January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec))\b(?!,? ?\d{2,4}|[ :]\d)/gi;

/** The first such day that is not before the sending. */
function withoutYear(flat: string, sentAt: Instant | null): { value: string } | undefined {
  if (sentAt === null) return undefined;
  const match = [...flat.matchAll(DAY)].find((one) => isDeadline(flat, { at: one.index, end: one.index + one[0].length }));
  const part = match?.groups;
  if (part === undefined) return undefined;
  const year = Number(sentAt.slice(0, 4));
  const days = [year, year + 1].flatMap((y) => findTimes(`${part['d'] ?? part['d2'] ?? ''} ${part['mon'] ?? part['mon2'] ?? ''} ${String(y)}`).map((time) => time.value));
  const value = days.find((day) => day >= sentAt.slice(0, 10));
  return value === undefined ? undefined : { value };
}

/** Days give a day, hours give a time. Without a time to count from there is no deadline: none is guessed. */
export function deadlineAfter(sentAt: Instant | null, hours: number | null): string | null {
  if (sentAt === null || hours === null) return null;
  const end = instant(new Date(Date.parse(sentAt) + hours * 3_600_000));
  return hours % 24 === 0 && hours > 24 ? end.slice(0, 10) : end;
}

const FRAME = /^[ \t*>•-]{0,8}(?:created|opened|date(?: sent)?|sent|received|case (?:created|opened)|time (?:created|opened)|创建(?:时间|日期)|建立(?:時間|日期)|作成日時?|受信日時|생성(?: 시간|일)?)(?: on| at| date)?[*]{0,2}\s{0,3}[:：\t]\s{0,4}(?<rest>[^\n]{6,60})/gim;

/** When the message was sent, where the Support Center's own frame ("Created: …") was pasted along with it. */
export function frameTime(text: string): Instant | null {
  for (const match of text.matchAll(FRAME)) {
    const time = findTimes(match.groups?.['rest'] ?? '')[0];
    if (time !== undefined) return time.hasHour ? time.value : `${time.value}T00:00:00Z`;
  }
  return null;
}
