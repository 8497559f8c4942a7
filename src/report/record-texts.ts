// The sentences on data and record that screens and report share.
import type { DataRead, DataSort, FirstSeen, RecordHole } from '../core/record.ts';
import { say, type Text } from '../core/text.ts';
import type { Attribution, Instant } from '../core/types.ts';

/** `user/ci`, `role/deploy`, `root`: ARNs fill a line, and stand in the data. */
const who = (arn: string): string => arn.split(':').at(-1) ?? arn;

export const soundText = (): Text => say('Records all management events in every Region; its files can be proven whole.');

export const dataSentence = ({ there, could }: DataSort): Text => {
  if (could === 'unknown') return say('Not known: a policy could not be read.');
  return there === null ? say('Yes') : say('{{n}} here', { n: there });
};
export function toldText({ told, trails }: DataSort): Text {
  switch (told) {
    case 'history': return say('The event history records every read, for 90 days.');
    case 'trails': return say('Some or all reads are in what {{trails}} recorded: give log files with --logs, query CloudTrail Lake in the console.', { trails });
    case 'nothing': return say('No trail records reads of it: nobody can know.');
  }
}
export const doubt = (hand: Attribution): Text => (hand === 'attacker' ? say('') : say(' (whose hand is not known)'));
export const readText = (read: DataRead): Text => say('{{what}} ({{region}}): {{n}}×, last {{last}} UTC, by {{by}} from {{ip}}{{doubt}}', {
  what: read.what, region: read.region, n: read.times, last: read.last.slice(0, 16).replace('T', ' '), by: who(read.by), ip: read.sourceIp, doubt: doubt(read.hand),
});
export function firstSeenText({ sort, principal, value }: FirstSeen): Text {
  const by = who(principal);
  switch (sort) {
    case 'address': return say('{{who}}: first call from {{value}}', { who: by, value });
    case 'program': return say('{{who}}: first call with {{value}}', { who: by, value });
    case 'region': return say('{{who}}: first call in {{value}}', { who: by, value });
    case 'service': return say('{{who}}: first call to {{value}}', { who: by, value });
  }
}

/** `2026-11-21 03:12 UTC` */
export const minute = (time: Instant): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;
export const spanOf = (hole: RecordHole): Text => (hole.to === null ? say('since {{from}}', { from: minute(hole.from) }) : say('{{from}} to {{to}}', { from: minute(hole.from), to: minute(hole.to) }));
export const holeText = (hole: RecordHole): Text => say('{{because}}{{by}}{{covered}}', {
  because: hole.because,
  by: hole.by === null ? say('') : hole.hand === 'attacker' ? say(' The stranger did it, as {{by}} from {{ip}}.', { by: who(hole.by), ip: hole.sourceIp ?? '?' }) : say(' {{by}} did it, from {{ip}}.', { by: who(hole.by), ip: hole.sourceIp ?? '?' }),
  covered: hole.covered === null ? say('') : say(' Trail {{trail}} recorded everything in that time.', { trail: hole.covered }),
});
