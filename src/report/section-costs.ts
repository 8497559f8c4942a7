// What the attack costs: the bill against before, what runs now, and what was bought for good.
import { say } from '../core/text.ts';
import type { Spending } from '../core/costs.ts';
import { burnNote, burnRows, chartRows, lineSentence, money, purchaseAdvice, purchaseTexts, spendingSentences } from './cost-rows.ts';
import { heading, list, paragraph, table, value, type Block, type ReportInput } from './document.ts';

const MOST_LINES = 50;
const CHART_DAYS = 42;

export function costsSection({ state }: Pick<ReportInput, 'state'>): Block[] {
  const { costs } = state;
  if (costs === undefined) return [];
  const { spending, burn, purchases } = costs;
  const why = state.coverage.find((cell) => cell.check === 'costs/cost-explorer' && cell.state !== 'done')?.detail;
  return [
    heading(say('Costs')),
    ...(spending ? spendingBlocks(spending) : [paragraph(why ? say('The bill was not read. {{why}}', { why }) : say('The bill was not read.'))]),
    ...(burn.length === 0 ? [] : [heading(say('What ran at the last look'), 3), table([say('What'), say('Costs')], burnRows(burn, MOST_LINES).map((row) => [...row])), paragraph(burnNote())]),
    ...(purchases.length === 0 ? [] : [heading(say('Purchases that cannot be taken back'), 3), list(purchaseTexts(costs)), paragraph(purchaseAdvice())]),
  ];
}

function spendingBlocks(spending: Spending): Block[] {
  const { lines, currency } = spending;
  const amount = (n: number) => value(money(n, currency));
  return [
    ...spendingSentences(spending).map(paragraph),
    heading(say('By service and Region'), 3),
    table(
      [say('Service'), say('Region'), say('This month'), say('Month before'), say('A day before the first sign'), say('Since the first sign'), say('What it says')],
      lines.slice(0, MOST_LINES).map((l) => [value(l.service), value(l.region), amount(l.thisMonth), amount(l.lastMonth), amount(l.before), spending.since === null ? value('') : amount(l.since), lineSentence(l, spending)]),
    ),
    ...(lines.length > MOST_LINES ? [paragraph(say('{{n}} more services and Regions are not shown; plan.json and the journal hold them all.', { n: lines.length - MOST_LINES }))] : []),
    heading(say('By day'), 3),
    table([say('Day'), say('Amount')], chartRows(spending, CHART_DAYS).map((row) => [...row])),
  ];
}
