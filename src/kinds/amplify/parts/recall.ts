// What a stranger did to the owner's Amplify app, out of its history: branches made, builds started, settings moved, and what the history does not tell.
import type { Json, JsonObject } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';
import { isEvent, isForeign, objectIn, ownMembers, textIn } from '../../recalling.ts';

export const MADE = 'amplify:CreateApp';
export const UPDATE = 'amplify:UpdateApp';
export const UPDATE_BRANCH = 'amplify:UpdateBranch';
export const STARTED = 'amplify:StartJob';
const MADE_BRANCH = 'amplify:CreateBranch';
export const CHANGED: readonly string[] = [
  UPDATE, MADE_BRANCH, UPDATE_BRANCH, 'amplify:CreateDeployment', 'amplify:StartDeployment', 'amplify:CreateWebhook', 'amplify:UpdateWebhook', 'amplify:CreateBackendEnvironment', 'amplify:CreateDomainAssociation', 'amplify:UpdateDomainAssociation',
];
/** Never written down: they hold secrets, or AWS takes them with a token only. What CloudTrail hides is not told, either. */
const UNTOLD = ['environmentVariables', 'autoBranchCreationConfig', 'repository'];
const IDS = ['appId', 'branchName'];
/** As AWS has them where the call that made the thing did not name them. */
const APP = { enableBranchAutoBuild: false, enableAutoBranchCreation: false, enableBranchAutoDeletion: false, enableBasicAuth: false, platform: 'WEB' };
const BRANCH = { enableAutoBuild: true, enableBasicAuth: false, enablePullRequestPreview: false };

interface Before { readonly set: JsonObject; readonly lost: readonly string[] }
/** The owner's last value of each member that the stranger set, one by one: what is not told of one says nothing of the others. */
function before(history: readonly HistoryEvent[], made: string, changed: string, defaults: JsonObject): Before {
  const names = [...new Set(history.flatMap((e) => (isForeign(e) && isEvent(e, changed) ? Object.keys(e.request ?? {}) : [])))].filter((name) => !IDS.includes(name));
  const set: Record<string, Json> = {};
  for (const name of names) if (!UNTOLD.includes(name)) Object.assign(set, ownMembers(history, made, changed, [...IDS, ...names.filter((other) => other !== name)], defaults));
  return { set, lost: names.filter((name) => !Object.hasOwn(set, name)) };
}
const branchOf = (e: HistoryEvent): string => textIn(e.request?.['branchName']) ?? '';

/** `off`: branches to remove; `set`, `of`: what app and branches held; `jobs`: builds to end, as `branch/id`; `lost`: what nobody tells. */
export function recall(history: readonly HistoryEvent[]): JsonObject {
  const off = [...new Set(history.flatMap((e) => (e.by === 'attacker' && isEvent(e, MADE_BRANCH) ? [branchOf(e)] : [])))];
  const others = history.filter((e) => !off.includes(branchOf(e)));
  const app = before(others, MADE, UPDATE, APP);
  const named = [...new Set(others.flatMap((e) => (isForeign(e) && isEvent(e, UPDATE_BRANCH) ? [branchOf(e)] : [])))];
  const branches = named.map((name) => ({ name, ...before(others.filter((e) => branchOf(e) === name), MADE_BRANCH, UPDATE_BRANCH, BRANCH) }));
  const jobs = others.flatMap((e) => (isForeign(e) && isEvent(e, STARTED) ? [`${branchOf(e)}/${textIn(objectIn(e.response?.['jobSummary'])?.['jobId']) ?? ''}`] : []));
  const deeds = others.flatMap((e) => (isForeign(e) && !isEvent(e, UPDATE, UPDATE_BRANCH, STARTED) ? [e.event] : []));
  return {
    off, jobs, set: app.set, of: Object.fromEntries(branches.filter((b) => Object.keys(b.set).length > 0).map((b) => [b.name, b.set])),
    lost: [...new Set([...app.lost, ...branches.flatMap((b) => b.lost.map((member) => `${b.name}: ${member}`)), ...deeds])],
  };
}
