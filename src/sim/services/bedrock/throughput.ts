// Provisioned throughput: model units by the hour, or for a term that is paid whether it is used or not.
import type { CreateProvisionedModelThroughputCommandInput, DeleteProvisionedModelThroughputCommandInput, GetProvisionedModelThroughputCommandInput, GetProvisionedModelThroughputCommandOutput, ListProvisionedModelThroughputsCommandInput, ProvisionedModelSummary } from '@aws-sdk/client-bedrock';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, pageOf, rooms, roomsIn } from '../rooms.ts';

interface Throughput { readonly arn: string; readonly name: string; readonly model: string; readonly units: number; readonly term: 'OneMonth' | 'SixMonths' | undefined; readonly created: Date; readonly ends: Date | undefined; readonly token: string | undefined }
const room = rooms('bedrock/throughput', () => new Map<string, Throughput>());
export const throughputRooms = roomsIn<ReadonlyMap<string, Throughput>>('bedrock/throughput');
const CREATING_MS = 600_000;
const MONTHS = { OneMonth: 30, SixMonths: 180 } as const;

export function createThroughput(input: CreateProvisionedModelThroughputCommandInput, call: SimCall): { provisionedModelArn: string } {
  const all = room(call);
  const { provisionedModelName: name = '', modelId = '', modelUnits: units = 0, commitmentDuration: term, clientRequestToken: token } = input;
  const same = token === undefined ? undefined : [...all.values()].find((t) => t.token === token);
  if (same) return { provisionedModelArn: same.arn };
  if (units < 1) throw new AwsError('ValidationException', 'modelUnits must be at least 1.', 400);
  if ([...all.values()].some((t) => t.name === name)) throw new AwsError('ConflictException', `A provisioned model with the name ${name} already exists.`, 400);
  const arn = arnIn(call, 'bedrock', `provisioned-model/${call.account.ids.id('', 12).toLowerCase()}`);
  const model = modelId.startsWith('arn:') ? modelId : `arn:${call.account.partition}:bedrock:${call.region}::foundation-model/${modelId}`;
  all.set(arn, { arn, name, model, units, term, created: call.now, token, ends: term && new Date(call.now.getTime() + MONTHS[term] * 86_400_000) });
  return { provisionedModelArn: arn };
}
const shown = (t: Throughput, now: Date): ProvisionedModelSummary => ({
  provisionedModelName: t.name, provisionedModelArn: t.arn, modelArn: t.model, desiredModelArn: t.model, foundationModelArn: t.model, modelUnits: t.units, desiredModelUnits: t.units,
  status: now.getTime() - t.created.getTime() < CREATING_MS ? 'Creating' : 'InService', creationTime: t.created, lastModifiedTime: t.created,
  ...(t.term && { commitmentDuration: t.term }), ...(t.ends && { commitmentExpirationTime: t.ends }),
});
function found(id: string | undefined, call: SimCall): Throughput {
  const one = [...room(call).values()].find((t) => t.arn === id || t.name === id || t.arn.endsWith(`/${id ?? ''}`));
  if (!one) throw new AwsError('ResourceNotFoundException', 'The provisioned model you attempted to access does not exist.', 404);
  return one;
}
export const getThroughput = ({ provisionedModelId }: GetProvisionedModelThroughputCommandInput, call: SimCall): Omit<GetProvisionedModelThroughputCommandOutput, '$metadata'> => shown(found(provisionedModelId, call), call.now);
export function listThroughputs({ maxResults: max, nextToken: token }: ListProvisionedModelThroughputsCommandInput, call: SimCall): { provisionedModelSummaries: ProvisionedModelSummary[]; nextToken?: string } {
  const { page, next } = pageOf([...room(call).values()].map((t) => shown(t, call.now)), call, { max, token, most: 1000, refusal: 'ValidationException' });
  return { provisionedModelSummaries: page, ...(next === undefined ? {} : { nextToken: next }) };
}
export function deleteThroughput({ provisionedModelId }: DeleteProvisionedModelThroughputCommandInput, call: SimCall): Record<string, never> {
  const one = found(provisionedModelId, call);
  if (one.ends && call.now < one.ends) throw new AwsError('ConflictException', `The provisioned model can't be deleted before its commitment term ends on ${one.ends.toISOString()}.`, 400);
  room(call).delete(one.arn);
  return {};
}
