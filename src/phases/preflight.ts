// Before the first question: who runs this, in which account, over which regions, and what is in the way.
import { coverageOf, failureOf } from '../aws/errors.ts';
import type { Session } from '../aws/connect.ts';
import { isIncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { CoverageCell, Operation, Region } from '../core/types.ts';
import { cell } from '../engine/scan.ts';
import { accountAlias, accountState, listRegions, noSuchRegion } from '../aws/regions.ts';
import { tell, type Wizard } from './wizard.ts';

export interface Regions {
  /** Those that are looked into. */
  readonly active: readonly Region[];
  readonly cells: readonly CoverageCell[];
}

export const PREFLIGHT_READS: readonly Operation[] = ['account:GetAccountInformation', 'account:ListRegions', 'ec2:DescribeRegions', 'iam:ListAccountAliases'];

/** The account's enabled regions; the ones that are off are shown as such. Narrowing them is a gap. */
export async function regionsOf(session: Session, wanted: readonly Region[] | undefined, before: readonly CoverageCell[] = []): Promise<Regions> {
  const { partition } = session;
  const cells = [...before];
  let enabled: readonly Region[];
  try {
    enabled = await listRegions(session.reads(PREFLIGHT_READS, partition.globalRegion));
  } catch (error) {
    const { code, message } = failureOf(error);
    cells.push(cell('account/region', 'aws-global', coverageOf(error), say('AWS does not say which Regions are switched on ({{code}}: {{message}}); every Region is tried.', { code, message })));
    enabled = partition.regions;
  }
  const unknown = wanted?.find((r) => !partition.regions.includes(r) && !enabled.includes(r));
  if (unknown !== undefined) throw noSuchRegion(unknown, partition);
  const off = partition.regions.filter((r) => !enabled.includes(r));
  cells.push(...off.map((r) => cell('account/region', r, 'never-enabled', say('This Region is switched off.'))));
  const active = wanted === undefined ? enabled : enabled.filter((r) => wanted.includes(r));
  cells.push(...enabled.filter((r) => !active.includes(r)).map((r) => cell('account/region', r, 'skipped', say('You narrowed the Regions.'))));
  return { active, cells };
}

/** The account's alias; `undefined` where it has none or AWS does not tell it (the kind `iam/account-alias` says why). */
export async function aliasOf(session: Session): Promise<string | undefined> {
  try {
    return await accountAlias(session.reads(PREFLIGHT_READS));
  } catch (error) {
    if (ends(error)) throw error;
    return undefined;
  }
}

/** `ACTIVE`, or what AWS made of the account; `undefined` where it does not say. That an endpoint does not know the question says nothing about the account; anything else is a gap. */
export async function accountStateOf(session: Session): Promise<{ readonly state: string | undefined; readonly cells: readonly CoverageCell[] }> {
  try {
    return { state: await accountState(session.reads(PREFLIGHT_READS)), cells: [] };
  } catch (error) {
    if (ends(error)) throw error;
    const { class: sort, code, message, maybeDone } = failureOf(error);
    if (sort === 'region-disabled' || (sort === 'other' && !maybeDone)) return { state: undefined, cells: [] };
    return { state: undefined, cells: [cell('account/state', 'aws-global', coverageOf(error), say('{{operation}}: {{code}} {{message}}', { operation: 'account:GetAccountInformation', code, message }))] };
  }
}
/** Without credentials nothing can be asked, and what we say ourselves is to be heard. */
const ends = (error: unknown): boolean => isIncidentError(error) || failureOf(error).class === 'caller-lost';
/** A clock that is off: AWS refuses what is signed for another time, and codes of MFA devices do not fit. */
export function tellClock(wizard: Wizard): void {
  const seconds = Math.round(wizard.session.skew() / 1000);
  if (Math.abs(seconds) < OFF_SECONDS) return;
  tell(wizard, 'warn', seconds > 0
    ? say("This computer's clock is {{seconds}} seconds behind AWS's. AWS's time is used; set the clock, or codes of MFA devices will not fit.", { seconds })
    : say("This computer's clock is {{seconds}} seconds ahead of AWS's. AWS's time is used; set the clock, or codes of MFA devices will not fit.", { seconds: -seconds }));
}
/** A code of an MFA device lives for thirty seconds, and AWS takes the one before and the one after it. */
const OFF_SECONDS = 45;
export function tellAccountState(wizard: Wizard, state: string | undefined): void {
  if (state !== 'SUSPENDED' && state !== 'CLOSED') return;
  tell(wizard, 'warn', state === 'SUSPENDED'
    ? say('AWS has suspended this account. You can still look at it, cut the stranger off and remove what they left; nothing new can be started. Answer AWS in its case, and ask for the account back: {{link}}', { link: SUPPORT })
    : say('This account is closed. AWS keeps it for 90 days; only AWS Support can open it again: {{link}}', { link: SUPPORT }));
}
/** Reachable without signing in to a console that may be closed. */
const SUPPORT = 'https://support.aws.amazon.com/#/contacts/aws-account-support';
