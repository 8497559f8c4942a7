// What the operator is told of the log files of `--logs`: signed by AWS and whole, changed, missing, or without any digest to tell.
import { readFile, stat } from 'node:fs/promises';
import { failureOf } from '../../aws/errors.ts';
import type { ReadAws } from '../../aws/session.ts';
import { isIncidentError } from '../../core/errors.ts';
import type { LogProof } from '../../core/record.ts';
import { say, type Text } from '../../core/text.ts';
import type { Operation, Region } from '../../core/types.ts';
import { logFolder } from './digest-files.ts';
import { isObject, listAt, parsedOf, textAt } from '../fields.ts';
import { checkIntegrity, type DigestState, type Integrity, type KeysOf, type PublicKey, type Watch } from './log-integrity.ts';

export const KEY_READS: readonly Operation[] = ['cloudtrail:ListPublicKeys'];
/** Where keys come from. Throws what AWS answered. */
export type AskKeys = KeysOf;
/** A file of keys is small. */
const LARGEST = 1024 * 1024;
const NAMES = 5;

/** The keys that CloudTrail signed with in a Region. A Region that only a digest file names is not asked. */
export function keysFrom(awsFor: (region: Region) => ReadAws, regions: readonly Region[]): AskKeys {
  return async (region, from, to) => {
    if (!regions.includes(region)) return [];
    const { ListPublicKeysCommand } = await import('@aws-sdk/client-cloudtrail');
    const client = await awsFor(region).client('cloudtrail');
    const keys: PublicKey[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(new ListPublicKeysCommand({ StartTime: new Date(from), EndTime: new Date(to), ...(token === undefined ? {} : { NextToken: token }) }));
      for (const { Fingerprint = '', Value } of page.PublicKeyList ?? []) keys.push({ fingerprint: Fingerprint, value: Buffer.from(Value ?? []).toString('base64') });
      token = page.NextToken;
    } while (token !== undefined && token !== '');
    return keys;
  };
}

/** The answer of `aws cloudtrail list-public-keys`, where a path is such a file: only what the operator named, never what lies among the logs. */
async function keysIn(path: string): Promise<readonly PublicKey[]> {
  const { size } = await stat(path).catch(() => ({ size: Infinity }));
  const answer = size > LARGEST ? undefined : parsedOf(await readFile(path, 'utf8').catch(() => ''));
  return isObject(answer) ? listAt(answer, 'PublicKeyList').filter(isObject).map((key) => ({ fingerprint: textAt(key, 'Fingerprint'), value: textAt(key, 'Value') })) : [];
}

/** One answer a path, in order; files of keys have none. `ask`: where there are credentials. Only an abort throws. */
export async function proveLogs(paths: readonly string[], ask: AskKeys | undefined, watch: Watch = {}): Promise<LogProof[]> {
  const given = await Promise.all(paths.map(keysIn));
  const proofs: LogProof[] = [];
  for (const [n, path] of paths.entries()) if (given[n]?.length === 0) proofs.push(await proofOf(path, new Keys(given.flat(), ask), watch));
  return proofs;
}

/** Keys that the operator gave go before AWS's, which then need not be asked. */
class Keys {
  why: Text | undefined;
  readonly #answers = new Map<string, Promise<readonly PublicKey[]>>();
  constructor(readonly given: readonly PublicKey[], private readonly ask: AskKeys | undefined) {}

  readonly of: KeysOf = async (region, from, to) => {
    if (this.given.length > 0) return this.given;
    const key = `${region} ${from.slice(0, 10)} ${to.slice(0, 10)}`;
    const answer = this.#answers.get(key) ?? this.#asked(region, from, to);
    this.#answers.set(key, answer);
    return answer;
  };
  async #asked(region: Region, from: string, to: string): Promise<readonly PublicKey[]> {
    if (this.ask === undefined || region === '') { this.why ??= say('without credentials'); return []; }
    try {
      return await this.ask(region, from, to);
    } catch (error) {
      if (isIncidentError(error) && error.fault === 'interrupted') throw error;
      const { code, message } = failureOf(error);
      this.why ??= isIncidentError(error) ? error.text : say('{{code}}: {{message}}', { code, message });
      return [];
    }
  }
}

async function proofOf(path: string, keys: Keys, watch: Watch): Promise<LogProof> {
  const folder = await logFolder(path);
  const { digests, counts, bad, gaps } = await checkIntegrity(folder.digests, keys.of, folder.open, watch);
  const of = (...states: readonly DigestState[]): Integrity['digests'] => digests.filter(({ state }) => states.includes(state));
  const forged = of('forged', 'not-a-digest'), unknown = of('unknown-key'), proven = of('proven', 'chained').length;
  const files = { ...counts, unnamed: folder.unnamed() };
  const names = (all: readonly string[]): readonly string[] => all.slice(0, NAMES).map((name) => name.split('/').at(-1) ?? name);
  const said = digests.length === 0 ? [say('{{path}} has no digest files: nothing can show whether its log files were changed or left out.', { path })] : [
    ...(forged.length === 0 ? [] : [say('Digest files that were changed, or are not from AWS: {{n}} ({{files}})', { n: forged.length, files: names(forged.map((d) => d.path)) })]),
    ...(counts.changed === 0 ? [] : [say('Log files that are not as AWS wrote them: {{n}} ({{files}})', { n: counts.changed, files: names(bad.filter((f) => f.state === 'changed').map((f) => f.key)) })]),
    ...(counts.missing === 0 ? [] : [say('Log files that a digest file names and that are missing: {{n}} ({{files}})', { n: counts.missing, files: names(bad.filter((f) => f.state === 'missing').map((f) => f.key)) })]),
    ...gaps.slice(0, NAMES).map((gap) => say('{{region}}, {{from}} to {{to}}: {{why}}', { region: gap.region, from: gap.from, to: gap.to, why: gap.why })),
    ...(files.unnamed === 0 ? [] : [say('Log files that no digest file names, so that nothing shows who wrote them: {{n}}', { n: files.unnamed })]),
    say('{{path}}: of {{digests}} digest files {{proven}} are proven to be from AWS; {{whole}} log files are as their digest files say.', { path, digests: digests.length, proven, whole: counts.whole }),
    ...(unknown.length === 0 ? [] : [say('Digest files whose signature could not be checked ({{why}}): {{n}}. Save the answer of aws cloudtrail list-public-keys for their Region, and give that file with --logs, too.', { why: keys.why ?? say('AWS names no such key'), n: unknown.length })]),
    ...(of('unsigned').length === 0 ? [] : [say('The newest digest file of each Region cannot be proven from a copy: only S3 has its signature ({{n}}).', { n: of('unsigned').length })]),
    ...(keys.given.length === 0 ? [] : [say('The signatures were checked with the keys that you gave.')]),
  ];
  const unproven = of('unsigned', 'unknown-key').length;
  return { path, digests: digests.length, proven, unproven, forged: forged.length, files, said, sound: forged.length + counts.changed + counts.missing + gaps.length === 0 };
}
