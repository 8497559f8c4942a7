// A version of a Lambda layer: no longer shared with other accounts, saved, deleted where a stranger made it.
import {
  AddLayerVersionPermissionCommand, DeleteLayerVersionCommand, GetLayerVersionCommand, GetLayerVersionPolicyCommand, paginateListLayers, paginateListLayerVersions, RemoveLayerVersionPermissionCommand,
  type LambdaClient, type LayerVersionsListItem,
} from '@aws-sdk/client-lambda';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo, type Deed, type Scan } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { objectIn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { instantOf } from './parts/functions.ts';
import { principalOf, sidOf, statementsIn } from './parts/statement.ts';

export interface LayerVersion extends Resource {
  readonly layer: string;
  readonly number: number;
  readonly description: string;
  readonly runtimes: readonly string[];
  /** Whom it is shared with: the statements of its policy. */
  readonly shares: readonly JsonObject[];
}

async function versionOf(client: LambdaClient, item: LayerVersionsListItem, region: string): Promise<LayerVersion> {
  const arn = item.LayerVersionArn ?? '';
  const [layer = '', number = ''] = arn.split(':').slice(6);
  const policy = await ifThere(client.send(new GetLayerVersionPolicyCommand({ LayerName: layer, VersionNumber: Number(number) })));
  const createdAt = instantOf(item.CreatedDate);
  return {
    arn, uid: `${arn}@${createdAt}`, name: `${layer}:${number}`, region, createdAt, layer, number: Number(number), description: item.Description ?? '', runtimes: item.CompatibleRuntimes ?? [], shares: statementsIn(policy?.Policy ?? ''),
  };
}
async function* layersIn(scan: Scan): AsyncGenerator<LayerVersion> {
  const client = await scan.aws.client('lambda');
  for await (const { Layers = [] } of paginateListLayers({ client }, {})) {
    for (const { LayerName } of Layers) {
      for await (const { LayerVersions = [] } of paginateListLayerVersions({ client }, { LayerName })) yield* await inParallel(LayerVersions, 4, (item) => versionOf(client, item, scan.region));
    }
  }
}
const target = (r: LayerVersion) => ({ LayerName: r.layer, VersionNumber: r.number });
const call = (r: LayerVersion, operation: Operation, input: JsonObject = {}): Call => ({ operation, region: r.region, input: { ...target(r), ...input } });
/** What made that statement. */
function shareOf(statement: JsonObject): { StatementId: string; Action: string; Principal: string; OrganizationId?: string } {
  const organization = Object.values(objectIn(statement['Condition']) ?? {}).map((block) => textIn(objectIn(block)?.['aws:PrincipalOrgID'])).find((id) => id !== undefined);
  return { StatementId: sidOf(statement), Action: textIn(statement['Action']) ?? '', Principal: principalOf(statement['Principal']), ...(organization === undefined ? {} : { OrganizationId: organization }) };
}
const sharedWith = (r: LayerVersion): readonly string[] => r.shares.map((s) => principalOf(s['Principal']));

async function keep(aws: ChangeAws, r: LayerVersion, deed: Deed): Promise<void> {
  const found = await (await aws.client('lambda')).send(new GetLayerVersionCommand(target(r)));
  const from = { operation: 'lambda:GetLayerVersion', requestId: found.$metadata.requestId } as const;
  const code = found.Content?.Location === undefined ? undefined : await aws.download?.(found.Content.Location);
  const file = `lambda-layer-${r.region}-${r.layer}-${String(r.number)}`;
  await deed.keep(`${file}.json`, `${JSON.stringify({ ...r, codeSha256: found.Content?.CodeSha256 ?? null, license: found.LicenseInfo ?? null, codeSaved: code !== undefined }, null, 2)}\n`, from);
  if (code) await deed.keep(`${file}.zip`, code, from);
  await deed.making('kept', file);
}

export default defineKind<LayerVersion>({
  id: 'lambda/layer-version', version: 1, title: say('Lambda layer version'), scope: 'regional', role: 'setting',
  reads: ['lambda:ListLayers', 'lambda:ListLayerVersions', 'lambda:GetLayerVersionPolicy', 'lambda:GetLayerVersion'],

  list: layersIn,

  async look(aws, rs) {
    const client = await aws.client('lambda');
    return inParallel(rs, 4, async (r) => {
      const found = await ifThere(client.send(new GetLayerVersionCommand(target(r))));
      const now = found && await versionOf(client, found, aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.arn, r.layer],
    created: ['lambda:PublishLayerVersion'],
    changed: ['lambda:AddLayerVersionPermission', 'lambda:RemoveLayerVersionPermission'],
    concerns: (r, { request, response }) => (response?.['layerVersionArn'] === undefined ? [r.layer, r.arn.slice(0, r.arn.lastIndexOf(':'))].includes(textIn(request?.['layerName']) ?? '') && [r.number, String(r.number)].includes(request?.['versionNumber'] as number) : response['layerVersionArn'] === r.arn),
  },

  actions: {
    contain: {
      operations: ['lambda:RemoveLayerVersionPermission', 'lambda:AddLayerVersionPermission'],
      title: (r) => say('Share the layer {{layer}} in {{region}} with nobody any more', { layer: r.name, region: r.region }),
      breaks: (r) => say('It was shared with {{accounts}}. Functions of theirs that have it already go on with it.', { accounts: sharedWith(r) }),
      impossible: (r) => (r.shares.length === 0 ? say('The layer {{layer}} is shared with nobody.', { layer: r.name }) : undefined),
      calls: (r) => r.shares.map((s) => call(r, 'lambda:RemoveLayerVersionPermission', { StatementId: sidOf(s) })),
      undoCalls: (before) => before.shares.map((s) => call(before, 'lambda:AddLayerVersionPermission', shareOf(s))),
      done: (now) => now?.shares.length === 0,
      apply: async (aws, r) => {
        const client = await aws.client('lambda');
        for (const s of r.shares) await ifThere(client.send(new RemoveLayerVersionPermissionCommand({ ...target(r), StatementId: sidOf(s) })));
      },
      undo: async (aws, before) => {
        const client = await aws.client('lambda');
        const found = await ifThere(client.send(new GetLayerVersionPolicyCommand(target(before))));
        const there = statementsIn(found?.Policy ?? '').map(sidOf);
        for (const s of before.shares) if (!there.includes(sidOf(s))) await client.send(new AddLayerVersionPermissionCommand({ ...target(before), ...shareOf(s) }));
      },
      undoReopens: true,
    },
    preserve: {
      operations: [],
      title: (r) => say('Save the layer {{layer}} in {{region}} with its content', { layer: r.name, region: r.region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: keep,
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['lambda:DeleteLayerVersion'],
      title: (r) => say('Delete the layer {{layer}} in {{region}}', { layer: r.name, region: r.region }),
      breaks: () => say('Functions that have it go on with it until their configuration is changed; no other can take it.'),
      calls: (r) => [call(r, 'lambda:DeleteLayerVersion')],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('lambda')).send(new DeleteLayerVersionCommand(target(r)))); },
      undo: irreversible(say('AWS never uses the number of a layer version again. Its content is kept with the evidence.')),
    },
  },
});
