// Route 53 and Route 53 Domains, as their BEHAVIOUR.md say.
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand, DeleteHostedZoneCommand, GetChangeCommand, ListResourceRecordSetsCommand, Route53Client, type Change } from '@aws-sdk/client-route-53';
import { DisableDomainTransferLockCommand, GetDomainDetailCommand, GetOperationDetailCommand, RegisterDomainCommand, Route53DomainsClient } from '@aws-sdk/client-route-53-domains';
import { expect, it } from 'vitest';
import { opened, refusal, ROOT_KEY } from '../ec2/opened.ts';

async function withZone() {
  const at = await opened({ behaviour: { pageSize: 2 } });
  const config = { region: 'eu-west-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: at.world.endpoint.requestHandler() };
  const route53 = new Route53Client(config);
  const { HostedZone: zone } = await route53.send(new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'one' }));
  const HostedZoneId = zone?.Id ?? '';
  const change = (...Changes: readonly Change[]) => route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes: [...Changes] } }));
  return { ...at, route53, HostedZoneId, change, domains: new Route53DomainsClient({ ...config, region: 'us-east-1' }) };
}
const a = (Action: Change['Action'], Name: string, Value = '192.0.2.1'): Change => ({ Action, ResourceRecordSet: { Name, Type: 'A', TTL: 300, ResourceRecords: [{ Value }] } });

it('writes names in full, lists them from the right, and goes on at the next name', async () => {
  const { route53, HostedZoneId, change } = await withZone();
  await change(a('CREATE', 'WWW.example.com'), a('CREATE', '*.example.com'), a('UPSERT', 'a.b.example.com.'));
  const first = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
  expect(first).toMatchObject({ IsTruncated: true, NextRecordName: '\\052.example.com.', NextRecordType: 'A' });
  const next = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId, StartRecordName: first.NextRecordName, StartRecordType: first.NextRecordType }));
  expect(next.ResourceRecordSets?.map((r) => r.Name)).toEqual(['\\052.example.com.', 'a.b.example.com.']);
});

it('does a batch whole or not at all', async () => {
  const { route53, HostedZoneId, change } = await withZone();
  await change(a('CREATE', 'www.example.com'));
  expect(await refusal(change(a('CREATE', 'new.example.com'), a('DELETE', 'www.example.com', '192.0.2.9')))).toEqual(['InvalidChangeBatch', expect.stringContaining('do not match the current values') as string, 400]);
  expect((await refusal(change(a('CREATE', 'www.example.com'))))[1]).toContain('already exists');
  expect((await refusal(change(a('CREATE', 'www.example.net'))))[1]).toContain('not permitted in zone');
  expect((await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId, StartRecordName: 'new.example.com', StartRecordType: 'A' }))).ResourceRecordSets?.map((r) => r.Name)).not.toContain('new.example.com.');
});

it('keeps a zone that holds records, and says when a change is in sync', async () => {
  const { route53, HostedZoneId, change, pass, event } = await withZone();
  const { ChangeInfo } = await change(a('CREATE', 'www.example.com'));
  expect((await refusal(route53.send(new DeleteHostedZoneCommand({ Id: HostedZoneId }))))[0]).toBe('HostedZoneNotEmpty');
  pass(60);
  expect((await route53.send(new GetChangeCommand({ Id: ChangeInfo?.Id }))).ChangeInfo?.Status).toBe('INSYNC');
  expect(event('ChangeResourceRecordSets')).toMatchObject({ region: 'us-east-1', request: { hostedZoneId: HostedZoneId.replace('/hostedzone/', ''), changeBatch: { changes: [{ action: 'CREATE', resourceRecordSet: { name: 'www.example.com', type: 'A', tTL: 300 } }] } } });
});

it('locks and unlocks a domain after a while', async () => {
  const { domains, pass } = await withZone();
  const contact = { FirstName: 'alice' };
  await domains.send(new RegisterDomainCommand({ DomainName: 'example.com', DurationInYears: 1, AdminContact: contact, RegistrantContact: contact, TechContact: contact }));
  const { OperationId } = await domains.send(new DisableDomainTransferLockCommand({ DomainName: 'example.com' }));
  expect((await domains.send(new GetDomainDetailCommand({ DomainName: 'example.com' }))).StatusList).toEqual(['clientTransferProhibited']);
  pass(10);
  expect((await domains.send(new GetOperationDetailCommand({ OperationId }))).Status).toBe('SUCCESSFUL');
  expect((await domains.send(new GetDomainDetailCommand({ DomainName: 'example.com' }))).StatusList).toEqual(['ok']);
  expect((await refusal(domains.send(new GetDomainDetailCommand({ DomainName: 'example.net' }))))[0]).toBe('InvalidInput');
});
