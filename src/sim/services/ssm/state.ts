// What Systems Manager keeps, by Region.
import type { Activation, AssociationDescription, Command, GetMaintenanceWindowResult, InstanceInformation, MaintenanceWindowTask } from '@aws-sdk/client-ssm';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, pageOf, rooms } from '../rooms.ts';

export interface DocumentRecord {
  readonly name: string; readonly type: string; readonly format: string; readonly created: Date;
  readonly versions: Map<string, { readonly content: string; readonly created: Date }>;
  defaultVersion: string;
  numbered: number;
  readonly sharedWith: Set<string>;
}
export interface WindowRecord { window: GetMaintenanceWindowResult; readonly tasks: Map<string, MaintenanceWindowTask> }
export interface SsmRoom {
  readonly documents: Map<string, DocumentRecord>;
  readonly associations: Map<string, AssociationDescription>;
  /** Newest first. */
  readonly associationVersions: Map<string, AssociationDescription[]>;
  readonly activations: Map<string, Activation>;
  readonly nodes: Map<string, InstanceInformation>;
  readonly windows: Map<string, WindowRecord>;
  readonly commands: Command[];
}
export const ssmRoom = rooms('ssm', (): SsmRoom => ({ documents: new Map(), associations: new Map(), associationVersions: new Map(), activations: new Map(), nodes: new Map(), windows: new Map(), commands: [] }));

export const ssmError = (code: string, message: string): AwsError => new AwsError(code, message, 400);
/** Windows answer so; the other things have errors of their own. */
export const doesNotExist = (what: string): AwsError => ssmError('DoesNotExistException', `${what} doesn't exist`);
export const isAmazons = (name: string): boolean => /^AWS(Support|EC2|FleetManager|QuickSetup|Resilience)?-/.test(name);
export const onDocument = ({ Name = '*' }: { readonly Name?: string | undefined }, call: SimCall): string[] => [arnIn(call, 'ssm', `document/${Name}`)];

/** A page under the name that the list has in the answer. */
export function paged<T, K extends string>(key: K, all: readonly T[], { MaxResults, NextToken }: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined }, call: SimCall): { [P in K]: T[] } & { NextToken?: string } {
  const { page, next } = pageOf(all, call, { max: MaxResults, token: NextToken, most: 50, refusal: 'InvalidNextToken' });
  return { [key]: page, ...(next === undefined ? {} : { NextToken: next }) } as { [P in K]: T[] } & { NextToken?: string };
}
