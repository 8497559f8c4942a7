// What Route 53 Domains keeps: registered domains, and the operations on them that are under way or over.
import type { Nameserver, OperationType } from '@aws-sdk/client-route-53-domains';
import type { SimAccount } from '../../account.ts';

interface Set { locked: boolean; nameservers: readonly Nameserver[] }
/** `asked`: what it will be when the operations are over that are under way. */
export interface Domain extends Set { readonly name: string; readonly created: Date; readonly expires: Date; asked: Partial<Set> }
export interface Operation { readonly domain: string; readonly type: OperationType; readonly at: Date; done: boolean }
interface DomainsState { readonly domains: Map<string, Domain>; readonly operations: Map<string, Operation> }
export const domainsState = (account: SimAccount): DomainsState => account.state('route53domains', (): DomainsState => ({ domains: new Map(), operations: new Map() }));
