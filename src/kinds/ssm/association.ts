// A State Manager association: what runs a document on machines again and again. Pointed at no machine, deleted where a stranger made it.
import { DeleteAssociationCommand, DescribeAssociationCommand, paginateListAssociations, paginateListAssociationVersions, UpdateAssociationCommand, type AssociationDescription, type AssociationVersionInfo, type SSMClient, type Target, type UpdateAssociationCommandInput } from '@aws-sdk/client-ssm';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, KEPT_ALL, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, isForeign, lastOwn, objectIn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { holds } from '../s3/parts/json.ts';

export interface Association extends Resource {
  readonly document: string;
  /** Legacy associations name one instance instead of targets. */
  readonly instanceId: string;
  readonly targets: readonly { readonly key: string; readonly values: readonly string[] }[];
  readonly schedule: string;
  /** All of it as UpdateAssociation takes it, which replaces an association whole. A list does not tell it. */
  readonly whole?: JsonObject;
  /** The version of before the stranger, as UpdateAssociation takes it. */
  readonly back?: JsonObject;
}
/** No machine has this tag. */
const NOBODY = [{ Key: 'tag:aws-incident', Values: ['contained'] }];
const isNobody = (r: Association): boolean => r.targets.length === 1 && r.targets[0]?.key === NOBODY[0]?.Key;

const targetsOf = (targets: readonly Target[] = []) => targets.map((t) => ({ key: t.Key ?? '', values: t.Values ?? [] }));
function associationOf(a: Pick<AssociationDescription, 'AssociationId' | 'AssociationName' | 'Name' | 'InstanceId' | 'Targets' | 'ScheduleExpression' | 'AssociationVersion'>, where: { readonly region: string; readonly accountId: string; readonly partition: string }): Association {
  const id = a.AssociationId ?? '';
  return {
    arn: `arn:${where.partition}:ssm:${where.region}:${where.accountId}:association/${id}`, uid: id, name: id, region: where.region, document: a.Name ?? '', instanceId: a.InstanceId ?? '', targets: targetsOf(a.Targets), schedule: a.ScheduleExpression ?? '',
    seen: { version: a.AssociationVersion ?? '', title: a.AssociationName ?? '' },
  };
}
function wholeOf(a: AssociationVersionInfo & Pick<AssociationDescription, 'AutomationTargetParameterName' | 'AlarmConfiguration'>): JsonObject {
  const { AssociationId, Name, AssociationName, DocumentVersion, Parameters, Targets, ScheduleExpression, OutputLocation, AutomationTargetParameterName, MaxErrors, MaxConcurrency, ComplianceSeverity, SyncCompliance, ApplyOnlyAtCronInterval, CalendarNames, TargetLocations, ScheduleOffset, Duration, TargetMaps, AlarmConfiguration } = a;
  return JSON.parse(JSON.stringify({ AssociationId, Name, AssociationName, DocumentVersion, Parameters, Targets, ScheduleExpression, OutputLocation, AutomationTargetParameterName, MaxErrors, MaxConcurrency, ComplianceSeverity, SyncCompliance, ApplyOnlyAtCronInterval, CalendarNames, TargetLocations, ScheduleOffset, Duration, TargetMaps, AlarmConfiguration })) as JsonObject;
}
const emptied = (r: Association): JsonObject => ({ ...r.whole, Targets: NOBODY });
const call = (r: Association, input: JsonObject): Call => ({ operation: 'ssm:UpdateAssociation', region: r.region, input });
const put = async (aws: ChangeAws, input: JsonObject): Promise<void> => { await (await aws.client('ssm')).send(new UpdateAssociationCommand(input as unknown as UpdateAssociationCommandInput)); };
const TITLE = say('State Manager association');
const UPDATE = 'ssm:UpdateAssociation';
/** AWS keeps the versions of an association, with the parameters that the history does not tell. */
async function versionOf(client: SSMClient, AssociationId: string, version: Json | undefined): Promise<JsonObject | undefined> {
  for await (const { AssociationVersions = [] } of paginateListAssociationVersions({ client }, { AssociationId })) {
    const found = AssociationVersions.find((v) => v.AssociationVersion === version);
    if (found) return wholeOf(found);
  }
  return undefined;
}
const versionIn = ({ response }: HistoryEvent): number => Number(textIn(objectIn(response?.['associationDescription'])?.['associationVersion']));
/** Each update makes a version: the one of before is the owner's last, or the one before the stranger's first. */
function recall(_: Association, history: readonly HistoryEvent[]): JsonObject | undefined {
  const first = history.find((e) => isForeign(e) && isEvent(e, UPDATE));
  const own = lastOwn(history, (e) => isEvent(e, UPDATE));
  const version = !first ? NaN : own && own.time > first.time ? versionIn(own) : versionIn(first) - 1;
  return version > 0 ? { version: String(version) } : undefined;
}
const told = (r: Association) => ({ document: r.document, association: r.name, region: r.region });

export default defineKind<Association>({
  id: 'ssm/association', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['ssm:ListAssociations', 'ssm:DescribeAssociation', 'ssm:ListAssociationVersions'],

  async *list({ aws, region }) {
    const where = { region, accountId: aws.accountId, partition: aws.partition };
    for await (const { Associations = [] } of paginateListAssociations({ client: await aws.client('ssm') }, {})) yield* Associations.map((a) => associationOf(a, where));
  },

  async look(aws, rs) {
    const client = await aws.client('ssm');
    return inParallel(rs, 4, async (r) => {
      const { AssociationDescription: found } = await ifThere(client.send(new DescribeAssociationCommand({ AssociationId: r.uid }))) ?? {};
      if (!found) return undefined;
      const back = r.aim && await versionOf(client, r.uid, r.aim['version']);
      return { ...associationOf(found, aws), whole: wholeOf(found), ...(back ? { back } : {}) };
    });
  },

  traces: { ids: (r) => [r.uid], created: ['ssm:CreateAssociation', 'ssm:CreateAssociationBatch'], changed: [UPDATE] },
  recall,

  actions: {
    contain: {
      operations: ['ssm:UpdateAssociation'],
      title: (r) => say('Point the association {{association}} ({{document}}) in {{region}} at no machine', told(r)),
      breaks: (r) => say('{{document}} no longer runs by it on any machine. What it did there stays.', told(r)),
      impossible: (r) => (r.instanceId === '' ? undefined : say('The association {{association}} is bound to the instance {{instance}} and cannot be pointed elsewhere. Delete it.', { association: r.name, instance: r.instanceId })),
      calls: (r) => [call(r, emptied(r))],
      // Giving it back runs it at once, as every change of an association does.
      undoCalls: (before) => [call(before, before.whole ?? {})],
      done: (now) => now !== undefined && isNobody(now),
      apply: (aws, r) => put(aws, emptied(r)),
      undo: (aws, before) => put(aws, before.whole ?? {}),
      undoReopens: true,
    },
    preserve: preserving({ title: (r) => say('Save the association {{association}} ({{document}}) in {{region}} as it is', told(r)), file: (r) => `ssm-association-${r.region}-${r.name}`, operation: 'ssm:DescribeAssociation' }),
    eradicate: {
      operations: ['ssm:DeleteAssociation'],
      title: (r) => say('Delete the association {{association}} ({{document}}) in {{region}}', told(r)),
      breaks: (r) => say('{{document}} no longer runs by it on any machine. What it did there stays.', told(r)),
      calls: (r) => [{ operation: 'ssm:DeleteAssociation', region: r.region, input: { AssociationId: r.uid } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('ssm')).send(new DeleteAssociationCommand({ AssociationId: r.uid }))); },
      undo: KEPT_ALL,
    },
    recover: givingBack<Association>({
      sort: TITLE, operations: [UPDATE],
      breaks: (r) => say('{{document}} runs on its machines at once, and then at its times.', { document: textIn(r.back?.['Name']) ?? r.document }),
      impossible: (r) => (r.back || !r.whole ? undefined : say('AWS no longer has the version of before the stranger. Set it up again.')),
      back: (r) => ({ ...r, whole: r.back ?? {} }),
      calls: (from, to) => (holds(to.whole ?? {}, from.whole) && holds(from.whole ?? {}, to.whole) ? [] : [call(to, to.whole ?? {})]),
      send: (aws, { input }) => put(aws, input),
    }),
  },
});
