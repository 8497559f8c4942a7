// The public address of a Lambda function or of one of its aliases: made to ask for credentials, deleted where a stranger made it.
import { DeleteFunctionUrlConfigCommand, paginateListFunctionUrlConfigs, UpdateFunctionUrlConfigCommand, type FunctionUrlAuthType, type FunctionUrlConfig, type LambdaClient } from '@aws-sdk/client-lambda';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, irreversible, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';
import { instantOf, names, unqualified, versionsIn } from './parts/functions.ts';
import { preserving } from '../iam/parts/preservation.ts';

export interface FunctionUrl extends Resource {
  readonly functionName: string;
  readonly functionArn: Arn;
  /** An alias; '' for the function itself. */
  readonly qualifier: string;
  readonly url: string;
  /** `NONE`: whoever knows the address may call, where the function's policy lets everybody in. */
  readonly authType: string;
  readonly invokeMode: string;
  readonly cors: JsonObject;
}

function urlOf(config: FunctionUrlConfig, region: string): FunctionUrl {
  const arn = config.FunctionArn ?? '';
  const functionArn = unqualified(arn);
  const qualifier = arn.split(':')[7] ?? '';
  const functionName = functionArn.split(':')[6] ?? '';
  const createdAt = instantOf(config.CreationTime);
  return {
    arn: ownArn('lambda/function-url', region, functionName, qualifier === '' ? 'url' : qualifier), uid: `${arn}@${createdAt}`, name: qualifier === '' ? functionName : `${functionName}:${qualifier}`, region, owner: functionArn, createdAt,
    functionName, functionArn, qualifier, url: config.FunctionUrl ?? '', authType: config.AuthType ?? '', invokeMode: config.InvokeMode ?? '', cors: { ...config.Cors } as JsonObject,
  };
}
async function urlsOf(client: LambdaClient, FunctionName: string, region: string): Promise<FunctionUrl[]> {
  const found: FunctionUrl[] = [];
  for await (const { FunctionUrlConfigs = [] } of paginateListFunctionUrlConfigs({ client }, { FunctionName })) found.push(...FunctionUrlConfigs.map((c) => urlOf(c, region)));
  return found;
}
const target = (r: FunctionUrl) => ({ FunctionName: r.functionName, ...(r.qualifier === '' ? {} : { Qualifier: r.qualifier }) });
const call = (r: FunctionUrl, operation: Operation, input: JsonObject = {}): Call => ({ operation, region: r.region, input: { ...target(r), ...input } });
const told = (r: FunctionUrl) => ({ function: r.name, region: r.region });
const CLOSED: FunctionUrlAuthType = 'AWS_IAM';

export default defineKind<FunctionUrl>({
  id: 'lambda/function-url', version: 1, title: say('Lambda function URL'), scope: 'regional', role: 'respawner',
  reads: ['lambda:ListFunctions', 'lambda:ListFunctionUrlConfigs'],

  async *list(scan) {
    const functions = [...(await versionsIn(scan)).keys()];
    if (functions.length === 0) return;
    const client = await scan.aws.client('lambda');
    const found = await inParallel(functions, 4, async (name) => {
      try { return await ifThere(urlsOf(client, name, scan.region)) ?? []; } catch (error) { scan.gap('lambda:ListFunctionUrlConfigs', error, name); return []; }
    });
    yield* found.flat();
  },

  async look(aws, rs) {
    const client = await aws.client('lambda');
    const functions = [...new Set(rs.map((r) => r.functionName))];
    const now = new Map((await inParallel(functions, 4, async (name) => await ifThere(urlsOf(client, name, aws.region)) ?? [])).flat().map((url) => [url.uid, url]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.functionName, r.functionArn, r.url],
    created: ['lambda:CreateFunctionUrlConfig'],
    changed: ['lambda:UpdateFunctionUrlConfig'],
    concerns: (r, event) => names({ name: r.functionName, arn: r.functionArn }, event.request?.['functionName']) && (event.request?.['qualifier'] ?? '') === r.qualifier,
  },

  // Open addresses are common: only one that was made after the first sign is worth a question.
  judge: (r, context) => {
    const found = judged(context, ['T1133', 'T1648'], r.authType === CLOSED ? undefined : say('It asks callers for no credentials (AuthType NONE).'));
    return found?.verdict === 'suspicious' && !context.attributed && (r.createdAt ?? '') < context.indicators.since ? { ...found, verdict: 'weak' } : found;
  },

  actions: {
    contain: {
      operations: ['lambda:UpdateFunctionUrlConfig'],
      title: (r) => say('Make the URL of the function {{function}} in {{region}} ask for AWS credentials (AuthType AWS_IAM)', told(r)),
      breaks: (r) => say('Whoever calls {{url}} without a signature of AWS is refused.', { url: r.url }),
      calls: (r) => [call(r, 'lambda:UpdateFunctionUrlConfig', { AuthType: CLOSED })],
      undoCalls: (before) => [call(before, 'lambda:UpdateFunctionUrlConfig', { AuthType: before.authType })],
      done: (now) => now?.authType === CLOSED,
      apply: async (aws, r) => { await (await aws.client('lambda')).send(new UpdateFunctionUrlConfigCommand({ ...target(r), AuthType: CLOSED })); },
      undo: async (aws, before) => { await (await aws.client('lambda')).send(new UpdateFunctionUrlConfigCommand({ ...target(before), AuthType: before.authType as FunctionUrlAuthType })); },
      undoReopens: true,
    },
    preserve: preserving({ title: (r) => say('Save the URL of the function {{function}} as it is configured', { function: r.name }), file: (r) => `lambda-url-${r.region}-${r.name}`, operation: 'lambda:ListFunctionUrlConfigs' }),
    eradicate: {
      operations: ['lambda:DeleteFunctionUrlConfig'],
      title: (r) => say('Delete the URL of the function {{function}} in {{region}}', told(r)),
      breaks: (r) => say('{{url}} answers nobody any more.', { url: r.url }),
      calls: (r) => [call(r, 'lambda:DeleteFunctionUrlConfig')],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('lambda')).send(new DeleteFunctionUrlConfigCommand(target(r)))); },
      undo: irreversible(say('A URL that is made again has another address.')),
    },
  },
});
