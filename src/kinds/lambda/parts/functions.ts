// Functions with their published versions: one list for every kind that hangs on them, and each as it is this minute.
import { GetFunctionCommand, paginateListFunctions, paginateListVersionsByFunction, type FunctionConfiguration, type LambdaClient } from '@aws-sdk/client-lambda';
import type { JsonObject, Operation, Resource } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';
import { ifThere } from '../../refusal.ts';
import { settingsOf, type Settings } from './settings.ts';

export const READS_FUNCTIONS: readonly Operation[] = ['lambda:ListFunctions', 'lambda:GetFunction', 'lambda:ListVersionsByFunction'];

/** A published version. It never changes. */
export interface PublishedVersion { readonly version: string; readonly at: string; readonly codeSha256: string; readonly settings: Settings }
export interface LambdaFunction extends Resource {
  readonly packageType: string;
  /** Of what `$LATEST` is: of a zip base64 of its SHA-256, of an image its digest. */
  readonly codeSha256: string;
  readonly codeSize: number;
  readonly settings: Settings;
  /** The newest ten, newest first. */
  readonly versions: readonly PublishedVersion[];
  /** How many are published in all. */
  readonly published: number;
  /** Reserved concurrency; `null`: none. A list does not tell it. */
  readonly reserved?: number | null;
  /** When code or configuration last changed, and whether an update still goes on. */
  readonly seen?: { readonly lastModified: string; readonly update: string } & JsonObject;
}
const MOST_VERSIONS = 10;

/** Lambda writes `2026-11-20T09:00:00.000+0000`. */
export const instantOf = (text = ''): string => { const at = new Date(text.replace(/\+0000$/, 'Z')); return Number.isNaN(at.getTime()) ? '' : at.toISOString(); };
/** Without a version or an alias behind it. */
export const unqualified = (arn: string): string => arn.split(':').slice(0, 7).join(':');

const publishedOf = (c: FunctionConfiguration): PublishedVersion => ({ version: c.Version ?? '', at: instantOf(c.LastModified), codeSha256: c.CodeSha256 ?? '', settings: settingsOf(c) });

/** `all`: `$LATEST` and every published version. AWS tells no id and no time of making: a function made again under its name is not told apart. */
export function functionOf(latest: FunctionConfiguration, all: readonly FunctionConfiguration[], region: string): LambdaFunction {
  const arn = unqualified(latest.FunctionArn ?? '');
  const versions = all.filter((v) => v.Version !== undefined && v.Version !== '$LATEST').sort((a, b) => Number(b.Version) - Number(a.Version));
  return {
    arn, uid: arn, name: latest.FunctionName ?? '', region, packageType: latest.PackageType ?? 'Zip', codeSha256: latest.CodeSha256 ?? '', codeSize: latest.CodeSize ?? 0, settings: settingsOf(latest),
    versions: versions.slice(0, MOST_VERSIONS).map(publishedOf), published: versions.length,
    seen: { lastModified: instantOf(latest.LastModified), update: latest.LastUpdateStatus ?? '' },
  };
}

/** Every version of every function of the Region, by the function's name: one list that all kinds of Lambda share. */
export function versionsIn(scan: Scan): Promise<ReadonlyMap<string, readonly FunctionConfiguration[]>> {
  return scan.once(`lambda/functions/${scan.region}`, async () => {
    const client = await scan.aws.client('lambda');
    const byName = new Map<string, FunctionConfiguration[]>();
    for await (const { Functions = [] } of paginateListFunctions({ client }, { FunctionVersion: 'ALL' })) {
      for (const one of Functions) byName.set(one.FunctionName ?? '', [...byName.get(one.FunctionName ?? '') ?? [], one]);
    }
    return byName;
  });
}
export async function functionsIn(scan: Scan): Promise<readonly LambdaFunction[]> {
  return [...(await versionsIn(scan)).values()].flatMap((all) => { const latest = all.find((v) => v.Version === '$LATEST'); return latest ? [functionOf(latest, all, scan.region)] : []; });
}

export async function readFunction(client: LambdaClient, name: string, region: string): Promise<LambdaFunction | undefined> {
  const found = await ifThere(client.send(new GetFunctionCommand({ FunctionName: name })));
  const all = found && await ifThere(versionsOf(client, name));
  if (!found?.Configuration || !all) return undefined;
  return { ...functionOf(found.Configuration, all, region), reserved: found.Concurrency?.ReservedConcurrentExecutions ?? null };
}
async function versionsOf(client: LambdaClient, FunctionName: string): Promise<FunctionConfiguration[]> {
  const all: FunctionConfiguration[] = [];
  for await (const { Versions = [] } of paginateListVersionsByFunction({ client }, { FunctionName })) all.push(...Versions);
  return all;
}

/** Does the request name this function: by its name, a partial ARN, or its ARN with or without a qualifier? */
export function names(r: { readonly name: string; readonly arn: string }, given: unknown): boolean {
  return typeof given === 'string' && (given === r.name || given === r.arn || given.startsWith(`${r.arn}:`) || given.endsWith(`:function:${r.name}`));
}
