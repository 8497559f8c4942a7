// A registered domain: locked against transfer, its name servers given back. The rest a person does, with AWS Support.
import {
  DisableDomainTransferLockCommand, EnableDomainTransferLockCommand, GetDomainDetailCommand, GetOperationDetailCommand, paginateListDomains, UpdateDomainNameserversCommand, type Route53DomainsClient,
} from '@aws-sdk/client-route-53-domains';
import type { ReadAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Json, JsonObject, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, globalCall, ownArn, type Action, type Deed } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { asInput, isObject, listOf, plain } from '../s3/parts/json.ts';

export interface Domain extends Resource {
  readonly locked: boolean;
  readonly nameservers: readonly JsonObject[];
}

async function names(client: Route53DomainsClient): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const page of paginateListDomains({ client, pageSize: 100 }, {})) found.push(...(page.Domains ?? []).flatMap((d) => d.DomainName ?? []));
  return found;
}
async function domainNow(client: Route53DomainsClient, name: string): Promise<Domain> {
  const { StatusList = [], Nameservers = [], CreationDate } = await client.send(new GetDomainDetailCommand({ DomainName: name }));
  const arn = ownArn('route53domains/domain', 'aws-global', '', name);
  const createdAt = CreationDate?.toISOString();
  return { arn, uid: `${arn}@${createdAt ?? ''}`, name, region: 'aws-global', ...(createdAt === undefined ? {} : { createdAt }), locked: StatusList.includes('clientTransferProhibited'), nameservers: Nameservers.map((n) => plain(n)) };
}

const POLLS = 12;
const POLL_MS = 5_000;
/** The registrar takes its time: what AWS has only begun is waited for, a minute long. */
async function finished(client: Route53DomainsClient, deed: Deed, OperationId: string | undefined): Promise<void> {
  for (let poll = 0; poll < POLLS && OperationId !== undefined; poll++) {
    const { Status } = await client.send(new GetOperationDetailCommand({ OperationId }));
    if (Status !== 'SUBMITTED' && Status !== 'IN_PROGRESS') return;
    await deed.sleep(POLL_MS);
  }
}
async function lock(aws: ReadAws, DomainName: string, deed: Deed, on: boolean): Promise<void> {
  const client = await aws.client('route53domains');
  const { OperationId } = on ? await client.send(new EnableDomainTransferLockCommand({ DomainName })) : await client.send(new DisableDomainTransferLockCommand({ DomainName }));
  await finished(client, deed, OperationId);
}

const aimOf = (r: Resource | undefined): readonly Json[] | undefined => (r?.aim?.['nameservers'] === undefined ? undefined : listOf(r.aim['nameservers']));
const delegation = (r: Domain, Nameservers: readonly Json[]) => globalCall('route53domains:UpdateDomainNameservers', { DomainName: r.name, Nameservers });
async function delegate(aws: ReadAws, deed: Deed, r: Domain, nameservers: readonly Json[]): Promise<void> {
  const client = await aws.client('route53domains');
  const { OperationId } = await client.send(new UpdateDomainNameserversCommand(asInput(delegation(r, nameservers).input)));
  await finished(client, deed, OperationId);
}
const hosts = (servers: readonly Json[] | undefined): readonly string[] => (servers ?? []).flatMap((s) => (isObject(s) && typeof s['Name'] === 'string' ? [s['Name']] : []));
const sameHosts = (a: readonly Json[], b: readonly Json[]): boolean => canonical([...hosts(a)].sort()) === canonical([...hosts(b)].sort());

const contain: Action<Domain> = {
  operations: ['route53domains:EnableDomainTransferLock', 'route53domains:DisableDomainTransferLock'], reads: ['route53domains:GetOperationDetail'],
  title: (r) => say('Lock domain {{domain}} against transfer', { domain: r.name }),
  breaks: () => say('A transfer that the owner has begun to another registrar is refused. Check in the Route 53 console that the contacts are yours and that no transfer to another account is under way; AWS Support stops one.'),
  impossible: (r) => (r.locked ? say('Domain {{domain}} is locked against transfer.', { domain: r.name }) : undefined),
  calls: (r) => [globalCall('route53domains:EnableDomainTransferLock', { DomainName: r.name })],
  undoCalls: (before) => [globalCall('route53domains:DisableDomainTransferLock', { DomainName: before.name })],
  done: (now) => now?.locked === true,
  apply: async (aws, r, deed) => { if (!r.locked) await lock(aws, r.name, deed, true); },
  undo: (aws, before, _, deed) => lock(aws, before.name, deed, false),
  undoReopens: true,
};
const recover: Action<Domain> = {
  operations: ['route53domains:UpdateDomainNameservers'], reads: ['route53domains:GetOperationDetail'],
  title: (r) => say('Give domain {{domain}} its last good name servers back: {{servers}}', { domain: r.name, servers: hosts(aimOf(r)) }),
  breaks: (r) => say('Who asks for {{domain}} is no longer answered by {{servers}}, once caches have expired (up to two days).', { domain: r.name, servers: hosts(r.nameservers) }),
  impossible: (r) => (aimOf(r) ? undefined : say('The event history does not tell which name servers domain {{domain}} had before.', { domain: r.name })),
  calls: (r) => { const aim = aimOf(r); return aim ? [delegation(r, aim)] : []; },
  undoCalls: (before) => [delegation(before, before.nameservers)],
  done: (now, { before }) => { const aim = aimOf(before); return now !== undefined && aim !== undefined && sameHosts(now.nameservers, aim); },
  apply: async (aws, r, deed) => { const aim = aimOf(r); if (aim && !sameHosts(r.nameservers, aim)) await delegate(aws, deed, r, aim); },
  undo: (aws, before, _, deed) => delegate(aws, deed, before, before.nameservers),
  undoReopens: true,
};

export default defineKind<Domain>({
  id: 'route53domains/domain', version: 1, title: say('Registered domain'), scope: 'global', role: 'data',
  reads: ['route53domains:ListDomains', 'route53domains:GetDomainDetail'],

  // Partition aws alone has a registrar.
  async *list(scan) {
    const { aws } = scan;
    if (aws.partition !== 'aws') return;
    const client = await aws.client('route53domains');
    for (const name of await names(client)) {
      try {
        yield await domainNow(client, name);
      } catch (error) {
        scan.gap('route53domains:GetDomainDetail', error, name);
      }
    }
  },

  async look(aws, rs) {
    const client = await aws.client('route53domains');
    const here = new Set(await names(client));
    return inParallel(rs, 2, async (r) => {
      const now = here.has(r.name) ? await ifThere(domainNow(client, r.name)) : undefined;
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name], created: ['route53domains:RegisterDomain'],
    changed: [
      'route53domains:DisableDomainTransferLock', 'route53domains:RetrieveDomainAuthCode', 'route53domains:TransferDomainToAnotherAwsAccount', 'route53domains:UpdateDomainNameservers',
      'route53domains:UpdateDomainContact', 'route53domains:UpdateDomainContactPrivacy', 'route53domains:DisableDomainAutoRenew',
    ],
    concerns: (r, { request }) => request?.['domainName'] === r.name,
  },
  recall: (_, history) => {
    const spoiled = history.findIndex((e) => e.by !== undefined && e.by !== 'owner');
    const good = history.slice(0, Math.max(0, spoiled)).filter((e) => e.event === 'route53domains:UpdateDomainNameservers').at(-1);
    const servers = listOf(good?.request?.['nameservers']).flatMap((s) => (isObject(s) && typeof s['name'] === 'string' ? [{ Name: s['name'] }] : []));
    return servers.length === 0 ? undefined : { nameservers: servers };
  },

  actions: { contain, recover },
});
