// An error that ends a run, as the operator is told: user and AWS errors in a sentence, our own with a stack.
import { exitOf, isIncidentError, EXIT, whyNot } from '../core/errors.ts';
import { render, say, type Catalogue } from '../core/text.ts';
import { fitted } from '../ui/style.ts';

export function reportError(error: unknown, version: string, catalogue?: Catalogue): number {
  const out = fitted(process.stderr);
  if (isIncidentError(error)) {
    out.write(`✖ ${render(error.text, catalogue)}\n`);
    return exitOf[error.fault];
  }
  if (isOfTheMachine(error)) {
    out.write(`✖ ${render(say('{{file}} could not be read or written: {{why}}. What was done so far is in the case; nothing is lost.', { file: error.path, why: whyNot(error) }), catalogue)}\n`);
    return EXIT.failed;
  }
  const text = say('Something went wrong inside aws-incident {{version}}. What was done so far is in the case; nothing is lost. Please report this:', { version });
  out.write(`✖ ${render(text, catalogue)}\n`);
  process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return EXIT.failed;
}
/** A file that the machine did not give or take: no bug of ours, and nothing for a stack. */
const isOfTheMachine = (error: unknown): error is Error & { readonly path: string } => error instanceof Error && 'syscall' in error && 'path' in error && typeof error.path === 'string';
