// In which region a request is answered and its event is kept.
import type { ServiceId } from '../../aws/session.ts';
import type { SimAccount } from '../account.ts';

/** Services with one endpoint for the whole partition. STS is not among them: each region has its own. */
const GLOBAL: ReadonlySet<ServiceId> = new Set<ServiceId>(['iam', 'organizations', 'support', 'account', 'health', 'ce', 'budgets', 'savingsplans', 'route53', 'route53domains', 'cloudfront']);
export const isGlobal = (service: ServiceId): boolean => GLOBAL.has(service);

/** Where the events of global services and of root's sign-ins are kept. */
export const globalRegion = (partition: SimAccount['partition']): string => (partition === 'aws' ? 'us-east-1' : 'cn-north-1');
