// Regions that this case has switched: those that the stranger had switched on answer nothing any more, which is no gap; those that he had switched off are looked through.
import { say } from '../../core/text.ts';
import { cell } from '../../engine/scan.ts';
import type { Look } from '../verify.ts';
import type { Wizard } from '../wizard.ts';

/** What a later pass goes over. */
export function withSwitched({ engine }: Wizard, look: Look): Look {
  const switched = (on: boolean): readonly string[] => engine.ledger.steps().flatMap(({ step, state }) => (step.kind === 'account/region' && step.verb === 'recover' && step.resource.aim?.['enabled'] === on && state === 'verified' ? [step.resource.name] : []));
  const off = new Set(switched(false));
  const { active, cells } = look.regions;
  const on = switched(true).filter((region) => !active.includes(region));
  const seen = active.filter((region) => off.has(region)).map((region) => cell('account/region', region, 'done', say('The stranger had switched this Region on. It was looked through, and switched off again.')));
  return seen.length + on.length === 0 ? look : { ...look, regions: { active: [...active.filter((region) => !off.has(region)), ...on], cells: [...cells.filter((c) => !on.includes(c.region)), ...seen] } };
}
