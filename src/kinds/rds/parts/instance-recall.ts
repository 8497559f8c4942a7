// What a DB instance was before a stranger's hand, out of what RDS answered to each change.
import type { JsonObject } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';
import { isEvent, isForeign, switchBefore } from '../../recalling.ts';

/** What is given back, by the name that events have for it. */
const SETTINGS = { publiclyAccessible: 'publiclyAccessible', deletionProtection: 'deletionProtection', backupRetentionPeriod: 'backupRetention' } as const;
type Setting = keyof typeof SETTINGS;
const NAMES = Object.keys(SETTINGS) as Setting[];

/**
 * Each setting that the stranger set, as the owner's last event answered it; else as RDS answered the stranger, where that is not yet what was asked for
 * (RDS often answers with what stood before). `masterPassword`: `changed`, where the stranger set another one.
 */
export function recallDatabase(history: readonly HistoryEvent[]): JsonObject | undefined {
  const theirs = history.filter(isForeign);
  const aim: Record<string, string | number | boolean> = {};
  for (const name of NAMES) {
    const asked = theirs.find((e) => e.request?.[name] !== undefined);
    const before = asked && (ownValue(history, name) ?? answeredBefore(asked, name));
    if (before !== undefined) aim[SETTINGS[name]] = before;
  }
  if (switchBefore(history, (e) => isEvent(e, 'rds:StartDBInstance'), (e) => isEvent(e, 'rds:StopDBInstance'))) aim['stopped'] = false;
  if (theirs.some((e) => e.request?.['masterUserPassword'] !== undefined)) aim['masterPassword'] = 'changed';
  return Object.keys(aim).length === 0 ? undefined : aim;
}

type Value = string | number | boolean | undefined;
const valueOf = (value: unknown): Value => (typeof value === 'boolean' || typeof value === 'number' ? value : undefined);
/** The owner's last word: asked for, or shown in an answer to something else before the stranger came. */
function ownValue(history: readonly HistoryEvent[], name: Setting): Value {
  const since = history.findIndex((e) => isForeign(e) && e.request?.[name] !== undefined);
  const asked = history.filter((e) => !isForeign(e)).map((e) => valueOf(e.request?.[name])).filter((v) => v !== undefined).at(-1);
  const shown = history.slice(0, since < 0 ? 0 : since).filter((e) => !isForeign(e)).map((e) => valueOf(e.response?.[name])).filter((v) => v !== undefined).at(-1);
  return asked ?? shown;
}
function answeredBefore(event: HistoryEvent, name: Setting): Value {
  const [asked, answered] = [valueOf(event.request?.[name]), valueOf(event.response?.[name])];
  return answered === asked ? undefined : answered;
}
