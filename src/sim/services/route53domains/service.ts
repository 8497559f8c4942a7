// The simulated Route 53 Domains: registered domains, their transfer lock and name servers. Behaviour: BEHAVIOUR.md beside it.
import {
  DisableDomainTransferLockCommand, EnableDomainTransferLockCommand, GetDomainDetailCommand, GetOperationDetailCommand, ListDomainsCommand, RegisterDomainCommand, RetrieveDomainAuthCodeCommand,
  Route53DomainsClient, TransferDomainToAnotherAwsAccountCommand, UpdateDomainNameserversCommand, type GetDomainDetailCommandOutput, type ListDomainsCommandInput, type ListDomainsCommandOutput, type OperationType,
} from '@aws-sdk/client-route-53-domains';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { domainsState, type Domain, type Operation } from './state.ts';

const TAKES_MS = 5_000;
const YEAR_MS = 365 * 86_400_000;

function domainOf(name: string | undefined, { account }: SimCall): Domain {
  const found = domainsState(account).domains.get((name ?? '').toLowerCase());
  if (!found) throw new AwsError('InvalidInput', `Domain ${name ?? ''} not found in account ${account.id}`, 400);
  return found;
}
/** Begins an operation; what it sets is so when it ends. */
function begin(domain: Domain, type: OperationType, call: SimCall, set: Domain['asked'] = {}): { OperationId: string } {
  const { operations } = domainsState(call.account);
  const OperationId = call.account.ids.uuid();
  const operation: Operation = { domain: domain.name, type, at: call.now, done: false };
  operations.set(OperationId, operation);
  domain.asked = { ...domain.asked, ...set };
  call.account.schedule(new Date(call.now.getTime() + TAKES_MS), () => { Object.assign(domain, set); operation.done = true; });
  return { OperationId };
}

function list({ Marker, MaxItems }: ListDomainsCommandInput, { account }: SimCall): Omit<ListDomainsCommandOutput, '$metadata'> {
  const all = [...domainsState(account).domains.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const from = Number(Marker ?? 0);
  const page = all.slice(from, from + Math.min(MaxItems ?? 20, account.behaviour.pageSize));
  const next = from + page.length;
  return { Domains: page.map((d) => ({ DomainName: d.name, AutoRenew: true, TransferLock: d.locked, Expiry: d.expires })), ...(next < all.length ? { NextPageMarker: String(next) } : {}) };
}
const detail = (d: Domain): Omit<GetDomainDetailCommandOutput, '$metadata'> => ({
  DomainName: d.name, Nameservers: [...d.nameservers], AutoRenew: true, RegistrarName: 'Amazon Registrar, Inc.', CreationDate: d.created, ExpirationDate: d.expires, StatusList: d.locked ? ['clientTransferProhibited'] : ['ok'],
});

export default function route53domains(): Service<SimCall> {
  return new Service<SimCall>(Route53DomainsClient, { id: 'route53domains' })
    .on(ListDomainsCommand, list)
    .on(GetDomainDetailCommand, (input, call) => detail(domainOf(input.DomainName, call)))
    .on(RegisterDomainCommand, (input, call) => {
      const name = (input.DomainName ?? '').toLowerCase();
      const { domains, operations } = domainsState(call.account);
      domains.set(name, { name, created: call.now, expires: new Date(call.now.getTime() + (input.DurationInYears ?? 1) * YEAR_MS), locked: true, nameservers: [{ Name: 'ns-1.awsdns-01.com' }, { Name: 'ns-513.awsdns-02.net' }], asked: {} });
      const OperationId = call.account.ids.uuid();
      operations.set(OperationId, { domain: name, type: 'REGISTER_DOMAIN', at: call.now, done: true });
      return { OperationId };
    })
    .on(EnableDomainTransferLockCommand, (input, call) => { const d = domainOf(input.DomainName, call); return begin(d, 'DOMAIN_LOCK', call, { locked: true }); })
    .on(DisableDomainTransferLockCommand, (input, call) => { const d = domainOf(input.DomainName, call); return begin(d, 'DOMAIN_LOCK', call, { locked: false }); })
    .on(UpdateDomainNameserversCommand, (input, call) => { const d = domainOf(input.DomainName, call); return begin(d, 'UPDATE_NAMESERVER', call, { nameservers: input.Nameservers ?? [] }); })
    .on(RetrieveDomainAuthCodeCommand, (input, call) => { domainOf(input.DomainName, call); return { AuthCode: call.account.ids.secret(16) }; })
    .on(TransferDomainToAnotherAwsAccountCommand, (input, call) => {
      const d = domainOf(input.DomainName, call);
      return { ...begin(d, 'INTERNAL_TRANSFER_OUT_DOMAIN', call), Password: call.account.ids.secret(12) };
    })
    .on(GetOperationDetailCommand, (input, { account }) => {
      const found = domainsState(account).operations.get(input.OperationId ?? '');
      if (!found) throw new AwsError('InvalidInput', 'The requested operation was not found', 400);
      return { OperationId: input.OperationId, Status: found.done ? 'SUCCESSFUL' as const : 'IN_PROGRESS' as const, DomainName: found.domain, Type: found.type, SubmittedDate: found.at };
    });
}
