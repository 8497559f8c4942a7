// What is done to a credential that can be switched off: deactivated; and switched on again, where a stranger switched off the owner's.
import type { IAMClient, StatusType } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../../aws/session.ts';
import { say, type Text } from '../../../core/text.ts';
import type { Call, JsonObject, Operation, Resource } from '../../../core/types.ts';
import { globalCall, type Action, type HistoryEvent } from '../../kind.ts';
import { switchBefore } from '../../recalling.ts';

/** AWS takes `Active` or `Inactive` only; it shows more (`Expired`). */
interface Switched extends Resource { readonly userName: string; readonly status: string }
/** What was not active before is left inactive. */
const statusOf = ({ status }: Switched): StatusType => (status === 'Active' ? 'Active' : 'Inactive');

/** As it stood before the stranger switched it. */
export function recallStatus(history: readonly HistoryEvent[]): JsonObject | undefined {
  const before = switchBefore(history, ({ request }) => request?.['status'] === 'Active', ({ request }) => request?.['status'] === 'Inactive');
  return before === undefined ? undefined : { status: before ? 'Active' : 'Inactive' };
}

interface Access<R extends Switched, I extends JsonObject> {
  readonly operation: Operation;
  readonly target: (r: R) => I;
  readonly send: (client: IAMClient, input: I & { Status: StatusType }) => Promise<unknown>;
  readonly title: (r: R) => Text;
  readonly breaks: (r: R) => Text;
  readonly cuts?: (r: R) => readonly string[];
}
export function statusActions<R extends Switched, I extends JsonObject>({ operation, target, send, cuts = () => [], ...words }: Access<R, I>): { readonly contain: Action<R>; readonly recover: Action<R> } {
  const setting = (r: R, Status: StatusType): I & { Status: StatusType } => ({ ...target(r), Status });
  const call = (r: R, status: StatusType): Call[] => [globalCall(operation, setting(r, status))];
  const set = async (aws: ChangeAws, r: R, status: StatusType): Promise<void> => { await send(await aws.client('iam'), setting(r, status)); };
  const shared = { operations: [operation], cuts, undoCalls: (before: R) => call(before, statusOf(before)), undone: (now: R | undefined, before: R) => now?.status === before.status, undo: (aws: ChangeAws, before: R) => set(aws, before, statusOf(before)), undoReopens: true };
  return {
    contain: { ...shared, ...words, needed: (r, origin) => origin !== 'changed' || r.aim?.['status'] !== 'Active', calls: (r) => call(r, 'Inactive'), done: (now) => now !== undefined && now.status !== 'Active', apply: (aws, r) => set(aws, r, 'Inactive') },
    recover: {
      ...shared, needed: (r) => r.aim?.['status'] === 'Active',
      title: (r) => say('Give {{who}} back what the stranger took away: {{name}}', { who: r.userName, name: r.name }),
      calls: (r) => call(r, 'Active'), done: (now) => now?.status === 'Active', apply: (aws, r) => set(aws, r, 'Active'),
    },
  };
}
