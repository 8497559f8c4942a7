// Errors, told apart by a mark and not by `instanceof`, so that two copies of a module agree.
import { say, type Text } from './text.ts';

const MARK = Symbol.for('aws-incident.error');
export type Fault = 'usage' | 'credentials' | 'refused' | 'interrupted' | 'failed' | 'internal';

/** An error that is reported as a sentence and has an exit code. Anything else that is thrown is a bug of ours. */
export class IncidentError extends Error {
  readonly [MARK] = true;
  constructor(readonly fault: Fault, readonly text: Text, options?: ErrorOptions) {
    super(text.say, options);
    this.name = 'IncidentError';
  }
}
export const isIncidentError = (error: unknown): error is IncidentError => typeof error === 'object' && error !== null && MARK in error;
export const usage = (text: Text): IncidentError => new IncidentError('usage', text);
export const failed = (text: Text, cause?: unknown): IncidentError => new IncidentError('failed', text, { cause });

/** Exit codes, see product.md: the first that applies of 2, 4, 130, 1, 3, 5, 0. */
export const EXIT = { done: 0, failed: 1, usage: 2, open: 3, credentials: 4, gaps: 5, interrupted: 130 } as const;
export const exitOf: Readonly<Record<Fault, number>> = {
  usage: EXIT.usage, credentials: EXIT.credentials, refused: EXIT.failed, interrupted: EXIT.interrupted, failed: EXIT.failed, internal: EXIT.failed,
};

/** What the machine's refusal of a file means, in words: `ENOENT` tells nothing to somebody who is frightened. */
export function whyNot(error: unknown): Text {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT': case 'ENOTDIR': return say('there is no such file or folder');
    case 'EACCES': case 'EPERM': case 'EROFS': return say('this machine does not allow it');
    case 'EISDIR': return say('it is a folder');
    case 'EEXIST': return say('a file is in the way');
    case 'ENOSPC': case 'EDQUOT': return say('the disk is full');
    default: return say('{{code}}', { code: code || '?' });
  }
}

/** A file that the machine did not give or take, as a sentence: no bug of ours, and nothing for a stack. `where`: what was written, where the error does not say it. */
export function ofTheMachine(error: unknown, where: string): IncidentError | undefined {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined;
  const file = 'path' in error && typeof error.path === 'string' ? error.path : ON_DISK.has(String(error.code)) ? where : undefined;
  return file === undefined ? undefined : failed(say('{{file}} could not be read or written: {{why}}. What was done so far is in the case; nothing is lost.', { file, why: whyNot(error) }), error);
}
/** What a write to an open file ends with; Node does not say which file. */
const ON_DISK: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS']);
