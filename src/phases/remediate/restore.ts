// What was damaged, and what exists from before the first sign to bring it back from: shown with what would be lost and the exact commands. Restoring makes new things and takes hours, so a person does it.
import type { TrailEvent } from '../../activity/event.ts';
import { failed } from '../../activity/lineage/issues.ts';
import type { Damaged, Restorable } from '../../core/restore.ts';
import { say, type Text } from '../../core/text.ts';
import type { Finding, Json, JsonObject, ResourceFinding } from '../../core/types.ts';
import { restorable, RESTORE_READS } from '../../kinds/restore-points.ts';
import { damageText, pointText, restoreAdvice } from '../../report/section-restore.ts';
import type { Investigation } from '../investigation.ts';
import { tell, type Wizard } from '../wizard.ts';

/** More are not looked up one by one. */
const MOST = 50;
const SHOWN = 3;

/** Reads only. Nothing is asked where nothing was damaged. */
export async function lookForBackups(wizard: Wizard, investigation: Investigation, findings: readonly Finding[]): Promise<void> {
  const { session, engine, folder, ui } = wizard;
  const { since } = investigation.indicators();
  const damaged = [...fromFindings(findings), ...fromEvents(wizard, investigation)];
  const things = [...new Map(damaged.map((one) => [one.arn, one])).values()].slice(0, MOST);
  if (things.length === 0) return;
  const found: Restorable[] = [];
  for (const thing of things) found.push(await restorable(session.reads(RESTORE_READS, thing.region), thing, since));
  folder.record({ type: 'restorable', since, things: engine.ledger.store(found) });
  const now = wizard.clock.now().toISOString();
  for (const one of found) {
    ui.show({ type: 'list', title: damageText(one), items: [...one.points.slice(0, SHOWN).flatMap((point) => [pointText(point, since, now), ...point.commands.map((command) => say('{{command}}', { command }))]), ...(one.points.length > SHOWN ? [say('{{n}} more; the report lists them all', { n: one.points.length - SHOWN })] : []), ...(one.points.length === 0 ? [say('Nothing from before the first sign was found to bring it back from.')] : []), ...one.unseen] });
  }
  tell(wizard, 'info', restoreAdvice());
}

/** Of the owner's things that the stranger changed. */
function fromFindings(findings: readonly Finding[]): Damaged[] {
  return findings.filter((f): f is ResourceFinding => f.about === 'resource' && f.verdict === 'malicious' && f.origin === 'changed').flatMap(({ kind, resource, because: happened }): Damaged[] => {
    const { name, arn, region } = resource;
    const more = resource as unknown as Readonly<Record<string, Json>>;
    switch (kind) {
      case 'ec2/instance': return [{ sort: 'instance', name, arn, region, happened, volumes: (more['volumes'] ?? []) as unknown as NonNullable<Damaged['volumes']>, zone: text(more['zone']) }];
      case 'rds/db-instance': return [{ sort: 'database', name, arn, region, happened }];
      case 'dynamodb/table': return [{ sort: 'table', name, arn, region, happened }];
      case 's3/delete-markers': case 's3/bucket-lifecycle': case 's3/bucket-encryption': case 's3/bucket-versioning':
        return [{ sort: 'bucket', name: text(more['bucket']), arn: `arn:aws:s3:::${text(more['bucket'])}`, region, happened }];
      default: return [];
    }
  });
}
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

interface Deletion { readonly sort: Damaged['sort']; names(request: JsonObject): readonly string[]; arn(name: string, at: { readonly partition: string; readonly region: string; readonly account: string }): string }
const one = (member: string) => (request: JsonObject): readonly string[] => (text(request[member]) === '' ? [] : [text(request[member])]);
const idsIn = (request: JsonObject): readonly string[] => [...JSON.stringify(request['instancesSet'] ?? '').matchAll(/"(i-[0-9a-f]+)"/g)].map((m) => m[1] ?? '');
const DELETIONS: Readonly<Record<string, Deletion>> = {
  'ec2:TerminateInstances': { sort: 'instance', names: idsIn, arn: (name, { partition, region, account }) => `arn:${partition}:ec2:${region}:${account}:instance/${name}` },
  'ec2:DeleteVolume': { sort: 'volume', names: one('volumeId'), arn: (name, { partition, region, account }) => `arn:${partition}:ec2:${region}:${account}:volume/${name}` },
  'rds:DeleteDBInstance': { sort: 'database', names: one('dBInstanceIdentifier'), arn: (name, { partition, region, account }) => `arn:${partition}:rds:${region}:${account}:db:${name}` },
  'rds:DeleteDBCluster': { sort: 'cluster', names: one('dBClusterIdentifier'), arn: (name, { partition, region, account }) => `arn:${partition}:rds:${region}:${account}:cluster:${name}` },
  'ec2:DeleteSnapshot': { sort: 'snapshot', names: one('snapshotId'), arn: (name, { partition, region }) => `arn:${partition}:ec2:${region}::snapshot/${name}` },
  'ec2:DeregisterImage': { sort: 'image', names: one('imageId'), arn: (name, { partition, region }) => `arn:${partition}:ec2:${region}::image/${name}` },
  's3:DeleteBucket': { sort: 'bucket', names: one('bucketName'), arn: (name, { partition }) => `arn:${partition}:s3:::${name}` },
  'dynamodb:DeleteTable': { sort: 'table', names: one('tableName'), arn: (name, { partition, region, account }) => `arn:${partition}:dynamodb:${region}:${account}:table/${name}` },
};

/** What the stranger deleted is listed nowhere: the history shows it. What the stranger had made before is no loss. */
function fromEvents({ session: { caller } }: Wizard, { lineage }: Investigation): Damaged[] {
  const theirs = lineage.attributed.filter(({ hand, event }) => hand === 'attacker' && !failed(event)).map(({ event }) => event);
  const made = JSON.stringify(theirs.filter(({ name }) => /^(?:Run|Create|Restore)/.test(name)).map(({ request, response }) => [request, response]));
  return theirs.flatMap((event): Damaged[] => {
    const deletion = Object.hasOwn(DELETIONS, event.operation) ? DELETIONS[event.operation] : undefined;
    const names = deletion?.names(event.request ?? {}) ?? [];
    return names.filter((name) => !made.includes(JSON.stringify(name))).flatMap((name) => (deletion ? [{ sort: deletion.sort, name, arn: deletion.arn(name, { partition: caller.partition, region: event.region, account: caller.accountId }), region: event.region, happened: deleted(event) }] : []));
  });
}
const deleted = ({ operation, time, sourceIp }: TrailEvent): Text => say('The stranger deleted it: {{event}} at {{time}} from {{sourceIp}}.', { event: operation, time, sourceIp });
