// Log files that the operator gave: read, proven as far as they can be, and remembered, so that a later run has them too.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TrailEvent } from '../../activity/event.ts';
import type { LogProof } from '../../core/record.ts';
import { say } from '../../core/text.ts';
import type { Investigation } from '../investigation.ts';
import { tell, type Wizard } from '../wizard.ts';

const QUESTION = 'logs:';

/** Throws a usage error for a path of this run that is not there; of an earlier run's it is told, and is a gap. */
export async function addLogs(wizard: Wizard, investigation: Investigation): Promise<void> {
  const { paths, gone } = pathsOf(wizard);
  if (paths.length + gone.length === 0) return;
  const [{ readLogs }, { KEY_READS, keysFrom, proveLogs }] = await Promise.all([import('../../activity/logs/files.ts'), import('../../activity/logs/log-proof.ts')]);
  const { session, engine, ui } = wizard;
  const events: TrailEvent[] = [];
  const sources = await readLogs(paths, (event) => { events.push(event); }, engine.signal);
  const onProgress = (n: number): void => { ui.show({ type: 'progress', id: 'log-files', text: say('Holding log files against their digest files: {{n}}', { n }) }); };
  const proofs = [...await proveLogs(paths, keysFrom((region) => session.reads(KEY_READS, region), session.partition.regions), { signal: engine.signal, onProgress }), ...gone.map(missing)];
  ui.show({ type: 'progress', id: 'log-files', text: say(''), done: true });
  investigation.give(events, proofs);
  for (const { path, events: n, rejected } of sources) tell(wizard, rejected.length > 0 ? 'warn' : 'info', say('{{path}}: {{n}} events read, {{rejected}} lines could not be read.', { path, n, rejected: rejected.length }));
  for (const proof of proofs) for (const said of proof.said) tell(wizard, proof.sound ? 'info' : 'warn', said);
}

function pathsOf(wizard: Wizard): { readonly paths: readonly string[]; readonly gone: readonly string[] } {
  const { options, folder } = wizard;
  const given = options.logs.map((path) => resolve(path));
  const earlier = [...wizard.state().answers.keys()].flatMap((question) => (question.startsWith(QUESTION) ? [question.slice(QUESTION.length)] : []));
  for (const path of given.filter((one) => !earlier.includes(one))) folder.record({ type: 'answered', question: `${QUESTION}${path}`, answer: 'yes' });
  const before = earlier.filter((path) => !given.includes(path));
  return { paths: [...given, ...before.filter((path) => existsSync(path))], gone: before.filter((path) => !existsSync(path)) };
}
const missing = (path: string): LogProof => ({
  path, digests: 0, proven: 0, unproven: 0, forged: 0, files: { whole: 0, changed: 0, missing: 0, unnamed: 0 }, sound: false,
  said: [say('{{path}} was given to this case before, and is no longer there: what only it showed is missing now.', { path })],
});
