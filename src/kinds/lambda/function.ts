// A Lambda function: kept from running, saved with its code, deleted where a stranger made it, given back its last published version.
import { createHash } from 'node:crypto';
import { DeleteFunctionCommand, DeleteFunctionConcurrencyCommand, GetFunctionConfigurationCommand, PutFunctionConcurrencyCommand, UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand, type FunctionConfiguration, type LambdaClient, type UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say, type Text } from '../../core/text.ts';
import type { Call, JsonObject, Judgement, Operation } from '../../core/types.ts';
import { givingBackTitle } from '../giving-back.ts';
import { defineKind, irreversible, KEPT_ALL, nothingToUndo, type Action, type Deed, type HistoryEvent, type JudgeContext } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isForeign, lastOwn, listIn, objectIn, sdkNames } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';
import { codeOfVersion, keepFunction, READS_EVIDENCE } from './parts/function-evidence.ts';
import { functionsIn, names, readFunction, READS_FUNCTIONS, type LambdaFunction, type PublishedVersion } from './parts/functions.ts';
import { foreignLayers } from './parts/layer-arn.ts';
import { asJson, settingsDigest, settingsOf, steering, unsteered, type Settings } from './parts/settings.ts';

const TITLE = say('Lambda function');
const UPDATE_CODE = 'lambda:UpdateFunctionCode';
const UPDATE_SETTINGS = 'lambda:UpdateFunctionConfiguration';
const call = (r: LambdaFunction, operation: Operation, input: JsonObject = {}): Call => ({ operation, region: r.region, input: { FunctionName: r.name, ...input } });
const given = (r: LambdaFunction) => ({ function: r.name, region: r.region });

const LATEST = '$LATEST';
/** No event tells an environment. Where no version has the owner's last, it stays (`kept`), but for what loads other code. */
const isKept = (r: LambdaFunction): boolean => r.aim?.['environment'] === 'kept';
/** `$LATEST`: no version is from before. What is given back stands in `own`. */
function aimed(r: LambdaFunction): PublishedVersion | undefined {
  const version = r.aim?.['version'] === LATEST ? { version: LATEST, at: '', codeSha256: r.codeSha256, settings: r.settings } : r.versions.find((v) => v.version === r.aim?.['version']);
  return version && isKept(r) ? { ...version, settings: { ...version.settings, Environment: { Variables: unsteered(r.settings.Environment.Variables) } } } : version;
}
/** What only the owner can tell: whether the variables that stay are as they were. */
function compared(r: LambdaFunction): Text | undefined {
  const variables = isKept(r) ? Object.keys(unsteered(r.settings.Environment.Variables)) : [];
  return variables.length === 0 ? undefined : say('CloudTrail tells no environment variables. Compare these with your source before it runs again: {{variables}}.', { variables });
}
const isUnpublished = (r: LambdaFunction): boolean => r.aim?.['version'] === LATEST;
/** `aim`: of whom the decision is which of both is given back. What the owner has deployed since the stranger stays. */
const hasCode = (r: LambdaFunction, v: PublishedVersion, { aim } = r): boolean => aim?.['stays'] === 'code' || r.codeSha256 === v.codeSha256;
const hasSettings = (r: LambdaFunction, v: PublishedVersion, { aim } = r): boolean => aim?.['stays'] === 'settings' || settingsDigest(r.settings) === settingsDigest({ ...r.settings, ...touched({ ...r, ...(aim && { aim }) }, v.settings) });
/** Of a configuration what the stranger set, and where the owner had set that since the version was published, as the owner did. */
function touched(r: LambdaFunction, settings: Settings): Partial<Settings> {
  const members = listIn(r.aim?.['members']);
  return members.length === 0 ? settings : Object.fromEntries(Object.entries({ ...settings, ...objectIn(r.aim?.['own']) }).filter(([name]) => members.includes(name)));
}

/** A function is `InProgress` for some seconds after an update, and then refuses the next. */
async function whenIdle(client: LambdaClient, name: string, deed: Deed): Promise<void> {
  for (let tries = 0; tries < 30; tries++) {
    const { LastUpdateStatus } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    if (LastUpdateStatus !== 'InProgress') return;
    await deed.sleep(2_000);
  }
  throw failed(say('The function {{function}} has been updating for a minute. Try again later.', { function: name }));
}

/** Description apart: it is left as it is. */
const inputOf = ({ Description: _, ...settings }: Partial<Settings>): Partial<Settings> => settings;
function settingsCall(r: LambdaFunction, v: PublishedVersion): Call {
  const { Environment, ...settings } = inputOf(touched(r, v.settings));
  const Variables = Object.fromEntries(Object.keys(Environment?.Variables ?? {}).map((name) => [name, `‹its value in version ${v.version}›`]));
  return call(r, 'lambda:UpdateFunctionConfiguration', { ...asJson(settings), ...(Environment && { Environment: { Variables } }) });
}

async function giveBack(aws: ChangeAws, r: LambdaFunction, deed: Deed): Promise<void> {
  const version = aimed(r);
  if (!version) throw failed(say('The version to go back to is gone.'));
  const client = await aws.client('lambda');
  if (!hasCode(r, version)) {
    const code = await codeOfVersion(aws, client, r, version.version);
    if ('ZipFile' in code && createHash('sha256').update(code.ZipFile).digest('base64') !== version.codeSha256) throw failed(say('What AWS gave as the code of version {{version}} of {{function}} has another digest than it should. Nothing was changed.', { version: version.version, function: r.name }));
    await whenIdle(client, r.name, deed);
    await client.send(new UpdateFunctionCodeCommand({ FunctionName: r.name, ...code }));
  }
  if (hasSettings(r, version)) return;
  const old = async (Qualifier: string, mask: typeof unsteered): Promise<Settings> => settingsOf(await client.send(new GetFunctionConfigurationCommand({ FunctionName: r.name, Qualifier })), mask);
  const settings = { ...await old(version.version, (variables) => variables), ...(isKept(r) && { Environment: (await old(LATEST, unsteered)).Environment }) };
  await whenIdle(client, r.name, deed);
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: r.name, ...inputOf(touched(r, settings)) } as UpdateFunctionConfigurationCommandInput));
}

/**
 * The newest version that was published before the stranger's first change of what is to be given back: code, configuration, or both.
 * Where there is none, of a configuration what the last call before told: Lambda answers with all of it but the environment. `{}`: neither tells.
 */
function recall(r: LambdaFunction, history: readonly HistoryEvent[]): JsonObject | undefined {
  // A deployment replaces the code whole; of a configuration it may set only a part.
  const deployed = lastOwn(history, (e) => e.event === UPDATE_CODE);
  const [codes, settings] = [UPDATE_CODE, UPDATE_SETTINGS].map((name) => history.filter((e) => isForeign(e) && e.event === name)) as [HistoryEvent[], HistoryEvent[]];
  const code = codes.some((e) => deployed === undefined || e.time > deployed.time);
  const first = history.find((e) => e.by === 'attacker' && (settings.includes(e) || (code && codes.includes(e))));
  if (!first) return undefined;
  // Events tell whole seconds: what was published in that second is the stranger's.
  const version = r.versions.find((v) => v.at !== '' && Date.parse(v.at) < Date.parse(first.time));
  const told = version ? { version: version.version, at: version.at, settings: {} } : code ? undefined : toldBefore(history, first);
  if (!told) return {};
  const isKeptSince = !version || lastOwn(history, (e) => e.event === UPDATE_SETTINGS && e.time > version.at) !== undefined;
  const members = setBy(r, settings, isKeptSince);
  const own = Object.fromEntries(members.flatMap((name) => {
    const last = lastOwn(history, (e) => e.event === UPDATE_SETTINGS && e.time > told.at && requested(e)[name] !== undefined);
    const value = (last && requested(last)[name]) ?? told.settings[name];
    return value === undefined || name === 'Environment' ? [] : [[name, value]];
  }));
  const aim = { version: told.version, ...(code ? {} : { stays: 'code' }), ...(settings.length === 0 ? { stays: 'settings' } : { members, own, ...(isKeptSince && { environment: 'kept' }) }) };
  const [target] = [{ ...r, aim }].map(aimed);
  return target && !(hasCode(r, target, { ...r, aim }) && hasSettings(r, target, { ...r, aim })) ? aim : undefined;
}
const requested = (e: HistoryEvent): JsonObject => objectIn(sdkNames(e.request)) ?? {};
function toldBefore(history: readonly HistoryEvent[], first: HistoryEvent): { readonly version: string; readonly at: string; readonly settings: JsonObject } | undefined {
  const last = history.slice(0, history.indexOf(first)).findLast((e) => e.response?.['handler'] !== undefined || e.response?.['packageType'] !== undefined);
  return last && { version: LATEST, at: first.time, settings: asJson(settingsOf(sdkNames(last.response) as FunctionConfiguration)) };
}
/** Whether a call named an environment is never told. */
const setBy = (r: LambdaFunction, settings: readonly HistoryEvent[], isKeptSince: boolean): readonly string[] => [...new Set(settings.flatMap((e) => Object.keys(requested(e))))]
  .filter((name) => !['FunctionName', 'RevisionId'].includes(name) && (name !== 'Environment' || !isKeptSince || steering(r.settings.Environment.Variables).length > 0));

function judge(r: LambdaFunction, context: JudgeContext): Judgement | undefined {
  const { attributed, accountId, indicators: { since }, history = [] } = context;
  if (attributed) return attributed;
  // AWS tells when a function was last changed, not when it was made.
  const at = r.seen?.lastModified ?? '';
  if (since !== '' && at >= since && history.length === 0) return { verdict: 'suspicious', techniques: ['T1648'], because: say('Made or changed at {{at}}, after the first sign, and no event tells by whom.', { at }) };
  const foreign = foreignLayers(r.settings.Layers ?? [], accountId);
  const loads = steering(r.settings.Environment.Variables).filter((name) => name === 'AWS_LAMBDA_EXEC_WRAPPER');
  return judged(context, ['T1525'], foreign.length > 0 && loads.length > 0 ? say('Before its own code it runs what a layer of another account holds: {{layers}} ({{variables}}).', { layers: foreign, variables: loads }) : undefined);
}

const contain: Action<LambdaFunction> = {
  operations: ['lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency'],
  title: (r) => say('Keep the function {{function}} in {{region}} from running: reserved concurrency 0', given(r)),
  breaks: (r) => say('Every invocation of {{function}} is refused, whoever calls it. What it was doing goes on for 15 minutes at most.', given(r)),
  calls: (r) => [call(r, 'lambda:PutFunctionConcurrency', { ReservedConcurrentExecutions: 0 })],
  undoCalls: (before) => [typeof before.reserved === 'number' ? call(before, 'lambda:PutFunctionConcurrency', { ReservedConcurrentExecutions: before.reserved }) : call(before, 'lambda:DeleteFunctionConcurrency')],
  done: (now) => now?.reserved === 0,
  undone: (now, before) => now !== undefined && now.reserved === (before.reserved ?? null),
  apply: async (aws, r) => { await (await aws.client('lambda')).send(new PutFunctionConcurrencyCommand({ FunctionName: r.name, ReservedConcurrentExecutions: 0 })); },
  undo: async (aws, before) => {
    const client = await aws.client('lambda');
    if (typeof before.reserved === 'number') await client.send(new PutFunctionConcurrencyCommand({ FunctionName: before.name, ReservedConcurrentExecutions: before.reserved }));
    else await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: before.name }));
  },
  undoReopens: true,
};

export default defineKind<LambdaFunction>({
  id: 'lambda/function', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: READS_FUNCTIONS,

  async *list(scan) { yield* await functionsIn(scan); },

  async look(aws, rs) {
    const client = await aws.client('lambda');
    return inParallel(rs, 4, async (r) => {
      const now = await readFunction(client, r.name, aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['lambda:CreateFunction'],
    changed: ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration', 'lambda:UpdateAlias', 'lambda:DeleteFunctionConcurrency', 'lambda:PutFunctionEventInvokeConfig', 'lambda:UpdateFunctionEventInvokeConfig', 'lambda:PutRuntimeManagementConfig', 'lambda:DeleteFunctionCodeSigningConfig'],
    concerns: (r, event) => names(r, event.request?.['functionName']),
  },
  recall,

  judge,

  actions: {
    contain,
    preserve: {
      operations: [], reads: READS_EVIDENCE,
      title: (r) => say('Save the function {{function}} in {{region}}: code, configuration, policy, aliases, URLs', given(r)),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: keepFunction,
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['lambda:DeleteFunction'],
      title: (r) => say('Delete the function {{function}} in {{region}}', given(r)),
      destroys: (r) => say('Its published versions ({{n}}), aliases, URLs and policy go with it.', { n: r.published }),
      calls: (r) => [call(r, 'lambda:DeleteFunction')],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('lambda')).send(new DeleteFunctionCommand({ FunctionName: r.name }))); },
      undo: KEPT_ALL,
    },
    recover: {
      operations: ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'], reads: ['lambda:GetFunctionConfiguration', 'lambda:GetFunction'], permissions: ['iam:PassRole'], lifts: (r) => compared(r) ?? true,
      title: (r) => (isUnpublished(r) ? givingBackTitle(TITLE, r.name, r.region) : say('Give the function {{function}} in {{region}} back what version {{version}} holds', { ...given(r), version: aimed(r)?.version ?? '' })),
      breaks: (r) => compared(r) ?? (isUnpublished(r) ? undefined : say('{{function}} works as on {{at}}, when that version was published. What the owner changed after that and never published is not in it.', { function: r.name, at: aimed(r)?.at ?? '' })),
      impossible: (r) => (aimed(r) ? undefined : say('The function {{function}} has no published version from before. Deploy it again from its source, then give it back with: aws-incident undo', { function: r.name })),
      calls: (r) => {
        const version = aimed(r);
        if (!version) return [];
        const code = r.packageType === 'Image' ? { ImageUri: `‹the image of version ${version.version}›` } : { ZipFile: `‹the code of version ${version.version}›` };
        return [...(hasCode(r, version) ? [] : [call(r, 'lambda:UpdateFunctionCode', code)]), ...(hasSettings(r, version) ? [] : [settingsCall(r, version)])];
      },
      done: (now, { before }) => {
        const version = before && aimed(before as LambdaFunction);
        return now !== undefined && version !== undefined && hasCode(now, version, before as LambdaFunction) && hasSettings(now, version, before as LambdaFunction);
      },
      apply: giveBack,
      undo: irreversible(say('What the stranger put in is not given back. It is kept with the evidence.')),
    },
  },
});
