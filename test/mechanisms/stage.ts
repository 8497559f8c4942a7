// Accounts in which mechanisms were planted: by the stranger with a leaked administrator key, or, as their benign twins, by the owner.
import type { CaseReading } from '../../src/case/read.ts';
import type { Finding } from '../../src/core/types.ts';
import { kindById } from '../../src/kinds/catalog.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play } from '../harness/play.ts';
import type { Answers, Mechanism, Played } from './row.ts';

export const NOW = '2026-11-20T09:00:00Z';
/** The first sign: what was planted came after it. */
const SINCE = '2026-11-19T08:00:00.000Z';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const CLI = 'aws-cli/2.31.18 md/awscrt#0.28.2 ua/2.1 os/linux#6.8.0-1040-aws md/arch#x86_64 lang/python#3.13.7';
export const ACTORS = {
  root: { sourceIp: '198.51.100.7', userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', mfa: true },
  alice: { credential: '${aliceKey.AccessKey.AccessKeyId}', sourceIp: '198.51.100.7', userAgent: CLI },
  ci: { credential: '${ciKey.AccessKey.AccessKeyId}', sourceIp: '198.51.100.20', userAgent: CLI },
  mallory: { credential: '${ciKey.AccessKey.AccessKeyId}', sourceIp: '203.0.113.66', userAgent: 'Boto3/1.40.61 md/Botocore#1.40.61 os/linux#6.8.0-85-generic', attacker: true },
  intruder: { root: true, sourceIp: '203.0.113.66', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', attacker: true },
};
const ROOT_OF: Readonly<Record<string, string>> = { mallory: 'intruder', alice: 'root' };
export const OWNERS = ['alice', 'ci'].flatMap((user) => [
  { at: '-90d', as: 'root', call: 'iam:CreateUser', with: { UserName: user } },
  { at: '+5s', as: 'root', call: 'iam:AttachUserPolicy', with: { UserName: user, PolicyArn: ADMINISTRATOR } },
  { at: '+5s', as: 'root', call: 'iam:CreateAccessKey', with: { UserName: user }, save: `${user}Key` },
]);

/** Every path of an answer that is not there yet, as the reference that the player fills in. */
const promised = (path: string): unknown => new Proxy({}, {
  get: (_, member) => (member === 'toJSON' || member === Symbol.toPrimitive || member === 'toString' ? () => `\${${path}}` : promised(`${path}.${String(member)}`)),
});
const answersOf = (): Answers => new Proxy({}, { get: (_, name) => promised(String(name)) });

/** `session`: the saved answer whose session is used where a call names none. */
export function callsOf(played: readonly Played[], as: string, first: string, session?: string): object[] {
  return played.map(({ service, operation, input, region, as: saved, using, asRoot }, i) => ({
    at: i === 0 ? first : '+20s', as: asRoot ? ROOT_OF[as] ?? as : as, call: `${service}:${operation}`, with: JSON.parse(JSON.stringify(typeof input === 'function' ? (input as (answers: Answers) => object)(answersOf()) : input)) as object,
    ...(region === undefined ? {} : { region }), ...(saved === undefined ? {} : { save: saved }),
    ...(using ?? (asRoot ? undefined : session)) === undefined ? {} : { using: `\${${using ?? session ?? ''}.Credentials.AccessKeyId}` },
  }));
}

/** What the rows call things by: each name, of which their twins have another. */
function namesIn(calls: unknown, member = ''): readonly string[] {
  if (Array.isArray(calls)) return calls.flatMap((one) => namesIn(one, member));
  if (typeof calls === 'object' && calls !== null) return Object.entries(calls).flatMap(([key, value]) => namesIn(value, key));
  return typeof calls === 'string' && /(name|names|bucket|identity)$/i.test(member) && /^[\w./-]+$/.test(calls) && !SHARED.test(calls) ? [calls] : [];
}
/** Not things, or those of both. */
const SHARED = /^(alice|ci|root|default|Policy|password|restore|.*\br\d.*|\w\w-\w+-\d|vpc-id|.*\.amazonaws\.com)$/;
/** The same calls for things of other names (`r38-own` beside `r38`), with answers of their own. */
export function twinsOf(mechanisms: readonly Mechanism[], part: 'setUp' | 'plant'): readonly object[] {
  const twins = mechanisms.filter((m) => m.alone !== true);
  const names = [...new Set(namesIn(twins.flatMap((m) => [...callsOf(m.setUp ?? [], 'alice', ''), ...callsOf(m.plant, 'alice', '')])))].sort((a, b) => b.length - a.length);
  const renamed = new RegExp(`(?<![\\w.$-])(?:${names.map((n) => n.replace(/[.$]/g, '\\$&')).join('|') || '-'})(?![\\w.-])|(?<![{\\w])r\\d+[a-z]*\\b`, 'g');
  return twins.flatMap((m) => callsOf(m[part] ?? [], 'alice', '+10m')).map((call) => {
    const { with: input, ...rest } = call as { readonly with: object };
    return { ...JSON.parse(JSON.stringify(rest).replace(SAVED, '$1Twin')) as object, with: JSON.parse(JSON.stringify(input).replace(renamed, '$&-own').replace(SAVED, '$1Twin')) as object };
  });
}
/** Where a call names an answer that is saved, or one that was. */
export const SAVED = /((?:(?<="save":")|(?<=\$\{))\w+)/g;

/** A role that the owner's key takes, and the stranger with it. */
export const SHARED_ROLE = [
  { at: '+5s', as: 'root', call: 'iam:CreateRole', with: { RoleName: 'deploy', MaxSessionDuration: 43_200, AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' }] } } },
  { at: '+5s', as: 'root', call: 'iam:AttachRolePolicy', with: { RoleName: 'deploy', PolicyArn: ADMINISTRATOR } },
];
const taking = (at: string, as: string, save: string): object => ({ at, as, call: 'sts:AssumeRole', with: { RoleArn: 'arn:aws:iam::111122223333:role/deploy', RoleSessionName: 'ci', DurationSeconds: 43_200 }, save });
export const TAKEN = [taking('-24h', 'ci', 'ours'), taking('+10s', 'mallory', 'taken'), { at: '+10s', as: 'ci', call: 'ec2:DescribeInstances', with: {}, using: '${ours.Credentials.AccessKeyId}' }];

/** There is no stranger at all; the owner makes all of it, too, under other names, while the stranger is in; the stranger acts in a role's session; what the owner has is older than the event history. */
interface Manner { readonly quiet?: boolean; readonly twins?: boolean; readonly byRole?: boolean; readonly old?: boolean }
/** `by`: whose hand plants them. */
export function scenarioOf(mechanisms: readonly Mechanism[], by: 'mallory' | 'alice', { quiet = false, twins = false, byRole = false, old = false }: Manner = {}): ScenarioSource {
  const calls = [
    ...OWNERS.map((call) => (old && call.at === '-90d' ? { ...call, at: '-180d' } : call)), ...(byRole ? SHARED_ROLE : []),
    ...mechanisms.flatMap((m, i) => callsOf(m.setUp ?? [], 'alice', i > 0 ? '+10m' : old ? '-150d' : '-60d')),
    ...(twins ? twinsOf(mechanisms, 'setUp') : []),
    { at: '-26h', as: 'ci', call: 'iam:ListUsers', with: {} },
    ...(quiet ? [] : [{ at: '-25h', as: 'mallory', call: 'sts:GetCallerIdentity', with: {} }]), ...(byRole ? TAKEN : []),
    ...mechanisms.filter((m) => m.plant.length > 0).flatMap((m, i) => callsOf(m.plant, by, i === 0 && !byRole ? '-24h' : '+5m', byRole ? 'taken' : undefined)),
    ...(twins ? twinsOf(mechanisms, 'plant') : []),
  ];
  return {
    name: 'mechanisms', files: {},
    data: { schemaVersion: 1, title: 'Mechanisms', story: 'Each mechanism once.', account: { id: '111122223333' }, now: NOW, actors: ACTORS, operator: 'alice', waysIn: ['alice', 'root'], calls },
  };
}

export type Sight = 'both' | 'configuration' | 'history';
export interface Seen {
  readonly findings: readonly Finding[];
  readonly account: Account;
  /** The ids of the events that planting this one left in the history. */
  eventsOf(mechanism: Mechanism): ReadonlySet<string>;
  /** The ids of the events that opened the sessions of the lineage. */
  readonly opened: ReadonlySet<string>;
}

const CALL_MS = 20_000, PAUSE_MS = 5 * 60_000;
/** When each was planted, as `scenarioOf` has it: from its first call until before the next one's. */
function plantedAt(mechanisms: readonly Mechanism[]): ReadonlyMap<Mechanism, { readonly from: number; readonly to: number }> {
  let at = new Date(NOW).getTime() - 24 * 3_600_000;
  return new Map(mechanisms.filter((m) => m.plant.length > 0).map((m) => {
    const from = at;
    at += (m.plant.length - 1) * CALL_MS + PAUSE_MS;
    return [m, { from, to: at }];
  }));
}

/** Puts what is only told into the history, a minute apart, after everything that is played. Gives the ids by mechanism. */
function tell({ world }: Account, mechanisms: readonly Mechanism[], by: 'mallory' | 'alice'): ReadonlyMap<Mechanism, readonly string[]> {
  const { sourceIp, userAgent } = ACTORS[by];
  const caller = world.history.records().find((r) => r.sourceIp === sourceIp && r.caller?.type === 'IAMUser')?.caller;
  if (caller === undefined) throw new Error(`${by} has never called.`);
  let at = new Date(NOW).getTime() - 12 * 3_600_000;
  return new Map(mechanisms.map((m) => [m, (m.told ?? []).map((told) => {
    const before = new Set(world.history.records().map((r) => r.id));
    const [source = '', name = ''] = told.event.split(':');
    at += 60_000;
    world.recordEvent({
      name, source: `${source}.amazonaws.com`, region: told.region ?? 'us-east-1', sourceIp, userAgent, request: told.request, response: told.response ?? null, at: new Date(at), type: 'AwsApiCall', readOnly: false,
      ...(told.by === 'root' ? { extra: { userIdentity: assumedRoot(world.id, new Date(at)) } } : { caller }),
    });
    return world.history.records().find((r) => !before.has(r.id))?.id ?? '';
  })]));
}
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-track-privileged-tasks.html */
const assumedRoot = (id: string, at: Date): object => ({
  type: 'Root', principalId: id, arn: `arn:aws:iam::${id}:root`, accountId: id, accessKeyId: 'ASIAROOTSESSIONEXAMPLE',
  sessionContext: { attributes: { creationDate: at.toISOString(), mfaAuthenticated: 'false' }, assumedRoot: 'true' },
});

/** The key that the stranger came in with. */
export const strangersKey = ({ world }: Account): string => world.history.records().find((r) => r.sourceIp === ACTORS.mallory.sourceIp)?.caller?.accessKeyId ?? '';

const REGIONS = ['us-east-1', 'eu-north-1', 'ap-south-1'];
/** A dry run that is told of the key and the address. */
export async function seen(mechanisms: readonly Mechanism[], by: 'mallory' | 'alice', sight: Sight): Promise<Seen> {
  const account = await openAccount(scenarioOf(mechanisms, by));
  const told = tell(account, mechanisms, by);
  await blind(account, mechanisms, sight);
  const { outcome, reading } = await play(account, { kinds: 'all', options: { dryRun: true, regions: REGIONS, accessKeyIds: [strangersKey(account)], sourceIps: ['203.0.113.66'], since: SINCE } });
  if (outcome === undefined) throw new Error('The dry run has no outcome.');
  const planted = plantedAt(mechanisms);
  return {
    findings: outcome.findings, account, opened: openedIn(reading()),
    eventsOf: (mechanism) => {
      const { from = 0, to = 0 } = planted.get(mechanism) ?? {};
      return new Set([...told.get(mechanism) ?? [], ...account.world.history.records().filter(({ at }) => at.getTime() >= from && at.getTime() < to).map((r) => r.id)]);
    },
  };
}
/** The same dry run where nobody was told of anything: everything is the owner's. */
export async function seenQuiet(mechanisms: readonly Mechanism[]): Promise<readonly Finding[]> {
  const account = await openAccount(scenarioOf(mechanisms, 'alice', { quiet: true }));
  tell(account, mechanisms, 'alice');
  const { outcome } = await play(account, { kinds: 'all', options: { dryRun: true, regions: REGIONS } });
  if (outcome === undefined) throw new Error('The dry run has no outcome.');
  return outcome.findings;
}
function openedIn({ state, objects }: CaseReading): ReadonlySet<string> {
  const lineage = (state.traced === undefined ? {} : objects.load(state.traced.lineage)) as { readonly credentials?: readonly { readonly createdBy: string | null }[] };
  return new Set((lineage.credentials ?? []).flatMap((c) => c.createdBy ?? []));
}

/** Takes away the event history, or the reads of the kinds that show these mechanisms. */
async function blind({ world }: Account, mechanisms: readonly Mechanism[], sight: Sight): Promise<void> {
  const deny = (operation: string): void => {
    const [service, name] = operation.split(':') as ['iam', string];
    world.faults.add({ fault: { kind: 'access-denied' }, service, operation: name });
  };
  if (sight === 'configuration') deny('cloudtrail:LookupEvents');
  if (sight !== 'history') return;
  const kinds = await Promise.all([...new Set(mechanisms.flatMap((m) => m.shows))].map(kindById));
  const reads = new Set(kinds.flatMap((kind) => kind?.reads ?? []));
  // Without these nothing at all can be done: not even the caller is known.
  for (const operation of reads) if (operation !== 'sts:GetCallerIdentity') deny(operation);
}
