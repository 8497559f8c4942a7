// Hosted zones and their records, all pages; the SDK has no paginator for records.
import { ListResourceRecordSetsCommand, paginateListHostedZones, type HostedZone, type ListResourceRecordSetsCommandOutput, type ResourceRecordSet, type Route53Client } from '@aws-sdk/client-route-53';

export const zoneIdOf = (zone: HostedZone): string => (zone.Id ?? '').replace(/^\/hostedzone\//, '');

export async function zonesOf(client: Route53Client): Promise<readonly HostedZone[]> {
  const found: HostedZone[] = [];
  for await (const page of paginateListHostedZones({ client, pageSize: 100 }, {})) found.push(...(page.HostedZones ?? []));
  return found;
}

export async function recordsOf(client: Route53Client, HostedZoneId: string): Promise<readonly ResourceRecordSet[]> {
  const found: ResourceRecordSet[] = [];
  let from: object | undefined = {};
  while (from) {
    const page: ListResourceRecordSetsCommandOutput = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId, ...from }));
    found.push(...(page.ResourceRecordSets ?? []));
    from = page.IsTruncated === true ? { StartRecordName: page.NextRecordName, StartRecordType: page.NextRecordType, StartRecordIdentifier: page.NextRecordIdentifier } : undefined;
  }
  return found;
}
