// The simulated Amplify Hosting: apps, their branches, builds. Behaviour: BEHAVIOUR.md beside it.
import {
  AmplifyClient, CreateAppCommand, CreateBranchCommand, DeleteAppCommand, DeleteBranchCommand, GetAppCommand, ListAppsCommand, ListBranchesCommand, ListJobsCommand, StartJobCommand, StopJobCommand, UpdateAppCommand, UpdateBranchCommand,
  type App, type Branch, type CreateAppCommandInput, type CreateBranchCommandInput, type JobSummary, type StartJobCommandInput, type UpdateAppCommandInput, type UpdateBranchCommandInput,
} from '@aws-sdk/client-amplify';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Built { view: Branch; readonly jobs: JobSummary[] }
interface Hosted { view: App; readonly branches: Map<string, Built> }
export const room = rooms('amplify', () => new Map<string, Hosted>());
const BUILD_MS = 2 * 3_600_000;
const OVER = new Set(['SUCCEED', 'FAILED', 'CANCELLED']);

interface Named { readonly appId?: string | undefined; readonly branchName?: string | undefined; readonly jobId?: string | undefined }
interface Asked { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined }
const notFound = (what: string, name = ''): AwsError => new AwsError('NotFoundException', `${what} ${name} not found.`);
function need(call: SimCall, { appId = '' }: Named): Hosted {
  const found = room(call).get(appId);
  if (!found) throw notFound('App', appId);
  return found;
}
function branchOf(call: SimCall, named: Named): Built {
  const found = need(call, named).branches.get(named.branchName ?? '');
  if (!found) throw notFound('Branch', named.branchName);
  return found;
}
const given = <T extends object>(input: T): Partial<T> => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>;

function create(input: CreateAppCommandInput, call: SimCall): { app: App } {
  const appId = `d${call.account.ids.hex(13)}`;
  const { oauthToken: _, accessToken: __, ...told } = input;
  if (told.iamServiceRoleArn !== undefined) call.authorize('iam:PassRole', told.iamServiceRoleArn, { 'iam:PassedToService': 'amplify.amazonaws.com' });
  const view: App = {
    appId, appArn: arnIn(call, 'amplify', `apps/${appId}`), description: '', repository: '', platform: 'WEB', createTime: call.now, updateTime: call.now, environmentVariables: {}, defaultDomain: `${appId}.amplifyapp.com`,
    enableBranchAutoBuild: false, enableBasicAuth: false, enableAutoBranchCreation: false, ...given(told), name: input.name ?? '',
  };
  room(call).set(appId, { view, branches: new Map() });
  return { app: view };
}
function update({ appId, oauthToken: _, accessToken: __, ...told }: UpdateAppCommandInput, call: SimCall): { app: App } {
  const app = need(call, { appId });
  if (told.iamServiceRoleArn !== undefined) call.authorize('iam:PassRole', told.iamServiceRoleArn, { 'iam:PassedToService': 'amplify.amazonaws.com' });
  app.view = { ...app.view, ...given(told), updateTime: call.now };
  return { app: app.view };
}
function remove(input: Named, call: SimCall): { app: App } {
  const { view } = need(call, input);
  room(call).delete(view.appId ?? '');
  return { app: view };
}
function list(input: Asked, call: SimCall): { apps: App[]; nextToken: string | undefined } {
  const { page, next } = pageOf([...room(call).values()].map((a) => a.view), call, { max: input.maxResults, token: input.nextToken, refusal: 'BadRequestException' });
  return { apps: page, nextToken: next };
}

function branch({ appId, ...told }: CreateBranchCommandInput, call: SimCall): { branch: Branch } {
  const { view: app, branches } = need(call, { appId });
  const branchName = told.branchName ?? '';
  if (branches.has(branchName)) throw new AwsError('BadRequestException', `Failed to create branch. The branch ${branchName} already exists for the app ${app.appId ?? ''}.`);
  const view: Branch = {
    branchArn: `${app.appArn ?? ''}/branches/${branchName}`, description: '', stage: 'PRODUCTION', displayName: branchName, enableNotification: false, createTime: call.now, updateTime: call.now, environmentVariables: {}, enableAutoBuild: true,
    customDomains: [], framework: '', activeJobId: '', totalNumberOfJobs: '0', enableBasicAuth: false, ttl: '5', enablePullRequestPreview: false, ...given(told), branchName,
  };
  branches.set(branchName, { view, jobs: [] });
  return { branch: view };
}
function updateBranch({ appId, branchName, ...told }: UpdateBranchCommandInput, call: SimCall): { branch: Branch } {
  const found = branchOf(call, { appId, branchName });
  found.view = { ...found.view, ...given(told), updateTime: call.now };
  return { branch: found.view };
}
function removeBranch(input: Named, call: SimCall): { branch: Branch } {
  const { view } = branchOf(call, input);
  need(call, input).branches.delete(view.branchName ?? '');
  return { branch: view };
}
function branches(input: Named & Asked, call: SimCall): { branches: Branch[]; nextToken: string | undefined } {
  const { page, next } = pageOf([...need(call, input).branches.values()].map((b) => b.view), call, { max: input.maxResults, token: input.nextToken, most: 50, refusal: 'BadRequestException' });
  return { branches: page, nextToken: next };
}

function end(job: JobSummary, status: 'SUCCEED' | 'CANCELLED', at: Date): void { Object.assign(job, { status, endTime: at }); }
function start(input: StartJobCommandInput, call: SimCall): { jobSummary: JobSummary } {
  const { view, jobs } = branchOf(call, input);
  if (jobs.some((j) => !OVER.has(j.status ?? ''))) throw new AwsError('BadRequestException', `The branch ${view.branchName ?? ''} already have pending or running jobs.`);
  const jobId = String(jobs.length + 1);
  const job: JobSummary = { jobArn: `${view.branchArn ?? ''}/jobs/${jobId.padStart(10, '0')}`, jobId, commitId: input.commitId ?? 'HEAD', commitMessage: input.commitMessage ?? '', commitTime: call.now, startTime: call.now, status: 'RUNNING', jobType: input.jobType };
  jobs.unshift(job);
  later(call, BUILD_MS, () => { if (job.status === 'RUNNING') end(job, 'SUCCEED', call.account.now()); });
  return { jobSummary: { ...job, status: 'PENDING' } };
}
function stop(input: Named, call: SimCall): { jobSummary: JobSummary } {
  const job = branchOf(call, input).jobs.find((j) => j.jobId === input.jobId);
  if (!job) throw notFound('Job', input.jobId);
  if (OVER.has(job.status ?? '')) throw new AwsError('BadRequestException', `Job ${job.jobId ?? ''} is already finished.`);
  end(job, 'CANCELLED', call.now);
  return { jobSummary: job };
}
function jobs(input: Named & Asked, call: SimCall): { jobSummaries: JobSummary[]; nextToken: string | undefined } {
  const { page, next } = pageOf(branchOf(call, input).jobs, call, { max: input.maxResults, token: input.nextToken, most: 50, refusal: 'BadRequestException' });
  return { jobSummaries: page, nextToken: next };
}

const apps = { resources: ({ appId = '*' }: Named, call: SimCall): string[] => [arnIn(call, 'amplify', `apps/${appId}`)] };
const named = { resources: (i: Named, call: SimCall): string[] => [`${apps.resources(i, call).join('')}/branches/${i.branchName ?? '*'}`] };
const built = { resources: (i: Named, call: SimCall): string[] => [`${named.resources(i, call).join('')}/jobs/${i.jobId ?? '*'}`] };

export default function amplify(): Service<SimCall> {
  return new Service<SimCall>(AmplifyClient, { id: 'amplify' })
    .on(CreateAppCommand, create, { resources: (_, call) => [arnIn(call, 'amplify', 'apps/*')] })
    .on(ListAppsCommand, list)
    .on(GetAppCommand, (i, call) => ({ app: need(call, i).view }), apps)
    .on(UpdateAppCommand, update, apps)
    .on(DeleteAppCommand, remove, apps)
    .on(CreateBranchCommand, branch, apps)
    .on(ListBranchesCommand, branches, apps)
    .on(UpdateBranchCommand, updateBranch, named)
    .on(DeleteBranchCommand, removeBranch, named)
    .on(StartJobCommand, start, built)
    .on(ListJobsCommand, jobs, named)
    .on(StopJobCommand, stop, built);
}
