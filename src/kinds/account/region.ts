// An opt-in Region that is switched on. Switched off again only when it is empty: what stands in it would go on running and costing, unseen.
import { DisableRegionCommand, EnableRegionCommand, GetRegionOptStatusCommand, paginateListRegions, type AccountClient, type RegionOptStatus } from '@aws-sdk/client-account';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, globalCall, ownArn, type Deed, type HistoryEvent } from '../kind.ts';
import { switchBefore } from '../recalling.ts';
import { whileBusy } from '../waiting.ts';

export interface OptInRegion extends Resource {
  /** Also while AWS is still switching it on; that takes minutes to hours. */
  readonly enabled: boolean;
}

const ENABLE = 'account:EnableRegion';
const DISABLE = 'account:DisableRegion';
const isOn = (status: RegionOptStatus | undefined): boolean => status === 'ENABLED' || status === 'ENABLING';
const regionOf = (accountId: string, name: string, status: RegionOptStatus | undefined): OptInRegion => ({
  arn: ownArn('account/region', 'aws-global', accountId, name), uid: `${accountId}:${name}`, name, region: 'aws-global', enabled: isOn(status), seen: { status: status ?? '' },
});
const call = (r: Resource, on: boolean): Call => globalCall(on ? ENABLE : DISABLE, { RegionName: r.name });
/** A further change is refused for as long as AWS is at work on the last one. */
async function turn(client: AccountClient, name: string, on: boolean, deed: Deed): Promise<void> {
  await whileBusy(deed, () => (on ? client.send(new EnableRegionCommand({ RegionName: name })) : client.send(new DisableRegionCommand({ RegionName: name }))), ({ code }) => code === 'ConflictException');
}

function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const before = switchBefore(history, ({ event }) => event === ENABLE, ({ event }) => event === DISABLE);
  return before === undefined ? undefined : { enabled: before };
}

export default defineKind<OptInRegion>({
  id: 'account/region', version: 1, title: say('Opt-in Region'), scope: 'global', role: 'setting',
  reads: ['account:ListRegions', 'account:GetRegionOptStatus'],
  async *list({ aws }) {
    for await (const { Regions = [] } of paginateListRegions({ client: await aws.client('account') }, { MaxResults: 50, RegionOptStatusContains: ['ENABLED', 'ENABLING', 'DISABLING', 'DISABLED'] })) {
      for (const { RegionName = '', RegionOptStatus } of Regions) yield regionOf(aws.accountId, RegionName, RegionOptStatus);
    }
  },
  look: async (aws, rs) => {
    const client = await aws.client('account');
    return inParallel(rs, 4, async (r) => {
      const name = r.arn.slice(r.arn.lastIndexOf('/') + 1);
      const now = regionOf(aws.accountId, name, (await client.send(new GetRegionOptStatusCommand({ RegionName: name }))).RegionOptStatus);
      return now.uid === r.uid ? now : undefined;
    });
  },
  traces: { ids: ({ name }) => [name], created: [], changed: [ENABLE, DISABLE], concerns: (r, { request }) => request?.['regionName'] === r.name },
  recall: (_, history) => recall(history),
  judge: (r, { attributed }) => (attributed && !r.enabled
    ? { ...attributed, because: say('{{why}} It is switched off now: what the stranger started in it goes on running and costing, unseen. Switch it on and look again.', { why: attributed.because }) }
    : attributed),
  actions: {
    recover: {
      operations: [DISABLE, ENABLE],
      title: (r) => (r.aim?.['enabled'] === true ? say('Switch Region {{region}} on again', { region: r.name }) : say('Switch Region {{region}} off again', { region: r.name })),
      breaks: (r) => (r.aim?.['enabled'] === true ? undefined : say('Nobody can reach anything in {{region}}. What still stands there goes on running and costing, unseen: do this only when it is empty.', { region: r.name })),
      calls: (r) => [call(r, r.aim?.['enabled'] === true)],
      undoCalls: (before) => [call(before, before.enabled)],
      done: (now, { before }) => now !== undefined && now.enabled === (before?.aim?.['enabled'] === true),
      apply: async (aws, r, deed) => { await turn(await aws.client('account'), r.name, (deed.before ?? r).aim?.['enabled'] === true, deed); },
      undo: async (aws, before, _, deed) => { await turn(await aws.client('account'), before.name, before.enabled, deed); },
    },
  },
});
