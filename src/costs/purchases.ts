// Commitments that no deletion ends: reservations, Savings Plans, throughput, domains. What to do about each is AWS's to decide. Pure.
import type { Payer, Purchase } from '../core/costs.ts';
import { say, type Text } from '../core/text.ts';
import type { Instant, KindId, Resource } from '../core/types.ts';
import type { ListedThing } from './burn.ts';

type Describe = (resource: Resource, fields: Readonly<Record<string, unknown>>) => Text | undefined;
const OF: Readonly<Partial<Record<KindId, Describe>>> = {
  'ec2/reserved-instances': (r, f) => say('Reserved Instances {{id}}: {{count}} × {{type}}, until {{end}}', { id: r.name, count: number(f['count']), type: text(f['type']), end: text(f['end']) }),
  'savingsplans/savings-plan': (r, f) => say('Savings Plan {{id}}: {{commitment}} {{currency}} an hour, until {{end}}', { id: r.name, commitment: text(f['commitment']), currency: text(f['currency']), end: text(f['end']) }),
  'bedrock/provisioned-model-throughput': (r, f) => (f['commitmentEnds'] === undefined ? undefined : say('Bedrock throughput {{name}}: {{units}} model units, until {{end}}', { name: r.name, units: number(f['units']), end: text(f['commitmentEnds']) })),
  'route53domains/domain': (r) => say('Registered domain {{name}}', { name: r.name }),
};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Those bought after the first sign come first. */
export function purchasesOf(listed: readonly ListedThing[], since: Instant | null): Purchase[] {
  return listed.flatMap(({ kind, resource }): Purchase[] => {
    const said = OF[kind]?.(resource, resource as unknown as Readonly<Record<string, unknown>>);
    if (said === undefined) return [];
    const { start } = resource as Resource & { readonly start?: unknown };
    const boughtAt = resource.createdAt ?? (typeof start === 'string' ? start : null);
    return [{ kind, arn: resource.arn, region: resource.region, boughtAt, text: said, afterFirstSign: since !== null && boughtAt !== null && boughtAt >= since }];
  }).sort((a, b) => Number(b.afterFirstSign) - Number(a.afterFirstSign) || (a.arn < b.arn ? -1 : 1));
}

/** AWS bills the account that manages the organization, and speaks of charges with nobody else. */
export function payerOf(listed: readonly ListedThing[]): { readonly payer?: Payer } {
  const membership = listed.find(({ kind }) => kind === 'organizations/membership')?.resource as Readonly<Record<string, unknown>> | undefined;
  const accountId = text(membership?.['managementAccountId']);
  return accountId === '' || accountId === membership?.['accountId'] ? {} : { payer: { accountId, email: text(membership?.['managementEmail']), organizationId: text(membership?.['organizationId']) } };
}
