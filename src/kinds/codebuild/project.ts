// A CodeBuild project: whoever starts its builds runs code as its role. Its builds stopped and hidden, saved, deleted.
import {
  BatchGetBuildsCommand, BatchGetProjectsCommand, DeleteProjectCommand, DeleteWebhookCommand, ListBuildsForProjectCommand, paginateListProjects, StopBuildCommand, UpdateProjectVisibilityCommand, type CodeBuildClient, type Project,
} from '@aws-sdk/client-codebuild';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind, MADE_ANEW, nothingToUndo, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { namedIn } from '../named-in.ts';
import { ifThere } from '../refusal.ts';
import { inPieces } from '../waiting.ts';

interface CodeBuildProject extends Resource {
  /** Its builds' logs and artifacts can be seen by everybody. */
  readonly public: boolean;
  /** A repository's events start builds. */
  readonly webhook: boolean;
  readonly serviceRole: string;
}

function projectOf(from: Project, region: string): CodeBuildProject {
  const { arn = '', name = '' } = from;
  const createdAt = from.created?.toISOString() ?? '';
  return { arn, uid: `${arn}@${createdAt}`, name, region, createdAt, public: from.projectVisibility === 'PUBLIC_READ', webhook: from.webhook !== undefined, serviceRole: from.serviceRole ?? '' };
}
async function get(client: CodeBuildClient, names: readonly string[]): Promise<Project[]> {
  const pieces = await inParallel(inPieces(names, 100), 4, async (piece) => (await client.send(new BatchGetProjectsCommand({ names: piece }))).projects ?? []);
  return pieces.flat();
}
/** The newest hundred of its builds that run: whatever runs is new. */
async function runningBuilds(client: CodeBuildClient, projectName: string): Promise<string[]> {
  const { ids = [] } = await ifThere(client.send(new ListBuildsForProjectCommand({ projectName, sortOrder: 'DESCENDING' }))) ?? {};
  if (ids.length === 0) return [];
  const { builds = [] } = await client.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 100) }));
  return builds.flatMap((b) => (b.buildStatus === 'IN_PROGRESS' && b.id !== undefined ? [b.id] : [])).sort();
}
const buildsOf = (r: CodeBuildProject): readonly string[] | undefined => {
  const builds = r.seen?.['builds'];
  return Array.isArray(builds) ? builds.map(String) : undefined;
};

const stopCalls = (r: CodeBuildProject): Call[] => (buildsOf(r) ?? []).map((id) => ({ operation: 'codebuild:StopBuild', region: r.region, input: { id } }));
const visibility = (r: CodeBuildProject, to: 'PRIVATE' | 'PUBLIC_READ') => ({ projectArn: r.arn, projectVisibility: to });
const visibilityCall = (r: CodeBuildProject, to: 'PRIVATE' | 'PUBLIC_READ'): Call => ({ operation: 'codebuild:UpdateProjectVisibility', region: r.region, input: visibility(r, to) });

/** Builds that started after the gate are not approved: the step shows itself as not done, and is asked for again. */
async function stopBuilds(aws: ChangeAws, r: CodeBuildProject, deed: Deed): Promise<void> {
  const client = await aws.client('codebuild');
  const approved = buildsOf(deed.before as CodeBuildProject | undefined ?? r) ?? [];
  for (const id of await runningBuilds(client, r.name)) if (approved.includes(id)) await client.send(new StopBuildCommand({ id }));
}

async function keep(aws: ChangeAws, r: CodeBuildProject, deed: Deed): Promise<void> {
  const client = await aws.client('codebuild');
  const [project] = await get(client, [r.name]);
  const { ids = [] } = await ifThere(client.send(new ListBuildsForProjectCommand({ projectName: r.name, sortOrder: 'DESCENDING' }))) ?? {};
  const { builds = [] } = ids.length === 0 ? {} : await client.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 100) }));
  const file = `codebuild-${r.name}.json`;
  await deed.keep(file, `${JSON.stringify({ project: project ?? r, builds }, null, 2)}\n`, { operation: 'codebuild:BatchGetProjects' });
  await deed.making('kept', file);
}

export default defineKind<CodeBuildProject>({
  id: 'codebuild/project', version: 1, title: say('CodeBuild project'), scope: 'regional', role: 'machine',
  reads: ['codebuild:ListProjects', 'codebuild:BatchGetProjects', 'codebuild:ListBuildsForProject', 'codebuild:BatchGetBuilds'],

  async *list({ aws, region }) {
    const client = await aws.client('codebuild');
    for await (const { projects = [] } of paginateListProjects({ client }, {})) yield* (await get(client, projects)).map((p) => projectOf(p, region));
  },

  async look(aws, rs) {
    const client = await aws.client('codebuild');
    const found = new Map((await get(client, [...new Set(rs.map((r) => r.name))])).map((p) => [projectOf(p, aws.region).uid, projectOf(p, aws.region)]));
    return inParallel(rs, 4, async (r) => {
      const now = found.get(r.uid);
      return now && { ...now, seen: { builds: await runningBuilds(client, now.name) } };
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['codebuild:CreateProject'],
    changed: ['codebuild:UpdateProject', 'codebuild:UpdateProjectVisibility', 'codebuild:CreateWebhook', 'codebuild:UpdateWebhook'],
    used: ['codebuild:StartBuild', 'codebuild:StartBuildBatch', 'codebuild:RetryBuild'],
    concerns: (r, { request }) => [r.name, r.arn].includes(namedIn(request, 'name', 'projectName', 'projectArn')),
  },

  actions: {
    contain: {
      operations: ['codebuild:StopBuild', 'codebuild:UpdateProjectVisibility'],
      title: (r) => say('Stop the builds of CodeBuild project {{project}} in {{region}}, and let only the account see them', { project: r.name, region: r.region }),
      breaks: (r) => (r.webhook ? say('Builds that run ({{n}}) end without a result. The repository behind its webhook can start others.', { n: buildsOf(r)?.length ?? 0 }) : say('Builds that run ({{n}}) end without a result. Whoever may start builds can start others.', { n: buildsOf(r)?.length ?? 0 })),
      calls: (r) => [...stopCalls(r), ...(r.public ? [visibilityCall(r, 'PRIVATE')] : [])],
      undoCalls: (before) => (before.public ? [visibilityCall(before, 'PUBLIC_READ')] : []),
      done: (now) => now !== undefined && !now.public && buildsOf(now)?.length === 0,
      apply: async (aws, r, deed) => {
        await stopBuilds(aws, r, deed);
        if (r.public) await (await aws.client('codebuild')).send(new UpdateProjectVisibilityCommand(visibility(r, 'PRIVATE')));
      },
      // A stopped build does not go on; who could see the project can see it again.
      undo: async (aws, before) => {
        if (before.public) await (await aws.client('codebuild')).send(new UpdateProjectVisibilityCommand(visibility(before, 'PUBLIC_READ')));
      },
    },
    preserve: {
      operations: [],
      title: (r) => say('Save the CodeBuild project {{project}} in {{region}}: source, commands, variables, its last builds', { project: r.name, region: r.region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: keep,
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['codebuild:StopBuild', 'codebuild:DeleteWebhook', 'codebuild:DeleteProject'],
      title: (r) => say('Delete the CodeBuild project {{project}} in {{region}}', { project: r.name, region: r.region }),
      destroys: () => say('The project and its webhook. The logs of its builds stay in CloudWatch Logs.'),
      calls: (r) => [
        ...stopCalls(r), ...(r.webhook ? [{ operation: 'codebuild:DeleteWebhook' as const, region: r.region, input: { projectName: r.name } }] : []),
        { operation: 'codebuild:DeleteProject', region: r.region, input: { name: r.name } },
      ],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('codebuild');
        await stopBuilds(aws, r, deed);
        if (r.webhook) await ifThere(client.send(new DeleteWebhookCommand({ projectName: r.name })));
        await client.send(new DeleteProjectCommand({ name: r.name }));
      },
      undo: MADE_ANEW,
    },
  },
});
