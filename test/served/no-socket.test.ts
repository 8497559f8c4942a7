// No drill opens a socket to anywhere, whatever the environment says about endpoints, proxies and credentials.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bareEnv, cli, REGIONS, scratch, type Ended } from './built.ts';

const FENCE = ['--import', fileURLToPath(new URL('no-sockets.mjs', import.meta.url))];
/** Where a client that is not fenced in would go; nobody listens there. */
const LURES = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9',
  AWS_PROFILE: 'work', AWS_REGION: 'eu-west-3', AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/credentials', AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
async function fenced(dir: string, args: readonly string[]): Promise<Ended & { readonly sockets: string }> {
  const log = join(dir, 'sockets');
  const ended = await cli(args, bareEnv(dir, { ...LURES, SOCKET_LOG: log }), FENCE);
  return { ...ended, sockets: existsSync(log) ? readFileSync(log, 'utf8') : '' };
}

describe('a drill', () => {
  it('looks at everything without a socket', { timeout: 120_000 }, async () => {
    using home = scratch();
    const { exitCode, stdout, sockets, stderr } = await fenced(home.dir, ['drill', 'leaked-key', ...REGIONS, '--dry-run', '--json']);
    expect(sockets).toBe('');
    expect(exitCode, stderr).toBe(3);
    expect((JSON.parse(stdout) as { caller: { arn: string } }).caller.arn).toBe('arn:aws:iam::111122223333:user/alice');
  });

  it('changes the account without a socket', { timeout: 120_000 }, async () => {
    using home = scratch();
    const { stdout } = await fenced(home.dir, ['drill', 'exposed-not-abused', ...REGIONS, '--dry-run', '--json']);
    const { plan } = JSON.parse(stdout) as { plan: { steps: { id: string; verb: string }[] } };
    const decisions = plan.steps.filter(({ verb }) => verb === 'contain').map(({ id }) => ({ step: id, decision: 'approve' }));
    expect(decisions).not.toEqual([]);
    const answers = join(home.dir, 'answers.json');
    writeFileSync(answers, JSON.stringify({ decisions }));
    const { sockets, stderr } = await fenced(home.dir, ['drill', 'exposed-not-abused', ...REGIONS, '--answers', answers]);
    expect(sockets).toBe('');
    expect(stderr.replace(/\s+/g, ' ')).toContain('Footholds contained');
  });

  it('would be caught if it opened one', { timeout: 60_000 }, async () => {
    using home = scratch();
    // A profile that does not stand anywhere is refused before anything is asked.
    mkdirSync(join(home.dir, '.aws'));
    writeFileSync(join(home.dir, '.aws', 'config'), '[profile work]\nregion = eu-west-3\n');
    const { sockets } = await fenced(home.dir, ['--dry-run', '--json', '--endpoint-url', 'http://127.0.0.1:9']);
    expect(sockets).not.toBe('');
  });
});
