// What ends a thing that no kind knows: the right command, with the names of the stranger's own call, and nothing that a shell or the AWS CLI takes for more.
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parseRecord, type TrailEvent } from '../../src/activity/event.ts';
import { shellWord } from '../../src/core/shell.ts';
import type { JsonObject } from '../../src/core/types.ts';
import { endingCommands } from '../../src/phases/verify/ending-commands.ts';

function called(operation: string, request: JsonObject | null, response: JsonObject | null = null): TrailEvent {
  const [service = '', eventName] = operation.split(':');
  const parsed = parseRecord({
    eventVersion: '1.11', eventID: `${operation} EXAMPLE`, eventTime: '2026-11-20T08:00:00Z', eventSource: `${service}.amazonaws.com`, eventName, awsRegion: 'eu-north-1', recipientAccountId: '111122223333',
    sourceIPAddress: '203.0.113.66', userAgent: 'aws-cli/2.31.0', userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ci', accountId: '111122223333', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', userName: 'ci' },
    requestParameters: request, responseElements: response, readOnly: false,
  });
  if ('why' in parsed) throw new Error(parsed.why.say);
  return parsed.event;
}
const command = (...args: Parameters<typeof called>): string => endingCommands([called(...args)]).join('\n');
/** What a shell hands on of a line. */
const wordsOf = (line: string): readonly string[] => execFileSync('bash', ['-c', `aws() { printf '%s\\0' "$@"; }\n${line}`], { encoding: 'utf8' }).split('\0').slice(0, -1);

describe('the names are those of the call', () => {
  test.each([
    ['ec2:CreateTransitGateway', {}, { CreateTransitGatewayResponse: { requestId: 'EXAMPLE', transitGateway: { transitGatewayId: 'tgw-0123456789abcdef0' } } }, 'ec2 delete-transit-gateway --transit-gateway-id tgw-0123456789abcdef0'],
    ['gamelift:CreateFleet', {}, { FleetAttributes: { FleetId: 'fleet-0123456789abcdef0' } }, 'gamelift update-fleet-capacity --fleet-id fleet-0123456789abcdef0 --min-size 0 --desired-instances 0'],
    ['ec2:AssociateClientVpnTargetNetwork', { ClientVpnEndpointId: 'cvpn-endpoint-EXAMPLE', SubnetId: 'subnet-EXAMPLE' }, { AssociateClientVpnTargetNetworkResponse: { associationId: 'cvpn-assoc-EXAMPLE' } }, 'ec2 disassociate-client-vpn-target-network --client-vpn-endpoint-id cvpn-endpoint-EXAMPLE --association-id cvpn-assoc-EXAMPLE'],
    ['s3:PutAccessPointPolicy', { name: 'reports' }, null, 's3control delete-access-point-policy --account-id 111122223333 --name reports'],
    ['s3:PutObjectAcl', { bucketName: 'acme-site', key: 'app.js' }, null, 's3api put-object-acl --bucket acme-site --key app.js --acl private'],
    ['organizations:InviteAccountToOrganization', { target: { id: '444455556666', type: 'ACCOUNT' } }, { handshake: { id: 'h-examplehandshake', parties: [{ id: '444455556666' }] } }, 'organizations cancel-handshake --handshake-id h-examplehandshake'],
    ['cloudformation:CreateStackInstances', { stackSetName: 'agents' }, {}, 'cloudformation delete-stack-instances --stack-set-name agents --accounts ‹accounts› --regions ‹Regions› --no-retain-stacks'],
    ['gamelift:CreateFleet', {}, { fleetAttributes: { fleetId: 'fleet-EXAMPLE' } }, 'gamelift update-fleet-capacity --fleet-id fleet-EXAMPLE --min-size 0 --desired-instances 0'],
  ] as const)('%s', (operation, request, response, expected) => {
    expect(command(operation, request, response)).toBe(`aws ${expected} --region eu-north-1`);
  });
  test('a call that made several things, and several calls: a command for each, once', () => {
    const made = called('gamelift:CreateFleet', {}, { fleets: [{ fleetId: 'fleet-EXAMPLE1' }, { fleetId: 'fleet-EXAMPLE2' }] });
    expect(endingCommands([made, made])).toEqual(['fleet-EXAMPLE1', 'fleet-EXAMPLE2'].map((id) => `aws gamelift update-fleet-capacity --fleet-id ${id} --min-size 0 --desired-instances 0 --region eu-north-1`));
  });
  test('what the call does not tell is left to the operator', () => {
    expect(command('ec2:CreateTransitGateway', { name: 'corp' })).toBe('aws ec2 delete-transit-gateway --transit-gateway-id ‹transitGatewayId› --region eu-north-1');
  });
  test('nothing is said of a call that is not known', () => {
    expect(endingCommands([called('ec2:CreateTransit', {}), called('comprehend:CreateEndpoint', {})])).toEqual([]);
    expect(endingCommands([])).toEqual([]);
  });
});

describe('names that a stranger chose', () => {
  const NASTY = ["x'; rm -rf ~; '", '$(reboot)', '`reboot`', 'a b', 'a"b', 'a\\', '*', 'a;b', '#', '~', '!!'];
  test.each(NASTY)('a shell hands %j on as one word', (name) => {
    expect(wordsOf(command('cloudformation:CreateStackSet', { stackSetName: name }))).toEqual(['cloudformation', 'delete-stack-set', '--stack-set-name', name, '--region', 'eu-north-1']);
  });
  test.each(['--endpoint-url=http://203.0.113.66', '-x', 'file:///root/.aws/credentials', 'fileb://x', 'https://example.com/x', '', 'two\nlines', 'turned\u202eround'])('%j is not put into a command at all', (name) => {
    expect(command('cloudformation:CreateStackSet', { stackSetName: name })).toBe('aws cloudformation delete-stack-set --stack-set-name ‹stackSetName› --region eu-north-1');
    expect(shellWord(name)).toBe('‹name›');
  });
  test("a tag or a nested member of the request cannot put another thing's name there", () => {
    const decoy = { tags: { fleetId: 'fleet-of-the-owner' }, environmentVariables: { fleetId: 'fleet-of-the-owner' }, nested: { fleetId: 'fleet-of-the-owner' } };
    expect(command('gamelift:CreateFleet', decoy, { fleetAttributes: { ...decoy, fleetId: 'fleet-EXAMPLE' } })).toContain('--fleet-id fleet-EXAMPLE');
    expect(command('gamelift:CreateFleet', decoy, null)).toContain('--fleet-id ‹fleetId›');
  });
});
