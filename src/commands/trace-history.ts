// The event history for `trace`: opens the account, reads every region, and follows the lineage. Makes no case, changes nothing.
import { HISTORY_READS, type HistoryProgress } from '../activity/history/history.ts';
import { pursue } from '../activity/lineage/pursue.ts';
import { connect } from '../aws/connect.ts';
import { say } from '../core/text.ts';
import type { Region } from '../core/types.ts';
import { regionsOf } from '../phases/preflight.ts';
import type { WizardOptions } from '../phases/wizard.ts';
import type { Raw } from './raw.ts';
import { awsSetting } from './run.ts';
import type { HistorySource } from './trace.ts';

/** AWS keeps no more in the event history. */
const NINETY_DAYS = 90 * 86_400_000;

/** Runs `body` with the history of the account. Throws `credentials` where there are none. */
export async function withHistory(raw: Raw, body: (options: WizardOptions, history: HistorySource) => Promise<number>): Promise<number> {
  const { backend, options, ui, stop, version } = await awsSetting(raw, 'respond');
  const session = connect({ ...backend.connection, userAgent: `aws-incident/${version}` });
  const { clock } = backend;
  const history: HistorySource = async (indicators, known) => {
    await session.identify();
    const regions = await regionsOf(session, options.regions);
    const until = clock.now();
    const progress = new Map<Region, HistoryProgress>();
    const pursued = await pursue({
      clock, regions: regions.active, awsFor: (region) => session.reads(HISTORY_READS, region), until: until.toISOString(), from: new Date(until.getTime() - NINETY_DAYS).toISOString(),
      indicators, events: known, signal: stop.signal,
      onProgress: (one) => {
        progress.set(one.region, one);
        const all = [...progress.values()];
        ui.show({ type: 'progress', id: 'history', text: say('Reading the event history: {{events}} events', { events: all.reduce((n, p) => n + p.events, 0) }), n: all.filter((p) => p.done).length, of: regions.active.length });
      },
    });
    ui.show({ type: 'progress', id: 'history', text: say('The event history was read.'), done: true });
    return { ...pursued, cells: [...pursued.cells, ...regions.cells.filter((c) => c.gap)] };
  };
  try {
    return await body(options, history);
  } finally {
    session.close();
    await backend.close?.();
    ui.close();
    stop.dispose();
  }
}
