// Costs in verify: asks before it spends, reads the bill, estimates what runs now, shows all of it and writes it down.
import { burnOf, burnTotal } from '../../costs/burn.ts';
import { compare, windowOf } from '../../costs/compare.ts';
import { dayOf } from '../../costs/days.ts';
import { payerOf, purchasesOf } from '../../costs/purchases.ts';
import { COST_READS, DOLLARS_A_REQUEST, MOST_REQUESTS, readCosts } from '../../costs/read-costs.ts';
import type { Costs, Spending } from '../../core/costs.ts';
import { digestOf } from '../../core/digest.ts';
import { say, type Text } from '../../core/text.ts';
import type { CoverageCell, Finding, Instant, Region } from '../../core/types.ts';
import { cell, type Listed } from '../../engine/scan.ts';
import { burnNote, burnRows, chartRows, lineRows, money, purchaseAdvice, purchaseTexts, spendingSentences } from '../../report/cost-rows.ts';
import { askOnce, tell, type Wizard } from '../wizard.ts';

export const COSTS_QUESTION = 'costs';
const CHECK = 'costs/cost-explorer';
/** On the screen; the report holds more. */
const SHOWN = 12;
const CHART_DAYS = 21;
const MOST_FINDINGS = 40;

export interface CostsLook { readonly pass: number; readonly since: Instant | null; readonly listed: readonly Listed[]; readonly active: readonly Region[] }
export interface CostsSeen { readonly cells: readonly CoverageCell[]; readonly findings: readonly Finding[] }

/** What was read today is not bought again; what runs is reckoned anew in each pass. */
export async function lookAtCosts(wizard: Wizard, look: CostsLook): Promise<CostsSeen> {
  const things = look.listed.map(({ kind, resource }) => ({ kind: kind.id, resource }));
  const read = await spendingOf(wizard, look);
  const costs: Costs = { spending: read.spending, requests: read.requests, burn: burnOf(things), purchases: purchasesOf(things, look.since), ...payerOf(things) };
  wizard.folder.record({ type: 'costed', pass: look.pass, costs: wizard.engine.ledger.store(costs) });
  show(wizard, costs, read.anew);
  return { cells: [read.cell, ...hiddenRegions(wizard, costs.spending, look.active)], findings: spendFindings(costs.spending) };
}

interface Read { readonly spending: Spending | null; readonly requests: number; readonly cell: CoverageCell; /** False: known from before. */ readonly anew: boolean }
async function spendingOf(wizard: Wizard, { since }: CostsLook): Promise<Read> {
  const known = wizard.state().costs;
  const today = dayOf(wizard.clock.now().getTime());
  const requests = known?.requests ?? 0;
  if (known?.spending && known.spending.to >= today) return { spending: known.spending, requests, cell: done(known.spending), anew: false };
  const agreed = await askOnce(wizard, question());
  if (agreed !== 'yes') return { spending: known?.spending ?? null, requests, anew: false, cell: cell(CHECK, 'aws-global', 'skipped', say('The costs were not looked at: Cost Explorer takes a cent for each request, and nobody agreed to it.')) };
  const now = wizard.clock.now().toISOString();
  const window = windowOf(now, since);
  const read = await readCosts(wizard.session.reads(COST_READS), window.from, window.to);
  if (read.state !== 'read') {
    tell(wizard, 'warn', say('The bill could not be read. {{why}}', { why: read.detail }));
    return { spending: known?.spending ?? null, requests: requests + read.requests, anew: false, cell: cell(CHECK, 'aws-global', read.state, read.detail) };
  }
  const spending = compare(read.rows, { now, since, window, currency: read.currency, whole: read.whole });
  return { spending, requests: requests + read.requests, cell: done(spending), anew: true };
}
/** Sums of which pages are missing are a gap. */
const done = (spending: Spending): CoverageCell => cell(CHECK, 'aws-global', spending.whole ? 'done' : 'skipped', say('Known up to {{day}}.', { day: spending.newest === '' ? say('no day yet') : spending.newest }));

const question = () => ({
  ask: 'choose' as const, id: COSTS_QUESTION, text: say('Read the costs from Cost Explorer?'),
  about: say('AWS takes {{each}} for each request: mostly one or two, at most {{most}} ({{total}}), once a day while this case is open. It shows services and Regions that a stranger uses, also where nothing else can be seen.', { each: money(DOLLARS_A_REQUEST, 'USD'), most: MOST_REQUESTS, total: money(DOLLARS_A_REQUEST * MOST_REQUESTS, 'USD') }),
  advice: say('Say yes; without it a bill in a Region that nobody looks at stays unseen.'),
  choices: [{ value: 'yes', title: say('Yes') }, { value: 'no', title: say('No; the report says that the costs were not looked at') }],
});

function show(wizard: Wizard, costs: Costs, anew: boolean): void {
  const { ui } = wizard;
  const { spending, burn, purchases } = costs;
  if (burn.length > 0) {
    ui.show({ type: 'list', title: say('What runs now: about {{amount}} an hour', { amount: money(burnTotal(burn), 'USD') }), rows: burnRows(burn, SHOWN) });
    tell(wizard, 'quiet', burn.length > SHOWN ? say('{{note}} {{n}} more lines are in the report.', { note: burnNote(), n: burn.length - SHOWN }) : burnNote());
  }
  if (spending && anew) {
    if (spending.lines.length > 0) ui.show({ type: 'list', title: say('What was spent, by service and Region'), rows: lineRows(spending, SHOWN) });
    if (spending.days.some((d) => d.amount > 0)) ui.show({ type: 'list', title: say('What was spent, by day'), rows: chartRows(spending, CHART_DAYS) });
    for (const sentence of spendingSentences(spending)) tell(wizard, 'info', sentence);
  }
  if (purchases.some((p) => p.afterFirstSign)) {
    ui.show({ type: 'list', tone: 'warn', title: say('Purchases that cannot be taken back'), items: purchaseTexts(costs) });
    tell(wizard, 'warn', purchaseAdvice());
  }
}

/** What was never billed before the first sign: shown, never planned; that it is new is no proof. */
function spendFindings(spending: Spending | null): Finding[] {
  if (spending === null || spending.since === null) return [];
  const { since, currency } = spending;
  return spending.lines.filter((l) => l.change === 'new').slice(0, MOST_FINDINGS).map((line): Finding => ({
    about: 'spend', id: `spend:${digestOf([line.service, line.region]).slice(0, 12)}`, verdict: 'weak', techniques: ['T1496'], region: line.region, evidence: [],
    subject: say('{{service}} in {{region}} is billed since the first sign', { service: line.service, region: line.region }),
    because: say('{{amount}} since {{since}}, and nothing in the 28 days before it.', { amount: money(line.since, currency), since }),
  }));
}

/** A Region that is switched off goes on billing: what stands in it cannot be seen. */
function hiddenRegions(wizard: Wizard, spending: Spending | null, active: readonly Region[]): CoverageCell[] {
  const billed = new Set(spending?.lines.filter((l) => l.since > 0 || l.thisMonth > 0).map((l) => l.region));
  const hidden = wizard.session.partition.regions.filter((region) => billed.has(region) && !active.includes(region));
  return hidden.map((region) => cell('costs/unseen-region', region, 'region-disabled', unseen(region)));
}
const unseen = (region: Region): Text => say('{{region}} is billed, and was not looked at: it is switched off, or left out. Switch it on (or take it into --regions) and look again.', { region });
