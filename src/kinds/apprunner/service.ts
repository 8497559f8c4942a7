// An App Runner service: it keeps machines running for a container. Paused, saved, deleted.
import { DeleteServiceCommand, DescribeServiceCommand, paginateListServices, PauseServiceCommand, ResumeServiceCommand, type AppRunnerClient, type ServiceSummary } from '@aws-sdk/client-apprunner';
import type { AwsFailure } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { until, whileBusy } from '../waiting.ts';

interface RunnerService extends Resource { readonly paused: boolean; readonly failed: boolean }

/** While it works towards something it counts as running. */
function serviceOf(from: ServiceSummary | undefined, region: string): RunnerService | undefined {
  if (!from || from.Status === 'DELETED') return undefined;
  const { ServiceArn: arn = '', ServiceName: name = '', Status: status = '' } = from;
  return { arn, uid: arn, name, region, ...(from.CreatedAt && { createdAt: from.CreatedAt.toISOString() }), paused: status === 'PAUSED', failed: status.endsWith('_FAILED'), seen: { status, url: from.ServiceUrl ?? '' } };
}
const input = (r: RunnerService) => ({ ServiceArn: r.arn });
const describe = (client: AppRunnerClient, r: RunnerService) => ifThere(client.send(new DescribeServiceCommand(input(r))));
const statusOf = async (client: AppRunnerClient, r: RunnerService): Promise<string> => (await describe(client, r))?.Service?.Status ?? 'DELETED';
const isBusy = ({ code, message }: AwsFailure): boolean => code === 'InvalidStateException' && message.includes('OPERATION_IN_PROGRESS');
const atRest = (client: AppRunnerClient, r: RunnerService, deed: Deed): Promise<void> => until(deed, r.name, async () => await statusOf(client, r) !== 'OPERATION_IN_PROGRESS');

async function pause(aws: ChangeAws, r: RunnerService, deed: Deed): Promise<void> {
  const client = await aws.client('apprunner');
  await atRest(client, r, deed);
  if (await statusOf(client, r) === 'RUNNING') await client.send(new PauseServiceCommand(input(r)));
  await atRest(client, r, deed);
}
async function resume(aws: ChangeAws, before: RunnerService, deed: Deed): Promise<void> {
  if (before.paused) return;
  const client = await aws.client('apprunner');
  await atRest(client, before, deed);
  if (await statusOf(client, before) === 'PAUSED') await client.send(new ResumeServiceCommand(input(before)));
  await atRest(client, before, deed);
}

export default defineKind<RunnerService>({
  id: 'apprunner/service', version: 1, title: say('App Runner service'), scope: 'regional', role: 'respawner',
  reads: ['apprunner:ListServices', 'apprunner:DescribeService'],

  async *list({ aws, region }) {
    for await (const { ServiceSummaryList = [] } of paginateListServices({ client: await aws.client('apprunner') }, {})) yield* ServiceSummaryList.flatMap((s) => serviceOf(s, region) ?? []);
  },

  async look(aws, rs) {
    const client = await aws.client('apprunner');
    return inParallel(rs, 2, async (r) => {
      const now = serviceOf((await describe(client, r))?.Service, aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['apprunner:CreateService'],
    changed: ['apprunner:UpdateService', 'apprunner:ResumeService'],
    concerns: (r, { request, response }) => request?.['serviceArn'] === r.arn || (request?.['serviceName'] === r.name && JSON.stringify(response).includes(JSON.stringify(r.arn))),
  },

  actions: {
    contain: {
      operations: ['apprunner:PauseService', 'apprunner:ResumeService'],
      title: (r) => say('Pause the App Runner service {{service}} in {{region}}', { service: r.name, region: r.region }),
      breaks: (r) => say('{{service}} answers nobody, and no machines run for it. What is only in memory is lost.', { service: r.name }),
      impossible: (r) => (r.failed ? say('Service {{service}} never came up or could not be deleted: AWS does not pause it. It can only be deleted.', { service: r.name }) : undefined),
      calls: (r) => [{ operation: 'apprunner:PauseService', region: r.region, input: input(r) }],
      undoCalls: (before) => [{ operation: 'apprunner:ResumeService', region: before.region, input: input(before) }],
      done: (now) => now?.paused === true,
      apply: pause,
      undo: (aws, before, _, deed) => resume(aws, before, deed),
      undoReopens: true,
    },
    preserve: {
      operations: [],
      title: (r) => say('Save the settings of the App Runner service {{service}} in {{region}}', { service: r.name, region: r.region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const found = await describe(await aws.client('apprunner'), r);
        const file = `apprunner-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(found?.Service ?? r, null, 2)}\n`, { operation: 'apprunner:DescribeService', requestId: found?.$metadata.requestId });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['apprunner:DeleteService'],
      title: (r) => say('Delete the App Runner service {{service}} in {{region}}', { service: r.name, region: r.region }),
      destroys: () => say('The service and its address. The image or the source that it ran stays where it is.'),
      calls: (r) => [{ operation: 'apprunner:DeleteService', region: r.region, input: input(r) }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('apprunner');
        await atRest(client, r, deed);
        if (await statusOf(client, r) === 'DELETED') return;
        await whileBusy(deed, () => ifThere(client.send(new DeleteServiceCommand(input(r)))), isBusy);
        await atRest(client, r, deed);
      },
      undo: irreversible(say('AWS does not give a deleted service back. From what was saved one like it can be made anew, with another address.')),
    },
  },
});
