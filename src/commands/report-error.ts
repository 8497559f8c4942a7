// An error that ends a run, as the operator is told: user and AWS errors in a sentence, our own with a stack.
import { exitOf, isIncidentError, EXIT } from '../core/errors.ts';
import { render, say, type Catalogue } from '../core/text.ts';

export function reportError(error: unknown, version: string, catalogue?: Catalogue): number {
  if (isIncidentError(error)) {
    process.stderr.write(`✖ ${render(error.text, catalogue)}\n`);
    return exitOf[error.fault];
  }
  const text = say('Something went wrong inside aws-incident {{version}}. What was done so far is in the case; nothing is lost. Please report this:', { version });
  process.stderr.write(`✖ ${render(text, catalogue)}\n${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return EXIT.failed;
}
