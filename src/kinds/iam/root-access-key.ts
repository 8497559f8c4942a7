// Access keys of the root user: no policy holds them back, and no API but root's own touches them. Shown, with what to do in the console.
import { GetAccountSummaryCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';
import { READS_REPORT, rootLine } from './parts/root-report.ts';

export interface RootAccessKey extends Resource {
  readonly rootArn: string;
  /** From the credential report, which may be four hours old, of active keys: `1: 2026-11-19T08:00:00+00:00 s3`, or `N/A` for one that was never used. */
  readonly seen: { readonly keys: readonly string[] };
}

/** Nothing where there is no report: that there are keys is known without it. */
async function reported(client: IAMClient): Promise<string[]> {
  const line = await rootLine(client);
  const cell = (name: string): string => line?.get(name) ?? '';
  return ['1', '2'].filter((n) => cell(`access_key_${n}_active`) === 'true').map((n) => `${n}: ${cell(`access_key_${n}_last_used_date`)} ${cell(`access_key_${n}_last_used_service`)}`);
}
async function see(aws: ReadAws): Promise<RootAccessKey[]> {
  const client = await aws.client('iam');
  const { SummaryMap = {} } = await client.send(new GetAccountSummaryCommand({}));
  if (!((SummaryMap.AccountAccessKeysPresent ?? 0) > 0)) return [];
  const rootArn = `arn:${aws.partition}:iam::${aws.accountId}:root`;
  return [{ arn: ownArn('iam/root-access-key', 'aws-global', aws.accountId, 'keys'), uid: aws.accountId, name: 'root', region: 'aws-global', rootArn, seen: { keys: await reported(client) } }];
}

export default defineKind<RootAccessKey>({
  id: 'iam/root-access-key', version: 1, title: say('Access key of the root user'), scope: 'global', role: 'credential',
  reads: ['iam:GetAccountSummary', ...READS_REPORT],
  async *list({ aws }) { yield* await see(aws); },
  look: async (aws, rs) => {
    const [now] = await see(aws);
    return rs.map((r) => (r.uid === now?.uid ? now : undefined));
  },
  // Without a user name IAM acts on the caller, and the caller is root.
  traces: { ids: (r) => [r.rootArn], created: ['iam:CreateAccessKey'], changed: ['iam:UpdateAccessKey'], concerns: (_, { request }) => request?.['userName'] === undefined },
  judge: (r, { attributed }) => {
    const link = 'https://console.aws.amazon.com/iam/home#/security_credentials';
    const next = say('Only the root user can deactivate and delete it. Whatever uses it must get a role or a user of its own. Sign in as root and look under Access keys: {{link}}', { link });
    const used = r.seen.keys.length === 0 ? next : say('{{next}} Last use of each active key: {{keys}}.', { next, keys: r.seen.keys.map((key) => key.replace(/^\d: /, '').replace(/T(\d\d:\d\d):\d\d\+00:00/, ' $1 UTC')) });
    return attributed ? { ...attributed, techniques: ['T1098.001'], because: say('{{why}} {{next}}', { why: attributed.because, next: used }) }
      : { verdict: 'weak', because: say('The root user has an access key: nothing can limit what it may do. {{next}}', { next: used }), techniques: ['T1098.001'] };
  },
  actions: {},
});
