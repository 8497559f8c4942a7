// Runs the intake over real notices where they lie beside the project; nothing of them is kept here.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readNotice } from '../../src/intake/read.ts';

const folder = fileURLToPath(new URL('../../../shared/corpora/notices/', import.meta.url));

interface Truth {
  readonly file: string; readonly id: string; readonly kind: string; readonly isNotice: boolean; readonly language: string;
  readonly accessKeyIds: readonly string[]; readonly optionalKeyIds: readonly string[]; readonly iamUsers: readonly string[];
  readonly accountId: string | null; readonly caseId: string | null; readonly exposedUrl: string | null; readonly deadline: string | null;
  readonly eventIPs: readonly string[]; readonly eventTimes: readonly string[]; readonly instanceIds: readonly string[]; readonly policyNames: readonly string[];
  readonly masked: Readonly<Record<string, string | readonly string[]>>;
}

const entries = existsSync(`${folder}truth.json`)
  ? (JSON.parse(readFileSync(`${folder}truth.json`, 'utf8')) as { readonly entries: readonly Truth[] }).entries
  : [];

describe.skipIf(entries.length === 0)('the notices in ../shared/corpora (skipped: the folder is not there)', () => {
  it.each(entries)('reads $id', async (truth) => {
    const claims = await readNotice(readFileSync(`${folder}${truth.file}`));
    expect(claims).toMatchObject({
      isNotice: truth.isNotice, language: truth.language, accountId: truth.accountId, caseId: truth.caseId,
      kind: truth.isNotice ? truth.kind : 'other',
      iamUsers: truth.iamUsers, exposedUrl: truth.exposedUrl, deadline: truth.deadline, policyNames: truth.policyNames, sourceIps: truth.eventIPs,
    });
    expect(claims.accessKeyIds.filter((key) => !truth.optionalKeyIds.includes(key))).toEqual(truth.accessKeyIds);
    expect(claims.resources).toEqual(expect.arrayContaining([...truth.instanceIds]));
    expect(claims.times).toEqual(expect.arrayContaining([...truth.eventTimes]));
    const real = [...claims.accessKeyIds, ...claims.iamUsers, ...claims.sourceIps, ...claims.resources, claims.accountId, claims.caseId];
    for (const masked of Object.values(truth.masked).flat()) expect(real).not.toContain(masked);
  });
});
