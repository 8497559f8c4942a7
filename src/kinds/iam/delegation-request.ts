// A product provider's request for temporary access to the account (IAM temporary delegation): rejected, while its token is not sent.
import { ListDelegationRequestsCommand, RejectDelegationRequestCommand, type DelegationRequest as Described, type ListDelegationRequestsResponse } from '@aws-sdk/client-iam';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible } from '../kind.ts';
import { judged } from '../standing.ts';

export interface DelegationRequest extends Resource {
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-building-integration.html */
  readonly state: string;
  /** The account of the provider, and what it calls itself. */
  readonly provider: string;
  readonly providerName: string;
  /** With whose rights the provider acts. */
  readonly approver: string;
  /** What it asked for: a policy. */
  readonly policy: string;
  readonly seconds: number;
}

function requestOf(one: Described, { partition, accountId }: ReadAws): DelegationRequest {
  const { DelegationRequestId: id = '' } = one;
  return {
    arn: `arn:${partition}:iam::${accountId}:delegation-request/${id}`, uid: id, name: id, region: 'aws-global', ...(one.CreateDate ? { createdAt: one.CreateDate.toISOString() } : {}), state: one.State ?? '',
    provider: one.RequestorId ?? '', providerName: one.RequestorName ?? '', approver: one.ApproverId ?? '', policy: one.PermissionPolicy ?? '', seconds: one.SessionDuration ?? 0,
  };
}
/** The SDK has no paginator for this list, and what it says of more is written otherwise than in every other list of IAM. */
async function* requests(aws: ReadAws): AsyncGenerator<DelegationRequest> {
  const client = await aws.client('iam');
  for (let marker: string | undefined, more = true; more;) {
    const page: ListDelegationRequestsResponse = await client.send(new ListDelegationRequestsCommand(marker === undefined ? {} : { Marker: marker }));
    for (const one of page.DelegationRequests ?? []) yield requestOf(one, aws);
    marker = page.Marker;
    more = page.isTruncated === true && marker !== undefined;
  }
}
const OVER: ReadonlySet<string> = new Set(['REJECTED', 'EXPIRED']);
const target = (r: DelegationRequest) => ({ DelegationRequestId: r.name });

export default defineKind<DelegationRequest>({
  id: 'iam/delegation-request', version: 1, title: say('Delegation request of a product provider'), scope: 'global', role: 'credential',
  reads: ['iam:ListDelegationRequests'],

  list: ({ aws }) => requests(aws),
  look: async (aws, rs) => {
    const now = new Map<string, DelegationRequest>();
    for await (const one of requests(aws)) now.set(one.uid, one);
    return rs.map(({ uid }) => now.get(uid));
  },

  // It is made in the provider's account; the first that this one does with it is to take it.
  traces: { ids: (r) => [r.name], created: [], changed: ['iam:AssociateDelegationRequest', 'iam:UpdateDelegationRequest', 'iam:AcceptDelegationRequest', 'iam:SendDelegationToken'] },
  judge: (_, context) => judged(context, ['T1199']),

  actions: {
    contain: {
      operations: ['iam:RejectDelegationRequest'],
      title: (r) => say('Reject the delegation request {{request}} of {{provider}}', { request: r.name, provider: `${r.providerName} (${r.provider})` }),
      breaks: () => say('The provider does not get the access that it asked for.'),
      needed: (r) => !OVER.has(r.state),
      impossible: (r) => (r.state === 'FINALIZED' ? say('The token is sent and cannot be called back. The provider acts with the rights of {{principal}}: what is denied to that one is denied to the provider.', { principal: r.approver }) : undefined),
      calls: (r) => [globalCall('iam:RejectDelegationRequest', target(r))],
      done: (now) => now !== undefined && OVER.has(now.state),
      apply: async (aws, r) => { if (!OVER.has(r.state)) await (await aws.client('iam')).send(new RejectDelegationRequestCommand(target(r))); },
      undo: irreversible(say('A rejected request cannot be accepted any more. The provider can ask anew.')),
    },
  },
});
