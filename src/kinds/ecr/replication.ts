// Where an ECR registry copies its images to: one setting in each Region. Copies into other accounts are ended, and what the owner had set is given back.
import { DescribeRegistryCommand, PutReplicationConfigurationCommand } from '@aws-sdk/client-ecr';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind } from '../kind.ts';
import { isForeign, lastOwn, listIn, objectIn, textIn } from '../recalling.ts';
import { holds, plain } from '../s3/parts/json.ts';

interface Replication extends Resource { readonly rules: readonly JsonObject[] }
const PUT = 'ecr:PutReplicationConfiguration';
const EVENTS = [PUT] as const;
const TITLE = say('ECR replication');

async function read(aws: ReadAws): Promise<Replication> {
  const { accountId, partition, region } = aws;
  const arn = `arn:${partition}:ecr:${region}:${accountId}:replication`;
  const { replicationConfiguration } = await (await aws.client('ecr')).send(new DescribeRegistryCommand({}));
  return { arn, uid: arn, name: accountId, region, rules: (replicationConfiguration?.rules ?? []).map(plain) };
}
const outside = (r: Replication) => (rule: JsonObject): readonly string[] => listIn(rule['destinations']).flatMap((to) => { const id = textIn(objectIn(to)?.['registryId']); return id === undefined || id === r.name ? [] : [id]; });
const within = (r: Replication): Replication => ({ ...r, rules: r.rules.filter((rule) => outside(r)(rule).length === 0) });
const strangersOf = (r: Replication): readonly string[] => [...new Set(r.rules.flatMap(outside(r)))];
const put = ({ region, rules }: Replication): Call => ({ operation: PUT, region, input: { replicationConfiguration: { rules } } });
const send = async (aws: ChangeAws, { input }: Call): Promise<void> => { await (await aws.client('ecr')).send(new PutReplicationConfigurationCommand(input as never)); };

export default defineKind<Replication>({
  id: 'ecr/replication', version: 1, title: TITLE, scope: 'regional', role: 'data',
  reads: ['ecr:DescribeRegistry'],

  async *list({ aws }) {
    const found = await read(aws);
    if (found.rules.length > 0) yield found;
  },
  async look(aws, rs) {
    const now = await read(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },

  traces: { ids: () => EVENTS, created: [], changed: EVENTS, whole: EVENTS },
  recall: (_, history) => {
    const rules = listIn(objectIn(lastOwn(history, () => true)?.request?.['replicationConfiguration'])?.['rules']);
    return history.some(isForeign) && history.some((e) => !isForeign(e)) ? { rules } : undefined;
  },

  actions: {
    contain: {
      operations: [PUT],
      title: (r) => say('Replicate ECR images of {{region}} into no other account ({{accounts}})', { region: r.region, accounts: strangersOf(r) }),
      calls: (r) => [put(within(r))],
      undoCalls: (before) => [put(before)],
      done: (now) => now !== undefined && strangersOf(now).length === 0,
      apply: (aws, r) => send(aws, put(within(r))),
      undo: (aws, before) => send(aws, put(before)),
      undoReopens: true,
    },
    recover: givingBack<Replication>({
      sort: TITLE, operations: [PUT], send,
      back: (r) => ({ ...r, ...(r.aim as Partial<Replication> | undefined) }),
      calls: (from, to) => (holds(to.rules, from.rules) ? [] : [put(to)]),
    }),
  },
});
