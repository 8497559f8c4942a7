// A development endpoint of Glue: a machine with a role, which whoever holds one of its SSH keys can enter. Keys taken out, deleted.
import { DeleteDevEndpointCommand, GetDevEndpointCommand, paginateGetDevEndpoints, UpdateDevEndpointCommand, type DevEndpoint } from '@aws-sdk/client-glue';
import { say } from '../../core/text.ts';
import type { Json, Resource } from '../../core/types.ts';
import type { ReadAws } from '../../aws/session.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, MADE_ANEW } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, isHidden, listIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';

interface GlueEndpoint extends Resource {
  /** SSH public keys that open it. */
  readonly publicKeys: readonly string[];
  readonly roleArn: string;
}

function endpointOf(from: DevEndpoint, { accountId, partition, region }: ReadAws): GlueEndpoint | undefined {
  if (from.Status === 'TERMINATING' || from.Status === 'TERMINATED') return undefined;
  const { EndpointName: name = '', PublicKey, PublicKeys = [] } = from;
  const createdAt = from.CreatedTimestamp?.toISOString() ?? '';
  const arn = `arn:${partition}:glue:${region}:${accountId}:devEndpoint/${name}`;
  return {
    arn, uid: `${arn}@${createdAt}`, name, region, createdAt, publicKeys: [...new Set([...PublicKeys, ...(PublicKey ? [PublicKey] : [])])].sort(), roleArn: from.RoleArn ?? '', seen: { status: from.Status ?? '', address: from.PublicAddress ?? '' },
  };
}
const TITLE = say('Glue development endpoint');
const UPDATE = 'glue:UpdateDevEndpoint';
const without = (r: GlueEndpoint) => ({ EndpointName: r.name, DeletePublicKeys: [...r.publicKeys] });
const withThem = (r: GlueEndpoint) => ({ EndpointName: r.name, AddPublicKeys: [...r.publicKeys] });

export default defineKind<GlueEndpoint>({
  id: 'glue/dev-endpoint', version: 1, title: TITLE, scope: 'regional', role: 'machine',
  reads: ['glue:GetDevEndpoints', 'glue:GetDevEndpoint'],

  async *list({ aws }) {
    for await (const { DevEndpoints = [] } of paginateGetDevEndpoints({ client: await aws.client('glue') }, { MaxResults: 100 })) yield* DevEndpoints.flatMap((e) => endpointOf(e, aws) ?? []);
  },

  async look(aws, rs) {
    const client = await aws.client('glue');
    return inParallel(rs, 4, async (r) => {
      const found = (await ifThere(client.send(new GetDevEndpointCommand({ EndpointName: r.name }))))?.DevEndpoint;
      const now = found && endpointOf(found, aws);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['glue:CreateDevEndpoint'],
    changed: ['glue:UpdateDevEndpoint'],
    concerns: (r, { request }) => request?.['endpointName'] === r.name,
  },

  /** Where its making is told, all of its keys are. */
  recall: (_, history) => {
    if (!history.some((e) => !isForeign(e) && isEvent(e, 'glue:CreateDevEndpoint'))) return undefined;
    const keys = new Set<Json>();
    for (const { request } of history.filter((e) => !isForeign(e))) {
      for (const key of [request?.['publicKey'] ?? [], ...['publicKeys', 'addPublicKeys'].map((name) => request?.[name] ?? [])].flat()) keys.add(key);
      for (const key of listIn(request?.['deletePublicKeys'])) keys.delete(key);
    }
    return isHidden([...keys]) ? undefined : { publicKeys: [...keys].sort() };
  },

  actions: {
    recover: givingBack<GlueEndpoint>({
      sort: TITLE, operations: [UPDATE],
      back: (r) => ({ ...r, ...(r.aim as Partial<GlueEndpoint> | undefined) }),
      calls: (from, to) => {
        const [AddPublicKeys, DeletePublicKeys] = [to.publicKeys.filter((key) => !from.publicKeys.includes(key)), from.publicKeys.filter((key) => !to.publicKeys.includes(key))];
        return AddPublicKeys.length + DeletePublicKeys.length === 0 ? [] : [{ operation: UPDATE, region: to.region, input: { EndpointName: to.name, AddPublicKeys, DeletePublicKeys } }];
      },
      send: async (aws, { input }) => {
        const client = await aws.client('glue');
        const now = (await client.send(new GetDevEndpointCommand({ EndpointName: input['EndpointName'] as string }))).DevEndpoint?.PublicKeys ?? [];
        // AWS refuses to take out what is not in.
        if (listIn(input['AddPublicKeys']).some((key) => !now.includes(key as string)) || listIn(input['DeletePublicKeys']).some((key) => now.includes(key as string))) await client.send(new UpdateDevEndpointCommand(input as never));
      },
    }),
    contain: {
      operations: ['glue:UpdateDevEndpoint'],
      title: (r) => say('Take every SSH key out of the Glue endpoint {{endpoint}} in {{region}}', { endpoint: r.name, region: r.region }),
      breaks: (r) => say('Nobody can sign in to {{endpoint}} anew. Connections that are open stay open.', { endpoint: r.name }),
      calls: (r) => (r.publicKeys.length === 0 ? [] : [{ operation: 'glue:UpdateDevEndpoint', region: r.region, input: without(r) }]),
      undoCalls: (before) => (before.publicKeys.length === 0 ? [] : [{ operation: 'glue:UpdateDevEndpoint', region: before.region, input: withThem(before) }]),
      done: (now) => now?.publicKeys.length === 0,
      apply: async (aws, r) => {
        if (r.publicKeys.length > 0) await (await aws.client('glue')).send(new UpdateDevEndpointCommand(without(r)));
      },
      undo: async (aws, before) => {
        const client = await aws.client('glue');
        const now = (await client.send(new GetDevEndpointCommand({ EndpointName: before.name }))).DevEndpoint?.PublicKeys ?? [];
        if (before.publicKeys.some((key) => !now.includes(key))) await client.send(new UpdateDevEndpointCommand(withThem(before)));
      },
      undoReopens: true,
    },
    eradicate: {
      operations: ['glue:DeleteDevEndpoint'],
      title: (r) => say('Delete the Glue endpoint {{endpoint}} in {{region}}', { endpoint: r.name, region: r.region }),
      destroys: () => say('The machine, with everything on it.'),
      calls: (r) => [{ operation: 'glue:DeleteDevEndpoint', region: r.region, input: { EndpointName: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        await ifThere((await aws.client('glue')).send(new DeleteDevEndpointCommand({ EndpointName: r.name })));
      },
      undo: MADE_ANEW,
    },
  },
});
