// What somebody sees who traces log files: how far it is, and, after Ctrl-C, how far it came.
import { setFlagsFromString } from 'node:v8';
import { liveClock } from '../core/clock.ts';
import { EXIT, IncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Ui } from '../ui/port.ts';
import type { TraceLogsOptions } from '../activity/logs/trace-logs.ts';
import type { Raw } from './raw.ts';

type Reading = Required<Pick<TraceLogsOptions, 'signal' | 'onFile'>>;
/** On the screen twice a second. */
const EVERY_MS = 500;

/** Runs `body`; Ctrl-C ends it between two files with a word on what was read, a second Ctrl-C at once. */
export async function withProgress(raw: Raw, body: (reading: Reading) => Promise<number>): Promise<number> {
  // The bin is set to take little memory, which a long read pays for with half of its speed.
  for (const flag of ['--no-optimize-for-size', '--max-semi-space-size=16', '--semi-space-growth-factor=2']) setFlagsFromString(flag);
  const controller = new AbortController();
  const read = { files: 0, events: 0 };
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(new IncidentError('interrupted', say('You stopped. {{events}} events of {{files}} files had been read; what they show is not told, because what comes after them may show otherwise. Nothing was changed.', read)));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const ui = process.stderr.isTTY ? await screen(raw, controller.signal, onSignal) : undefined;
  let shown = 0;
  try {
    return await body({
      signal: controller.signal,
      onFile: ({ files, events, again }) => {
        if (!again) read.files = files;
        read.events = events;
        if (performance.now() - shown < EVERY_MS) return;
        shown = performance.now();
        ui?.show({ type: 'progress', id: 'logs', text: again ? say('Looking again at what became interesting later: {{files}} files', { files }) : say('Reading log files: {{events}} events in {{files}} files', { events, files }) });
      },
    });
  } finally {
    ui?.show({ type: 'progress', id: 'logs', text: say(''), done: true });
    ui?.close();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}
async function screen(raw: Raw, signal: AbortSignal, leave: () => void): Promise<Ui> {
  const { openUi } = await import('./run.ts');
  return await openUi(raw, liveClock, { signal, leave, dispose: () => undefined });
}
