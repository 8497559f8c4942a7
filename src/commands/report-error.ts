// An error that ends a run, as the operator is told: user and AWS errors in a sentence, our own with a stack.
import { caseBase } from '../case/read.ts';
import { exitOf, isIncidentError, EXIT, ofTheMachine } from '../core/errors.ts';
import { render, say, type Catalogue } from '../core/text.ts';
import { fitted } from '../ui/style.ts';

export function reportError(error: unknown, version: string, catalogue?: Catalogue): number {
  const out = fitted(process.stderr);
  const told = isIncidentError(error) ? error : ofTheMachine(error, caseBase());
  if (told) {
    out.write(`✖ ${render(told.text, catalogue)}\n`);
    return exitOf[told.fault];
  }
  const text = say('Something went wrong inside aws-incident {{version}}. What was done so far is in the case; nothing is lost. Please report this:', { version });
  out.write(`✖ ${render(text, catalogue)}\n`);
  process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return EXIT.failed;
}
