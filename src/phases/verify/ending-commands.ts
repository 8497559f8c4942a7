// What ends or disables a thing that no kind knows: the AWS CLI's command for it, with the names that the stranger's call tells.
import type { TrailEvent } from '../../activity/event.ts';
import { awsCli, shellWord } from '../../core/shell.ts';
import type { Json } from '../../core/types.ts';
import { isList, objectIn } from '../../kinds/recalling.ts';

/**
 * `service:Event command member…`: without a command what was created is deleted; it is of that service, unless another of the CLI's stands before it; each member of the call is the option of its
 * name, or of the one before its `=`; `--` begins what stands as it is. What can be switched on again is switched off, the rest is deleted.
 */
const COMMANDS = `
ec2:CreateVpnConnection vpnConnectionId
ec2:CreateClientVpnEndpoint clientVpnEndpointId
ec2:AssociateClientVpnTargetNetwork disassociate-client-vpn-target-network clientVpnEndpointId associationId
ec2:CreateTransitGateway transitGatewayId
ec2:CreateTransitGatewayVpcAttachment transitGatewayAttachmentId
ec2:CreateTransitGatewayPeeringAttachment transitGatewayAttachmentId
ec2:AcceptTransitGatewayPeeringAttachment delete-transit-gateway-peering-attachment transitGatewayAttachmentId
ec2:CreateVpcEndpointServiceConfiguration delete-vpc-endpoint-service-configurations service-ids=serviceId
ec2:ExportImage cancel-export-task export-task-id=exportImageTaskId
ec2:CreateInstanceExportTask cancel-export-task exportTaskId
gamelift:CreateFleet update-fleet-capacity fleetId --min-size 0 --desired-instances 0
cloud9:CreateEnvironmentEC2 delete-environment environmentId
cloudformation:CreateStackSet stackSetName
cloudformation:CreateStackInstances stackSetName --accounts ‹accounts› --regions ‹Regions› --no-retain-stacks
s3:CreateAccessPoint s3control:delete-access-point accountId name
s3:PutAccessPointPolicy s3control:delete-access-point-policy accountId name
s3:PutObjectAcl s3api:put-object-acl bucket=bucketName key --acl private
elasticfilesystem:PutFileSystemPolicy efs:delete-file-system-policy fileSystemId
elasticfilesystem:CreateMountTarget efs:delete-mount-target mountTargetId
elasticfilesystem:CreateReplicationConfiguration efs:delete-replication-configuration sourceFileSystemId
redshift:AuthorizeSnapshotAccess revoke-snapshot-access snapshotIdentifier accountWithRestoreAccess
redshift:AuthorizeDataShare deauthorize-data-share dataShareArn consumerIdentifier
redshift:PutResourcePolicy delete-resource-policy resourceArn
redshift:CreateCluster pause-cluster clusterIdentifier
kms:ImportKeyMaterial disable-key keyId
sms-voice:RequestPhoneNumber pinpoint-sms-voice-v2:release-phone-number phoneNumberId
sms-voice:SetTextMessageSpendLimitOverride pinpoint-sms-voice-v2:delete-text-message-spend-limit-override
bedrock:CreateAgent bedrock-agent:delete-agent agentId
organizations:InviteAccountToOrganization cancel-handshake handshake-id=id
`;
/** So many are shown; the console lists the others. */
const MOST = 10;
/** CloudTrail wraps what EC2 answers. */
const DEPTH = 4;

/** For the calls of one operation; empty where nothing is known that ends what they made. */
export function endingCommands(events: readonly TrailEvent[]): readonly string[] {
  const line = COMMANDS.split('\n').find((one) => one.startsWith(`${events[0]?.operation ?? ''} `));
  if (line === undefined) return [];
  const [operation = '', ...rest] = line.split(' ');
  const [own = '', event = ''] = operation.split(':');
  const isCommand = /^[a-z\d-]+:|^[a-z]+-[a-z-]+$/.test(rest[0] ?? '');
  const [verb = '', service = own] = (isCommand ? rest[0] ?? '' : kebab(event.replace('Create', 'delete'))).split(':').reverse();
  const words = isCommand ? rest.slice(1) : rest;
  const literal = words.findIndex((word) => word.startsWith('--'));
  const [members, more] = literal < 0 ? [words, []] : [words.slice(0, literal), words.slice(literal)];
  return [...new Set(events.flatMap((event) => optionsOf(event, members).map((options) => awsCli(event.region, service, verb, ...options, ...more))))].slice(0, MOST);
}

/** A call that made several things names the last member once for each of them. */
function optionsOf(event: TrailEvent, members: readonly string[]): readonly (readonly string[])[] {
  const options = members.map((word) => {
    const [member = '', ...before] = word.split('=').reverse();
    const [option = kebab(member), prefix] = before.reverse();
    const found = valuesOf(event, member).map((value) => shellWord(value, `‹${member}›`));
    return (found.length === 0 ? [`‹${member}›`] : found).map((value) => `--${option} ${prefix === undefined ? '' : `${prefix}=`}${value}`);
  });
  const [last = [''], ...first] = options.reverse();
  const before = first.reverse().map(([one = '']) => one);
  return members.length === 0 ? [[]] : last.map((one) => [...before, one]);
}
const kebab = (member: string): string => member.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** What AWS answered comes first: ids are AWS's there. Of the request the uppermost level alone, and never a tag: those names are anybody's. */
function valuesOf({ request, response, accountId }: TrailEvent, member: string): readonly string[] {
  const answered = valuesIn(response, member, DEPTH);
  const found = answered.length > 0 ? answered : valuesIn(request, member, 1);
  return found.length === 0 && member === 'accountId' ? [accountId] : found;
}
function valuesIn(from: Json, member: string, depth: number): readonly string[] {
  let level: readonly Json[] = [from];
  for (let n = 0; n < depth; n++) {
    const entries = level.flatMap((one) => Object.entries(objectIn(one) ?? {}));
    const found = entries.flatMap(([name, value]) => (name.toLowerCase() === member.toLowerCase() && typeof value === 'string' ? [value] : []));
    if (found.length > 0) return found;
    level = entries.flatMap(([name, value]) => (/tag|variables/i.test(name) ? [] : isList(value) ? value : [value]));
  }
  return [];
}
