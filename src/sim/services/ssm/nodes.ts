// Hybrid activations, the machines that registered with them, and what is started on machines.
import {
  CreateActivationCommand, DeleteActivationCommand, DeregisterManagedInstanceCommand, DescribeActivationsCommand, DescribeInstanceInformationCommand, ListCommandsCommand, SendCommandCommand, StartSessionCommand,
  type Activation, type Command, type CreateActivationRequest, type SendCommandRequest, type StartSessionRequest, type StartSessionResponse,
} from '@aws-sdk/client-ssm';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { arnIn, later } from '../rooms.ts';
import { isAmazons, onDocument, paged, ssmError, ssmRoom } from './state.ts';

const DAY_MS = 86_400_000;
/** When the machine of an activation with a default name registers, in milliseconds. */
export const REGISTERS_MS = 60_000;

function activate({ Tags: _tags, RegistrationMetadata: _data, ...given }: CreateActivationRequest, call: SimCall): { ActivationId: string; ActivationCode: string } {
  const { IamRole = '', DefaultInstanceName, RegistrationLimit = 1 } = given;
  const name = IamRole.slice(IamRole.lastIndexOf('/') + 1);
  call.authorize('iam:PassRole', `arn:${call.account.partition}:iam::${call.account.id}:role/${name}`, { 'iam:PassedToService': 'ssm.amazonaws.com' });
  const ActivationId = call.account.ids.uuid();
  const made: Activation = { ...given, ActivationId, RegistrationLimit, RegistrationsCount: 0, ExpirationDate: given.ExpirationDate ?? new Date(call.now.getTime() + DAY_MS), Expired: false, CreatedDate: call.now };
  ssmRoom(call).activations.set(ActivationId, made);
  if (DefaultInstanceName !== undefined) later(call, REGISTERS_MS, () => { register(call, made); });
  return { ActivationId, ActivationCode: call.account.ids.secret(20) };
}
function register(call: SimCall, { ActivationId = '', DefaultInstanceName = '', IamRole }: Activation): void {
  const { activations, nodes } = ssmRoom(call);
  const activation = activations.get(ActivationId);
  if (!activation) return;
  activations.set(ActivationId, { ...activation, RegistrationsCount: (activation.RegistrationsCount ?? 0) + 1 });
  const InstanceId = `mi-${call.account.ids.hex(17)}`;
  const at = call.account.now();
  nodes.set(InstanceId, { InstanceId, ActivationId, IamRole, Name: DefaultInstanceName, ResourceType: 'ManagedInstance', PingStatus: 'Online', LastPingDateTime: at, RegistrationDate: at, AgentVersion: '3.3.0.0', PlatformType: 'Linux', PlatformName: 'Ubuntu', PlatformVersion: '24.04', IPAddress: '198.51.100.20', ComputerName: `${DefaultInstanceName}.example.com` });
}

function send(input: SendCommandRequest, call: SimCall): { Command: Command } {
  const { DocumentName = '', InstanceIds = [], Targets = [] } = input;
  if (!isAmazons(DocumentName) && !ssmRoom(call).documents.has(DocumentName)) throw ssmError('InvalidDocument', `Document with name ${DocumentName} does not exist.`);
  if (InstanceIds.length === 0 && Targets.length === 0) throw ssmError('ValidationException', 'Either InstanceIds or Targets must be specified.');
  const made: Command = { CommandId: call.account.ids.uuid(), DocumentName, InstanceIds, Targets, Parameters: input.Parameters ?? {}, RequestedDateTime: call.now, Status: 'Pending', StatusDetails: 'Pending', Comment: input.Comment ?? '', TargetCount: InstanceIds.length };
  ssmRoom(call).commands.unshift(made);
  return { Command: made };
}
function session({ Target = '' }: StartSessionRequest, call: SimCall): StartSessionResponse {
  const SessionId = `${call.caller.userName ?? call.caller.session?.issuerName ?? 'root'}-${call.account.ids.hex(17)}`;
  if (!/^(i|mi)-[0-9a-f]{8,17}$/.test(Target)) throw ssmError('TargetNotConnected', `${Target} is not connected.`);
  return { SessionId, StreamUrl: `wss://ssmmessages.${call.region}.amazonaws.com/v1/data-channel/${SessionId}?role=publish_subscribe`, TokenValue: call.account.ids.secret(40) };
}
/** Its token opens the session: it stands nowhere. */
const sessionElements = (output: unknown): unknown => { const { SessionId, StreamUrl } = output as StartSessionResponse; return { sessionId: SessionId, streamUrl: StreamUrl, tokenValue: 'Value hidden due to security reasons.' }; };

export function registerNodes(ssm: Service<SimCall>): void {
  ssm
    .on(CreateActivationCommand, activate, { trail: { response: (output) => ({ activationId: (output as { ActivationId: string }).ActivationId }) } })
    .on(DeleteActivationCommand, ({ ActivationId = '' }, call) => {
      if (!ssmRoom(call).activations.delete(ActivationId)) throw ssmError('InvalidActivation', 'The activation isn\'t valid. The activation might have been deleted, or the ActivationId and the ActivationCode don\'t match.');
      return {};
    })
    .on(DescribeActivationsCommand, (input, call) => paged('ActivationList', [...ssmRoom(call).activations.values()].map((a) => ({ ...a, Expired: a.ExpirationDate !== undefined && a.ExpirationDate <= call.now })), input, call))
    .on(DescribeInstanceInformationCommand, (input, call) => {
      const wanted = (key: string): readonly string[] | undefined => input.Filters?.find((f) => f.Key === key)?.Values;
      const all = [...ssmRoom(call).nodes.values()].filter((n) => wanted('ResourceType')?.includes('ManagedInstance') !== false && wanted('InstanceIds')?.includes(n.InstanceId ?? '') !== false);
      return paged('InstanceInformationList', all, input, call);
    })
    .on(DeregisterManagedInstanceCommand, ({ InstanceId = '' }, call) => {
      if (!ssmRoom(call).nodes.delete(InstanceId)) throw ssmError('InvalidInstanceId', `Instance ${InstanceId} doesn't exist.`);
      return {};
    }, { resources: ({ InstanceId = '*' }, call) => [arnIn(call, 'ssm', `managed-instance/${InstanceId}`)] })
    .on(SendCommandCommand, send, { resources: ({ DocumentName, InstanceIds = [] }, call) => [...onDocument({ Name: DocumentName }, call), ...InstanceIds.map((id) => arnIn(call, id.startsWith('mi-') ? 'ssm' : 'ec2', `${id.startsWith('mi-') ? 'managed-instance' : 'instance'}/${id}`))] })
    .on(ListCommandsCommand, (input, call) => paged('Commands', ssmRoom(call).commands, input, call))
    .on(StartSessionCommand, session, { trail: { response: sessionElements } });
}
