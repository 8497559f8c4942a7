// A State Manager association: what runs a document on machines again and again. Pointed at no machine, deleted where a stranger made it.
import { DeleteAssociationCommand, DescribeAssociationCommand, paginateListAssociations, UpdateAssociationCommand, type AssociationDescription, type Target, type UpdateAssociationCommandInput } from '@aws-sdk/client-ssm';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, irreversible } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { ifThere } from '../refusal.ts';

export interface Association extends Resource {
  readonly document: string;
  /** Legacy associations name one instance instead of targets. */
  readonly instanceId: string;
  readonly targets: readonly { readonly key: string; readonly values: readonly string[] }[];
  readonly schedule: string;
  /** All of it as UpdateAssociation takes it, which replaces an association whole. A list does not tell it. */
  readonly whole?: JsonObject;
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
function wholeOf(a: AssociationDescription): JsonObject {
  const { AssociationId, Name, AssociationName, DocumentVersion, Parameters, Targets, ScheduleExpression, OutputLocation, AutomationTargetParameterName, MaxErrors, MaxConcurrency, ComplianceSeverity, SyncCompliance, ApplyOnlyAtCronInterval, CalendarNames, TargetLocations, ScheduleOffset, Duration, TargetMaps, AlarmConfiguration } = a;
  return JSON.parse(JSON.stringify({ AssociationId, Name, AssociationName, DocumentVersion, Parameters, Targets, ScheduleExpression, OutputLocation, AutomationTargetParameterName, MaxErrors, MaxConcurrency, ComplianceSeverity, SyncCompliance, ApplyOnlyAtCronInterval, CalendarNames, TargetLocations, ScheduleOffset, Duration, TargetMaps, AlarmConfiguration })) as JsonObject;
}
const emptied = (r: Association): JsonObject => ({ ...r.whole, Targets: NOBODY });
const call = (r: Association, input: JsonObject): Call => ({ operation: 'ssm:UpdateAssociation', region: r.region, input });
const put = async (aws: ChangeAws, input: JsonObject): Promise<void> => { await (await aws.client('ssm')).send(new UpdateAssociationCommand(input as unknown as UpdateAssociationCommandInput)); };
const told = (r: Association) => ({ document: r.document, association: r.name, region: r.region });

export default defineKind<Association>({
  id: 'ssm/association', version: 1, title: say('State Manager association'), scope: 'regional', role: 'respawner',
  reads: ['ssm:ListAssociations', 'ssm:DescribeAssociation'],

  async *list({ aws, region }) {
    const where = { region, accountId: aws.accountId, partition: aws.partition };
    for await (const { Associations = [] } of paginateListAssociations({ client: await aws.client('ssm') }, {})) yield* Associations.map((a) => associationOf(a, where));
  },

  async look(aws, rs) {
    const client = await aws.client('ssm');
    return inParallel(rs, 4, async (r) => {
      const { AssociationDescription: found } = await ifThere(client.send(new DescribeAssociationCommand({ AssociationId: r.uid }))) ?? {};
      return found && { ...associationOf(found, aws), whole: wholeOf(found) };
    });
  },

  traces: { ids: (r) => [r.uid], created: ['ssm:CreateAssociation', 'ssm:CreateAssociationBatch'], changed: ['ssm:UpdateAssociation'] },

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
      undo: irreversible(say('AWS does not give a deleted association back. What it held is kept with the evidence.')),
    },
  },
});
