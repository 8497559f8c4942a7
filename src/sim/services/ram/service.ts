// The simulated Resource Access Manager. Behaviour: BEHAVIOUR.md beside it.
import {
  AssociateResourceShareCommand, CreateResourceShareCommand, DeleteResourceShareCommand, DisassociateResourceShareCommand, GetResourceShareAssociationsCommand, GetResourceSharesCommand, RAMClient,
  type AssociateResourceShareCommandInput, type CreateResourceShareCommandInput, type GetResourceShareAssociationsCommandInput, type GetResourceSharesCommandInput, type ResourceShare, type ResourceShareAssociation, type ResourceShareAssociationType,
} from '@aws-sdk/client-ram';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Share extends ResourceShare { readonly resourceShareArn: string; readonly associations: Map<string, ResourceShareAssociation & { readonly associationType: ResourceShareAssociationType; readonly associatedEntity: string }> }
export const room = rooms('ram', () => new Map<string, Share>());
const VISIBLE_MS = 7_200_000;
interface Named { readonly resourceShareArn: string | undefined }
interface Parties { readonly principals?: string[] | undefined; readonly resourceArns?: string[] | undefined }

function need(call: SimCall, { resourceShareArn: arn = '' }: Named): Share {
  const found = room(call).get(arn);
  if (!found || found.status === 'DELETED') throw new AwsError('UnknownResourceException', `ResourceShare ${arn} could not be found.`);
  return found;
}
const isOutside = (principal: string, call: SimCall): boolean => /^\d{12}$/.test(principal) && principal !== call.account.id;
function associate(share: Share, { principals = [], resourceArns = [] }: Parties, call: SimCall): ResourceShareAssociation[] {
  if (share.allowExternalPrincipals === false && principals.some((one) => isOutside(one, call))) throw new AwsError('OperationNotPermittedException', 'The resource share does not allow external principals.');
  const add = (associationType: 'PRINCIPAL' | 'RESOURCE') => (associatedEntity: string): ResourceShareAssociation => {
    const external = isOutside(associatedEntity, call);
    const made = { resourceShareArn: share.resourceShareArn, resourceShareName: share.name, associatedEntity, associationType, status: external ? 'ASSOCIATING' as const : 'ASSOCIATED' as const, creationTime: call.now, lastUpdatedTime: call.now, external };
    share.associations.set(associatedEntity, made);
    return made;
  };
  return [...principals.map(add('PRINCIPAL')), ...resourceArns.map(add('RESOURCE'))];
}
function disassociate(share: Share, { principals = [], resourceArns = [] }: Parties, call: SimCall): ResourceShareAssociation[] {
  return [...principals, ...resourceArns].map((one) => {
    const known = share.associations.get(one);
    if (!known || known.status === 'DISASSOCIATED') throw new AwsError('InvalidParameterException', `${one} is not associated with the resource share.`);
    const gone = { ...known, status: 'DISASSOCIATED' as const, lastUpdatedTime: call.now };
    share.associations.set(one, gone);
    return { ...gone, status: 'DISASSOCIATING' };
  });
}
const change = (how: typeof associate) => (input: AssociateResourceShareCommandInput, call: SimCall) => ({ resourceShareAssociations: how(need(call, input), input, call) });
const viewOf = ({ associations: _, ...share }: Share): ResourceShare => share;

function create(input: CreateResourceShareCommandInput, call: SimCall): { resourceShare: ResourceShare } {
  const resourceShareArn = arnIn(call, 'ram', `resource-share/${call.account.ids.uuid()}`);
  const made: Share = { resourceShareArn, name: input.name, owningAccountId: call.account.id, allowExternalPrincipals: input.allowExternalPrincipals ?? true, status: 'ACTIVE', creationTime: call.now, lastUpdatedTime: call.now, featureSet: 'STANDARD', associations: new Map() };
  associate(made, input, call);
  room(call).set(resourceShareArn, made);
  return { resourceShare: viewOf(made) };
}
function list(input: GetResourceSharesCommandInput, call: SimCall): { resourceShares: ResourceShare[]; nextToken: string | undefined } {
  const own = input.resourceOwner === 'SELF' ? [...room(call).values()].filter((s) => (input.resourceShareArns?.includes(s.resourceShareArn) ?? true) && (input.resourceShareStatus ?? s.status) === s.status) : [];
  const { page, next } = pageOf(own, call, { max: input.maxResults, token: input.nextToken, refusal: 'InvalidNextTokenException' });
  return { resourceShares: page.map(viewOf), nextToken: next };
}
function associations(input: GetResourceShareAssociationsCommandInput, call: SimCall): { resourceShareAssociations: ResourceShareAssociation[]; nextToken: string | undefined } {
  const of = input.resourceShareArns?.map((resourceShareArn) => need(call, { resourceShareArn })) ?? [...room(call).values()];
  const all = of.flatMap((s) => [...s.associations.values()]).filter((a) => a.associationType === input.associationType && (input.associationStatus ?? a.status) === a.status);
  const { page, next } = pageOf(all, call, { max: input.maxResults, token: input.nextToken, refusal: 'InvalidNextTokenException' });
  return { resourceShareAssociations: page, nextToken: next };
}
function remove(input: Named, call: SimCall): { returnValue: boolean } {
  const share = need(call, input);
  share.status = 'DELETED';
  share.associations.clear();
  later(call, VISIBLE_MS, () => { room(call).delete(share.resourceShareArn); });
  return { returnValue: true };
}
const arns = (i: Named): string[] => [i.resourceShareArn ?? '*'];

export default function ram(): Service<SimCall> {
  return new Service<SimCall>(RAMClient, { id: 'ram' })
    .on(CreateResourceShareCommand, create)
    .on(GetResourceSharesCommand, list)
    .on(GetResourceShareAssociationsCommand, associations)
    .on(AssociateResourceShareCommand, change(associate), { resources: arns })
    .on(DisassociateResourceShareCommand, change(disassociate), { resources: arns })
    .on(DeleteResourceShareCommand, remove, { resources: arns });
}
