// How a group stood before the stranger first touched it, from its own events.
import type { Json, JsonObject } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';
import { PROCESSES, type Group } from './groups.ts';

/** What `recover` gives back. `template` and `configuration` are empty where what starts was not touched. */
export interface GroupAim extends JsonObject {
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly template: string;
  readonly version: string;
  readonly configuration: string;
  /** Processes that the owner had suspended. */
  readonly suspended: readonly string[];
}

interface Past { min: number | undefined; max: number | undefined; desired: number | undefined; template: string; version: string; configuration: string; suspended: Set<string> }
const number = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined);
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const object = (value: Json | undefined): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as JsonObject : {});

const SOURCE = ['launchTemplate', 'launchConfigurationName'] as const;
const touchesSource = (request: JsonObject): boolean => SOURCE.some((name) => request[name] !== undefined);

/** One event more. CloudTrail writes numbers, and all names in lower camel case. */
function fold(past: Past, { event, request }: HistoryEvent): void {
  const of = request ?? {};
  foldProcesses(past, event, of['scalingProcesses']);
  past.min = number(of['minSize']) ?? past.min;
  past.max = number(of['maxSize']) ?? past.max;
  past.desired = number(of['desiredCapacity']) ?? past.desired;
  if (!touchesSource(of)) return;
  const template = object(of['launchTemplate']);
  past.template = text(template['launchTemplateId']) || text(template['launchTemplateName']);
  past.version = past.template === '' ? '' : text(template['version']) || '$Default';
  past.configuration = text(of['launchConfigurationName']);
}

/** Without a list all processes are meant. */
function foldProcesses(past: Past, event: string, named: Json | undefined): void {
  const processes = Array.isArray(named) ? (named as readonly Json[]).filter((p) => typeof p === 'string') : [];
  if (event === 'autoscaling:SuspendProcesses') for (const name of processes.length === 0 ? PROCESSES : processes) past.suspended.add(name);
  if (event !== 'autoscaling:ResumeProcesses') return;
  if (processes.length === 0) past.suspended.clear();
  for (const name of processes) past.suspended.delete(name);
}

const SIZES = ['minSize', 'maxSize', 'desiredCapacity'] as const;

/** Undefined where the history begins after the group's making and does not tell what the stranger replaced. */
export function groupBefore(r: Group, history: readonly HistoryEvent[]): GroupAim | undefined {
  const first = history.findIndex((e) => e.by === 'attacker');
  if (first < 0) return undefined;
  const past: Past = { min: undefined, max: undefined, desired: undefined, template: '', version: '', configuration: '', suspended: new Set() };
  for (const event of history.slice(0, first)) fold(past, event);
  const theirs = history.slice(first).filter((e) => e.by === 'attacker').map((e) => e.request ?? {});
  const sizes = sizesOf(r, past, theirs);
  const source = sourceOf(past, theirs);
  return sizes && source && { ...sizes, ...source, suspended: [...past.suspended].sort() };
}

/** What nobody but the owner set is as it stands, unless the group is held at nothing. */
function sizesOf(r: Group, past: Past, theirs: readonly JsonObject[]): Pick<GroupAim, 'min' | 'max' | 'desired'> | undefined {
  const sized = theirs.some((request) => SIZES.some((name) => request[name] !== undefined));
  const standing = !sized && r.max > 0 ? r : undefined;
  const min = past.min ?? standing?.min;
  const max = past.max ?? standing?.max;
  return min === undefined || max === undefined ? undefined : { min, max, desired: past.desired ?? standing?.desired ?? min };
}
/** Empty where the stranger left it alone. */
function sourceOf(past: Past, theirs: readonly JsonObject[]): Pick<GroupAim, 'template' | 'version' | 'configuration'> | undefined {
  if (!theirs.some(touchesSource)) return { template: '', version: '', configuration: '' };
  return past.template === '' && past.configuration === '' ? undefined : { template: past.template, version: past.version, configuration: past.configuration };
}
