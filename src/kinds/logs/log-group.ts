// A log group: where a stranger shortened how long it keeps its events, nothing more of it expires until it is given back.
import { DeleteLogGroupCommand, DeleteRetentionPolicyCommand, DescribeLogGroupsCommand, paginateDescribeLogGroups, PutRetentionPolicyCommand, type CloudWatchLogsClient, type LogGroup as SdkLogGroup } from '@aws-sdk/client-cloudwatch-logs';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, irreversible, type Action, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, lastOwn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { saving } from '../saving.ts';

/** `retentionDays` null: its events never expire. */
export interface LogGroup extends Resource { readonly retentionDays: number | null; readonly kmsKeyId: string | null; readonly protected: boolean }

function logGroupOf(found: SdkLogGroup, { region, partition, accountId }: ReadAws): LogGroup {
  const name = found.logGroupName ?? '';
  const arn = found.logGroupArn ?? `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`;
  const createdAt = new Date(found.creationTime ?? 0).toISOString();
  return { arn, uid: `${arn}@${createdAt}`, name, region, createdAt, retentionDays: found.retentionInDays ?? null, kmsKeyId: found.kmsKeyId ?? null, protected: found.deletionProtectionEnabled ?? false, seen: { storedBytes: found.storedBytes ?? 0 } };
}

const where = (r: LogGroup) => ({ group: r.name, region: r.region });
const named = (r: LogGroup) => ({ logGroupName: r.name });
const call = (r: LogGroup, operation: Operation, more: JsonObject = {}): Call => ({ operation, region: r.region, input: { ...named(r), ...more } });
const settingCall = (r: LogGroup, days: number | null): Call => (days === null ? call(r, 'logs:DeleteRetentionPolicy') : call(r, 'logs:PutRetentionPolicy', { retentionInDays: days }));
async function set(client: CloudWatchLogsClient, r: LogGroup, days: number | null): Promise<void> {
  await (days === null ? client.send(new DeleteRetentionPolicyCommand(named(r))) : client.send(new PutRetentionPolicyCommand({ ...named(r), retentionInDays: days })));
}

const contain: Action<LogGroup> = {
  operations: ['logs:DeleteRetentionPolicy', 'logs:PutRetentionPolicy'],
  title: (r) => say('Let nothing more expire in log group {{group}} in {{region}}', where(r)),
  breaks: () => say('Nothing. Events that are kept longer cost storage. What has expired is gone; what expires now may still be there for up to 72 hours.'),
  calls: (r) => [settingCall(r, null)],
  undoCalls: (before) => [settingCall(before, before.retentionDays)],
  done: (now) => now?.retentionDays === null,
  apply: async (aws, r) => { if (r.retentionDays !== null) await set(await aws.client('logs'), r, null); },
  undo: async (aws, before) => set(await aws.client('logs'), before, before.retentionDays),
};

const aimed = (r: LogGroup): number | null => (typeof r.aim?.['retentionDays'] === 'number' ? r.aim['retentionDays'] : null);
const recover: Action<LogGroup> = {
  operations: ['logs:DeleteRetentionPolicy', 'logs:PutRetentionPolicy'],
  title: (r) => (aimed(r) === null ? say('Let events in log group {{group}} in {{region}} never expire again', where(r)) : say('Keep events in log group {{group}} in {{region}} for {{days}} days again', { ...where(r), days: aimed(r) ?? 0 })),
  breaks: (r) => (aimed(r) === null ? undefined : say('Events older than {{days}} days expire, as they did before.', { days: aimed(r) ?? 0 })),
  calls: (r) => [settingCall(r, aimed(r))],
  undoCalls: (before) => [settingCall(before, before.retentionDays)],
  done: (now) => now?.aim !== undefined && now.retentionDays === aimed(now),
  apply: async (aws, r) => { if (r.retentionDays !== aimed(r)) await set(await aws.client('logs'), r, aimed(r)); },
  undo: async (aws, before) => set(await aws.client('logs'), before, before.retentionDays),
};

const isPut = (e: HistoryEvent): boolean => isEvent(e, 'logs:PutRetentionPolicy');
/** The owner's last word before the stranger's: a period, or, where the group's making is in the history, none. */
function recall(_: LogGroup, history: readonly HistoryEvent[]): JsonObject | undefined {
  if (!history.some((e) => isForeign(e) && (isPut(e) || isEvent(e, 'logs:DeleteRetentionPolicy')))) return undefined;
  const own = lastOwn(history, (e) => isPut(e) || isEvent(e, 'logs:DeleteRetentionPolicy', 'logs:CreateLogGroup'));
  if (!own) return undefined;
  const days = own.request?.['retentionInDays'];
  return { retentionDays: isPut(own) && typeof days === 'number' ? days : null };
}

export default defineKind<LogGroup>({
  id: 'logs/log-group', version: 1, title: say('Log group'), scope: 'regional', role: 'guard',
  reads: ['logs:DescribeLogGroups'],

  async *list({ aws }) {
    for await (const page of paginateDescribeLogGroups({ client: await aws.client('logs') }, { limit: 50 })) for (const found of page.logGroups ?? []) yield logGroupOf(found, aws);
  },
  async look(aws, rs) {
    const client = await aws.client('logs');
    return inParallel(rs, 4, async (r) => {
      for (let nextToken: string | undefined, more = true; more; more = nextToken !== undefined) {
        const page = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: r.name, limit: 50, ...(nextToken === undefined ? {} : { nextToken }) }));
        // Names come in order, so the name itself is before all that begin with it.
        const found = page.logGroups?.find((one) => one.logGroupName === r.name);
        const now = found && logGroupOf(found, aws);
        if (now) return now.uid === r.uid ? now : undefined;
        ({ nextToken } = page);
      }
      return undefined;
    });
  },

  traces: { ids: (r) => [r.name, r.arn], created: ['logs:CreateLogGroup'], changed: ['logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy', 'logs:DisassociateKmsKey', 'logs:AssociateKmsKey'] },
  recall,

  actions: {
    preserve: saving((r) => say('Save how log group {{group}} in {{region}} is set', where(r)), 'log-group', 'logs:DescribeLogGroups'),
    contain,
    recover,
    eradicate: {
      operations: ['logs:DeleteLogGroup'],
      title: (r) => say('Delete log group {{group}} in {{region}}', where(r)),
      destroys: () => say('All events in it. Export them first if they may tell of what was done.'),
      impossible: (r) => (r.protected ? say('Log group {{group}} is protected from deletion. Take the protection off in CloudWatch first.', where(r)) : undefined),
      calls: (r) => [call(r, 'logs:DeleteLogGroup')],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('logs')).send(new DeleteLogGroupCommand(named(r)))); },
      undo: irreversible(say('AWS does not give a deleted log group back, nor its events.')),
    },
  },
});
