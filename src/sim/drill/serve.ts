// `drill --serve`: the simulated account on loopback, for any AWS client, until somebody ends it.
import type { Drill } from './world.ts';

/** What `--serve` prints on stdout, as one line of JSON. */
export interface Served {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** null: the scenario leaves the operator without any. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string } | null;
  readonly notice: string | null;
}

/** Serves until `signal` is aborted; `print` is given the one line. */
export async function serveDrill(drill: Drill, port: number, print: (line: string) => void, signal: AbortSignal): Promise<void> {
  const listener = await drill.listen(port);
  try {
    print(JSON.stringify(served(drill, listener.url)));
    await aborted(signal);
  } finally {
    await listener.close();
    await drill.close();
  }
}

export function served(drill: Drill, endpoint: string): Served {
  const { operator } = drill;
  return {
    endpoint,
    region: drill.region,
    accountId: drill.scenario.account.id,
    credentials: operator && { accessKeyId: operator.accessKeyId, secretAccessKey: operator.secretAccessKey, ...(operator.sessionToken === undefined ? {} : { sessionToken: operator.sessionToken }) },
    notice: drill.notice?.text ?? null,
  };
}
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => { resolve(); }, { once: true });
  });
}
