// Costs in a whole run: asked for before a cent is spent, shown, written down, in the report.
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/types.ts';
import { costState } from '../../src/sim/services/ce/spending.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, type Run } from '../harness/play.ts';
import { scenarioOf } from '../mechanisms/stage.ts';

afterAll(removeFolders);

const SPENDING = [
  { service: 'Amazon Simple Storage Service', region: 'us-east-1', usdADay: '4', from: '-60d' },
  { service: 'Amazon Simple Storage Service', region: 'us-east-1', usdADay: '-4', from: '-60d', recordType: 'Credit' },
  { service: 'Amazon Bedrock', region: 'us-west-2', usdADay: '120', from: '-24h' },
  { service: 'Amazon Elastic Compute Cloud - Compute', region: 'me-south-1', usdADay: '9', from: '-20h' },
];
const MINER = { row: 1, title: 'a machine', plant: [{ service: 'ec2' as const, operation: 'RunInstances', input: { ImageId: 'ami-0123456789abcdef0', InstanceType: 'p4d.24xlarge', MinCount: 2, MaxCount: 2 }, region: 'eu-north-1' }], shows: [] };
const opened = (costs: Json): Promise<Account> => {
  const { data, ...source } = scenarioOf([MINER], 'mallory');
  return openAccount({ ...source, data: { ...(data as object), costs } });
};
const run = (account: Account, costs: 'yes' | 'no' | undefined): Promise<Run> =>
  play(account, { options: { dryRun: true, regions: ['us-east-1', 'eu-north-1'], since: '2026-11-19T08:00:00.000Z', sourceIps: ['203.0.113.66'] }, answers: { costs } });
const cellsOf = (one: Run, check: string): unknown[] => (one.outcome?.cells ?? []).filter((c) => c.check === check).map((c) => [c.region, c.state, c.gap]);

describe('costs', () => {
  it('are not read unless somebody agrees, and that is a gap; what runs now is reckoned all the same', async () => {
    const account = await opened({ spending: SPENDING });
    for (const answer of ['no', undefined] as const) {
      const one = await run(account, answer);
      expect(cellsOf(one, 'costs/cost-explorer')).toEqual([['aws-global', 'skipped', true]]);
      const { costs } = one.reading().state;
      expect(costs?.spending).toBeNull();
      expect(costs?.burn).toEqual([{ what: 'p4d.24xlarge', region: 'eu-north-1', count: 2, hourly: 43.916 }]);
    }
    expect(costState(account.world).paid).toBe(0);
  });

  it('show first what was never billed before, and Regions that nobody looked at', async () => {
    const account = await opened({ spending: SPENDING });
    const one = await run(account, 'yes');
    expect(costState(account.world).paid).toBe(1);
    expect(cellsOf(one, 'costs/cost-explorer')).toEqual([['aws-global', 'done', false]]);
    expect(cellsOf(one, 'costs/unseen-region')).toEqual([['me-south-1', 'region-disabled', true], ['us-west-2', 'region-disabled', true]]);
    const { spending } = one.reading().state.costs ?? {};
    expect(spending?.lines.map((l) => [l.change, l.service, l.region])).toEqual([
      ['new', 'Amazon Elastic Compute Cloud - Compute', 'eu-north-1'], ['new', 'Amazon Bedrock', 'us-west-2'], ['new', 'Amazon Elastic Compute Cloud - Compute', 'me-south-1'], ['usual', 'Amazon Simple Storage Service', 'us-east-1'],
    ]);
    expect(one.outcome?.findings.flatMap((f) => (f.about === 'spend' ? [[f.verdict, f.region]] : []))).toEqual([['weak', 'eu-north-1'], ['weak', 'us-west-2'], ['weak', 'me-south-1']]);
  });

  it('stand in the report, with the first sign in the chart', async () => {
    const one = await run(await opened({ spending: SPENDING }), 'yes');
    const report = markdownReport({ ...one.reading(), madeAt: '2026-11-20T10:00:00Z' });
    expect(report).toContain('## Costs');
    expect(report).toMatch(/\| 2026-11-19 \| █+ \d+\.\d\d USD \(first sign\) \|/);
    expect(report).toContain('NEW since the first sign');
    expect(report).toContain('2 × p4d.24xlarge, eu-north-1');
  });

  it('that cannot be seen are no gap where Cost Explorer was never opened', async () => {
    const one = await run(await opened({ explorer: 'never' }), 'yes');
    expect(cellsOf(one, 'costs/cost-explorer')).toEqual([['aws-global', 'unavailable', false]]);
  });
});
