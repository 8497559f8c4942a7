// GuardDuty in a Region: switched on again as it was, or switched on where it never was.
import { CreateDetectorCommand, DeleteDetectorCommand, UpdateDetectorCommand, type CreateDetectorCommandInput, type GuardDutyClient, type UpdateDetectorCommandInput } from '@aws-sdk/client-guardduty';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Judgement, Way } from '../../core/types.ts';
import { defineKind, type Action, type Deed, type JudgeContext } from '../kind.ts';
import { objectIn } from '../recalling.ts';
import { recallDetector } from './parts/detector-recall.ts';
import { READS_DETECTOR, readDetector, TAG, type Detector, type Status } from './parts/detector-view.ts';

const EVENTS = ['guardduty:CreateDetector', 'guardduty:UpdateDetector', 'guardduty:DeleteDetector'] as const;
/** The protection plans beside the foundation; each costs. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html */
const PLANS = ['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS', 'EBS_MALWARE_PROTECTION', 'RDS_LOGIN_EVENTS', 'LAMBDA_NETWORK_LOGS'] as const;
const WAYS: readonly Way[] = [
  { id: 'base', title: say('Without further protection plans'), consequence: say('CloudTrail events, VPC flow logs and DNS logs are watched. Costs go by their amount.') },
  { id: 's3', title: say('With S3 Protection'), consequence: say('Reading and deleting of objects is watched, too. Costs go by the number of requests to S3.') },
  { id: 'all', title: say('With all protection plans but Runtime Monitoring'), consequence: say('S3, EKS audit logs, malware on disks, RDS sign-ins and Lambda are watched, too. Each plan costs by its amount; GuardDuty shows it under Usage.') },
];
const plansOf = (way: string | undefined): readonly string[] => (way === 'all' ? PLANS : way === 's3' ? ['S3_DATA_EVENTS'] : []);
type Features = Readonly<Record<string, Status>>;
/** Each plan is named: what a request leaves out, AWS switches on. */
const chosen = (way: string | undefined): Features => Object.fromEntries(PLANS.map((name) => [name, plansOf(way).includes(name) ? 'ENABLED' : 'DISABLED']));

const listOf = (features: Features): { Name: string; Status: Status }[] => Object.entries(features).map(([Name, status]) => ({ Name, Status: status }));
const creation = (features: Features, token: string) => ({ Enable: true, FindingPublishingFrequency: 'FIFTEEN_MINUTES', Features: listOf(features), Tags: { [TAG]: token } });
const update = (r: Detector, enabled: boolean, features: Features) => ({ DetectorId: r.detectorId ?? '', Enable: enabled, ...(Object.keys(features).length > 0 && { Features: listOf(features) }) });
const call = (r: Detector, operation: Call['operation'], input: JsonObject): Call => ({ operation, region: r.region, input });
const setCalls = (r: Detector, features: Features): readonly Call[] =>
  (r.detectorId === null ? [call(r, 'guardduty:CreateDetector', creation({ ...chosen('base'), ...features }, '‹token›'))] : [call(r, 'guardduty:UpdateDetector', update(r, true, features))]);

async function set(client: GuardDutyClient, r: Detector, features: Features, deed: Deed): Promise<void> {
  if (r.detectorId === null) {
    const { DetectorId = '' } = await client.send(new CreateDetectorCommand(creation({ ...chosen('base'), ...features }, deed.token) as CreateDetectorCommandInput));
    await deed.making('detector', DetectorId);
    return;
  }
  // A run that was cut off made it and could not say so.
  if (deed.made['detector'] === undefined && r.seen?.['made'] === deed.token) await deed.making('detector', r.detectorId);
  if (!r.enabled || !holds(r, features)) await client.send(new UpdateDetectorCommand(update(r, true, features) as UpdateDetectorCommandInput));
}
const holds = (r: Detector, features: Features): boolean => Object.entries(features).every(([name, status]) => (r.features[name] ?? 'DISABLED') === status);
/** What is set must be given back under the same names. */
const old = (before: Detector, features: Features): Features => Object.fromEntries(Object.keys(features).map((name) => [name, before.features[name] ?? 'DISABLED']));

function undoCalls(before: Detector, features: Features): readonly Call[] {
  return before.detectorId === null ? [call(before, 'guardduty:DeleteDetector', { DetectorId: '‹made:detector›' })] : [call(before, 'guardduty:UpdateDetector', update(before, before.enabled, old(before, features)))];
}
async function unset(client: GuardDutyClient, before: Detector, features: Features, made: Readonly<Record<string, string>>, now: Detector): Promise<void> {
  if (before.detectorId !== null) {
    if (now.detectorId === before.detectorId) await client.send(new UpdateDetectorCommand(update(before, before.enabled, old(before, features)) as UpdateDetectorCommandInput));
  } else if (made['detector'] !== undefined && now.detectorId === made['detector']) {
    await client.send(new DeleteDetectorCommand({ DetectorId: made['detector'] }));
  }
}

const managed = (r: Detector) => (r.administrator === null ? undefined : say('GuardDuty in {{region}} is managed by account {{account}}. Ask the people there to look after it.', { region: r.region, account: r.administrator }));
const OPERATIONS = EVENTS;
const aimed = (r: Detector): Features => (objectIn(r.aim?.['features']) ?? {}) as Features;

const contain: Action<Detector> = {
  operations: OPERATIONS, permissions: ['iam:CreateServiceLinkedRole'],
  title: (r) => (r.detectorId === null ? say('Switch GuardDuty on again in {{region}}, where its detector was deleted', { region: r.region }) : say('Set GuardDuty in {{region}} as it was', { region: r.region })),
  breaks: (r) => (r.detectorId === null ? say('Nothing. The new detector has another id, and the findings, filters and lists of the old one are lost.') : say('Nothing. GuardDuty costs again what it cost before.')),
  impossible: managed,
  calls: (r) => setCalls(r, aimed(r)),
  undoCalls: (before) => undoCalls(before, aimed(before)),
  done: (now) => now !== undefined && (now.aim === undefined || ((now.enabled || now.aim['enabled'] !== true) && (now.detectorId === null || holds(now, aimed(now))))),
  apply: async (aws, r, deed) => set(await aws.client('guardduty'), r, aimed(r), deed),
  undo: async (aws, before, made) => {
    const client = await aws.client('guardduty');
    await unset(client, before, aimed(before), made, await readDetector(client, aws));
  },
};

/** A detector that is there keeps the plans that it has. */
const plans = (r: Detector, way: string | undefined): Features => (r.detectorId === null ? chosen(way) : {});
const harden: Action<Detector> = {
  operations: OPERATIONS, permissions: ['iam:CreateServiceLinkedRole'],
  title: (r) => say('Switch GuardDuty on in {{region}}', { region: r.region }),
  breaks: () => say('Nothing. It costs; new accounts have it free of charge for a while.'),
  impossible: managed,
  ways: (r) => (r.detectorId === null ? WAYS : []),
  calls: (r, way) => setCalls(r, plans(r, way)),
  undoCalls: (before) => undoCalls(before, {}),
  done: (now, { way, before }) => now?.enabled === true && plansOf((before as Detector | undefined)?.detectorId === null ? way : undefined).every((name) => now.features[name] === 'ENABLED'),
  apply: async (aws, r, deed) => set(await aws.client('guardduty'), r, plans(r, deed.way), deed),
  undo: async (aws, before, made) => {
    const client = await aws.client('guardduty');
    await unset(client, before, {}, made, await readDetector(client, aws));
  },
};

function judge(r: Detector, { attributed }: JudgeContext): Judgement | undefined {
  // Whose it is to switch on, where it is another account's, the step says.
  if (attributed || r.enabled) return attributed;
  return { verdict: 'weak', techniques: [], because: r.detectorId === null ? say('GuardDuty is not switched on in {{region}}.', { region: r.region }) : say('GuardDuty is suspended in {{region}}.', { region: r.region }) };
}

export default defineKind<Detector>({
  id: 'guardduty/detector', version: 1, title: say('GuardDuty'), scope: 'regional', role: 'guard',
  reads: READS_DETECTOR,

  async *list({ aws }) {
    yield await readDetector(await aws.client('guardduty'), aws);
  },

  async look(aws, rs) {
    const now = await readDetector(await aws.client('guardduty'), aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },

  traces: { ids: () => EVENTS, created: [], changed: EVENTS },
  recall: recallDetector,
  judge,

  actions: { contain, harden },
});
