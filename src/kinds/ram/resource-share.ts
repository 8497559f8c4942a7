// A resource share: with whom subnets, clusters, databases and the like are shared. Whom the stranger put in is taken out; a stranger's share is deleted.
import { AssociateResourceShareCommand, DeleteResourceShareCommand, DisassociateResourceShareCommand, paginateGetResourceShareAssociations, paginateGetResourceShares, type AssociateResourceShareRequest, type ResourceShareAssociationType } from '@aws-sdk/client-ram';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, MADE_ANEW, type HistoryEvent } from '../kind.ts';
import { isEvent, isForeign, listIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';

type Part = 'principals' | 'resources';
type Parties = Readonly<Record<Part, readonly string[]>>;
/** `outside`: those of the principals that AWS does not count to the organization. */
export interface ResourceShare extends Resource, Parties { readonly outside: readonly string[] }

/** An invitation that nobody has accepted yet counts; what has failed does not. */
async function partiesOf(aws: ReadAws, associationType: ResourceShareAssociationType) {
  const found: { readonly of: string; readonly who: string; readonly outside: boolean }[] = [];
  for await (const { resourceShareAssociations = [] } of paginateGetResourceShareAssociations({ client: await aws.client('ram') }, { associationType })) {
    found.push(...resourceShareAssociations.flatMap(({ resourceShareArn: of = '', associatedEntity: who = '', status = '', external: outside = false }) => (/^DIS|FAILED/.test(status) ? [] : [{ of, who, outside }])));
  }
  return found.sort((a, b) => (a.who < b.who ? -1 : 1));
}
/** A share that AWS made of a resource's policy cannot be changed here; the policy is what counts. */
async function shares(aws: ReadAws): Promise<ResourceShare[]> {
  const found: Omit<ResourceShare, Part | 'outside'>[] = [];
  for await (const { resourceShares = [] } of paginateGetResourceShares({ client: await aws.client('ram') }, { resourceOwner: 'SELF' })) {
    found.push(...resourceShares.flatMap(({ resourceShareArn: arn = '', name = '', status = '', featureSet, creationTime }) => (status.startsWith('DELET') || featureSet === 'CREATED_FROM_POLICY' ? [] : [{ arn, uid: arn, name, region: aws.region, createdAt: creationTime?.toISOString() ?? '' }])));
  }
  if (found.length === 0) return [];
  const [principals, resources] = await Promise.all([partiesOf(aws, 'PRINCIPAL'), partiesOf(aws, 'RESOURCE')]);
  const named = (all: typeof principals, arn: string): string[] => all.filter(({ of }) => of === arn).map(({ who }) => who);
  return found.map((r) => ({ ...r, principals: named(principals, r.arn), resources: named(resources, r.arn), outside: named(principals.filter(({ outside }) => outside), r.arn) }));
}

const without = (all: readonly string[], those: Json | readonly string[] | undefined): string[] => all.filter((one) => !listIn(those as Json).includes(one));
/** As it was before the stranger, where that is told; of a stranger's share nobody is left. */
const before = (r: ResourceShare): Parties => (r.aim ? { principals: listIn(r.aim['principals']) as string[], resources: listIn(r.aim['resources']) as string[] } : { principals: [], resources: r.resources });
const over = (r: ResourceShare): Parties => ({ principals: without(r.principals, before(r).principals), resources: without(r.resources, before(r).resources) });
const lacking = (r: ResourceShare): Parties => ({ principals: without(before(r).principals, r.principals), resources: without(before(r).resources, r.resources) });
const names = ({ principals, resources }: Parties): string[] => [...principals, ...resources];

/** The owner's last word on each; where there is none, the opposite of what the stranger first did. */
function recall(r: ResourceShare, history: readonly HistoryEvent[]): JsonObject {
  const part = (name: Part): Json => {
    const member = name === 'principals' ? name : 'resourceArns';
    const about = history.filter((e) => e.request?.[member] !== undefined && isEvent(e, 'ram:CreateResourceShare', 'ram:AssociateResourceShare', 'ram:DisassociateResourceShare'));
    const told = about.flatMap((e) => listIn(e.request?.[member]).map((one) => ({ one, foreign: isForeign(e), put: !isEvent(e, 'ram:DisassociateResourceShare') })));
    return [...new Set([...r[name], ...told.map(({ one }) => one) as string[]])].filter((who) => {
      const of = told.filter(({ one }) => one === who);
      const [first] = of;
      return of.findLast(({ foreign }) => !foreign)?.put ?? (first ? !first.put : true);
    });
  };
  return { principals: part('principals'), resources: part('resources') };
}

const call = (r: ResourceShare, how: 'Associate' | 'Disassociate', { principals, resources }: Parties): Call[] => (principals.length + resources.length === 0 ? []
  : [{ operation: `ram:${how}ResourceShare`, region: r.region, input: { resourceShareArn: r.arn, ...(principals.length > 0 && { principals }), ...(resources.length > 0 && { resourceArns: resources }) } }]);
/** Not where it is so already. */
async function send(aws: ChangeAws, { operation, input }: Call): Promise<void> {
  const client = await aws.client('ram');
  const on = operation === 'ram:AssociateResourceShare';
  const now = (await shares(aws)).find((r) => r.arn === input['resourceShareArn']);
  if (now && [...listIn(input['principals']), ...listIn(input['resourceArns'])].every((one) => names(now).includes(one as string) === on)) return;
  const request = input as unknown as AssociateResourceShareRequest;
  await (on ? client.send(new AssociateResourceShareCommand(request)) : client.send(new DisassociateResourceShareCommand(request)));
}
const sendAll = async (aws: ChangeAws, calls: readonly Call[]): Promise<void> => { for (const one of calls) await send(aws, one); };
const TITLE = say('Resource share (RAM)');
const told = (r: ResourceShare) => ({ share: r.name, region: r.region });

export default defineKind<ResourceShare>({
  id: 'ram/resource-share', version: 1, title: TITLE, scope: 'regional', role: 'data',
  reads: ['ram:GetResourceShares', 'ram:GetResourceShareAssociations'],
  async *list({ aws }) { yield* await shares(aws); },
  async look(aws, rs) {
    const now = new Map((await shares(aws)).map((r) => [r.uid, r]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: { ids: (r) => [r.arn], created: ['ram:CreateResourceShare'], changed: ['ram:AssociateResourceShare', 'ram:DisassociateResourceShare', 'ram:UpdateResourceShare'] },
  recall,
  judge: (r, context) => judged(context, ['T1537'], r.outside.length === 0 ? undefined : say('It is shared with others outside of the organization: {{accounts}}.', { accounts: r.outside })),

  actions: {
    contain: {
      operations: ['ram:DisassociateResourceShare', 'ram:AssociateResourceShare'],
      needed: (r) => names(over(r)).length > 0,
      title: (r) => say('Take {{others}} out of the resource share {{share}} in {{region}}', { ...told(r), others: names(over(r)) }),
      breaks: (r) => say('What it shares can no longer be used by those who are taken out: {{resources}}. Given back, another account must accept anew.', { resources: r.resources }),
      calls: (r) => call(r, 'Disassociate', over(r)),
      undoCalls: (was) => call(was, 'Associate', over(was)),
      done: (now) => now !== undefined && names(over(now)).length === 0,
      apply: (aws, r) => sendAll(aws, call(r, 'Disassociate', over(r))),
      undo: (aws, was) => sendAll(aws, call(was, 'Associate', over(was))),
      undoReopens: true,
    },
    eradicate: {
      operations: ['ram:DeleteResourceShare'],
      title: (r) => say('Delete the resource share {{share}} in {{region}}', told(r)),
      calls: (r) => [{ operation: 'ram:DeleteResourceShare', region: r.region, input: { resourceShareArn: r.arn } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('ram')).send(new DeleteResourceShareCommand({ resourceShareArn: r.arn }))); },
      undo: MADE_ANEW,
    },
    recover: {
      ...givingBack<ResourceShare>({
        sort: TITLE, operations: ['ram:AssociateResourceShare', 'ram:DisassociateResourceShare'],
        back: (r) => ({ ...r, ...before(r) }),
        calls: (from, to) => [...call(to, 'Disassociate', { principals: without(from.principals, to.principals), resources: without(from.resources, to.resources) }), ...call(to, 'Associate', { principals: without(to.principals, from.principals), resources: without(to.resources, from.resources) })],
        send,
      }),
      needed: (r) => names(lacking(r)).length > 0,
    },
  },
});
