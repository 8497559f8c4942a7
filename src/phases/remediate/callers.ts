// Who calls with a key: shown before it is deactivated, while applications change, and when habitual calls are missing.
import { say, type Text } from '../../core/text.ts';
import type { Instant } from '../../core/types.ts';
import { deniedBy } from '../../kinds/iam/parts/denied-by.ts';
import type { Investigation } from '../investigation.ts';
import { sourcesOf } from '../questions/sources.ts';
import type { Wizard } from '../wizard.ts';

type Source = ReturnType<typeof sourcesOf>[number];
const line = (s: Source): Text => say('{{address}} with {{agents}}: calls {{calls}}, last at {{last}} UTC', { address: s.address, agents: [...s.agents].slice(0, 2), calls: s.calls, last: s.last.slice(0, 16).replace('T', ' ') });
const SHOWN = 8;

function ownSources(investigation: Investigation, key: string, within: { readonly from?: Instant; readonly to?: Instant } = {}): readonly Source[] {
  const events = investigation.events.filter((e) => (within.from === undefined || e.time >= within.from) && (within.to === undefined || e.time <= within.to));
  return sourcesOf(events, [key]).filter((s) => !investigation.words.disownedIps.includes(s.address));
}

/** The callers of a key, while it is active; an inactive key's calls leave no event (S3 user guide, CloudTrail logging), so this is recorded before. */
export function showCallers(wizard: Wizard, investigation: Investigation, key: string): void {
  const sources = ownSources(investigation, key);
  if (sources.length === 0) return;
  wizard.ui.show({ type: 'list', title: say('Who has used {{key}}, besides the stranger', { key }), items: sources.slice(0, SHOWN).map(line) });
  wizard.folder.record({ type: 'noted', text: say('Callers of {{key}} before it was deactivated.', { key }), data: { callers: sources.map((s) => ({ address: s.address, agents: [...s.agents], calls: s.calls, last: s.last })) } });
}

/** What still calls with the old key although the new one was handed over. */
export function showStillCalling(wizard: Wizard, investigation: Investigation, key: string, since: Instant): void {
  const still = ownSources(investigation, key, { from: since });
  if (still.length === 0) wizard.ui.show({ type: 'say', tone: 'good', text: say('Nothing has called with {{key}} since the new key was handed over, as far as the event history shows (it can lag by 15 minutes).', { key }) });
  else wizard.ui.show({ type: 'list', tone: 'warn', title: say('Still calling with {{key}}', { key }), items: still.slice(0, SHOWN).map(line) });
}

/** Habitual callers of the old key that have not been seen with the new one since it was deactivated. */
export function showMissing(wizard: Wizard, investigation: Investigation, key: string, newKey: string | undefined, deactivatedAt: Instant): void {
  const habitual = ownSources(investigation, key, { to: deactivatedAt });
  const seen = new Set(newKey === undefined ? [] : ownSources(investigation, newKey).map((s) => s.address));
  const missing = habitual.filter((s) => !seen.has(s.address));
  if (missing.length > 0) wizard.ui.show({ type: 'list', tone: 'warn', title: say('They called with the old key, and have not been seen with a new one'), items: missing.slice(0, SHOWN).map(line) });
}

/** What AWS's quarantine on the user will refuse to an application that gets a new key of it. */
export function showQuarantined(wizard: Wizard, investigation: Investigation, key: string, documents: readonly string[]): void {
  const habits = [...new Set(investigation.events.filter((e) => e.identity.accessKeyId === key && e.errorCode === undefined && !investigation.words.disownedIps.includes(e.sourceIp)).map((e) => e.operation))];
  const denied = [...new Set(documents.flatMap((d) => deniedBy(d, habits)))];
  if (denied.length === 0) return;
  wizard.ui.show({ type: 'list', tone: 'warn', title: say("AWS's quarantine will refuse these calls to the application, also with a new key. Give it a role or another user until AWS lifts the quarantine."), items: denied.map((o) => say('{{o}}', { o })) });
}
