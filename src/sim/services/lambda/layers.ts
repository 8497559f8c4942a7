// Layers: code that many functions share, in versions, each of which may be shared with other accounts.
import {
  AddLayerVersionPermissionCommand, DeleteLayerVersionCommand, GetLayerVersionCommand, GetLayerVersionPolicyCommand, ListLayersCommand, ListLayerVersionsCommand, PublishLayerVersionCommand, RemoveLayerVersionPermissionCommand,
  type AddLayerVersionPermissionRequest, type GetLayerVersionResponse, type LayersListItem, type LayerVersionsListItem, type PublishLayerVersionRequest,
} from '@aws-sdk/client-lambda';
import type { SimCall } from '../../account.ts';
import { arnIn, pageOf } from '../rooms.ts';
import { codeOf, locationOf } from './code.ts';
import { conflict, noSuchThing } from './errors.ts';
import { policyText, principalOf } from './permissions.ts';
import { register, type LambdaService } from './register.ts';
import { byText, lambdaRoom, type LayerVersionRecord, type PolicyStatement } from './state.ts';
import { lambdaTime } from './view.ts';

interface Asked { readonly LayerName: string | undefined; readonly VersionNumber?: number | undefined }
const nameOf = (given = ''): string => given.split(':layer:')[1]?.split(':')[0] ?? given;
const layerArn = (call: SimCall, name: string): string => arnIn(call, 'lambda', `layer:${name}`);
const onLayer = ({ LayerName, VersionNumber }: Asked, call: SimCall): string[] => [`${layerArn(call, nameOf(LayerName))}${VersionNumber === undefined ? '' : `:${String(VersionNumber)}`}`];

function need(call: SimCall, { LayerName, VersionNumber }: Asked): { readonly name: string; readonly version: LayerVersionRecord } {
  const name = nameOf(LayerName);
  const version = lambdaRoom(call).layers.get(name)?.versions.get(VersionNumber ?? 0);
  if (!version) throw noSuchThing();
  return { name, version };
}

function publish(input: PublishLayerVersionRequest, call: SimCall): GetLayerVersionResponse {
  const { layers } = lambdaRoom(call);
  const name = nameOf(input.LayerName);
  const layer = layers.get(name) ?? { name, arn: layerArn(call, name), numbered: 0, versions: new Map<number, LayerVersionRecord>() };
  layers.set(name, layer);
  const number = layer.numbered + 1;
  const made: LayerVersionRecord = { number, arn: `${layer.arn}:${String(number)}`, created: call.now, code: codeOf(input.Content ?? {}), given: input, statements: [] };
  layer.versions.set(number, made);
  layer.numbered = number;
  return shown(call, name, made);
}
const listed = ({ number, arn, created, given }: LayerVersionRecord): LayerVersionsListItem => ({
  LayerVersionArn: arn, Version: number, CreatedDate: lambdaTime(created), Description: given.Description ?? '',
  ...(given.CompatibleRuntimes ? { CompatibleRuntimes: given.CompatibleRuntimes } : {}), ...(given.CompatibleArchitectures ? { CompatibleArchitectures: given.CompatibleArchitectures } : {}),
});
const shown = (call: SimCall, name: string, version: LayerVersionRecord): GetLayerVersionResponse => ({
  ...listed(version), LayerArn: layerArn(call, name), Content: { Location: locationOf(call, `layer-${name}`, version.code), CodeSha256: version.code.sha256, CodeSize: version.code.size },
});

function list(input: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined }, call: SimCall): { Layers: LayersListItem[]; NextMarker?: string } {
  // A layer of which every version was deleted is no longer listed.
  const all = [...lambdaRoom(call).layers.values()].filter((l) => l.versions.size > 0).sort((a, b) => byText(a.name, b.name));
  const { page, next } = pageOf(all, call, { max: input.MaxItems, token: input.Marker, most: 50, refusal: 'InvalidParameterValueException' });
  const newest = (versions: ReadonlyMap<number, LayerVersionRecord>): LayerVersionRecord | undefined => [...versions.values()].at(-1);
  return { Layers: page.map((l) => { const last = newest(l.versions); return { LayerName: l.name, LayerArn: l.arn, ...(last ? { LatestMatchingVersion: listed(last) } : {}) }; }), ...(next === undefined ? {} : { NextMarker: next }) };
}

function share(input: AddLayerVersionPermissionRequest, call: SimCall): { Statement: string; RevisionId: string } {
  const { version } = need(call, input);
  const { StatementId: Sid = '', Principal = '', Action = '' } = input;
  if (version.statements.some((s) => s.Sid === Sid)) throw conflict(`The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`);
  const made: PolicyStatement = { Sid, Effect: 'Allow', Principal: principalOf(Principal, call), Action, Resource: version.arn, ...(input.OrganizationId === undefined ? {} : { Condition: { StringEquals: { 'aws:PrincipalOrgID': input.OrganizationId } } }) };
  version.statements = [...version.statements, made];
  return { Statement: JSON.stringify(made), RevisionId: call.account.ids.uuid() };
}
function unshare(input: Asked & { readonly StatementId: string | undefined }, call: SimCall): object {
  const { version } = need(call, input);
  if (!version.statements.some((s) => s.Sid === input.StatementId)) throw noSuchThing(`Statement ${input.StatementId ?? ''} is not found in resource policy.`);
  version.statements = version.statements.filter((s) => s.Sid !== input.StatementId);
  return {};
}

export function registerLayers(lambda: LambdaService): void {
  register(lambda, PublishLayerVersionCommand, publish, onLayer);
  register(lambda, GetLayerVersionCommand, (input, call) => { const { name, version } = need(call, input); return shown(call, name, version); }, onLayer);
  register(lambda, ListLayersCommand, list);
  register(lambda, ListLayerVersionsCommand, (input, call) => {
    const versions = [...lambdaRoom(call).layers.get(nameOf(input.LayerName))?.versions.values() ?? []].reverse();
    const { page, next } = pageOf(versions, call, { max: input.MaxItems, token: input.Marker, most: 50, refusal: 'InvalidParameterValueException' });
    return { LayerVersions: page.map(listed), ...(next === undefined ? {} : { NextMarker: next }) };
  });
  // Deleting what is not there succeeds.
  register(lambda, DeleteLayerVersionCommand, (input, call) => { lambdaRoom(call).layers.get(nameOf(input.LayerName))?.versions.delete(input.VersionNumber ?? 0); return {}; }, onLayer);
  register(lambda, AddLayerVersionPermissionCommand, share, onLayer);
  register(lambda, RemoveLayerVersionPermissionCommand, unshare, onLayer);
  register(lambda, GetLayerVersionPolicyCommand, (input, call) => ({ Policy: policyText(need(call, input).version.statements), RevisionId: 'example' }), onLayer);
}
