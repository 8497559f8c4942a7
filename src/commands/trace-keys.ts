// The keys of digest files for `trace --logs`: asked of AWS only where there is a digest to check, and only with credentials that lie at hand.
import { KEY_READS, keysFrom, type AskKeys } from '../activity/logs/log-proof.ts';
import type { Session } from '../aws/connect.ts';
import { IncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Raw } from './raw.ts';

export interface TraceKeys { readonly ask: AskKeys; close(): Promise<void> }

export function traceKeys(raw: Raw, version: string): TraceKeys {
  let opened: Promise<Session> | undefined;
  const open = async (): Promise<Session> => {
    const [{ awsBackend }, { connect }] = await Promise.all([import('./backend.ts'), import('../aws/connect.ts')]);
    // Nobody is at the screen to type an MFA code for this.
    const { connection } = await awsBackend(raw, () => Promise.reject(new IncidentError('credentials', say('without credentials'))));
    return connect({ ...connection, userAgent: `aws-incident/${version}` });
  };
  return {
    ask: async (region, from, to) => {
      const session = await (opened ??= open());
      return keysFrom((one) => session.reads(KEY_READS, one), session.partition.regions)(region, from, to);
    },
    close: async () => { (await opened)?.close(); },
  };
}
