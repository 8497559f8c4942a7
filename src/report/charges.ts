// The charges that the unauthorized activity caused: summed up for the answer to AWS, and a request of its own to have them reviewed.
import { claimsOf } from '../case/claims-view.ts';
import { onlyAwsEnds, openItems, wasBroughtToAnEnd } from '../case/open.ts';
import type { CaseState } from '../case/state.ts';
import type { CostDay, CostLine, Payer } from '../core/costs.ts';
import { render, say, type Text } from '../core/text.ts';
import { money } from './cost-rows.ts';
import { utc } from './document.ts';
import { clip } from './escape.ts';

/** What one message may hold (support:AddCommunicationToCase), in code points. */
const MAX_REQUEST = 8000;
const MAX_LINE = 300;
/** What this program itself costs. */
const OURS: ReadonlySet<string> = new Set(['AWS Cost Explorer']);

export interface DisputedLine { readonly service: string; readonly region: string; readonly amount: number; readonly days: readonly CostDay[] }
export interface Disputed { readonly currency: string; readonly amount: number; readonly from: string; readonly to: string; readonly lines: readonly DisputedLine[] }

/**
 * What services cost more than before, from the first sign to the last containment: what came later is the owner's own doing (evidence that
 * is kept, guards that were switched on). Undefined where the bill shows nothing of it, or no stranger was contained.
 */
export function disputedOf({ costs, lastContainmentAt }: CaseState): Disputed | undefined {
  const spending = costs?.spending;
  if (!spending || spending.since === null || lastContainmentAt === undefined) return undefined;
  const lines = spending.lines.flatMap((line) => disputedLine(line, lastContainmentAt.slice(0, 10)));
  const days = lines.flatMap((line) => line.days.map(({ day }) => day)).sort();
  const [from] = days, to = days.at(-1);
  return from === undefined || to === undefined ? undefined : { currency: spending.currency, amount: sum(lines), from, to, lines };
}
function disputedLine({ service, region, more = [] }: CostLine, last: string): DisputedLine[] {
  const days = more.filter(({ day }) => day <= last);
  return days.length === 0 || OURS.has(service) ? [] : [{ service, region, days, amount: sum(days) }];
}
const sum = (all: readonly { readonly amount: number }[]): number => all.reduce((total, { amount }) => total + amount, 0);

/** For the answer in AWS's case: the sum, and what it is made of. */
export function chargeLines(disputed: Disputed, most: number): Text[] {
  const { amount, currency, from, to, lines } = disputed;
  return [
    say('- Review the charges that come from the unauthorized activity: {{amount}} {{when}}, as far as the bill shows them yet.', { amount: money(amount, currency), when: spanOf(from, to) }),
    ...lines.slice(0, most).map((line) => say('  {{service}}, {{region}}: {{amount}}', { service: line.service, region: line.region, amount: money(line.amount, currency) })),
    ...(lines.length > most ? [say('  Other services and Regions ({{n}}): {{amount}}', { n: lines.length - most, amount: money(sum(lines.slice(most)), currency) })] : []),
  ];
}

/** Pure. Undefined where nothing is disputed; whoever manages the organization is told of the use all the same. At most `MAX_REQUEST` code points; each day of each service where they fit. In English, whatever the screens speak. */
export function chargesRequest(state: CaseState): string | undefined {
  const disputed = disputedOf(state);
  if (disputed === undefined) return state.costs?.payer && state.lastContainmentAt !== undefined ? compose(state, disputed, []) : undefined;
  const texts = [disputed.lines.flatMap((line) => line.days.map((one) => entry(line, one, disputed))), byLine(disputed), []].map((entries) => compose(state, disputed, entries));
  return texts.find((text) => Array.from(text).length <= MAX_REQUEST) ?? texts.at(-1);
}

const entry = ({ service, region }: DisputedLine, { day, amount }: CostDay, { currency }: Disputed): Text => say('- {{day}}: {{service}}, {{region}}: {{amount}}', { day, service, region, amount: money(amount, currency) });
function byLine({ lines, currency }: Disputed): Text[] {
  return lines.map(({ service, region, amount, days }) => say('- {{from}} to {{to}}: {{service}}, {{region}}: {{amount}}', { service, region, from: days[0]?.day ?? '', to: days.at(-1)?.day ?? '', amount: money(amount, currency) }));
}

function compose(state: CaseState, disputed: Disputed | undefined, entries: readonly Text[]): string {
  const { payer } = state.costs ?? {};
  const { caseId } = claimsOf(state);
  const removed = [...state.steps.values()].filter((record) => record.step.verb === 'eradicate' && record.step.finding !== undefined && !record.step.kind.startsWith('iam/') && wasBroughtToAnEnd(state, record)).length;
  const sections: Text[][] = [
    [payer ? say('To whoever manages AWS account {{payer}}:', { payer: payer.accountId }) : say('Hello AWS Support,')],
    [
      payer ? toPayer(state, payer) : say('Somebody used AWS account {{account}} without our permission, and caused charges. Please review them, and adjust the bill.', { account: state.identity.accountId }),
      ...(payer && disputed ? [say('It caused charges. AWS speaks of them only with the payer: please send it this request, and name the account.')] : []),
      ...(disputed ? [sumOf(disputed)] : []),
      ...(caseId === undefined ? [] : [say('AWS wrote to us about it in case {{caseId}}.', { caseId })]),
    ],
    ...(entries.length > 0 ? [[say('By day, service and Region:'), ...entries]] : []),
    [openItems(state).findings.every(onlyAwsEnds)
      ? say('The unauthorized use was contained at {{at}}. Resources that were removed: {{n}}. We can send the list, and what CloudTrail shows.', { at: utc(state.lastContainmentAt), n: removed })
      : say('Our last step to contain the unauthorized use was at {{at}}; we are not finished. Resources that were removed: {{n}}. We can send the list, and what CloudTrail shows.', { at: utc(state.lastContainmentAt), n: removed })],
    [say('Thank you.')],
  ];
  return `${sections.map((lines) => lines.map((line) => clip(render(line), MAX_LINE)).join('\n')).join('\n\n')}\n`;
}
const sumOf = ({ amount, currency, from, to }: Disputed): Text =>
  say('Disputed: {{amount}}, {{when}}. It is what services cost above what they cost before, without credits, refunds and tax; the last days may not be on the bill yet.', { amount: money(amount, currency), when: spanOf(from, to) });
const spanOf = (from: string, to: string): Text => (from === to ? say('on {{day}}', { day: from }) : say('from {{from}} to {{to}}', { from, to }));
function toPayer({ identity, indicators }: CaseState, { organizationId: organization }: Payer): Text {
  const marks = [...indicators?.accessKeyIds ?? [], ...indicators?.sourceIps ?? []].slice(0, MOST_MARKS);
  return say('AWS account {{account}} of your organization {{organization}} was used without our permission. Look for these in your other accounts, and send us what AWS writes to you about it: {{marks}}', { account: identity.accountId, organization, marks: marks.length > 0 ? marks : '–' });
}
/** So that they fit in a line. */
const MOST_MARKS = 6;
