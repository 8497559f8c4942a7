// The simulated CodeBuild: projects, builds, webhooks. Behaviour: BEHAVIOUR.md beside it.
import {
  BatchGetBuildsCommand, BatchGetProjectsCommand, CodeBuildClient, CreateProjectCommand, CreateWebhookCommand, DeleteProjectCommand, DeleteWebhookCommand, ListBuildsForProjectCommand, ListProjectsCommand, StartBuildCommand, StopBuildCommand,
  UpdateProjectCommand, UpdateProjectVisibilityCommand, UpdateWebhookCommand,
  type BatchGetBuildsCommandInput, type BatchGetProjectsCommandInput, type Build as BuildOutput, type CreateProjectCommandInput, type CreateWebhookCommandInput, type ListBuildsForProjectCommandInput, type ListProjectsCommandInput,
  type Project as ProjectOutput, type ProjectVisibilityType, type StartBuildCommandInput, type UpdateProjectCommandInput, type UpdateProjectVisibilityCommandInput, type UpdateWebhookCommandInput, type Webhook,
} from '@aws-sdk/client-codebuild';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Project { readonly name: string; readonly arn: string; readonly createdAt: Date; made: CreateProjectCommandInput; visibility: ProjectVisibilityType; webhook: Webhook | undefined; modifiedAt: Date }
interface Build { readonly id: string; readonly arn: string; readonly project: string; readonly startedAt: Date; readonly by: string; readonly of: CreateProjectCommandInput; status: 'IN_PROGRESS' | 'STOPPED' | 'SUCCEEDED'; endedAt: Date | undefined }
export const room = rooms('codebuild', () => ({ projects: new Map<string, Project>(), builds: [] as Build[] }));
const BUILD_MS = 8 * 3_600_000;

function need(call: SimCall, name: string | undefined): Project {
  const found = room(call).projects.get(name ?? '');
  if (!found) throw new AwsError('ResourceNotFoundException', `Project cannot be found: ${arnIn(call, 'codebuild', `project/${name ?? ''}`)}`);
  return found;
}
const viewOf = ({ name, arn, createdAt, made, visibility, webhook, modifiedAt }: Project): ProjectOutput => ({
  ...made, name, arn, created: createdAt, lastModified: modifiedAt, timeoutInMinutes: made.timeoutInMinutes ?? 60, projectVisibility: visibility, tags: [], badge: undefined, ...(webhook && { webhook }),
});
/** As AWS shows it. */
const whole = (made: CreateProjectCommandInput): CreateProjectCommandInput => ({ ...made, environment: made.environment && { ...made.environment, environmentVariables: made.environment.environmentVariables?.map((v) => ({ type: 'PLAINTEXT' as const, ...v })) ?? [] } });
const authorizeRole = (call: SimCall, role: string): void => { call.authorize('iam:PassRole', role, { 'iam:PassedToService': 'codebuild.amazonaws.com' }); };

function create(input: CreateProjectCommandInput, call: SimCall): { project: ProjectOutput } {
  const { name = '', serviceRole = '' } = input;
  const { projects } = room(call);
  if (projects.has(name)) throw new AwsError('ResourceAlreadyExistsException', `Project already exists: ${arnIn(call, 'codebuild', `project/${name}`)}`);
  authorizeRole(call, serviceRole);
  const made: Project = { name, arn: arnIn(call, 'codebuild', `project/${name}`), createdAt: call.now, made: whole(input), visibility: 'PRIVATE', webhook: undefined, modifiedAt: call.now };
  projects.set(name, made);
  return { project: viewOf(made) };
}
/** What is named is replaced whole; what is not stays. */
function update({ name, ...members }: UpdateProjectCommandInput, call: SimCall): { project: ProjectOutput } {
  const project = need(call, name);
  if (members.serviceRole !== undefined) authorizeRole(call, members.serviceRole);
  project.made = whole({ ...project.made, ...Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) });
  project.modifiedAt = call.now;
  return { project: viewOf(project) };
}
function list(input: ListProjectsCommandInput, call: SimCall): { projects: string[]; nextToken: string | undefined } {
  const { page, next } = pageOf([...room(call).projects.keys()].sort(), call, { token: input.nextToken, refusal: 'InvalidInputException' });
  return { projects: page, nextToken: next };
}
function get(input: BatchGetProjectsCommandInput, call: SimCall): { projects: ProjectOutput[]; projectsNotFound: string[] } {
  const names = input.names ?? [];
  if (names.length > 100) throw new AwsError('InvalidInputException', 'At most 100 projects can be asked for.');
  const asked = names.map((name) => ({ name, found: room(call).projects.get(name.slice(name.lastIndexOf('/') + 1)) }));
  return { projects: asked.flatMap(({ found }) => (found ? [viewOf(found)] : [])), projectsNotFound: asked.filter(({ found }) => !found).map(({ name }) => name) };
}
function show(input: UpdateProjectVisibilityCommandInput, call: SimCall): { projectArn: string; projectVisibility: ProjectVisibilityType } {
  const project = need(call, input.projectArn?.split('/').at(-1));
  project.visibility = input.projectVisibility ?? project.visibility;
  return { projectArn: project.arn, projectVisibility: project.visibility };
}
function remove(input: { readonly name?: string | undefined }, call: SimCall): Record<string, never> {
  room(call).projects.delete(input.name ?? '');
  return {};
}
function hook(input: CreateWebhookCommandInput, call: SimCall): { webhook: Webhook } {
  const project = need(call, input.projectName);
  if (project.webhook) throw new AwsError('ResourceAlreadyExistsException', 'Webhook for this project already exists.');
  project.webhook = { url: project.made.source?.location ?? '', payloadUrl: `https://codebuild.${call.region}.amazonaws.com/webhooks`, filterGroups: input.filterGroups ?? [] };
  return { webhook: project.webhook };
}
function rehook(input: UpdateWebhookCommandInput, call: SimCall): { webhook: Webhook } {
  const project = hooked(call, input.projectName);
  project.webhook = { ...project.webhook, filterGroups: input.filterGroups ?? project.webhook.filterGroups };
  return { webhook: project.webhook };
}
function hooked(call: SimCall, name: string | undefined): Project & { webhook: Webhook } {
  const project = need(call, name);
  if (!project.webhook) throw new AwsError('ResourceNotFoundException', 'Webhook for this project not found.');
  return project as Project & { webhook: Webhook };
}
function unhook(input: { readonly projectName?: string | undefined }, call: SimCall): Record<string, never> {
  const project: Project = hooked(call, input.projectName);
  project.webhook = undefined;
  return {};
}

const buildView = (b: Build): BuildOutput => ({
  id: b.id, arn: b.arn, projectName: b.project, startTime: b.startedAt, buildStatus: b.status, buildComplete: b.status !== 'IN_PROGRESS', source: b.of.source, environment: b.of.environment, serviceRole: b.of.serviceRole, currentPhase: b.status === 'IN_PROGRESS' ? 'BUILD' : 'COMPLETED', initiator: b.by, ...(b.endedAt && { endTime: b.endedAt }),
});
function end(call: SimCall, build: Build, status: 'STOPPED' | 'SUCCEEDED'): void {
  if (build.status !== 'IN_PROGRESS') return;
  build.status = status;
  build.endedAt = call.account.now();
}
function start(input: StartBuildCommandInput, call: SimCall): { build: BuildOutput } {
  const project = need(call, input.projectName);
  const id = `${project.name}:${call.account.ids.uuid()}`;
  const made: Build = { id, arn: arnIn(call, 'codebuild', `build/${id}`), project: project.name, startedAt: call.now, by: call.caller.userName ?? call.caller.arn, of: project.made, status: 'IN_PROGRESS', endedAt: undefined };
  room(call).builds.push(made);
  later(call, BUILD_MS, () => { end(call, made, 'SUCCEEDED'); });
  return { build: buildView(made) };
}
function stop(input: { readonly id?: string | undefined }, call: SimCall): { build: BuildOutput } {
  const build = room(call).builds.find((b) => b.id === input.id);
  if (!build) throw new AwsError('ResourceNotFoundException', 'Build not found.');
  end(call, build, 'STOPPED');
  return { build: buildView(build) };
}
function builds(input: ListBuildsForProjectCommandInput, call: SimCall): { ids: string[]; nextToken: string | undefined } {
  const all = room(call).builds.filter((b) => b.project === need(call, input.projectName).name).map((b) => b.id).reverse();
  const { page, next } = pageOf(all, call, { token: input.nextToken, refusal: 'InvalidInputException' });
  return { ids: page, nextToken: next };
}
function getBuilds(input: BatchGetBuildsCommandInput, call: SimCall): { builds: BuildOutput[]; buildsNotFound: string[] } {
  const asked = (input.ids ?? []).map((id) => ({ id, found: room(call).builds.find((b) => b.id === id) }));
  return { builds: asked.flatMap(({ found }) => (found ? [buildView(found)] : [])), buildsNotFound: asked.filter(({ found }) => !found).map(({ id }) => id) };
}

const arns = (...names: readonly (string | undefined)[]) => (call: SimCall): string[] => names.map((name) => arnIn(call, 'codebuild', `project/${name ?? '*'}`));

export default function codebuild(): Service<SimCall> {
  return new Service<SimCall>(CodeBuildClient, { id: 'codebuild' })
    .on(CreateProjectCommand, create, { resources: (i, call) => arns(i.name)(call) })
    .on(ListProjectsCommand, list)
    .on(BatchGetProjectsCommand, get, { resources: (i, call) => arns(...(i.names ?? []))(call) })
    .on(UpdateProjectCommand, update, { resources: (i, call) => arns(i.name)(call) })
    .on(UpdateProjectVisibilityCommand, show, { resources: (i) => [i.projectArn ?? '*'] })
    .on(DeleteProjectCommand, remove, { resources: (i, call) => arns(i.name)(call) })
    .on(CreateWebhookCommand, hook, { resources: (i, call) => arns(i.projectName)(call) })
    .on(UpdateWebhookCommand, rehook, { resources: (i, call) => arns(i.projectName)(call) })
    .on(DeleteWebhookCommand, unhook, { resources: (i, call) => arns(i.projectName)(call) })
    .on(StartBuildCommand, start, { resources: (i, call) => arns(i.projectName)(call) })
    .on(StopBuildCommand, stop, { resources: (i, call) => arns(i.id?.split(':')[0])(call) })
    .on(ListBuildsForProjectCommand, builds, { resources: (i, call) => arns(i.projectName)(call) })
    .on(BatchGetBuildsCommand, getBuilds, { resources: (i, call) => arns(...(i.ids ?? []).map((id) => id.split(':')[0]))(call) });
}
