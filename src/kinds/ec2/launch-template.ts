// A launch template. What the stranger made is deleted; of the owner's, the good version is made the default again and the stranger's versions go.
import {
  DeleteLaunchTemplateCommand, DeleteLaunchTemplateVersionsCommand, DescribeLaunchTemplatesCommand, ModifyLaunchTemplateCommand, paginateDescribeLaunchTemplates, paginateDescribeLaunchTemplateVersions,
  type EC2Client, type LaunchTemplate as SdkTemplate, type LaunchTemplateVersion,
} from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Json, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, irreversible, KEPT_ALL, nothingToUndo, type Action, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { lastOwn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { callOn, chunksOf, ec2Arn } from './parts/calls.ts';

export interface LaunchTemplate extends Resource {
  readonly defaultVersion: string;
  readonly latestVersion: string;
  readonly createdBy: string;
  /** Those that there are, where some of them are to go. */
  readonly versions?: readonly string[];
}
/** The owner's version, and those that the stranger added. Numbers as text, as EC2 takes them. */
interface Aim extends JsonObject { readonly defaultVersion: string; readonly theirs: readonly string[] }

const templateOf = (from: SdkTemplate, aws: Omit<ReadAws, 'client'>): LaunchTemplate => {
  const id = from.LaunchTemplateId ?? '';
  return {
    arn: ec2Arn(aws, 'launch-template', id), uid: id, name: from.LaunchTemplateName ?? '', region: aws.region, ...(from.CreateTime ? { createdAt: from.CreateTime.toISOString() } : {}),
    defaultVersion: String(from.DefaultVersionNumber ?? ''), latestVersion: String(from.LatestVersionNumber ?? ''), createdBy: from.CreatedBy ?? '',
  };
};
const named = (r: LaunchTemplate) => ({ LaunchTemplateId: r.uid });
const aimOf = (r: LaunchTemplate): Aim | undefined => r.aim as Aim | undefined;

/** One that is gone fails the call for all: then each is asked for alone. */
async function describe(client: EC2Client, ids: readonly string[]): Promise<SdkTemplate[]> {
  const all = await ifThere(client.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [...ids] })));
  if (all) return all.LaunchTemplates ?? [];
  const found: SdkTemplate[] = [];
  for (const id of ids) found.push(...(await ifThere(client.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] }))))?.LaunchTemplates ?? []);
  return found;
}

async function versionsOf(client: EC2Client, LaunchTemplateId: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { LaunchTemplateVersions = [] } of paginateDescribeLaunchTemplateVersions({ client }, { LaunchTemplateId, MaxResults: 200 })) found.push(...LaunchTemplateVersions.map((v) => String(v.VersionNumber ?? '')));
  return found;
}
const object = (value: Json | undefined): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as JsonObject : {});
const text = (value: Json | undefined): string => (typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '');
/** Newer operations stand in an element of their own name. */
const requestOf = ({ event, request }: HistoryEvent): JsonObject => object(request?.[`${event.split(':')[1] ?? ''}Request`] ?? request ?? undefined);
const answerOf = ({ event, response }: HistoryEvent): JsonObject => object(response?.[`${event.split(':')[1] ?? ''}Response`] ?? response ?? undefined);
const defaultSetBy = (e: HistoryEvent): string => text(requestOf(e)['SetDefaultVersion'] ?? requestOf(e)['DefaultVersion']);

/** What the owner last made the default, also since the stranger. Where nobody ever did in the history, the first version was it, or the one before the stranger's first. */
function recall(r: LaunchTemplate, history: readonly HistoryEvent[]): JsonObject | undefined {
  const theirs = history.filter((e) => e.by === 'attacker');
  const added = theirs.filter((e) => e.event === 'ec2:CreateLaunchTemplateVersion').map((e) => text(object(answerOf(e)['launchTemplateVersion'])['versionNumber'])).filter((n) => n !== '');
  const own = lastOwn(history, (e) => e.event === 'ec2:ModifyLaunchTemplate' && /^\d+$/.test(defaultSetBy(e)));
  const known = own && defaultSetBy(own);
  const made = history.some((e) => e.event === 'ec2:CreateLaunchTemplate') ? '1' : undefined;
  const standing = theirs.some((e) => e.event === 'ec2:ModifyLaunchTemplate') ? undefined : r.defaultVersion;
  const older = added.length > 0 ? Math.min(...added.map(Number)) - 1 : 0;
  const good = known ?? made ?? standing ?? (older > 0 ? String(older) : undefined);
  return good === undefined || added.includes(good) ? undefined : { defaultVersion: good, theirs: added };
}

const withDefault = (r: LaunchTemplate, DefaultVersion: string) => ({ ...named(r), DefaultVersion });
const isBack = (r: LaunchTemplate): boolean => r.defaultVersion === aimOf(r)?.defaultVersion;
const contain: Action<LaunchTemplate> = {
  operations: ['ec2:ModifyLaunchTemplate'],
  // Of a template that the stranger made nothing tells of an earlier default.
  needed: (r) => aimOf(r) !== undefined,
  title: (r) => say('Make version {{version}} of launch template {{template}} the default again, in the place of {{now}}', { version: aimOf(r)?.defaultVersion ?? '', template: r.name, now: r.defaultVersion }),
  breaks: (r) => say('What starts instances from the default of {{template}} takes version {{version}}. What asks for the latest version still takes {{latest}}.', { template: r.name, version: aimOf(r)?.defaultVersion ?? '', latest: r.latestVersion }),
  calls: (r) => [callOn(r, 'ec2:ModifyLaunchTemplate', withDefault(r, aimOf(r)?.defaultVersion ?? r.defaultVersion))],
  undoCalls: (before) => [callOn(before, 'ec2:ModifyLaunchTemplate', withDefault(before, before.defaultVersion))],
  // A template that the stranger made has nothing to go back to: what starts from it is held by itself.
  done: (now) => now !== undefined && (aimOf(now) === undefined || isBack(now)),
  apply: async (aws, r) => { await (await aws.client('ec2')).send(new ModifyLaunchTemplateCommand(withDefault(r, aimOf(r)?.defaultVersion ?? r.defaultVersion))); },
  undo: async (aws, before) => { await (await aws.client('ec2')).send(new ModifyLaunchTemplateCommand(withDefault(before, before.defaultVersion))); },
  undoReopens: true,
};

const stripped = (r: LaunchTemplate) => ({ ...named(r), Versions: [...aimOf(r)?.theirs ?? []] });
const recover: Action<LaunchTemplate> = {
  operations: ['ec2:ModifyLaunchTemplate', 'ec2:DeleteLaunchTemplateVersions'],
  title: (r) => say('Delete the stranger’s versions of launch template {{template}} ({{versions}}), with version {{version}} as the default', { template: r.name, versions: [...aimOf(r)?.theirs ?? []], version: aimOf(r)?.defaultVersion ?? '' }),
  breaks: (r) => say('What asks for the latest version of {{template}} takes the newest that is left.', { template: r.name }),
  calls: (r) => [callOn(r, 'ec2:ModifyLaunchTemplate', withDefault(r, aimOf(r)?.defaultVersion ?? r.defaultVersion)), ...(aimOf(r)?.theirs.length ? [callOn(r, 'ec2:DeleteLaunchTemplateVersions', stripped(r))] : [])],
  done: (now) => now !== undefined && isBack(now) && aimOf(now)?.theirs.every((n) => now.versions?.includes(n) === false) === true,
  apply: async (aws, r) => {
    const client = await aws.client('ec2');
    await client.send(new ModifyLaunchTemplateCommand(withDefault(r, aimOf(r)?.defaultVersion ?? r.defaultVersion)));
    if (!aimOf(r)?.theirs.length) return;
    // AWS answers well and names what it did not delete; what is not there any more is as it should be.
    const { UnsuccessfullyDeletedLaunchTemplateVersions: refused = [] } = await client.send(new DeleteLaunchTemplateVersionsCommand(stripped(r)));
    const [left] = refused.filter((v) => v.ResponseError?.Code !== 'launchTemplateVersionDoesNotExist');
    if (left) throw failed(say('AWS did not delete version {{version}} of launch template {{template}}: {{code}}.', { version: left.VersionNumber ?? 0, template: r.name, code: left.ResponseError?.Code ?? '' }));
  },
  undo: irreversible(say('AWS never uses the number of a deleted version again. Every version is kept with the evidence.')),
};

export default defineKind<LaunchTemplate>({
  id: 'ec2/launch-template', version: 1, title: say('Launch template'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeLaunchTemplates', 'ec2:DescribeLaunchTemplateVersions'],

  async *list({ aws }) {
    for await (const { LaunchTemplates = [] } of paginateDescribeLaunchTemplates({ client: await aws.client('ec2') }, { MaxResults: 200 })) {
      for (const one of LaunchTemplates) yield templateOf(one, aws);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('ec2');
    const now = new Map<string, LaunchTemplate>();
    for (const ids of chunksOf([...new Set(rs.map((r) => r.uid))], 200)) for (const one of await describe(client, ids)) now.set(one.LaunchTemplateId ?? '', templateOf(one, aws));
    return inParallel(rs, 4, async (r) => {
      const one = now.get(r.uid);
      return one && aimOf(r) ? { ...one, versions: await versionsOf(client, r.uid) } : one;
    });
  },

  traces: {
    ids: (r) => [r.uid, r.name, r.arn],
    created: ['ec2:CreateLaunchTemplate'],
    changed: ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate', 'ec2:DeleteLaunchTemplateVersions'],
    // A name is one Region's only.
  },
  recall,

  actions: {
    preserve: {
      operations: [], reads: ['ec2:DescribeLaunchTemplateVersions'],
      title: (r) => say('Save every version of launch template {{template}}, with its user data', { template: r.name }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const versions: LaunchTemplateVersion[] = [];
        for await (const page of paginateDescribeLaunchTemplateVersions({ client: await aws.client('ec2') }, { ...named(r), MaxResults: 200 })) versions.push(...page.LaunchTemplateVersions ?? []);
        const file = `launch-template-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify({ template: r, versions }, null, 2)}\n`, { operation: 'ec2:DescribeLaunchTemplateVersions' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    contain, recover,
    eradicate: {
      operations: ['ec2:DeleteLaunchTemplate'],
      title: (r) => say('Delete launch template {{template}} in {{region}} with all its versions', { template: r.name, region: r.region }),
      breaks: () => say('Nothing can start instances from it any more. Instances that run go on running.'),
      calls: (r) => [callOn(r, 'ec2:DeleteLaunchTemplate', named(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('ec2')).send(new DeleteLaunchTemplateCommand(named(r)))); },
      undo: KEPT_ALL,
    },
  },
});
