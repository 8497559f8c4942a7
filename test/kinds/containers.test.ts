// Containers and managed compute: the order that AWS wants, what is given back, and what stays unsuspected.
import { expect, test } from 'vitest';
import type { Attribution, Json, JsonObject, Resource } from '../../src/core/types.ts';
import stack from '../../src/kinds/cloudformation/stack.ts';
import repositoryPolicy from '../../src/kinds/ecr/repository-policy.ts';
import ecsService from '../../src/kinds/ecs/service.ts';
import ecsCluster from '../../src/kinds/ecs/cluster.ts';
import ecsTask from '../../src/kinds/ecs/task.ts';
import environment from '../../src/kinds/batch/compute-environment.ts';
import queue from '../../src/kinds/batch/job-queue.ts';
import glueJob from '../../src/kinds/glue/job.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';
import { stage, type Play } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { furnishBatch, furnishEcr, furnishEcs, furnishGlue, OWN_PULL } from '../contract/furnish/containers.ts';
import { Run } from '../contract/deed.ts';
import { did, runOf, thingOf } from './on-stage.ts';

const SINCE = '2026-11-19T08:00:00Z';
const event = (name: string, by: Attribution | undefined, request: JsonObject | null, response: JsonObject | null = null): HistoryEvent => ({ event: name, time: '2026-11-19T09:00:00Z', by, request, response });

test('an environment of Batch is deleted after its queue, in one burst', async () => {
  const at = await stage(furnishBatch);
  const [one, other] = [await runOf(at, environment, 'eradicate', 'blue'), await runOf(at, queue, 'eradicate', 'blue')];
  await Promise.all([one.apply(), other.apply()]);
  expect(await one.done() && await other.done()).toBe(true);
  expect(did(at).filter((operation) => operation.startsWith('Delete'))).toEqual(['DeleteJobQueue', 'DeleteComputeEnvironment']);
});

test('a trigger that a stranger put on the owner\'s Glue job is stopped and deleted, and the owner\'s go on', async () => {
  const at = await stage(furnishGlue);
  const [job] = (await listOf(at, glueJob)).found as [Resource];
  await at.play('glue', 'CreateTrigger', { Name: 'other', Type: 'SCHEDULED', Schedule: 'cron(* * * * ? *)', Actions: [{ JobName: job.name }], StartOnCreation: true });
  const aim = glueJob.recall?.(job as never, [event('glue:CreateJob', undefined, { name: job.name }), event('glue:CreateTrigger', 'attacker', { name: 'other' })], SINCE);
  expect(aim).toEqual({ off: ['other'] });
  for (const verb of ['contain', 'recover'] as const) {
    const target = { ...await thingOf(at, glueJob, job.name), aim: aim ?? {} };
    await new Run(at, { kind: glueJob, action: glueJob.actions[verb] as never, target, way: undefined, origin: 'changed' }, target).applyTo(target);
  }
  expect(did(at)).toEqual(['StopTrigger', 'BatchStopJobRun', 'DeleteTrigger']);
  expect(await thingOf(at, glueJob, job.name)).toMatchObject({ seen: { triggers: [`nightly-${job.name}`] } });
  // Of a job that was changed otherwise too, nothing is given back.
  expect(glueJob.recall?.(job as never, [event('glue:UpdateJob', 'attacker', {}), event('glue:CreateTrigger', 'attacker', { name: 'other' })], SINCE)).toBeUndefined();
});

test('the tasks of a service are no things of their own, and go with it', async () => {
  const at = await stage(furnishEcs);
  const { found } = await listOf(at, ecsTask);
  expect(found).toHaveLength(3);
  const service = await runOf(at, ecsService, 'eradicate', 'green');
  await service.apply();
  expect(await service.done()).toBe(true);
});

test('a cluster waits for what is leaving it', async () => {
  const at = await stage(async (play: Play) => {
    await play('ecs', 'RegisterTaskDefinition', { family: 'web', containerDefinitions: [{ name: 'main', image: 'example' }] });
    await play('ecs', 'CreateCluster', { clusterName: 'web' });
    await play('ecs', 'CreateService', { cluster: 'web', serviceName: 'web', taskDefinition: 'web', desiredCount: 3 });
  });
  const cluster = await runOf(at, ecsCluster, 'eradicate', 'web');
  await (await runOf(at, ecsService, 'eradicate', 'web')).apply();
  await cluster.apply();
  expect(await cluster.done()).toBe(true);
});

test('a service gets back what the owner had set last, and nothing where the history does not tell', () => {
  const of = (taskDefinition: Json, desiredCount: Json): JsonObject => ({ service: { taskDefinition, desiredCount } });
  const service = {} as Parameters<NonNullable<typeof ecsService.recall>>[0];
  expect(ecsService.recall?.(service, [event('ecs:CreateService', undefined, null, of('web:1', 2)), event('ecs:UpdateService', 'owner', null, of('web:2', 3)), event('ecs:UpdateService', 'attacker', null, of('miner:1', 50))], SINCE)).toEqual({ taskDefinition: 'web:2', desiredCount: 3 });
  expect(ecsService.recall?.(service, [event('ecs:UpdateService', 'attacker', null, of('miner:1', 50))], SINCE)).toBeUndefined();
});

test('a repository that had no policy is given none, and one that had is given its own', () => {
  const repository = {} as Parameters<NonNullable<typeof repositoryPolicy.recall>>[0];
  const stranger = event('ecr:SetRepositoryPolicy', 'attacker', { repositoryName: 'shop', policyText: '{}' });
  expect(repositoryPolicy.recall?.(repository, [event('ecr:CreateRepository', undefined, { repositoryName: 'shop' }), stranger], SINCE)).toEqual({ policy: null });
  expect(repositoryPolicy.recall?.(repository, [event('ecr:SetRepositoryPolicy', 'owner', { policyText: OWN_PULL }), stranger], SINCE)).toEqual({ policy: OWN_PULL });
  expect(repositoryPolicy.recall?.(repository, [stranger], SINCE)).toBeUndefined();
});

test('shutting outsiders out of a repository leaves the account its own', async () => {
  const at = await stage(furnishEcr);
  const run = await runOf(at, repositoryPolicy, 'contain', 'blue');
  await run.apply();
  const { policy } = await thingOf(at, repositoryPolicy, 'blue') as Resource & { readonly policy: string };
  expect(policy).toContain('role/Worker');
  expect(policy).not.toContain('444455556666');
});

test('a stack that AWS cannot delete is told, with what is left', async () => {
  const at = await stage(async (play: Play) => { await play('cloudformation', 'CreateStack', { StackName: 'shop', TemplateBody: JSON.stringify({ Resources: { Bucket: { Type: 'Custom::Stuck' } } }) }); });
  const run = await runOf(at, stack, 'eradicate', 'shop');
  expect(stack.actions.eradicate?.destroys?.(run.before as never)?.with?.['parts']).toEqual(['Custom::Stuck shop-Bucket']);
  await expect(run.apply()).rejects.toThrow(/could not delete the stack/);
  expect(await run.done()).toBe(false);
});
