// An Auto Scaling group: it starts another instance for each that ends, so it is held still before its instances, and deleted before them.
import { DeleteAutoScalingGroupCommand, DescribeLaunchConfigurationsCommand, DescribeScheduledActionsCommand, ResumeProcessesCommand, SuspendProcessesCommand, UpdateAutoScalingGroupCommand, type UpdateAutoScalingGroupCommandInput } from '@aws-sdk/client-auto-scaling';
import { DescribeLaunchTemplateVersionsCommand } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Operation } from '../../core/types.ts';
import { defineKind, KEPT_ALL, nothingToUndo, type Action, type Deed } from '../kind.ts';
import { ifThere, patiently } from '../refusal.ts';
import { groupBefore, type GroupAim } from './parts/group-history.ts';
import { groupOf, groupsOf, PROCESSES, READS_GROUPS, readGroups, type Group } from './parts/groups.ts';

const call = (r: Group, operation: Operation, input: object): Call => ({ operation, region: r.region, input: input as JsonObject });
const named = (r: Group) => ({ AutoScalingGroupName: r.name });
const sized = (r: Group, { min, max, desired }: Pick<Group, 'min' | 'max' | 'desired'>) => ({ ...named(r), MinSize: min, MaxSize: max, DesiredCapacity: desired });
const NOTHING = { min: 0, max: 0, desired: 0 };
/** Those that start, end or resize; the others follow. */
const HELD = ['Launch', 'Terminate', 'ScheduledActions', 'ReplaceUnhealthy', 'HealthCheck'];
const isHeld = (r: Group): boolean => r.max === 0 && HELD.every((name) => r.suspended.includes(name));

/** Without a list all of them go on, also those that this version does not know. */
const resumption = (r: Group, suspended: readonly string[]) => (suspended.length === 0 ? named(r) : { ...named(r), ScalingProcesses: PROCESSES.filter((name) => !suspended.includes(name)) });
const resumes = (suspended: readonly string[]): boolean => PROCESSES.some((name) => !suspended.includes(name));

/** Terminate is suspended first: with it running, a size of nothing would end every instance, and the evidence with them. */
const contain: Action<Group> = {
  operations: ['autoscaling:SuspendProcesses', 'autoscaling:UpdateAutoScalingGroup', 'autoscaling:ResumeProcesses'],
  title: (r) => say('Stop Auto Scaling group {{group}} in {{region}} from starting instances: suspend its processes, set its sizes to 0', { group: r.name, region: r.region }),
  breaks: (r) => say('The group {{group}} starts, replaces and ends nothing; the instances that it has go on running. It does not answer to load or failures.', { group: r.name }),
  calls: (r) => [call(r, 'autoscaling:SuspendProcesses', named(r)), call(r, 'autoscaling:UpdateAutoScalingGroup', sized(r, NOTHING))],
  undoCalls: (before) => [
    call(before, 'autoscaling:UpdateAutoScalingGroup', sized(before, before)),
    ...(resumes(before.suspended) ? [call(before, 'autoscaling:ResumeProcesses', resumption(before, before.suspended))] : []),
  ],
  done: (now) => now !== undefined && isHeld(now),
  apply: async (aws, r) => {
    const client = await aws.client('autoscaling');
    // A run cut off in the middle has suspended them already.
    if (resumes(r.suspended)) await client.send(new SuspendProcessesCommand(named(r)));
    await client.send(new UpdateAutoScalingGroupCommand(sized(r, NOTHING)));
  },
  // The sizes first: with a size of nothing, resuming Terminate would end every instance.
  undo: async (aws, before) => {
    const client = await aws.client('autoscaling');
    await client.send(new UpdateAutoScalingGroupCommand(sized(before, before)));
    if (resumes(before.suspended)) await client.send(new ResumeProcessesCommand(resumption(before, before.suspended)));
  },
  undoReopens: true,
};

/** The group as AWS describes it, its scheduled actions, and what it starts from: with user data, and so in evidence only. */
async function described(aws: ReadAws, r: Group): Promise<object> {
  const client = await aws.client('autoscaling');
  const [group] = await readGroups(client, [r.name]);
  const { ScheduledUpdateGroupActions: scheduledActions = [] } = await client.send(new DescribeScheduledActionsCommand(named(r)));
  const { templateId, version, configuration } = r.source;
  const template = templateId === '' ? undefined : await ifThere((await aws.client('ec2')).send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: templateId, Versions: [version] })));
  const configurations = configuration === '' ? undefined : await client.send(new DescribeLaunchConfigurationsCommand({ LaunchConfigurationNames: [configuration] }));
  return { group: group ?? null, scheduledActions, launchTemplateVersions: template?.LaunchTemplateVersions ?? [], launchConfigurations: configurations?.LaunchConfigurations ?? [] };
}
async function keep(aws: ReadAws, r: Group, deed: Deed): Promise<void> {
  const file = `auto-scaling-group-${r.name}.json`;
  await deed.keep(file, `${JSON.stringify(await described(aws, r), null, 2)}\n`, { operation: 'autoscaling:DescribeAutoScalingGroups' });
  await deed.making('kept', file);
}

const aimOf = (r: Group): GroupAim | undefined => r.aim as GroupAim | undefined;
function givenBack(r: Group, aim: GroupAim): UpdateAutoScalingGroupCommandInput {
  const template = aim.template.startsWith('lt-') ? { LaunchTemplateId: aim.template, Version: aim.version } : { LaunchTemplateName: aim.template, Version: aim.version };
  return { ...sized(r, aim), ...(aim.template === '' ? {} : { LaunchTemplate: template }), ...(aim.configuration === '' ? {} : { LaunchConfigurationName: aim.configuration }) };
}
/** What starts as it is now, for undo. */
const asItIs = (r: Group): GroupAim => ({ min: r.min, max: r.max, desired: r.desired, suspended: r.suspended, template: r.source.templateId, version: r.source.version, configuration: r.source.configuration });
const startsFrom = ({ source }: Group, aim: GroupAim): boolean =>
  (aim.template === '' && aim.configuration === '') || (aim.configuration !== '' ? source.configuration === aim.configuration : [source.templateId, source.templateName].includes(aim.template) && source.version === aim.version);

const recover: Action<Group> = {
  operations: ['autoscaling:UpdateAutoScalingGroup', 'autoscaling:ResumeProcesses', 'autoscaling:SuspendProcesses'],
  title: (r) => say('Give Auto Scaling group {{group}} back its sizes ({{min}} to {{max}}, {{desired}} wanted) and what it starts from, and let it work again', { group: r.name, min: aimOf(r)?.min ?? 0, max: aimOf(r)?.max ?? 0, desired: aimOf(r)?.desired ?? 0 }),
  breaks: (r) => say('The group starts or ends instances until it has {{desired}}.', { desired: aimOf(r)?.desired ?? 0 }),
  impossible: (r) => (r.mixed && (aimOf(r)?.template ?? '') !== '' ? say('The group {{group}} has a mixed instances policy, which can be set only as a whole: give it back in the console.', { group: r.name }) : undefined),
  calls: (r) => {
    const aim = aimOf(r);
    return aim ? [call(r, 'autoscaling:UpdateAutoScalingGroup', givenBack(r, aim)), ...(resumes(aim.suspended) ? [call(r, 'autoscaling:ResumeProcesses', resumption(r, aim.suspended))] : [])] : [];
  },
  undoCalls: (before) => [call(before, 'autoscaling:UpdateAutoScalingGroup', givenBack(before, asItIs(before))), ...(before.suspended.length > 0 ? [call(before, 'autoscaling:SuspendProcesses', { ...named(before), ScalingProcesses: [...before.suspended] })] : [])],
  done: (now, { before }) => {
    const aim = now && (aimOf(now) ?? (before as Group | undefined)?.aim as GroupAim | undefined);
    return now !== undefined && aim !== undefined && now.min === aim.min && now.max === aim.max && startsFrom(now, aim) && now.suspended.every((name) => aim.suspended.includes(name));
  },
  apply: async (aws, r) => {
    const aim = aimOf(r) ?? asItIs(r);
    const client = await aws.client('autoscaling');
    await client.send(new UpdateAutoScalingGroupCommand(givenBack(r, aim)));
    if (resumes(aim.suspended)) await client.send(new ResumeProcessesCommand(resumption(r, aim.suspended)));
  },
  undo: async (aws, before) => {
    const client = await aws.client('autoscaling');
    if (before.suspended.length > 0) await client.send(new SuspendProcessesCommand({ ...named(before), ScalingProcesses: [...before.suspended] }));
    await client.send(new UpdateAutoScalingGroupCommand(givenBack(before, asItIs(before))));
  },
  undoReopens: true,
};

const unprotected = (r: Group) => ({ ...named(r), DeletionProtection: 'none' as const });
const deletion = (r: Group) => ({ ...named(r), ForceDelete: true });
const countOf = (r: Group): number => (Array.isArray(r.seen?.['instances']) ? r.seen['instances'].length : 0);

export default defineKind<Group>({
  id: 'autoscaling/auto-scaling-group', version: 1, title: say('Auto Scaling group'), scope: 'regional', role: 'respawner',
  reads: READS_GROUPS,

  async *list(scan) {
    for (const one of await groupsOf(scan)) {
      const group = groupOf(one, scan.region);
      if (group) yield group;
    }
  },

  async look(aws, rs) {
    const found = await readGroups(await aws.client('autoscaling'), [...new Set(rs.map((r) => r.name))]);
    const now = new Map(found.flatMap((one) => groupOf(one, aws.region) ?? []).map((g) => [g.uid, g]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['autoscaling:CreateAutoScalingGroup'],
    changed: ['autoscaling:UpdateAutoScalingGroup', 'autoscaling:SetDesiredCapacity', 'autoscaling:SuspendProcesses', 'autoscaling:ResumeProcesses', 'autoscaling:AttachInstances', 'autoscaling:PutScalingPolicy', 'autoscaling:StartInstanceRefresh'],
    concerns: (r, { request }) => request?.['autoScalingGroupName'] === r.name,
  },
  recall: groupBefore,

  actions: {
    preserve: {
      operations: [], reads: ['autoscaling:DescribeScheduledActions', 'autoscaling:DescribeLaunchConfigurations', 'ec2:DescribeLaunchTemplateVersions'],
      title: (r) => say('Save Auto Scaling group {{group}} as it is: sizes, scheduled actions, what it starts, with its user data', { group: r.name }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: keep,
      undo: nothingToUndo,
    },
    contain, recover,
    eradicate: {
      operations: ['autoscaling:UpdateAutoScalingGroup', 'autoscaling:DeleteAutoScalingGroup'],
      title: (r) => say('Delete Auto Scaling group {{group}} in {{region}} with its instances', { group: r.name, region: r.region }),
      destroys: (r) => say('Instances that are terminated with it: {{n}}. Its scheduled actions and scaling policies go with it.', { n: countOf(r) }),
      calls: (r) => [...(r.deletionProtection === 'none' ? [] : [call(r, 'autoscaling:UpdateAutoScalingGroup', unprotected(r))]), call(r, 'autoscaling:DeleteAutoScalingGroup', deletion(r))],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('autoscaling');
        if (r.deletionProtection !== 'none') await client.send(new UpdateAutoScalingGroupCommand(unprotected(r)));
        await patiently(deed, () => client.send(new DeleteAutoScalingGroupCommand(deletion(r))));
      },
      undo: KEPT_ALL,
    },
  },
});
