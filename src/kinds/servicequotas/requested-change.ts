// A request for a higher quota: strangers ask for room for their machines. Nobody but AWS can take it back; it is shown.
import { paginateListRequestedServiceQuotaChangeHistory, type RequestedServiceQuotaChange } from '@aws-sdk/client-service-quotas';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';

export interface RequestedChange extends Resource {
  readonly service: string;
  readonly quota: string;
  readonly desired: number;
}

function requestOf({ region, accountId }: ReadAws, one: RequestedServiceQuotaChange): RequestedChange {
  const { Id = '', ServiceCode: service = '', QuotaCode = '', QuotaName: quota = QuotaCode, DesiredValue: desired = 0, Created, Status = '', CaseId = '' } = one;
  return { arn: ownArn('servicequotas/requested-change', region, accountId, Id), uid: Id, name: `${service}/${quota}`, region, createdAt: Created?.toISOString() ?? '', service, quota, desired, seen: { status: Status, caseId: CaseId } };
}

async function* requests(aws: ReadAws): AsyncIterable<RequestedChange> {
  const client = await aws.client('servicequotas');
  for await (const { RequestedQuotas = [] } of paginateListRequestedServiceQuotaChangeHistory({ client }, { MaxResults: 100 })) {
    for (const one of RequestedQuotas) yield requestOf(aws, one);
  }
}

export default defineKind<RequestedChange>({
  id: 'servicequotas/requested-change', version: 1, title: say('Quota request'), scope: 'regional', role: 'setting',
  reads: ['servicequotas:ListRequestedServiceQuotaChangeHistory'],
  list: ({ aws }) => requests(aws),
  look: async (aws, rs) => {
    const now = new Map<string, RequestedChange>();
    for await (const one of requests(aws)) now.set(one.uid, one);
    return rs.map((r) => now.get(r.uid));
  },
  traces: { ids: ({ uid }) => [uid], created: ['servicequotas:RequestServiceQuotaIncrease'], changed: [] },
  judge: ({ service, quota, desired, region }, { attributed }) => attributed && {
    ...attributed, techniques: ['T1578.005'],
    because: say('{{why}} It cannot be taken back from here: ask AWS in the case to set quota {{quota}} of {{service}} in {{region}} back ({{desired}} was asked for).', { why: attributed.because, quota, service, region, desired }),
  },
  actions: {},
});
