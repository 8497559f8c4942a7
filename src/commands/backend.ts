// Where the account is: AWS itself, a compatible endpoint, or the simulated account of a drill.
import { randomInt } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectOptions } from '../aws/connect.ts';
import { chainCredentials, type Credentials } from '../aws/credentials.ts';
import { credentialHandler, type RequestHandler } from '../aws/handler.ts';
import { partitionOfRegion } from '../aws/partition.ts';
import { noSuchRegion } from '../aws/regions.ts';
import { liveClock, type Clock } from '../core/clock.ts';
import { usage } from '../core/errors.ts';
import { say } from '../core/text.ts';
import { credentialsFile as credentialsPath } from '../ui/hand-over.ts';
import { text, type Raw } from './raw.ts';

export interface Backend {
  readonly clock: Clock;
  readonly drill: boolean;
  /** The case's word for it: `aws`, the URL, or `drill:<scenario>`. */
  readonly endpoint: string;
  readonly connection: Omit<ConnectOptions, 'userAgent' | 'renew'>;
  /** Other identities by which the operator can come in, in a drill. */
  readonly waysIn?: { readonly names: readonly string[]; enter(name: string): Promise<void> };
  /** Credentials of the management account, by the name of their profile. */
  management?(profile: string): Credentials;
  /** The profile that a drill gives the operator; none is asked for. */
  readonly manager?: string;
  /** Renews expired credentials without asking, where that can be done (a drill). */
  renew?(): Promise<boolean>;
  /** Told where the case is, as soon as there is one. */
  onCase?(dir: string): void;
  close?(): Promise<void>;
}

/** `[0, 1)` from the machine's own source, for retry delays. */
export const random = (): number => randomInt(2 ** 32) / 2 ** 32;

/** AWS, or whatever `--endpoint-url` names. Endpoints from the environment are the SDK's own business. Throws `usage` where a profile that is named is not there, or no Region has the name given. */
export async function awsBackend(raw: Raw, mfaCode: (serial: string) => Promise<string>): Promise<Backend> {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const handler = new NodeHttpHandler({ connectionTimeout: 10_000, requestTimeout: 60_000, socketAcquisitionWarningTimeout: 60_000 }) as unknown as RequestHandler;
  const profile = text(raw, 'profile');
  const own = await profileRegion(profile ?? process.env['AWS_PROFILE']);
  await profileRegion(text(raw, 'managementProfile'));
  const endpointUrl = text(raw, 'endpointUrl'), given = text(raw, 'region');
  const partition = partitionOfRegion(given ?? '');
  if (given !== undefined && endpointUrl === undefined && !partition.regions.includes(given)) throw noSuchRegion(given, partition);
  const region = given ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? own ?? 'us-east-1';
  const credentialsOf = (of: string | undefined): Credentials => chainCredentials({ profile: of, region, handler: credentialHandler(handler), mfaCode });
  const credentials = credentialsOf(profile);
  return { clock: liveClock, drill: false, endpoint: endpointUrl ?? 'aws', management: credentialsOf, connection: { clock: liveClock, random, credentials, handler, region, endpoint: endpointUrl ?? 'aws', endpointUrl } };
}

/** The profile's own region, from the shared configuration files that the SDK reads. Without the profile the SDK would go on to whatever else it finds, which is somebody else. */
async function profileRegion(name = 'default'): Promise<string | undefined> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  if (name !== 'default' && !(configFile[name] ?? credentialsFile[name])) throw usage(say('There is no profile {{profile}} in {{files}}.', { profile: name, files: [credentialsPath(), process.env['AWS_CONFIG_FILE'] ?? join(homedir(), '.aws', 'config')] }));
  return configFile[name]?.['region'] ?? credentialsFile[name]?.['region'];
}
