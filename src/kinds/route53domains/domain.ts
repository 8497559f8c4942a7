// A registered domain: locked against transfer, its name servers given back. The rest a person does, with AWS Support.
import { GetHostedZoneCommand } from '@aws-sdk/client-route-53';
import {
  DisableDomainTransferLockCommand, EnableDomainTransferLockCommand, GetDomainDetailCommand, GetOperationDetailCommand, paginateListDomains, UpdateDomainNameserversCommand, type Route53DomainsClient,
} from '@aws-sdk/client-route-53-domains';
import type { ReadAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Json, JsonObject, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, globalCall, ownArn, type Action, type Deed } from '../kind.ts';
import { isEvent, isForeign, lastOwn, sdkNames } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { zonesOf } from '../route53/parts/zones.ts';
import { asInput, isObject, listOf, plain } from '../s3/parts/json.ts';

export interface Domain extends Resource {
  readonly locked: boolean;
  readonly nameservers: readonly JsonObject[];
  /** Of the one public hosted zone of its name in this account, where the history does not tell. */
  readonly zone?: readonly JsonObject[];
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

const DELEGATE = 'route53domains:UpdateDomainNameservers';
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

/** A zone that answers now is nothing to go back to: the stranger may have made it. */
async function withZone(aws: ReadAws, now: Domain, aim: JsonObject | undefined): Promise<Domain> {
  if (!aim || aim['nameservers'] !== undefined) return now;
  const client = await aws.client('route53');
  const [Id, ...more] = (await zonesOf(client)).filter((z) => z.Name === `${now.name}.` && z.Config?.PrivateZone !== true).map((z) => z.Id);
  const zone = Id === undefined || more.length > 0 ? [] : ((await client.send(new GetHostedZoneCommand({ Id }))).DelegationSet?.NameServers ?? []).map((Name) => ({ Name }));
  return zone.length === 0 || sameHosts(zone, now.nameservers) ? now : { ...now, zone };
}

const aimOf = (r: Resource | undefined): readonly Json[] | undefined => (r?.aim?.['nameservers'] === undefined ? (r as Domain | undefined)?.zone : listOf(r.aim['nameservers']));
const delegation = (r: Domain, Nameservers: readonly Json[]) => globalCall(DELEGATE, { DomainName: r.name, Nameservers });
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
  operations: [DELEGATE], reads: ['route53domains:GetOperationDetail'],
  title: (r) => say('Give domain {{domain}} its last good name servers back: {{servers}}', { domain: r.name, servers: hosts(aimOf(r)) }),
  breaks: (r) => say('Who asks for {{domain}} is no longer answered by {{servers}}, once caches have expired (up to two days).', { domain: r.name, servers: hosts(r.nameservers) }),
  impossible: (r) => (aimOf(r) ? undefined : say('Neither the event history nor a hosted zone of this account tells which name servers domain {{domain}} had before. Ask whoever serves its DNS, and set them in the Route 53 console (Registered domains).', { domain: r.name })),
  calls: (r) => { const aim = aimOf(r); return aim ? [delegation(r, aim)] : []; },
  undoCalls: (before) => [delegation(before, before.nameservers)],
  done: (now, { before }) => { const aim = aimOf(before); return now !== undefined && aim !== undefined && sameHosts(now.nameservers, aim); },
  apply: async (aws, r, deed) => { const aim = aimOf(r); if (aim && !sameHosts(r.nameservers, aim)) await delegate(aws, deed, r, aim); },
  undo: (aws, before, _, deed) => delegate(aws, deed, before, before.nameservers),
  undoReopens: true,
};

export default defineKind<Domain>({
  id: 'route53domains/domain', version: 1, title: say('Registered domain'), scope: 'global', role: 'data',
  reads: ['route53domains:ListDomains', 'route53domains:GetDomainDetail', 'route53:ListHostedZones', 'route53:GetHostedZone'],

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
      return now?.uid === r.uid ? withZone(aws, now, r.aim) : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name], created: ['route53domains:RegisterDomain'],
    changed: [
      'route53domains:DisableDomainTransferLock', 'route53domains:RetrieveDomainAuthCode', 'route53domains:TransferDomainToAnotherAwsAccount', DELEGATE,
      'route53domains:UpdateDomainContact', 'route53domains:UpdateDomainContactPrivacy', 'route53domains:DisableDomainAutoRenew',
    ],
    concerns: (r, { request }) => request?.['domainName'] === r.name,
  },
  recall: (_, history) => {
    const good = sdkNames(lastOwn(history, (e) => isEvent(e, DELEGATE))?.request?.['nameservers'] ?? []);
    return listOf(good).length > 0 ? { nameservers: good } : history.some((e) => isForeign(e) && isEvent(e, DELEGATE)) ? {} : undefined;
  },

  actions: { contain, recover },
});
