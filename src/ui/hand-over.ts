// Where a new secret goes: a file that only the operator can read, or a profile of the aws command. Written once, nowhere else.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isoNow, type Clock } from '../core/clock.ts';
import { failed, whyNot } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import { say, type Text } from '../core/text.ts';

/** True where the secret is one that a profile can hold: an access key. */
export const fitsProfile = (secret: Secret): boolean => { const parts = secret.reveal(); return 'accessKeyId' in parts && 'secretAccessKey' in parts; };
/** True where a device reads the secret off a picture. */
export const isPicture = (secret: Secret): boolean => 'uri' in secret.reveal();
/** The file of the profiles, as the aws command finds it. */
export const credentialsFile = (): string => process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homedir(), '.aws', 'credentials');
/** CloudShell's home is the identity's own and outlives the session: whoever comes in as it can read what lies there. */
export const inCloudShell = (): boolean => process.env['AWS_EXECUTION_ENV'] === 'CloudShell';

/** Why a profile cannot be named so; `undefined` where it can. */
export function profileTrouble(name: string): Text | undefined {
  if (!/^[\w.@-]{1,64}$/.test(name)) return say('A profile name has letters, digits and . _ - @ only.');
  return profiles().has(name) ? say('There is a profile {{name}} already; choose another name.', { name }) : undefined;
}
function profiles(): ReadonlySet<string> {
  const file = credentialsFile();
  if (!existsSync(file)) return new Set();
  return new Set([...readFileSync(file, 'utf8').matchAll(/^\s*\[\s*([^\]]+?)\s*\]/gm)].map((m) => m[1] ?? ''));
}

/** A file of mode 0600 in the working folder: a picture where a device is to read it. Gives its path; throws where it cannot be written. */
export async function writeSecret(secret: Secret, clock: Clock): Promise<string> {
  const { uri, ...parts } = secret.reveal();
  const content = uri === undefined ? `${Object.entries(parts).map(([name, value]) => `${name}=${value}`).join('\n')}\n` : (await import('./qr.ts')).qrPicture(uri);
  const path = resolve(`aws-incident-${secret.id.replace(/[^A-Za-z0-9-]/g, '')}-${isoNow(clock).replace(/[^0-9]/g, '').slice(0, 14)}.${uri === undefined ? 'txt' : 'svg'}`);
  return written(path, () => { writeFileSync(path, content, { mode: 0o600, flag: 'wx' }); });
}

/** A new profile at the end of the credentials file. Gives the file's path; throws where it cannot be written. */
export function writeProfile(secret: Secret, name: string): string {
  const path = credentialsFile();
  const { accessKeyId = '', secretAccessKey = '' } = secret.reveal();
  return written(path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    appendFileSync(path, `\n[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`, { mode: 0o600 });
  });
}

function written(path: string, write: () => void): string {
  try { write(); } catch (error) {
    throw failed(say('The new secret could not be written to {{path}}: {{why}}', { path, why: whyNot(error) }), error);
  }
  return path;
}
