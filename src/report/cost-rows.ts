// Costs as sentences: for the screen and for the report alike. Pure.
import type { BurnLine, CostLine, Costs, Spending } from '../core/costs.ts';
import { PRICES_OF } from '../core/ec2-prices.ts';
import { say, type Text } from '../core/text.ts';

type Row = readonly [Text, Text];

/** Two decimals and the bill's currency: `12.30 USD`. */
export const money = (amount: number, currency: string): string => `${amount.toFixed(2)} ${currency}`;

const WIDEST = 24;

/** The month as a whole, and how old the data is. */
export function spendingSentences({ thisMonth, lastMonth, currency, complete, newest, whole }: Spending): Text[] {
  return [
    say('This month up to {{day}}: {{now}}. The month before up to the same day: {{before}}. Without credits, refunds and tax.', { day: complete, now: money(thisMonth, currency), before: money(lastMonth, currency) }),
    newest === '' ? say('AWS has no costs of these days yet. It brings them up to date about once a day.') : say('AWS knows the costs up to {{day}}; it brings them up to date about once a day. What began since then is not in it.', { day: newest }),
    ...(whole ? [] : [say('AWS has more pages than were agreed to: these sums are not whole.')]),
  ];
}

export function lineSentence(line: CostLine, { currency, since }: Pick<Spending, 'currency' | 'since'>): Text {
  const values = { since: money(line.since, currency), before: money(line.before, currency), now: money(since === null && line.change !== 'usual' ? line.since : line.thisMonth, currency), last: money(line.lastMonth, currency) };
  if (line.change === 'usual') return say('this month {{now}}, the month before {{last}}', values);
  if (line.change === 'new') return since === null ? say('NEW this month: {{now}}', values) : say('NEW since the first sign: {{since}}', values);
  return since === null ? say('RISEN: this month {{now}}, the month before {{last}}', values) : say('RISEN: {{since}} since the first sign; before it {{before}} a day', values);
}
const placeOf = ({ service, region }: CostLine): Text => say('{{service}}, {{region}}', { service, region: region === 'NoRegion' || region === '' ? say('no Region') : region });
export const lineRows = (spending: Spending, most: number): Row[] => spending.lines.slice(0, most).map((line) => [placeOf(line), lineSentence(line, spending)]);

/** A bar for each of the newest days; the day of the first sign says so in words. */
export function chartRows({ days, currency, since }: Spending, newest: number): Row[] {
  const shown = days.slice(-newest);
  const most = Math.max(...shown.map((d) => d.amount), 0);
  const first = since?.slice(0, 10);
  return shown.map(({ day, amount }) => {
    const bar = most <= 0 || amount <= 0 ? '' : '█'.repeat(Math.max(1, Math.round((amount / most) * WIDEST)));
    const values = { bar: bar === '' ? '·' : bar, amount: money(amount, currency) };
    return [say('{{value}}', { value: day }), day === first ? say('{{bar}} {{amount}} (first sign)', values) : say('{{bar}} {{amount}}', values)];
  });
}

export function burnRows(burn: readonly BurnLine[], most: number): Row[] {
  return burn.slice(0, most).map(({ what, region, count, hourly }) => [
    say('{{count}} × {{what}}, {{region}}', { count, what, region }),
    hourly === null ? say('no price at hand') : say('about {{amount}} an hour', { amount: money(hourly, 'USD') }),
  ]);
}
export const burnNote = (): Text => say('Estimates: prices on demand for Linux in us-east-1, as of {{when}}. Other Regions, licences, disks and traffic cost more.', { when: PRICES_OF });

/** What AWS is asked for what no deletion ends. */
export const purchaseAdvice = (): Text => say('Deleting resources does not end these. Write to AWS in the case: name each, say that a stranger bought it, and ask for its cancellation and for a review of the charges. AWS Marketplace agreements and support plans are not listed here: look at them in the console.');
export const purchaseTexts = ({ purchases }: Costs): Text[] => purchases.map(({ text, boughtAt, afterFirstSign }) =>
  (afterFirstSign ? say('BOUGHT AFTER THE FIRST SIGN ({{time}}): {{what}}', { what: text, time: boughtAt ?? '' }) : say('{{what}}', { what: text })));
