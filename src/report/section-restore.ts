// Restore: what was damaged, what exists from before the first sign, what would be lost by going back to it, and the exact commands.
import type { Damaged, RestorePoint } from '../core/restore.ts';
import { say, type Text } from '../core/text.ts';
import { code, heading, list, paragraph, utc, type Block, type ReportInput } from './document.ts';

export const damageText = ({ name, region, happened }: Damaged): Text => say('{{name}} in {{region}}: {{happened}}', { name, region, happened });
const HOUR_MS = 3_600_000;
const hours = (from: string, to: string): number => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / HOUR_MS));
export const pointText = ({ what, at }: RestorePoint, since: string, now: string): Text => (at === undefined ? what : say('{{what}}, of {{at}}. What was changed in the {{hours}} hours since then is not in it; {{before}} of them lie before the first sign.', { what, at: utc(at), hours: hours(at, now), before: hours(at, since) }));
export const restoreAdvice = (): Text => say('Restore beside what stands, look at it, and only then let it take the place: each of these commands makes something new that costs money until you delete it. Contain the stranger first.');

export function restoreSection({ state: { restorable }, madeAt }: ReportInput): Block[] {
  if (restorable === undefined || restorable.things.length === 0) return [];
  return [
    heading(say('Restore')),
    paragraph(restoreAdvice()),
    ...restorable.things.flatMap((one): Block[] => [
      heading(damageText(one), 3),
      ...(one.points.length === 0 ? [paragraph(say('Nothing from before the first sign was found to bring it back from.'))] : one.points.flatMap((point) => [paragraph(pointText(point, restorable.since, madeAt)), code(point.commands)])),
      ...(one.unseen.length === 0 ? [] : [list(one.unseen)]),
    ]),
  ];
}
