// A CodeBuild project: whoever starts its builds runs code as its role. Its builds stopped and hidden, saved, deleted; the owner's given back what the stranger changed in it.
import {
  BatchGetBuildsCommand, BatchGetProjectsCommand, CreateWebhookCommand, DeleteProjectCommand, DeleteWebhookCommand, ListBuildsForProjectCommand, paginateListProjects, StopBuildCommand, UpdateProjectCommand, UpdateProjectVisibilityCommand, UpdateWebhookCommand,
  type Build, type CodeBuildClient, type Project,
} from '@aws-sdk/client-codebuild';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, MADE_ANEW, nothingToUndo, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { namedIn } from '../named-in.ts';
import { objectIn, textIn, textsIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { plain } from '../s3/parts/json.ts';
import { inPieces } from '../waiting.ts';
import { asBefore, changesBetween, configOf, CREATE, hookOf, recall, UPDATE, valuesBack, type CodeBuildProject } from './parts/project-content.ts';

function projectOf(from: Project, region: string): CodeBuildProject {
  const { arn = '', name = '' } = from;
  const createdAt = from.created?.toISOString() ?? '';
  return { arn, uid: `${arn}@${createdAt}`, name, region, createdAt, public: from.projectVisibility === 'PUBLIC_READ', config: configOf(plain(from)), hook: from.webhook ? hookOf(plain(from.webhook)) : null };
}
async function get(client: CodeBuildClient, names: readonly string[]): Promise<Project[]> {
  const pieces = await inParallel(inPieces(names, 100), 4, async (piece) => (await client.send(new BatchGetProjectsCommand({ names: piece }))).projects ?? []);
  return pieces.flat();
}
/** The newest hundred of its builds. */
async function buildsIn(client: CodeBuildClient, projectName: string): Promise<Build[]> {
  const { ids = [] } = await ifThere(client.send(new ListBuildsForProjectCommand({ projectName, sortOrder: 'DESCENDING' }))) ?? {};
  return ids.length === 0 ? [] : (await client.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 100) }))).builds ?? [];
}
/** Whatever runs is new. */
const runningBuilds = async (client: CodeBuildClient, projectName: string): Promise<string[]> => (await buildsIn(client, projectName)).flatMap((b) => (b.buildStatus === 'IN_PROGRESS' && b.id !== undefined ? [b.id] : [])).sort();
/** Of a project that the stranger only used, those that he started are all there is to stop. */
const buildsOf = (r: CodeBuildProject): readonly string[] | undefined => {
  const builds = r.seen?.['builds'];
  return builds === undefined ? undefined : textsIn(builds).filter((id) => r.aim?.['builds'] === undefined || textsIn(r.aim['builds']).includes(id));
};
/** Where the owner's is given back, the owner's own choice of who sees it stays. */
const isShown = (r: CodeBuildProject): boolean => r.public && (r.aim === undefined || r.aim['public'] === false);

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
  const builds = await buildsIn(client, r.name);
  const file = `codebuild-${r.name}.json`;
  await deed.keep(file, `${JSON.stringify({ project: project ?? r, builds }, null, 2)}\n`, { operation: 'codebuild:BatchGetProjects' });
  await deed.making('kept', file);
}

/** Variables are masked in what the tool holds: their values stand in the project, or in a build of then. */
async function send(aws: ChangeAws, { operation, input }: Call, to: CodeBuildProject): Promise<void> {
  const client = await aws.client('codebuild');
  switch (operation) {
    case 'codebuild:UpdateProjectVisibility': await client.send(new UpdateProjectVisibilityCommand(input as never)); return;
    case 'codebuild:DeleteWebhook': await ifThere(client.send(new DeleteWebhookCommand(input as never))); return;
    case 'codebuild:CreateWebhook': if (!(await get(client, [to.name]))[0]?.webhook) await client.send(new CreateWebhookCommand(input as never)); return;
    case 'codebuild:UpdateWebhook': await client.send(new UpdateWebhookCommand(input as never)); return;
    default: {
      const held = [...await get(client, [to.name]), ...await buildsIn(client, to.name)].map(({ environment = {} }) => plain(environment));
      await client.send(new UpdateProjectCommand({ ...input, ...(input['environment'] !== undefined && { environment: valuesBack(objectIn(to.config['environment']) ?? {}, held) }) } as never));
    }
  }
}

const TITLE = say('CodeBuild project');
export default defineKind<CodeBuildProject>({
  id: 'codebuild/project', version: 1, title: TITLE, scope: 'regional', role: 'machine',
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
    created: [CREATE],
    changed: [UPDATE, 'codebuild:UpdateProjectVisibility', 'codebuild:CreateWebhook', 'codebuild:UpdateWebhook', 'codebuild:DeleteWebhook'],
    used: ['codebuild:StartBuild', 'codebuild:StartBuildBatch', 'codebuild:RetryBuild'],
    // AWS's own example of an event tells the account alone in its request, and all of the project in the answer.
    concerns: (r, { request, response }) => [r.name, r.arn].includes(namedIn(request, 'name', 'projectName', 'projectArn') || (textIn(objectIn(response?.['project'])?.['name']) ?? '')),
  },
  recall,

  actions: {
    contain: {
      operations: ['codebuild:StopBuild', 'codebuild:UpdateProjectVisibility'],
      title: (r) => say('Stop the builds of CodeBuild project {{project}} in {{region}}, and let only the account see them', { project: r.name, region: r.region }),
      breaks: (r) => (r.hook ? say('Builds that run ({{n}}) end without a result. The repository behind its webhook can start others.', { n: buildsOf(r)?.length ?? 0 }) : say('Builds that run ({{n}}) end without a result. Whoever may start builds can start others.', { n: buildsOf(r)?.length ?? 0 })),
      calls: (r) => [...stopCalls(r), ...(isShown(r) ? [visibilityCall(r, 'PRIVATE')] : [])],
      undoCalls: (before) => (isShown(before) ? [visibilityCall(before, 'PUBLIC_READ')] : []),
      done: (now) => now !== undefined && !isShown(now) && buildsOf(now)?.length === 0,
      apply: async (aws, r, deed) => {
        await stopBuilds(aws, r, deed);
        if (isShown(r)) await (await aws.client('codebuild')).send(new UpdateProjectVisibilityCommand(visibility(r, 'PRIVATE')));
      },
      // A stopped build does not go on; who could see the project can see it again.
      undo: async (aws, before) => {
        if (isShown(before)) await (await aws.client('codebuild')).send(new UpdateProjectVisibilityCommand(visibility(before, 'PUBLIC_READ')));
      },
    },
    recover: givingBack<CodeBuildProject>({
      sort: TITLE, operations: [UPDATE, 'codebuild:UpdateProjectVisibility', 'codebuild:CreateWebhook', 'codebuild:UpdateWebhook', 'codebuild:DeleteWebhook'], permissions: ['iam:PassRole'],
      back: asBefore,
      calls: (from, to) => [...changesBetween(from, to), ...(from.public === to.public ? [] : [visibilityCall(to, to.public ? 'PUBLIC_READ' : 'PRIVATE')])],
      send: (aws, call, _, to) => send(aws, call, to),
    }),
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
        ...stopCalls(r), ...(r.hook ? [{ operation: 'codebuild:DeleteWebhook' as const, region: r.region, input: { projectName: r.name } }] : []),
        { operation: 'codebuild:DeleteProject', region: r.region, input: { name: r.name } },
      ],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('codebuild');
        await stopBuilds(aws, r, deed);
        if (r.hook) await ifThere(client.send(new DeleteWebhookCommand({ projectName: r.name })));
        await client.send(new DeleteProjectCommand({ name: r.name }));
      },
      undo: MADE_ANEW,
    },
  },
});
