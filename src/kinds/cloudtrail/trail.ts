// A CloudTrail trail: the owner's switched on again and given back its settings, a stranger's stopped and deleted.
import { DeleteTrailCommand, StartLoggingCommand, StopLoggingCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import type { ChangeAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Judgement, Operation } from '../../core/types.ts';
import { defineKind, KEPT_ALL, type Action, type JudgeContext } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { saving } from '../saving.ts';
import { recallTrail } from './parts/trail-recall.ts';
import { homeTrails, READS_STATUS, trailOf, type Settings, type Trail } from './parts/trail-view.ts';

const call = (r: Trail, operation: Operation, more: JsonObject = {}): Call => ({ operation, region: r.region, input: { Name: r.arn, ...more } });
const isStart = (way: string | undefined): boolean => way === 'start';
const where = (r: Trail) => ({ trail: r.name, region: r.region });
const foreign = (r: Trail) => (r.own ? undefined : say("Trail {{trail}} belongs to your organization's management account. Ask the people there to look after it.", { trail: r.name }));

async function setLogging(aws: ChangeAws, r: Trail, logging: boolean): Promise<void> {
  if (r.logging === logging) return;
  const client = await aws.client('cloudtrail');
  await client.send(logging ? new StartLoggingCommand({ Name: r.arn }) : new StopLoggingCommand({ Name: r.arn }));
}

const contain: Action<Trail> = {
  operations: ['cloudtrail:StartLogging', 'cloudtrail:StopLogging'],
  title: (r, way) => (isStart(way) ? say('Start the logging of trail {{trail}} in {{region}} again', where(r)) : say('Stop the logging of trail {{trail}} in {{region}}', where(r))),
  breaks: (r, way) => (isStart(way) ? say('Nothing. The log files go to bucket {{bucket}}.', { bucket: r.settings.S3BucketName }) : say('Log files of this trail no longer go to bucket {{bucket}}. Other trails and the event history go on.', { bucket: r.settings.S3BucketName })),
  impossible: foreign,
  ways: (_, origin) => (origin === 'created' ? [{ id: 'stop', title: say('Stop its logging') }] : [{ id: 'start', title: say('Start its logging again') }]),
  calls: (r, way) => [call(r, isStart(way) ? 'cloudtrail:StartLogging' : 'cloudtrail:StopLogging')],
  undoCalls: (before) => [call(before, before.logging ? 'cloudtrail:StartLogging' : 'cloudtrail:StopLogging')],
  // A trail that the owner had stopped is not started.
  done: (now, { way }) => now !== undefined && (isStart(way) ? now.logging || now.aim?.['logging'] !== true : !now.logging),
  apply: (aws, r, deed) => setLogging(aws, r, isStart(deed.way)),
  undo: async (aws, before) => {
    const client = await aws.client('cloudtrail');
    await ifThere(client.send(before.logging ? new StartLoggingCommand({ Name: before.arn }) : new StopLoggingCommand({ Name: before.arn })));
  },
};

/** The settings of the aim, without the switch. */
const aimed = ({ aim = {} }: Trail): Partial<Settings> => Object.fromEntries(Object.entries(aim).filter(([name]) => name !== 'logging'));
const sameAs = (r: Trail, wanted: Partial<Settings>): boolean => canonical({ ...r.settings, ...wanted }) === canonical(r.settings);
const oldOf = (before: Trail): Partial<Settings> => Object.fromEntries(Object.keys(aimed(before)).map((name) => [name, before.settings[name as keyof Settings]]));
const needsUpdate = (r: Trail): boolean => Object.keys(aimed(r)).length > 0;
const wantsLogging = (r: Trail): boolean => r.aim?.['logging'] === true;

const recover: Action<Trail> = {
  operations: ['cloudtrail:UpdateTrail', 'cloudtrail:StartLogging', 'cloudtrail:StopLogging'],
  title: (r) => (needsUpdate(r) ? say('Give trail {{trail}} in {{region}} back what it was: {{settings}}', { ...where(r), settings: Object.entries(aimed(r)).map(([name, value]) => say('{{name}} {{value}}', { name, value: value === '' ? '–' : String(value) })) }) : say('Start the logging of trail {{trail}} in {{region}} again', where(r))),
  breaks: (r) => (aimed(r).S3BucketName === undefined ? undefined : say('Log files go to bucket {{bucket}} again, and no longer to {{other}}.', { bucket: aimed(r).S3BucketName ?? '', other: r.settings.S3BucketName })),
  impossible: foreign,
  calls: (r) => [...(needsUpdate(r) ? [call(r, 'cloudtrail:UpdateTrail', { ...aimed(r) })] : []), ...(wantsLogging(r) ? [call(r, 'cloudtrail:StartLogging')] : [])],
  undoCalls: (before) => [...(needsUpdate(before) ? [call(before, 'cloudtrail:UpdateTrail', { ...oldOf(before) })] : []), ...(wantsLogging(before) && !before.logging ? [call(before, 'cloudtrail:StopLogging')] : [])],
  done: (now) => now !== undefined && now.aim !== undefined && sameAs(now, aimed(now)) && (now.logging || !wantsLogging(now)),
  apply: async (aws, r) => {
    const client = await aws.client('cloudtrail');
    if (!sameAs(r, aimed(r))) await client.send(new UpdateTrailCommand({ Name: r.arn, ...aimed(r) }));
    if (wantsLogging(r)) await setLogging(aws, r, true);
  },
  undo: async (aws, before) => {
    const client = await aws.client('cloudtrail');
    if (needsUpdate(before)) await ifThere(client.send(new UpdateTrailCommand({ Name: before.arn, ...oldOf(before) })));
    if (wantsLogging(before) && !before.logging) await ifThere(client.send(new StopLoggingCommand({ Name: before.arn })));
  },
};

/** From the configuration alone: it went silent after the first sign. */
function judge(r: Trail, { attributed, indicators }: JudgeContext): Judgement | undefined {
  const stoppedAt = r.seen?.['stoppedAt'];
  if (attributed || !r.own || r.logging || typeof stoppedAt !== 'string' || stoppedAt < indicators.since) return attributed;
  return { verdict: 'suspicious', origin: 'changed', techniques: ['T1562.008'], because: say('It does not log since {{time}}, which is after the first sign.', { time: stoppedAt }) };
}

export default defineKind<Trail>({
  id: 'cloudtrail/trail', version: 1, title: say('CloudTrail trail'), scope: 'regional', role: 'guard',
  reads: READS_STATUS,

  async *list(scan) {
    const client = await scan.aws.client('cloudtrail');
    for (const trail of await scan.once(`cloudtrail/trails ${scan.region}`, () => homeTrails(client, scan.aws))) {
      try { yield await trailOf(client, trail, scan.aws); } catch (error) { scan.gap('cloudtrail:GetTrailStatus', error, trail.Name); }
    }
  },

  async look(aws, rs) {
    const client = await aws.client('cloudtrail');
    const found = await homeTrails(client, aws, rs.map((r) => r.arn));
    return inParallel(rs, 4, async (r) => {
      const trail = found.find((t) => t.TrailARN === r.uid);
      return trail && await trailOf(client, trail, aws);
    });
  },

  traces: {
    ids: (r) => [r.arn, r.name],
    created: ['cloudtrail:CreateTrail'],
    changed: ['cloudtrail:UpdateTrail', 'cloudtrail:StopLogging', 'cloudtrail:StartLogging'],
    // Another Region may have a trail of the same name.
    concerns: (r, { request, region = r.region }) => request?.['name'] === r.arn || (request?.['name'] === r.name && region === r.region),
  },
  recall: recallTrail,
  judge,

  actions: {
    preserve: saving((r) => say('Save how trail {{trail}} in {{region}} is set', where(r)), 'trail', 'cloudtrail:DescribeTrails'),
    contain,
    recover,
    eradicate: {
      operations: ['cloudtrail:DeleteTrail'],
      title: (r) => say('Delete trail {{trail}} in {{region}}', where(r)),
      destroys: (r) => say('The trail. Its log files stay in bucket {{bucket}}.', { bucket: r.settings.S3BucketName }),
      impossible: foreign,
      calls: (r) => [call(r, 'cloudtrail:DeleteTrail')],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        const client = await aws.client('cloudtrail');
        await ifThere(client.send(new DeleteTrailCommand({ Name: r.arn })));
      },
      undo: KEPT_ALL,
    },
  },
});
