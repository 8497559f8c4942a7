// The words for what became of a look, and gaps that are alike said once: on the screen and in the report.
import { byForm } from './alike.ts';
import { say, type Text } from './text.ts';
import type { CoverageCell, CoverageState } from './types.ts';

export const coverageText: Readonly<Record<CoverageState, Text>> = {
  done: say('done'), 'not-offered': say('not offered there'), 'never-enabled': say('region never enabled'), unavailable: say('not available to this account'),
  denied: say('denied'), throttled: say('throttled'), failed: say('failed'), skipped: say('skipped'), 'caller-lost': say('credentials lost'),
  'region-disabled': say('region disabled, but used before'),
};

/** Gaps of one check for one reason together, told by `tell`; of more than `most` how many more. `kinds`: what a check is called. */
export function gapTexts(gaps: readonly CoverageCell[], kinds: Readonly<Record<string, Text>>, most: number, tell: (gap: { readonly check: Text | string; readonly state: Text; readonly regions: readonly string[]; readonly detail: Text }) => Text): readonly Text[] {
  const texts = byForm(gaps, ({ check, state, detail }) => JSON.stringify([check, state, detail])).flatMap((group) => {
    const [first] = group;
    return first ? [tell({ check: kinds[first.check] ?? first.check, state: coverageText[first.state], regions: group.map((g) => g.region), detail: first.detail })] : [];
  });
  return texts.length > most ? [...texts.slice(0, most), say('{{n}} more; the report lists them all', { n: texts.length - most })] : texts;
}
