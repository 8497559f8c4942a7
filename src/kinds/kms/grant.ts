// A grant on a KMS key: revoked. It works beside the key's policy, and survives the user who made it.
import { paginateListGrants, RevokeGrantCommand, type GrantListEntry, type KMSClient } from '@aws-sdk/client-kms';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, irreversible, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';
import { keysInScan, READS_KEYS } from './parts/keys.ts';

export interface Grant extends Resource {
  readonly grantId: string;
  readonly keyArn: Arn;
  /** An ARN, or a service: `rds.us-east-1.amazonaws.com`. */
  readonly grantee: string;
  readonly retiring: string;
  readonly operations: readonly string[];
}

const grantOf = (g: GrantListEntry, keyArn: Arn, region: string): Grant => ({
  arn: ownArn('kms/grant', region, keyArn, g.GrantId ?? ''), uid: `${keyArn}/${g.GrantId ?? ''}`, name: g.GrantId ?? '', region, owner: keyArn, grantId: g.GrantId ?? '', keyArn, grantee: g.GranteePrincipal ?? '', retiring: g.RetiringPrincipal ?? '',
  operations: [...(g.Operations ?? [])].sort(), ...(g.CreationDate ? { createdAt: g.CreationDate.toISOString() } : {}),
});
async function grantsOf(client: KMSClient, keyArn: Arn, region: string): Promise<readonly Grant[]> {
  const found: Grant[] = [];
  for await (const page of paginateListGrants({ client }, { KeyId: keyArn })) for (const one of page.Grants ?? []) found.push(grantOf(one, keyArn, region));
  return found;
}
const input = (r: Grant) => ({ KeyId: r.keyArn, GrantId: r.grantId });

/** The account of a principal; services have none. */
const accountOf = (principal: string): string | undefined => (/^\d{12}$/.test(principal) ? principal : principal.startsWith('arn:') ? principal.split(':')[4] : undefined);
function strangers(r: Grant, accountId: string): readonly string[] {
  return [...new Set([r.grantee, r.retiring])].filter((p) => { const account = accountOf(p); return account !== undefined && account !== '' && account !== accountId; });
}

export default defineKind<Grant>({
  id: 'kms/grant', version: 1, title: say('Grant on a KMS key'), scope: 'regional', role: 'data',
  reads: [...READS_KEYS, 'kms:ListGrants'],

  async *list(scan) {
    const keys = await keysInScan(scan);
    const client = await scan.aws.client('kms');
    const found = await inParallel(keys, 8, async ({ Arn }) => {
      try { return await grantsOf(client, Arn, scan.region); } catch (error) { scan.gap('kms:ListGrants', error, Arn); return []; }
    });
    yield* found.flat();
  },
  async look(aws, rs) {
    const client = await aws.client('kms');
    const keys = [...new Set(rs.map((r) => r.keyArn))];
    const found = (await inParallel(keys, 8, async (arn) => await ifThere(grantsOf(client, arn, aws.region)) ?? [])).flat();
    const now = new Map(found.map((g) => [g.uid, g]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.grantId],
    created: ['kms:CreateGrant'],
    changed: [],
  },
  judge: (r, context) => {
    const others = strangers(r, context.accountId);
    return judged(context, ['T1098'], others.length === 0 ? undefined : say('It lets somebody from outside of the account use the key: {{principals}}.', { principals: others }));
  },

  actions: {
    contain: {
      operations: ['kms:RevokeGrant'],
      title: (r) => say('Revoke the grant of {{grantee}} on KMS key {{key}} in {{region}} ({{operations}})', { grantee: r.grantee, key: r.keyArn.slice(r.keyArn.lastIndexOf('/') + 1), region: r.region, operations: r.operations }),
      breaks: (r) => say('{{grantee}} can no longer use the key by this grant. It can take AWS five minutes until that holds everywhere.', { grantee: r.grantee }),
      calls: (r) => [{ operation: 'kms:RevokeGrant', region: r.region, input: input(r) }],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        try {
          await (await aws.client('kms')).send(new RevokeGrantCommand(input(r)));
        } catch (error) {
          if (!GONE.has(failureOf(error).code)) throw error;
        }
      },
      undo: irreversible(say('AWS does not give a revoked grant back. Another one can be made, and then has another id.')),
    },
  },
});
const GONE: ReadonlySet<string> = new Set(['NotFoundException', 'InvalidGrantIdException']);
