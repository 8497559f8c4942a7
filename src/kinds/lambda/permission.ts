// One statement of the resource policy of a function, a version or an alias: whom it lets call. Taken away, and given back as it was.
import { AddPermissionCommand, GetPolicyCommand, paginateListAliases, RemovePermissionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { failed } from '../../core/errors.ts';
import { digestOf } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type Scan } from '../kind.ts';
import { foreignPrincipals } from '../foreign-principals.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';
import { names, unqualified, versionsIn } from './parts/functions.ts';
import { isForUrl, parametersOf, principalOf, sidOf, statementsIn } from './parts/statement.ts';

export interface Permission extends Resource {
  readonly functionName: string;
  readonly functionArn: Arn;
  /** A version or an alias, each with a policy of its own; '' for the function itself. */
  readonly qualifier: string;
  readonly statementId: string;
  readonly statement: JsonObject;
}
interface Place { readonly functionName: string; readonly functionArn: Arn; readonly qualifier: string }

const named = (r: Place) => ({ FunctionName: r.functionName, ...(r.qualifier === '' ? {} : { Qualifier: r.qualifier }) });
const permissionOf = (at: Place, statement: JsonObject, region: string): Permission => {
  const sid = sidOf(statement);
  const owner = `${at.functionName}${at.qualifier === '' ? '' : `:${at.qualifier}`}`;
  return { ...at, arn: ownArn('lambda/permission', region, owner, sid), uid: `${at.functionArn}:${at.qualifier}/${sid}@${digestOf(statement).slice(0, 16)}`, name: `${owner}/${sid}`, region, owner: at.functionArn, statementId: sid, statement };
};
async function statementsAt(client: LambdaClient, at: Place, region: string): Promise<Permission[]> {
  const found = await ifThere(client.send(new GetPolicyCommand(named(at))));
  return statementsIn(found?.Policy ?? '').map((statement) => permissionOf(at, statement, region));
}

/** A pipeline may publish thousands of versions; AWS answers fifteen GetPolicy a second. */
const MOST_VERSIONS = 50;
/** The function itself, its aliases, and its newest versions: what is left out is told. */
async function placesOf(scan: Scan, client: LambdaClient, functionName: string, all: readonly { readonly FunctionArn?: string | undefined; readonly Version?: string | undefined }[]): Promise<Place[]> {
  const functionArn = unqualified(all[0]?.FunctionArn ?? '');
  const numbers = all.flatMap(({ Version: v }) => (v === undefined || v === '$LATEST' ? [] : [v])).sort((a, b) => Number(b) - Number(a));
  if (numbers.length > MOST_VERSIONS) scan.gap('lambda:GetPolicy', failed(say('Only the policies of the newest {{n}} versions were read.', { n: MOST_VERSIONS })), functionName);
  const qualifiers = ['', ...await aliasesOf(scan, client, functionName), ...numbers.slice(0, MOST_VERSIONS)];
  return qualifiers.map((qualifier) => ({ functionName, functionArn, qualifier }));
}
async function aliasesOf(scan: Scan, client: LambdaClient, FunctionName: string): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const { Aliases = [] } of paginateListAliases({ client }, { FunctionName })) found.push(...Aliases.map((a) => a.Name ?? ''));
  } catch (error) { scan.gap('lambda:ListAliases', error, FunctionName); }
  return found;
}

const told = (r: Permission) => ({ principal: principalOf(r.statement['Principal']), function: r.qualifier === '' ? r.functionName : `${r.functionName}:${r.qualifier}`, region: r.region, statement: r.statementId });
const call = (r: Permission, operation: Operation, input: JsonObject): Call => ({ operation, region: r.region, input: { ...named(r), ...input } });

export default defineKind<Permission>({
  id: 'lambda/permission', version: 1, title: say('Permission to call a Lambda function'), scope: 'regional', role: 'respawner',
  reads: ['lambda:ListFunctions', 'lambda:ListAliases', 'lambda:GetPolicy'],

  async *list(scan) {
    const functions = [...await versionsIn(scan)];
    if (functions.length === 0) return;
    const client = await scan.aws.client('lambda');
    const places = (await inParallel(functions, 4, ([name, all]) => placesOf(scan, client, name, all))).flat();
    const found = await inParallel(places, 4, async (at) => {
      try { return await statementsAt(client, at, scan.region); } catch (error) { scan.gap('lambda:GetPolicy', error, named(at).FunctionName); return []; }
    });
    yield* found.flat();
  },

  async look(aws, rs) {
    const client = await aws.client('lambda');
    const places = [...new Map(rs.map((r) => [`${r.functionName}:${r.qualifier}`, { functionName: r.functionName, functionArn: r.functionArn, qualifier: r.qualifier }])).values()];
    const now = new Map((await inParallel(places, 4, (at) => statementsAt(client, at, aws.region))).flat().map((p) => [p.uid, p]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.functionName, r.functionArn],
    created: ['lambda:AddPermission'],
    changed: [],
    concerns: (r, event) => names({ name: r.functionName, arn: r.functionArn }, event.request?.['functionName']) && event.request?.['statementId'] === r.statementId && (event.request['qualifier'] ?? '') === r.qualifier,
  },

  // What lets callers of a function URL in is judged with the URL.
  judge: (r, context) => {
    const foreign = isForUrl(r.statement) ? [] : foreignPrincipals(JSON.stringify({ Statement: [r.statement] }), context.accountId);
    return judged(context, ['T1098', 'T1648'], foreign.length === 0 ? undefined : foreign.includes('*') ? say('It lets everybody call the function.') : say('It lets other accounts call the function: {{accounts}}.', { accounts: foreign }));
  },

  actions: {
    contain: {
      operations: ['lambda:RemovePermission', 'lambda:AddPermission'],
      title: (r) => say('Take away the permission {{statement}}, by which {{principal}} may call the function {{function}} in {{region}}', told(r)),
      breaks: (r) => say('{{principal}} can no longer call {{function}}, unless another statement or a policy of its own allows it.', told(r)),
      calls: (r) => [call(r, 'lambda:RemovePermission', { StatementId: r.statementId })],
      undoCalls: (before) => [call(before, 'lambda:AddPermission', parametersOf(before.statement))],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('lambda')).send(new RemovePermissionCommand({ ...named(r), StatementId: r.statementId }))); },
      // A run that was cut off may have given it back already; AWS refuses a second one.
      undo: async (aws, before) => {
        const client = await aws.client('lambda');
        const there = await statementsAt(client, before, before.region);
        if (!there.some((p) => p.uid === before.uid)) await client.send(new AddPermissionCommand({ ...named(before), ...parametersOf(before.statement) }));
      },
      undoReopens: true,
    },
  },
});
