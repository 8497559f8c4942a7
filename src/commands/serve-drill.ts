// `drill --serve`: the simulated account on loopback, for any AWS client, until it is interrupted.
import { EXIT, usage } from '../core/errors.ts';
import { say } from '../core/text.ts';
import { serveDrill } from '../sim/drill/serve.ts';
import { openDrill } from '../sim/drill/world.ts';
import { scenarioFromFile, shippedScenario } from '../sim/scenario/find.ts';
import type { Raw } from './raw.ts';
import { stopper } from './run.ts';

export async function serve(raw: Raw, scenario: string, file: string | undefined): Promise<number> {
  const given = raw['serve'] === true ? '0' : String(raw['serve']);
  const port = Number(given);
  const unusable = usage(say('--serve: port {{port}} cannot be used here. Leave it out, and a free one is taken.', { port: given }));
  if (!/^\d+$/.test(given) || port > 65_535) throw unusable;
  const drill = await openDrill({ source: file === undefined ? await shippedScenario(scenario) : await scenarioFromFile(file) });
  const stop = stopper();
  try {
    await serveDrill(drill, port, (line) => { process.stdout.write(`${line}\n`); }, stop.signal);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && error.syscall === 'listen') throw unusable;
    throw error;
  } finally { stop.dispose(); }
  return EXIT.done;
}
