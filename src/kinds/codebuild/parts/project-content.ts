// What a CodeBuild project holds that can be set, what it held before a stranger, and the calls from one to the other.
import { canonical, digestOf } from '../../../core/digest.ts';
import { failed } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import type { Call, Json, JsonObject, Operation, Resource } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';
import { isEvent, isForeign, isHidden, isList, objectIn, objectsIn, switchBefore, textIn } from '../../recalling.ts';

export interface CodeBuildProject extends Resource {
  /** Its builds' logs and artifacts can be seen by everybody. */
  readonly public: boolean;
  /** What UpdateProject sets, as AWS shows it; values of variables are digests. */
  readonly config: JsonObject;
  /** Which events of a repository start builds; `null` without a webhook. */
  readonly hook: JsonObject | null;
}
export const CREATE = 'codebuild:CreateProject';
export const UPDATE = 'codebuild:UpdateProject';

const APART = /^(name|arn|created|lastModified|webhook|badge|tags|projectVisibility|publicProjectAlias|resourceAccessRole)$/;
const HOOK = /^(branchFilter|filterGroups|buildType|pullRequestBuildPolicy)$/;
/** AWS shows nothing, or an empty one. */
const isEmpty = (value: Json | undefined): boolean => value === undefined || value === null || ['""', '[]', '{}', '0'].includes(JSON.stringify(value));
const members = (value: JsonObject, wanted: (name: string) => boolean): JsonObject => Object.fromEntries(Object.entries(value).filter(([name, one]) => wanted(name) && !isEmpty(one)));
export const hookOf = (webhook: JsonObject): JsonObject => members(webhook, (name) => HOOK.test(name));

const digest = (value: Json | undefined): string => `sha256:${digestOf(value ?? '').slice(0, 16)}`;
const isPlain = (variable: JsonObject | undefined): boolean => (textIn(variable?.['type']) ?? 'PLAINTEXT') === 'PLAINTEXT';
const variablesIn = (environment: JsonObject): readonly JsonObject[] => objectsIn(environment['environmentVariables']);
const withValues = (environment: JsonObject, value: (variable: JsonObject) => Json | undefined): JsonObject => ({ ...environment, environmentVariables: variablesIn(environment).map((v) => (isPlain(v) ? { ...v, type: 'PLAINTEXT', value: value(v) ?? null } : v)) });
/** A variable may hold a secret: its value is not held. */
export function configOf(project: JsonObject): JsonObject {
  const config = members(project, (name) => !APART.test(name));
  const environment = objectIn(config['environment']);
  return environment ? { ...config, environment: withValues(environment, (v) => digest(v['value'])) } : config;
}
/** With the values that stand in one of these environments. */
export function valuesBack(environment: JsonObject, held: readonly JsonObject[]): JsonObject {
  const values = new Map(held.flatMap(variablesIn).map((v) => [digest(v['value']), v['value']]));
  return withValues(environment, (v) => {
    const value = values.get(textIn(v['value']) ?? '');
    if (value === undefined) throw failed(say('AWS shows nowhere any more what the variable {{name}} held. Put it right in the console.', { name: textIn(v['name']) ?? '' }));
    return value;
  });
}

const differs = (a: Json | undefined, b: Json | undefined): boolean => !(isEmpty(a) && isEmpty(b)) && canonical(a ?? null) !== canonical(b ?? null);
/** What takes a member away: what is not named stays. */
const nothing = (name: string, now: Json | undefined): Json => (isList(now ?? null) ? [] : typeof now === 'object' ? {} : typeof now === 'string' ? '' : name === 'concurrentBuildLimit' ? -1 : 0);
/** Answers tell the whole project after each call: what a call changed in it is its caller's. Undefined: no event shows what the stranger found. */
function ownConfig(history: readonly HistoryEvent[]): JsonObject | undefined {
  let before: JsonObject | undefined;
  const own: Record<string, Json> = {}, touched = new Set<string>();
  for (const e of history.filter((one) => isEvent(one, CREATE, UPDATE))) {
    const project = objectIn(e.response?.['project']);
    if (!project || isHidden(project) || (!before && isForeign(e))) return undefined;
    const now = configOf(project);
    for (const name of Object.keys({ ...before, ...now }).filter((one) => !before || differs(before[one], now[one]))) {
      if (isForeign(e)) touched.add(name);
      else { touched.delete(name); own[name] = now[name] ?? null; }
    }
    before = now;
  }
  return Object.fromEntries([...touched].map((name) => [name, own[name] ?? null]));
}
/** Of the webhook where a stranger touched it last. Undefined: no event shows what he found. */
function ownHook(history: readonly HistoryEvent[]): JsonObject | undefined {
  let [hook, theirs]: [JsonObject | null | undefined, boolean] = [undefined, false];
  for (const e of history.filter((one) => /Webhook$/.test(one.event))) {
    theirs = isForeign(e);
    if (!theirs) hook = isEvent(e, 'codebuild:DeleteWebhook') ? null : hookOf(objectIn(e.response?.['webhook']) ?? {});
    // AWS makes none where there is one.
    else if (hook === undefined && isEvent(e, 'codebuild:CreateWebhook')) hook = null;
  }
  return theirs ? hook === undefined ? undefined : { hook } : {};
}
const turned = (to: string) => (e: HistoryEvent): boolean => e.request?.['projectVisibility'] === to;
export function recall(_: CodeBuildProject, history: readonly HistoryEvent[]): JsonObject | undefined {
  const theirs = history.filter(isForeign);
  const started = theirs.flatMap((e) => textIn(objectIn(e.response?.['build'])?.['id']) ?? []);
  if (theirs.length === started.length && started.length > 0) return { builds: started };
  const config = ownConfig(history), hook = ownHook(history), shown = switchBefore(history, turned('PUBLIC_READ'), turned('PRIVATE'));
  return config && hook && { config, ...hook, ...(shown !== undefined && { public: shown }) };
}

export function asBefore(r: CodeBuildProject): CodeBuildProject {
  const { config, ...rest } = (r.aim ?? {}) as Partial<CodeBuildProject>;
  return { ...r, ...rest, config: { ...r.config, ...config } };
}
const hidden = (environment: JsonObject): JsonObject => withValues(environment, () => '‹any text›');
export function changesBetween(from: CodeBuildProject, to: CodeBuildProject): readonly Call[] {
  const { name, region } = to;
  const changed = Object.keys({ ...from.config, ...to.config }).filter((one) => differs(from.config[one], to.config[one]));
  const input = Object.fromEntries(changed.map((one) => [one, isEmpty(to.config[one]) ? nothing(one, from.config[one]) : one === 'environment' ? hidden(objectIn(to.config[one]) ?? {}) : to.config[one] ?? null]));
  const hook = !differs({ hook: from.hook }, { hook: to.hook }) ? [] : [{ operation: (to.hook === null ? 'codebuild:DeleteWebhook' : from.hook === null ? 'codebuild:CreateWebhook' : 'codebuild:UpdateWebhook') as Operation, region, input: { projectName: name, ...to.hook } }];
  const update = changed.length === 0 ? [] : [{ operation: UPDATE, region, input: { name, ...input } } as const];
  // A webhook is the repository's: it goes before the source does, and comes after it.
  return to.hook === null ? [...hook, ...update] : [...update, ...hook];
}
