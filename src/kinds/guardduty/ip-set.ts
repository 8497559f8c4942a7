// A trusted IP set of GuardDuty: of what these addresses do, it says nothing.
import { DeleteIPSetCommand, GetIPSetCommand, paginateListIPSets, UpdateIPSetCommand, type GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, KEPT_ALL, type Action, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, lastOwn, switchBefore, textIn } from '../recalling.ts';
import { saving } from '../saving.ts';
import { detectorIds } from './parts/detector-view.ts';

export interface IpSet extends Resource { readonly detectorId: string; readonly id: string; readonly location: string; readonly format: string; readonly active: boolean }

async function ids(client: GuardDutyClient, DetectorId: string): Promise<string[]> {
  const found: string[] = [];
  for await (const page of paginateListIPSets({ client }, { DetectorId })) found.push(...page.IpSetIds ?? []);
  return found;
}
async function read(client: GuardDutyClient, detectorId: string, id: string, aws: ReadAws): Promise<IpSet | undefined> {
  const found = await client.send(new GetIPSetCommand({ DetectorId: detectorId, IpSetId: id }));
  if (found.Status === 'DELETED' || found.Status === 'DELETE_PENDING') return undefined;
  const arn = `arn:${aws.partition}:guardduty:${aws.region}:${aws.accountId}:detector/${detectorId}/ipset/${id}`;
  return { arn, uid: arn, name: found.Name ?? id, region: aws.region, detectorId, id, location: found.Location ?? '', format: found.Format ?? '', active: found.Status === 'ACTIVE' || found.Status === 'ACTIVATING' };
}

const where = (r: IpSet) => ({ list: r.name, location: r.location, region: r.region });
const key = (r: IpSet) => ({ DetectorId: r.detectorId, IpSetId: r.id });
const call = (r: IpSet, operation: Operation, more: JsonObject = {}): Call => ({ operation, region: r.region, input: { ...key(r), ...more } });

const contain: Action<IpSet> = {
  operations: ['guardduty:UpdateIPSet'],
  title: (r) => say('Let GuardDuty in {{region}} trust the addresses in {{list}} ({{location}}) no more', where(r)),
  breaks: () => say('GuardDuty reports what these addresses do, as of all others.'),
  calls: (r) => [call(r, 'guardduty:UpdateIPSet', { Activate: false })],
  undoCalls: (before) => [call(before, 'guardduty:UpdateIPSet', { Activate: before.active })],
  done: (now) => now?.active === false,
  apply: async (aws, r) => { await (await aws.client('guardduty')).send(new UpdateIPSetCommand({ ...key(r), Activate: false })); },
  undo: async (aws, before) => { await (await aws.client('guardduty')).send(new UpdateIPSetCommand({ ...key(before), Activate: before.active })); },
};

const wanted = (r: IpSet) => ({ Location: textIn(r.aim?.['location']) ?? r.location, Activate: typeof r.aim?.['active'] === 'boolean' ? r.aim['active'] : r.active });
const recover: Action<IpSet> = {
  operations: ['guardduty:UpdateIPSet'],
  title: (r) => say('Give the trusted IP list {{list}} of GuardDuty in {{region}} back what it was', where(r)),
  calls: (r) => [call(r, 'guardduty:UpdateIPSet', wanted(r))],
  undoCalls: (before) => [call(before, 'guardduty:UpdateIPSet', { Location: before.location, Activate: before.active })],
  done: (now) => now?.aim !== undefined && wanted(now).Location === now.location && wanted(now).Activate === now.active,
  apply: async (aws, r) => { await (await aws.client('guardduty')).send(new UpdateIPSetCommand({ ...key(r), ...wanted(r) })); },
  undo: async (aws, before) => { await (await aws.client('guardduty')).send(new UpdateIPSetCommand({ ...key(before), Location: before.location, Activate: before.active })); },
};

const isSet = (e: HistoryEvent): boolean => isEvent(e, 'guardduty:CreateIPSet', 'guardduty:UpdateIPSet');
function recall(_: IpSet, history: readonly HistoryEvent[]): JsonObject | undefined {
  const location = lastOwn(history, (e) => isSet(e) && textIn(e.request?.['location']) !== undefined)?.request?.['location'];
  const active = switchBefore(history, (e) => isSet(e) && e.request?.['activate'] === true, (e) => isSet(e) && e.request?.['activate'] === false);
  const aim = { ...(location === undefined ? {} : { location }), ...(active === undefined ? {} : { active }) };
  return Object.keys(aim).length === 0 ? undefined : aim;
}

export default defineKind<IpSet>({
  id: 'guardduty/ip-set', version: 1, title: say('Trusted IP list of GuardDuty'), scope: 'regional', role: 'guard',
  reads: ['guardduty:ListDetectors', 'guardduty:ListIPSets', 'guardduty:GetIPSet'],

  async *list(scan) {
    const { aws } = scan;
    const client = await aws.client('guardduty');
    for (const detectorId of await scan.once(`guardduty/detectors ${scan.region}`, () => detectorIds(client))) {
      for (const id of await ids(client, detectorId)) {
        try {
          const set = await read(client, detectorId, id, aws);
          if (set) yield set;
        } catch (error) { scan.gap('guardduty:GetIPSet', error, id); }
      }
    }
  },

  // GuardDuty calls what is gone a bad request, so it is listed first.
  async look(aws, rs) {
    const client = await aws.client('guardduty');
    const there = new Set<string>();
    for (const detectorId of await detectorIds(client)) for (const id of await ids(client, detectorId)) there.add(`${detectorId}/${id}`);
    return inParallel(rs, 4, async (r) => {
      const now = there.has(`${r.detectorId}/${r.id}`) ? await read(client, r.detectorId, r.id, aws) : undefined;
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: { ids: (r) => [r.id], created: ['guardduty:CreateIPSet'], changed: ['guardduty:UpdateIPSet'] },
  recall,

  actions: {
    preserve: saving((r) => say('Save the trusted IP list {{list}} of GuardDuty in {{region}}', where(r)), 'guardduty-ip-set', 'guardduty:GetIPSet'),
    contain,
    recover,
    eradicate: {
      operations: ['guardduty:DeleteIPSet'],
      title: (r) => say('Delete the trusted IP list {{list}} of GuardDuty in {{region}}', where(r)),
      calls: (r) => [call(r, 'guardduty:DeleteIPSet')],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await (await aws.client('guardduty')).send(new DeleteIPSetCommand(key(r))); },
      undo: KEPT_ALL,
    },
  },
});
