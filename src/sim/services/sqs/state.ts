// What SQS keeps in one Region: queues by name.
import type { SimAccount } from '../../account.ts';
import { inRegion } from '../in-region.ts';

export interface Queue { readonly url: string; readonly arn: string; readonly name: string; readonly created: Date; readonly attributes: Map<string, string>; purged?: Date }
export type SqsRegion = Map<string, Queue>;
export const sqsRegion = (account: SimAccount, region: string): SqsRegion => inRegion(account, 'sqs', region, () => new Map<string, Queue>());
