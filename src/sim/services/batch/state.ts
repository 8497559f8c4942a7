// What the simulated Batch keeps in a Region: compute environments, job queues, job definitions, jobs.
import type { ComputeResource, ComputeEnvironmentOrder, JobStatus } from '@aws-sdk/client-batch';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, rooms } from '../rooms.ts';

type Busy = 'CREATING' | 'UPDATING' | 'DELETING';
interface Worked { busy: Busy | undefined; state: 'ENABLED' | 'DISABLED' }
export interface Environment extends Worked {
  readonly name: string; readonly arn: string; readonly uuid: string; readonly type: 'MANAGED' | 'UNMANAGED'; readonly serviceRole: string; resources: ComputeResource | undefined;
}
export interface Queue extends Worked { readonly name: string; readonly arn: string; priority: number; order: ComputeEnvironmentOrder[] }
export interface Job { readonly id: string; readonly name: string; readonly queue: Queue; readonly definition: string; status: JobStatus }
interface BatchRoom { readonly environments: Map<string, Environment>; readonly queues: Map<string, Queue>; readonly definitions: string[]; jobs: Job[] }
export const batchRoom = rooms<BatchRoom>('batch', () => ({ environments: new Map(), queues: new Map(), definitions: [], jobs: [] }));

const WORK_MS = 10_000;
export const batchArn = (call: SimCall, resource: string): string => arnIn(call, 'batch', resource);
export const nameIn = (nameOrArn: string | undefined): string => (nameOrArn ?? '').slice((nameOrArn ?? '').lastIndexOf('/') + 1);
export const refused = (message: string): AwsError => new AwsError('ClientException', message);

export function need<T>(from: ReadonlyMap<string, T>, nameOrArn: string | undefined): T {
  const found = from.get(nameIn(nameOrArn));
  if (found === undefined) throw refused(`${nameOrArn ?? ''} does not exist`);
  return found;
}
export function atRest<T extends Worked>(thing: T, verb: 'update' | 'delete'): T {
  if (thing.busy !== undefined) throw refused(`Cannot ${verb}, resource is being modified.`);
  return thing;
}
export function work(call: SimCall, thing: Worked, status: Busy, end?: () => void): void {
  thing.busy = status;
  later(call, WORK_MS, () => {
    thing.busy = undefined;
    end?.();
  });
}
