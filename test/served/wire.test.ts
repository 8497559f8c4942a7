// The built command line over real HTTP: what it sees and does there is what it sees and does in a drill.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { bareEnv, cli, REGIONS, scratch, serveDrill } from './built.ts';
import { leakedKeyToday } from './scenario.ts';

interface Plan { readonly steps: readonly { readonly id: string; readonly verb: string; readonly kind: string; readonly resource: { readonly name: string } }[] }
interface Document { readonly plan: Plan; readonly findings: readonly unknown[]; readonly coverage: readonly { readonly detail: string }[]; readonly case: string; readonly endpoint: string; readonly exitCode: number }

const TIME = /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const EVENTS = /^\d+ pages?, \d+ events?/;
/** What depends on when and where it was run: the case's folder, the endpoint, times of the run, and how much history there was by then. */
function timeless(document: Document): unknown {
  const coverage = document.coverage.map((row) => ({ ...row, detail: row.detail.replace(EVENTS, '') }));
  return JSON.parse(JSON.stringify({ ...document, coverage, case: '', endpoint: '' }).replace(TIME, '<time>'));
}

describe('the built command line and a served drill', () => {
  it('plans over HTTP what it plans in a drill, and does there what its answers approve', { timeout: 300_000 }, async () => {
    using home = scratch();
    const env = bareEnv(home.dir);
    const scenario = await leakedKeyToday(home.dir);
    const drill = await serveDrill(['--scenario-file', scenario], env);
    try {
      const { endpoint, notice } = drill.line;
      const noticeFile = join(home.dir, 'notice.txt');
      writeFileSync(noticeFile, notice ?? '');
      const overHttp = ['--endpoint-url', endpoint, '--notice', noticeFile, ...REGIONS];
      const [there, here] = await Promise.all([
        cli([...overHttp, '--dry-run', '--json'], { ...env, ...drill.env }),
        cli(['drill', '--scenario-file', scenario, ...REGIONS, '--dry-run', '--json'], env),
      ]);
      expect(there.exitCode, there.stderr).toBe(3);
      expect(here.exitCode, here.stderr).toBe(3);
      const seen = JSON.parse(there.stdout) as Document;
      expect(timeless(seen)).toEqual(timeless(JSON.parse(here.stdout) as Document));

      const step = seen.plan.steps.find(({ kind, verb }) => kind === 'iam/access-key' && verb === 'contain');
      expect(step).toBeDefined();
      const answers = join(home.dir, 'answers.json');
      writeFileSync(answers, JSON.stringify({ decisions: [{ step: step?.id, decision: 'approve' }] }));
      const responded = await cli(['respond', ...overHttp, '--answers', answers], { ...env, ...drill.env });
      expect(responded.exitCode, responded.stderr).toBe(3);
      const iam = new IAMClient({ endpoint, region: drill.line.region, credentials: { accessKeyId: drill.env['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: drill.env['AWS_SECRET_ACCESS_KEY'] ?? '' } });
      const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName: 'ci' }));
      expect(AccessKeyMetadata.map(({ AccessKeyId, Status }) => [AccessKeyId, Status])).toEqual([[step?.resource.name, 'Inactive']]);
    } finally { await drill.stop(); }
  });

  it('serves until it is interrupted, and then ends in order', async () => {
    using home = scratch();
    const drill = await serveDrill(['leaked-key'], bareEnv(home.dir));
    expect(drill.line).toMatchObject({ region: 'us-east-1', accountId: '111122223333' });
    expect(await drill.stop()).toBe(0);
  });
});
