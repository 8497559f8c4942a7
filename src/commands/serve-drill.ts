// `drill --serve`: the simulated account on loopback, for any AWS client, until it is interrupted.
import { EXIT } from '../core/errors.ts';
import { serveDrill } from '../sim/drill/serve.ts';
import { openDrill } from '../sim/drill/world.ts';
import { scenarioFromFile, shippedScenario } from '../sim/scenario/find.ts';
import type { Raw } from './raw.ts';
import { stopper } from './run.ts';

export async function serve(raw: Raw, scenario: string, file: string | undefined): Promise<number> {
  const drill = await openDrill({ source: file === undefined ? await shippedScenario(scenario) : await scenarioFromFile(file) });
  const stop = stopper();
  try {
    await serveDrill(drill, Number(raw['serve'] === true ? 0 : raw['serve']), (line) => { process.stdout.write(`${line}\n`); }, stop.signal);
  } finally { stop.dispose(); }
  return EXIT.done;
}
