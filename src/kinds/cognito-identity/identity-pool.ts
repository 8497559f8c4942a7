// A Cognito identity pool: whoever signs in to it, or guests, get credentials of its roles. Until the history tells what the owner had set it hands out nothing; then that is given back, and a stranger's is deleted.
import {
  DeleteIdentityPoolCommand, DescribeIdentityPoolCommand, GetIdentityPoolRolesCommand, paginateListIdentityPools, SetIdentityPoolRolesCommand, UpdateIdentityPoolCommand, type CognitoIdentityClient, type UpdateIdentityPoolCommandInput,
} from '@aws-sdk/client-cognito-identity';
import type { ChangeAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Resource } from '../../core/types.ts';
import { givingBack, givingBackTitle } from '../giving-back.ts';
import { inParallel } from '../in-parallel.ts';
import { keptDeletion } from '../kept-deletion.ts';
import { defineKind, type HistoryEvent } from '../kind.ts';
import { isEvent, isForeign, isHidden, lastOwn, objectIn, sdkNames, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { untold } from '../standing.ts';

interface Held { readonly settings: JsonObject; readonly roles: JsonObject; readonly mappings: JsonObject }
/** Only its name is listed; what it holds is asked when it is looked at. */
interface IdentityPool extends Resource { readonly held?: Held }

const SORT = say('Cognito identity pool');
const CREATE = 'cognito-identity:CreateIdentityPool', UPDATE = 'cognito-identity:UpdateIdentityPool', ROLES = 'cognito-identity:SetIdentityPoolRoles';
const arnOf = (aws: { readonly partition: string; readonly region: string; readonly accountId: string }, id: string): string => `arn:${aws.partition}:cognito-identity:${aws.region}:${aws.accountId}:identitypool/${id}`;
/** What is off or empty counts as not set, as in a call that does not name it. */
const set = (of: object): JsonObject => Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(of)) as JsonObject).filter(([name, value]) => name !== 'IdentityPoolId' && name !== '$metadata' && value !== false && !['{}', '[]'].includes(JSON.stringify(value))));
const input = (r: IdentityPool) => ({ IdentityPoolId: r.uid });
async function read(client: CognitoIdentityClient, r: IdentityPool): Promise<Held | undefined> {
  const settings = await ifThere(client.send(new DescribeIdentityPoolCommand(input(r))));
  const given = settings && await ifThere(client.send(new GetIdentityPoolRolesCommand(input(r))));
  return settings && { settings: set(settings), roles: set(given?.Roles ?? {}), mappings: set(given?.RoleMappings ?? {}) };
}
const thing = (r: IdentityPool) => say('the Cognito identity pool {{name}}', { name: r.name });

/** Each call sets all that it can: the owner's last one tells what it was, also of what was only shut. Undefined where one was overwritten and is not told. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  let isLost = !history.some((e) => isForeign(e) && isEvent(e, UPDATE, ROLES));
  const before = (...names: readonly string[]): HistoryEvent | undefined => {
    const isSet = (e: HistoryEvent): boolean => isEvent(e, ...names), last = history.findLast(isSet), own = lastOwn(history, isSet);
    const isTold = own !== undefined && !isHidden(own.request);
    isLost ||= !isTold && last !== undefined && isForeign(last);
    return isTold ? own : undefined;
  };
  const settings = before(CREATE, UPDATE), roles = before(CREATE, ROLES);
  if (isLost) return undefined;
  const { identityPoolId: _, identityPoolTags: __, ...told } = settings?.request ?? {};
  const rules = Object.entries(objectIn(roles?.request?.['roleMappings']) ?? {}).map(([provider, rule]): [string, Json] => [provider, sdkNames(rule)]);
  const aim = { ...(settings && { settings: sdkNames(told, ['supportedLoginProviders']) }), ...(roles && { roles: roles.request?.['roles'] ?? {}, mappings: Object.fromEntries(rules) }) };
  return Object.keys(aim).length === 0 ? undefined : aim;
}

const asked = (r: IdentityPool): Held => r.held ?? { settings: {}, roles: {}, mappings: {} };
/** No way to credentials, for whomever. */
const shut = ({ settings }: Held): Held => ({ settings: { ...settings, AllowUnauthenticatedIdentities: false, AllowClassicFlow: false }, roles: {}, mappings: {} });
/** What its owner had set; shut where nothing tells that. */
function wanted(r: IdentityPool): Held {
  const { settings, ...rest } = asked(r);
  if (!r.aim) return shut(asked(r));
  const { settings: own, roles, mappings } = r.aim;
  return { ...rest, settings: own === undefined ? settings : { ...objectIn(own), IdentityPoolTags: settings['IdentityPoolTags'] ?? {} }, ...(roles !== undefined && { roles: objectIn(roles) ?? {}, mappings: objectIn(mappings) ?? {} }) };
}
const same = (a: JsonObject, b: JsonObject): boolean => canonical(set(a)) === canonical(set(b));
function between(r: IdentityPool, from: Held, to: Held): readonly Call[] {
  const mapped = Object.keys({ ...from.mappings, ...to.mappings }).length > 0;
  return [
    ...(same(from.roles, to.roles) && same(from.mappings, to.mappings) ? [] : [{ operation: ROLES, region: r.region, input: { ...input(r), Roles: to.roles, ...(mapped && { RoleMappings: to.mappings }) } } as const]),
    ...(same(from.settings, to.settings) ? [] : [{ operation: UPDATE, region: r.region, input: { ...input(r), IdentityPoolName: r.name, AllowUnauthenticatedIdentities: false, ...set(to.settings) } } as const]),
  ];
}
async function lead(aws: ChangeAws, calls: readonly Call[]): Promise<void> {
  const client = await aws.client('cognito-identity');
  for (const { operation, input: sent } of calls) await (operation === ROLES ? client.send(new SetIdentityPoolRolesCommand(sent as never)) : client.send(new UpdateIdentityPoolCommand(sent as unknown as UpdateIdentityPoolCommandInput)));
}

export default defineKind<IdentityPool>({
  id: 'cognito-identity/identity-pool', version: 1, title: SORT, scope: 'regional', role: 'credential',
  reads: ['cognito-identity:ListIdentityPools', 'cognito-identity:DescribeIdentityPool', 'cognito-identity:GetIdentityPoolRoles'],

  async *list({ aws, region }) {
    for await (const { IdentityPools = [] } of paginateListIdentityPools({ client: await aws.client('cognito-identity') }, { MaxResults: 60 })) {
      yield* IdentityPools.map(({ IdentityPoolId: id = '', IdentityPoolName: name = '' }) => ({ arn: arnOf(aws, id), uid: id, name, region }));
    }
  },
  async look(aws, rs) {
    const client = await aws.client('cognito-identity');
    return inParallel(rs, 2, async (r) => {
      const held = await read(client, r);
      return held && { arn: r.arn, uid: r.uid, name: textIn(held.settings['IdentityPoolName']) ?? r.name, region: r.region, held };
    });
  },

  traces: { ids: (r) => [r.uid, r.arn], created: [CREATE], changed: [ROLES, UPDATE] },
  recall: (_, history) => recall(history),
  judge: (_, { attributed, history = [] }) => (attributed?.origin === 'changed' && !recall(history) ? untold(attributed) : attributed),

  actions: {
    contain: {
      operations: [ROLES, UPDATE], permissions: ['iam:PassRole'],
      title: (r) => (r.aim ? givingBackTitle(SORT, r.name, r.region) : say('Let {{thing}} in {{region}} hand out no credentials', { thing: thing(r), region: r.region })),
      breaks: (r) => (r.aim ? undefined : say('Nobody gets AWS credentials from it, whether signed in or a guest. What it handed out before is valid until its time is over.')),
      calls: (r) => between(r, asked(r), wanted(r)),
      undoCalls: (before) => between(before, wanted(before), asked(before)),
      done: (now) => now?.held !== undefined && [wanted(now), shut(now.held)].some((to) => between(now, asked(now), to).length === 0),
      apply: (aws, r) => lead(aws, between(r, asked(r), wanted(r))),
      undo: (aws, before) => lead(aws, between(before, wanted(before), asked(before))),
      undoReopens: true,
    },
    recover: givingBack<IdentityPool>({
      sort: SORT, operations: [ROLES, UPDATE], permissions: ['iam:PassRole'],
      back: (r) => ({ ...r, held: wanted(r) }), calls: (from, to) => between(from, asked(from), asked(to)), send: (aws, one) => lead(aws, [one]),
    }),
    eradicate: keptDeletion<IdentityPool>({
      thing, destroys: () => say('The pool and the identities in it. Its roles stay.'),
      operation: 'cognito-identity:DeleteIdentityPool', input,
      from: 'cognito-identity:DescribeIdentityPool', whole: async (aws, r) => read(await aws.client('cognito-identity'), r),
      send: async (aws, r) => (await aws.client('cognito-identity')).send(new DeleteIdentityPoolCommand(input(r))),
    }),
  },
});
