// What of a function's configuration can be given back. Values of environment variables are the owner's secrets: only their digests are kept.
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { digestOf } from '../../../core/digest.ts';
import type { JsonObject } from '../../../core/types.ts';

/** Variables that make the runtime load other code; what they say is no secret, and it is what an investigator asks for. */
const STEERING = new Set(['AWS_LAMBDA_EXEC_WRAPPER', 'LD_PRELOAD', 'LD_LIBRARY_PATH', 'NODE_OPTIONS', 'NODE_PATH', 'PYTHONPATH', 'PYTHONSTARTUP', 'PYTHONWARNINGS', 'RUBYOPT', 'RUBYLIB', 'PERL5OPT', 'JAVA_TOOL_OPTIONS', 'BASH_ENV', 'DOTNET_STARTUP_HOOKS']);

export type Variables = Readonly<Record<string, string>>;
/** Name → what it says, or `sha256:` and the beginning of its digest. */
export const masked = (variables: Variables): Variables => Object.fromEntries(Object.entries(variables).sort().map(([name, value]) => [name, STEERING.has(name) ? value : `sha256:${digestOf(value).slice(0, 16)}`]));
/** Of these variables, those that load other code. */
export const steering = (variables: Variables): readonly string[] => Object.keys(variables).filter((name) => STEERING.has(name));
export const unsteered = (variables: Variables): Variables => Object.fromEntries(Object.entries(variables).filter(([name]) => !STEERING.has(name)));

/** As UpdateFunctionConfiguration takes it, complete: what is empty here takes away what a stranger added. */
export interface Settings {
  readonly Runtime?: string;
  readonly Handler?: string;
  readonly Role: string;
  readonly Description: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Environment: { readonly Variables: Variables };
  readonly Layers?: readonly string[];
  readonly VpcConfig: { readonly SubnetIds: readonly string[]; readonly SecurityGroupIds: readonly string[] };
  readonly DeadLetterConfig: { readonly TargetArn: string };
  readonly KMSKeyArn: string;
  readonly TracingConfig: { readonly Mode: string };
  readonly EphemeralStorage: { readonly Size: number };
}

/** `mask`: for the journal and the gate; without it only what goes back to AWS. */
export function settingsOf(c: FunctionConfiguration, mask: (variables: Variables) => Variables = masked): Settings {
  return {
    ...(c.PackageType === 'Image' ? {} : { Runtime: text(c.Runtime), Handler: text(c.Handler), Layers: (c.Layers ?? []).map((l) => text(l.Arn)) }),
    Role: text(c.Role), Description: text(c.Description), Timeout: c.Timeout ?? 3, MemorySize: c.MemorySize ?? 128, Environment: { Variables: mask(c.Environment?.Variables ?? {}) },
    ...around(c), KMSKeyArn: text(c.KMSKeyArn), EphemeralStorage: { Size: c.EphemeralStorage?.Size ?? 512 },
  };
}
const text = (value: string | undefined): string => value ?? '';
/** Its network, where its failures go, and its traces. */
const around = (c: FunctionConfiguration): Pick<Settings, 'VpcConfig' | 'DeadLetterConfig' | 'TracingConfig'> => ({
  VpcConfig: { SubnetIds: [...(c.VpcConfig?.SubnetIds ?? [])].sort(), SecurityGroupIds: [...(c.VpcConfig?.SecurityGroupIds ?? [])].sort() },
  DeadLetterConfig: { TargetArn: text(c.DeadLetterConfig?.TargetArn) }, TracingConfig: { Mode: c.TracingConfig?.Mode ?? 'PassThrough' },
});
/** Publishing a version may give it a description of its own: that alone is no difference. */
export const settingsDigest = ({ Description: _, ...settings }: Settings): string => digestOf(settings);
export const asJson = (settings: object): JsonObject => JSON.parse(JSON.stringify(settings)) as JsonObject;
