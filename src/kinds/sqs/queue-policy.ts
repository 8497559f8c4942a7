// The access policy of a queue: whom of outside it lets in is taken out, and the last good text given back.
import { DeleteQueueCommand, GetQueueAttributesCommand, paginateListQueues, SetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { say } from '../../core/text.ts';
import type { Json } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, objectIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { deleting, judgePolicy, policyActions, policyText, recallPolicy, withoutAdded, type ResourcePolicy, type ToldPolicy } from '../resource-policy.ts';

export interface QueuePolicy extends ResourcePolicy { readonly queueUrl: string; readonly queueArn: string }
const PAGE = 1_000;

async function read(client: SQSClient, QueueUrl: string, region: string): Promise<QueuePolicy | undefined> {
  const found = (await ifThere(client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy', 'QueueArn', 'CreatedTimestamp'] }))))?.Attributes;
  if (!found) return undefined;
  const { QueueArn: queueArn = '', Policy: policy = '', CreatedTimestamp: made = '' } = found;
  return { arn: ownArn('sqs/queue-policy', region, queueArn, 'policy'), uid: `${queueArn}@${made}/policy`, name: queueArn.slice(queueArn.lastIndexOf(':') + 1), region, ...(made !== '' && { createdAt: new Date(Number(made) * 1_000).toISOString() }), owner: queueArn, queueUrl: QueueUrl, queueArn, accountId: queueArn.split(':')[4] ?? '', policy };
}
const thing = (r: QueuePolicy) => say('the SQS queue {{queue}}', { queue: r.name });
const queue = (r: QueuePolicy) => ({ QueueUrl: r.queueUrl });
const input = (r: QueuePolicy, Policy: string) => ({ QueueUrl: r.queueUrl, Attributes: { Policy } });

/** Attribute names stay as they are in some events, and are lower case in others. */
function policyIn(attributes: Json | undefined): Json | undefined {
  const given = objectIn(attributes);
  return given?.['Policy'] ?? given?.['policy'];
}
function told(event: HistoryEvent): ToldPolicy {
  if (isEvent(event, 'sqs:AddPermission', 'sqs:RemovePermission')) return null;
  const policy = policyIn(event.request?.['attributes']);
  if (isEvent(event, 'sqs:CreateQueue')) return policyText(policy) ?? '';
  return isEvent(event, 'sqs:SetQueueAttributes') && policy !== undefined ? policyText(policy) : undefined;
}

export default defineKind<QueuePolicy>({
  id: 'sqs/queue-policy', version: 1, title: say('Access policy of an SQS queue'), scope: 'regional', role: 'data',
  reads: ['sqs:ListQueues', 'sqs:GetQueueAttributes'],

  async *list(scan) {
    const client = await scan.aws.client('sqs');
    const urls: string[] = [];
    // Without a page size AWS gives no token, and no queue beyond the thousandth.
    for await (const page of paginateListQueues({ client }, { MaxResults: PAGE })) urls.push(...page.QueueUrls ?? []);
    const found = await inParallel(urls, 8, async (url) => {
      try { return await read(client, url, scan.region); } catch (error) { scan.gap('sqs:GetQueueAttributes', error, url); return undefined; }
    });
    yield* found.filter((one) => one !== undefined);
  },
  async look(aws, rs) {
    const client = await aws.client('sqs');
    return inParallel(rs, 8, async (r) => {
      const found = await read(client, r.queueUrl, aws.region);
      return found?.uid === r.uid ? found : undefined;
    });
  },

  traces: {
    ids: (r) => [r.queueUrl, r.queueArn],
    // Made again under its name a queue stays what it is.
    created: ['sqs:CreateQueue'],
    changed: ['sqs:SetQueueAttributes', 'sqs:AddPermission', 'sqs:RemovePermission'],
    concerns: (_, { name, request }) => !name.endsWith('SetQueueAttributes') || policyIn(request?.['attributes']) !== undefined,
  },
  recall: (r, history) => recallPolicy(history, told) ?? withoutAdded(r, history, told, 'sqs:AddPermission'),
  judge: (r, context) => judgePolicy(r, context, ['T1537']),

  // An empty policy is none.
  actions: { ...policyActions<QueuePolicy>({
    thing,
    put: { operation: 'sqs:SetQueueAttributes', input, send: async (aws, r, policy) => (await aws.client('sqs')).send(new SetQueueAttributesCommand(input(r, policy))) },
  }), eradicate: deleting(thing, 'sqs:DeleteQueue', queue, async (aws, r) => (await aws.client('sqs')).send(new DeleteQueueCommand(queue(r)))) },
});
