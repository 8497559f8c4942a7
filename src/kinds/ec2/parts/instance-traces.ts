// Whose an instance is: by the launch itself, or by who made the group, request or fleet that AWS started it for.
import { say } from '../../../core/text.ts';
import type { Judgement, JsonObject, Touch } from '../../../core/types.ts';
import type { HistoryEvent, JudgeContext, Kind } from '../../kind.ts';
import { settingsBefore } from './instance-settings.ts';
import type { Instance } from './instance-view.ts';

/** The makings of what starts instances. The launches that follow are AWS's own. */
const STARTERS: readonly string[] = ['autoscaling:CreateAutoScalingGroup', 'ec2:RequestSpotInstances', 'ec2:RequestSpotFleet', 'ec2:CreateFleet'];
/** What it was started from may be the stranger's, whoever started it. */
const TEMPLATES: readonly string[] = ['ec2:CreateLaunchTemplate', 'ec2:CreateLaunchTemplateVersion'];
/** CloudTrail's time and the instance's may differ by some seconds. */
const LATE_MS = 120_000;

/** Instances that the stranger's group starts again later are the stranger's as well. */
function judgeInstance(r: Instance, { attributed, touches }: JudgeContext): Judgement | undefined {
  if (attributed?.verdict === 'malicious') return attributed;
  const started = startOf(r, touches);
  const template = touches.find((t) => TEMPLATES.includes(t.event) && !t.failed && t.attribution === 'attacker');
  if (template && started?.attribution !== 'attacker') {
    const { event, time, sourceIp } = template;
    return { verdict: 'malicious', origin: 'created', techniques: ['T1525'], because: say('It was started from {{template}}, which the stranger made: {{event}} at {{time}} from {{sourceIp}}.', { template: r.launchTemplate ?? '', event, time, sourceIp }) };
  }
  if (started?.attribution !== 'attacker') return attributed;
  const { service, name } = r.startedBy ?? { service: 'Spot', name: r.spotRequest ?? '' };
  return {
    verdict: 'malicious', origin: 'created', techniques: ['T1496.001'],
    because: say('{{service}} started it for {{name}}, which the stranger made: {{event}} at {{time}} from {{sourceIp}}.', { service, name, event: started.event, time: started.time, sourceIp: started.sourceIp }),
  };
}
/** The last making of what started it, before it was there. */
function startOf({ createdAt, startedBy, spotRequest }: Instance, touches: readonly Touch[]): Touch | undefined {
  if (createdAt === undefined || (startedBy === undefined && spotRequest === undefined)) return undefined;
  const limit = new Date(new Date(createdAt).getTime() + LATE_MS).toISOString();
  return touches.filter((t) => !t.failed && STARTERS.includes(t.event) && t.time <= limit).sort((a, b) => (a.time < b.time ? -1 : 1)).at(-1);
}

const names = (of: unknown, name: string): boolean => JSON.stringify(of ?? null).includes(JSON.stringify(name));

/** The version itself, the first of a template that is made with it. */
function isVersion({ launchTemplate }: Instance, name: string, response: JsonObject | null): boolean {
  const text = JSON.stringify(response);
  const [id, version] = [/"launchTemplateId":"([^"]+)"/.exec(text)?.[1], name.endsWith('Version') ? /"versionNumber":"?(\d+)/.exec(text)?.[1] : '1'];
  return launchTemplate !== undefined && launchTemplate === `${id ?? ''}:${version ?? ''}`;
}

/** A name of a group may be anybody's word elsewhere: only its own making, in its own Region, concerns the instance. */
const concerns: NonNullable<Kind<Instance>['traces']['concerns']> = (r, { name, region, request, response }) => {
  if (region !== undefined && region !== r.region) return false;
  if (/CreateLaunchTemplate(Version)?$/.test(name)) return isVersion(r, name, response);
  if (name.endsWith('CreateAutoScalingGroup')) return r.startedBy?.service === 'EC2 Auto Scaling' && request?.['autoScalingGroupName'] === r.startedBy.name;
  const own = [r.name, r.arn, r.spotRequest, r.startedBy?.name].filter((one) => one !== undefined);
  return own.some((one) => names(response, one)) || [r.name, r.arn].some((one) => names(request, one));
};

const setsUserData = ({ event, request }: HistoryEvent): boolean => (event === 'ec2:ModifyInstanceAttribute' || event === 'ec2:RunInstances') && (request?.['userData'] !== undefined || request?.['attribute'] === 'userData');
/** User data in events is masked: what stood there before can be told only by the launch template that it was started from (`before` the stranger), where nobody has set anything else. */
function recall(r: Instance, history: readonly HistoryEvent[]): JsonObject | undefined {
  const theirs = (names: readonly string[]): boolean => history.some((e) => e.by === 'attacker' && names.includes(e.event));
  if (r.startedBy && theirs(STARTERS)) return undefined;
  // A group of the owner's goes on with what the stranger put into its template: it ends a machine that stands still, disks and all, and starts another.
  const aim = { ...settingsBefore(history), ...userDataBefore(r, history), ...(r.startedBy?.kind === 'autoscaling/auto-scaling-group' && theirs(TEMPLATES) ? { replaced: true } : {}) };
  return Object.keys(aim).length === 0 ? undefined : aim;
}
function userDataBefore(r: Instance, history: readonly HistoryEvent[]): JsonObject | undefined {
  const theirs = history.find((e) => e.by === 'attacker' && setsUserData(e));
  const known = r.startedBy !== undefined || history.some((e) => e.event === 'ec2:RunInstances');
  return theirs && { emptyUserData: true, ...(known && !history.some((e) => e.by !== 'attacker' && setsUserData(e)) ? { before: theirs.time } : {}) };
}

export const INSTANCE_TRACES: Pick<Kind<Instance>, 'traces' | 'judge' | 'recall'> = {
  traces: {
    ids: (r) => [r.name, r.arn, ...(r.launchTemplate === undefined ? [] : [r.launchTemplate.split(':')[0] ?? '']), ...(r.spotRequest === undefined ? [] : [r.spotRequest]), ...(r.startedBy === undefined ? [] : [r.startedBy.name])],
    created: ['ec2:RunInstances', ...STARTERS, ...TEMPLATES],
    changed: ['ec2:StartInstances', 'ec2:ModifyInstanceAttribute', 'ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation', 'ec2:DisassociateIamInstanceProfile', 'ec2:StopInstances', 'ec2:AttachVolume', 'ec2:CreateReplaceRootVolumeTask'],
    concerns,
  },
  judge: judgeInstance, recall,
};
