// What Lambda keeps: one room per Region.
import type { CreateFunctionRequest, EventSourceMappingConfiguration, FunctionUrlConfig, PublishLayerVersionRequest } from '@aws-sdk/client-lambda';
import type { SimCall } from '../../account.ts';
import { arnIn, rooms } from '../rooms.ts';

export type Settings = Pick<CreateFunctionRequest, 'Runtime' | 'Role' | 'Handler' | 'Description' | 'Timeout' | 'MemorySize' | 'VpcConfig' | 'PackageType' | 'DeadLetterConfig' | 'Environment' | 'KMSKeyArn' | 'TracingConfig' | 'Layers' | 'ImageConfig' | 'Architectures' | 'EphemeralStorage'>;
/** `zip` or `image`. */
export interface Code { readonly sha256: string; readonly size: number; readonly zip?: Uint8Array; readonly image?: string }
export interface Version { readonly version: string; readonly settings: Settings; readonly code: Code; readonly modified: Date; readonly revision: string }
export interface Alias { readonly name: string; readonly version: string; readonly description: string; readonly revision: string }

/** One statement of a resource policy, as the policy's JSON holds it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: '*' | { readonly AWS?: string; readonly Service?: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface FunctionRecord {
  readonly name: string;
  readonly arn: string;
  latest: Version;
  /** When the last update is through. */
  busyUntil: Date;
  readonly published: Version[];
  numbered: number;
  readonly aliases: Map<string, Alias>;
  /** By qualifier; '' is the function's own. */
  readonly policies: Map<string, PolicyStatement[]>;
  readonly urls: Map<string, FunctionUrlConfig>;
  reserved?: number;
  readonly tags: Readonly<Record<string, string>>;
}
export interface LayerVersionRecord { readonly number: number; readonly arn: string; readonly created: Date; readonly code: Code; readonly given: PublishLayerVersionRequest; statements: PolicyStatement[] }
export interface LayerRecord { readonly name: string; readonly arn: string; numbered: number; readonly versions: Map<number, LayerVersionRecord> }

export interface LambdaRoom {
  readonly functions: Map<string, FunctionRecord>;
  readonly mappings: Map<string, EventSourceMappingConfiguration>;
  readonly layers: Map<string, LayerRecord>;
}
export const lambdaRoom = rooms('lambda', (): LambdaRoom => ({ functions: new Map(), mappings: new Map(), layers: new Map() }));

export const functionArn = (call: SimCall, name: string, qualifier?: string): string => arnIn(call, 'lambda', `function:${name}${qualifier === undefined || qualifier === '' ? '' : `:${qualifier}`}`);
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
