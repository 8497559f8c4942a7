// Regions that the stranger had switched on, and that this case looked through, emptied and switched off again: they answer nothing any more, and that is no gap.
import { say } from '../core/text.ts';
import { cell } from '../engine/scan.ts';
import type { Look } from './verify.ts';
import type { Wizard } from './wizard.ts';

/** What a later pass goes over. */
export function withoutSwitchedOff({ engine }: Wizard, look: Look): Look {
  const off = new Set(engine.ledger.steps().flatMap(({ step, state }) => (step.kind === 'account/region' && step.verb === 'recover' && step.resource.aim?.['enabled'] === false && state === 'verified' ? [step.resource.name] : [])));
  const { active, cells } = look.regions;
  const seen = active.filter((region) => off.has(region)).map((region) => cell('account/region', region, 'done', say('The stranger had switched this Region on. It was looked through, and switched off again.')));
  return seen.length === 0 ? look : { ...look, regions: { active: active.filter((region) => !off.has(region)), cells: [...cells, ...seen] } };
}
