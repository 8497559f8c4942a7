// Cost Explorer, as BEHAVIOUR.md says, and the reading of it.
import { CreateAnomalyMonitorCommand, GetCostAndUsageCommand, type GetCostAndUsageCommandInput } from '@aws-sdk/client-cost-explorer';
import { describe, expect, it } from 'vitest';
import { COST_READS, readCosts } from '../../../src/costs/read-costs.ts';
import { costState } from '../../../src/sim/services/ce/spending.ts';
import { stage } from '../../contract/account.ts';

const QUERY: GetCostAndUsageCommandInput = { TimePeriod: { Start: '2026-11-18', End: '2026-11-21' }, Granularity: 'DAILY', Metrics: ['UnblendedCost'], GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }, { Type: 'DIMENSION', Key: 'REGION' }] };
const opened = () => stage(async (play, clock) => {
  clock.set(new Date('2026-11-19T12:00:00Z'));
  await play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 'm5.large', MinCount: 2, MaxCount: 2 });
  clock.set(new Date('2026-11-20T20:00:00Z'));
});

describe('what was spent', () => {
  it('follows from what ran, ten hours late', async () => {
    const at = await opened();
    const ce = await at.session.reads(COST_READS).client('ce');
    const { ResultsByTime } = await ce.send(new GetCostAndUsageCommand(QUERY));
    const more = await ce.send(new GetCostAndUsageCommand({ ...QUERY, TimePeriod: { Start: '2026-11-20', End: '2026-11-21' } }));
    const amounts = [...ResultsByTime ?? [], ...more.ResultsByTime ?? []].map((r) => [r.TimePeriod?.Start, r.Groups?.map((g) => [g.Keys, g.Metrics?.['UnblendedCost']?.Amount])]);
    const compute = ['Amazon Elastic Compute Cloud - Compute', 'us-east-1'];
    expect(amounts).toEqual([['2026-11-18', []], ['2026-11-19', [[compute, '2.304']]], ['2026-11-20', [[compute, '2.112']]]]);
  });

  it('is read by pages that are counted, without credits', async () => {
    const at = await opened();
    costState(at.world).given.push(
      { service: 'Amazon Simple Storage Service', region: 'eu-west-1', usd: 3, from: new Date('2026-11-18T00:00:00Z'), to: undefined, recordType: 'Usage' },
      { service: 'Amazon Simple Storage Service', region: 'eu-west-1', usd: -3, from: new Date('2026-11-18T00:00:00Z'), to: undefined, recordType: 'Credit' },
    );
    const read = await readCosts(at.session.reads(COST_READS), '2026-11-17', '2026-11-20');
    expect(read).toMatchObject({ state: 'read', requests: 2, whole: true, currency: 'USD' });
    expect(read.state === 'read' && read.rows.filter((r) => r.region === 'eu-west-1').map((r) => [r.day, r.amount])).toEqual([['2026-11-18', 3], ['2026-11-19', 3], ['2026-11-20', 1.375]]);
    expect(costState(at.world).paid).toBe(2);
  });

  it('is not bought beyond what was agreed to, and then says that it is not whole', async () => {
    const at = await opened();
    const read = await readCosts(at.session.reads(COST_READS), '2026-11-01', '2026-11-20', 3);
    expect(read).toMatchObject({ state: 'read', requests: 3, whole: false });
  });

  it('cannot be seen before somebody opened Cost Explorer, nor where the payer does not allow it, nor without the permission', async () => {
    const at = await opened();
    const read = (): ReturnType<typeof readCosts> => readCosts(at.session.reads(COST_READS), '2026-11-01', '2026-11-20');
    costState(at.world).explorer = 'never';
    expect(await read()).toMatchObject({ state: 'unavailable', detail: { say: expect.stringContaining('Nobody has opened Cost Explorer') as string } });
    costState(at.world).explorer = 'payer';
    expect(await read()).toMatchObject({ state: 'denied', detail: { say: expect.stringContaining('its management account decides') as string } });
    costState(at.world).explorer = 'on';
    at.world.faults.add({ fault: { kind: 'access-denied' }, service: 'ce', operation: 'GetCostAndUsage' });
    expect(await read()).toMatchObject({ state: 'denied', detail: { say: expect.stringContaining('The permission ce:GetCostAndUsage is missing') as string } });
  });
});

describe('anomaly detection', () => {
  it('has one monitor of all services', async () => {
    const at = await opened();
    const AnomalyMonitor = { MonitorName: 'services', MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' } as const;
    await at.play('ce', 'CreateAnomalyMonitor', new CreateAnomalyMonitorCommand({ AnomalyMonitor }).input);
    await expect(at.play('ce', 'CreateAnomalyMonitor', { AnomalyMonitor })).rejects.toMatchObject({ code: 'LimitExceededException' });
  });
});
