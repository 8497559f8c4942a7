// Associations: which document runs where, by itself and again.
import {
  CreateAssociationCommand, DeleteAssociationCommand, DescribeAssociationCommand, ListAssociationsCommand, ListAssociationVersionsCommand, UpdateAssociationCommand,
  type AssociationDescription, type CreateAssociationRequest, type UpdateAssociationRequest,
} from '@aws-sdk/client-ssm';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { arnIn } from '../rooms.ts';
import { isAmazons, paged, ssmError, ssmRoom } from './state.ts';

interface Named { readonly AssociationId?: string | undefined; readonly Name?: string | undefined; readonly InstanceId?: string | undefined }
const onAssociation = ({ AssociationId = '*' }: Named, call: SimCall): string[] => [arnIn(call, 'ssm', `association/${AssociationId}`)];

function need(call: SimCall, { AssociationId, Name, InstanceId }: Named): AssociationDescription {
  const { associations } = ssmRoom(call);
  const found = AssociationId === undefined ? [...associations.values()].find((a) => a.Name === Name && a.InstanceId === InstanceId) : associations.get(AssociationId);
  if (!found) throw ssmError('AssociationDoesNotExist', 'The specified association doesn\'t exist.');
  return found;
}
function create({ Tags: _tags, ...given }: CreateAssociationRequest, call: SimCall): { AssociationDescription: AssociationDescription } {
  const { associations, documents } = ssmRoom(call);
  const { Name = '' } = given;
  if (!documents.has(Name) && !isAmazons(Name)) throw ssmError('InvalidDocument', `Document with name ${Name} does not exist.`);
  const AssociationId = call.account.ids.uuid();
  const made: AssociationDescription = { ...given, AssociationId, AssociationVersion: '1', DocumentVersion: given.DocumentVersion ?? '$DEFAULT', Date: call.now, LastUpdateAssociationDate: call.now, Overview: { Status: 'Pending' } };
  associations.set(AssociationId, made);
  ssmRoom(call).associationVersions.set(AssociationId, [made]);
  return { AssociationDescription: { ...made } };
}
/** What the request leaves out is taken away; the document stays. */
function update({ AssociationVersion: _version, ...given }: UpdateAssociationRequest, call: SimCall): { AssociationDescription: AssociationDescription } {
  const { Name, InstanceId, Date: made, AssociationVersion = '1' } = need(call, given);
  const now: AssociationDescription = {
    ...given, Name: given.Name ?? Name, ...(InstanceId === undefined ? {} : { InstanceId }), Date: made, LastUpdateAssociationDate: call.now, AssociationVersion: String(Number(AssociationVersion) + 1), DocumentVersion: given.DocumentVersion ?? '$DEFAULT', Overview: { Status: 'Pending' },
  };
  ssmRoom(call).associations.set(given.AssociationId ?? '', now);
  ssmRoom(call).associationVersions.get(given.AssociationId ?? '')?.unshift(now);
  return { AssociationDescription: { ...now } };
}

export function registerAssociations(ssm: Service<SimCall>): void {
  ssm
    .on(CreateAssociationCommand, create)
    .on(UpdateAssociationCommand, update, { resources: onAssociation })
    .on(DeleteAssociationCommand, (input, call) => { ssmRoom(call).associations.delete(need(call, input).AssociationId ?? ''); return {}; }, { resources: onAssociation })
    .on(DescribeAssociationCommand, (input, call) => ({ AssociationDescription: { ...need(call, input) } }), { resources: onAssociation })
    .on(ListAssociationVersionsCommand, (input, call) => {
      need(call, input);
      const shown = (ssmRoom(call).associationVersions.get(input.AssociationId ?? '') ?? []).map(({ Date: _made, LastUpdateAssociationDate: CreatedDate, Overview: _over, InstanceId: _on, AutomationTargetParameterName: _target, AlarmConfiguration: _alarm, ...version }) => ({ ...version, CreatedDate }));
      return paged('AssociationVersions', shown, input, call);
    }, { resources: onAssociation })
    .on(ListAssociationsCommand, (input, call) => paged('Associations', [...ssmRoom(call).associations.values()].map(({ Name, InstanceId, AssociationId, AssociationVersion, DocumentVersion, Targets, Overview, ScheduleExpression, AssociationName }) => ({
      Name, AssociationId, AssociationVersion, DocumentVersion, Targets, Overview, ...(InstanceId === undefined ? {} : { InstanceId }), ...(ScheduleExpression === undefined ? {} : { ScheduleExpression }), ...(AssociationName === undefined ? {} : { AssociationName }),
    })), input, call));
}
