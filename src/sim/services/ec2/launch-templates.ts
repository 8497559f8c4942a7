// Launch templates and their versions, and what a launch takes from one.
import {
  CreateLaunchTemplateCommand, CreateLaunchTemplateVersionCommand, DeleteLaunchTemplateCommand, DeleteLaunchTemplateVersionsCommand, DescribeLaunchTemplatesCommand, DescribeLaunchTemplateVersionsCommand, ModifyLaunchTemplateCommand,
  type DeleteLaunchTemplateVersionsCommandInput, type DescribeLaunchTemplatesCommandInput, type DescribeLaunchTemplateVersionsCommandInput, type LaunchTemplate, type LaunchTemplateVersion, type RequestLaunchTemplateData,
  type CreateLaunchTemplateCommandInput, type CreateLaunchTemplateVersionCommandInput, type ModifyLaunchTemplateCommandInput, type DeleteLaunchTemplateVersionsCommandOutput,
} from '@aws-sdk/client-ec2';
import type { SimAccount, SimCall } from '../../account.ts';
import { computeOf, computeRegion, type Template, type TemplateVersion } from './compute-state.ts';
import { invalidValue, missing, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { setTags, tagList, type Ec2Region } from './state.ts';
import { modern } from './trail.ts';

interface Named { readonly LaunchTemplateId?: string | undefined; readonly LaunchTemplateName?: string | undefined }

/** By id or by name, not by both. */
export function templateOf(account: SimAccount, region: string, { LaunchTemplateId: id, LaunchTemplateName: name }: Named): Template {
  if (id !== undefined && name !== undefined) throw invalidValue('Launch template id and launch template name cannot both be specified.');
  if (id === undefined && name === undefined) throw missing('LaunchTemplateId');
  const found = [...computeRegion(account, region).templates.values()].find((t) => (id === undefined ? t.name === name : t.id === id));
  if (!found) throw id === undefined ? other('InvalidLaunchTemplateName.NotFoundException', 'At least one of the launch templates specified in the request does not exist.') : other('InvalidLaunchTemplateId.NotFound', `The specified launch template, with template ID ${id}, does not exist.`);
  return found;
}
const latestOf = (t: Template): number => Math.max(...t.versions.keys());
/** `$Latest`, `$Default` or a number. */
export function versionOf(t: Template, asked = '$Default'): TemplateVersion {
  const number = asked === '$Latest' ? latestOf(t) : asked === '$Default' ? t.defaultVersion : Number(asked);
  const found = t.versions.get(number);
  if (!found) throw other('InvalidLaunchTemplateId.VersionNotFound', `Could not find launch template version ${asked} for launch template ${t.id}.`);
  return found;
}

const view = (t: Template, region: Ec2Region): LaunchTemplate => ({
  LaunchTemplateId: t.id, LaunchTemplateName: t.name, CreateTime: t.created, CreatedBy: t.createdBy, DefaultVersionNumber: t.defaultVersion, LatestVersionNumber: latestOf(t), Tags: tagList(region, t.id),
});
const versionView = (t: Template, v: TemplateVersion): LaunchTemplateVersion => ({
  LaunchTemplateId: t.id, LaunchTemplateName: t.name, VersionNumber: v.number, CreateTime: v.created, CreatedBy: v.createdBy, DefaultVersion: v.number === t.defaultVersion,
  LaunchTemplateData: v.data, ...(v.description === undefined ? {} : { VersionDescription: v.description }),
});

function create(input: CreateLaunchTemplateCommandInput, region: Ec2Region, call: SimCall): { LaunchTemplate: LaunchTemplate } {
  const { templates } = computeOf(call);
  const name = input.LaunchTemplateName ?? '';
  if (!/^[a-zA-Z0-9().\-/_]{3,128}$/u.test(name)) throw other('InvalidLaunchTemplateName.MalformedException', `The launch template name '${name}' is not valid.`);
  if ([...templates.values()].some((t) => t.name === name)) throw other('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.');
  const made: Template = { id: `lt-0${call.account.ids.hex(16)}`, name, created: call.now, createdBy: call.caller.arn, versions: new Map(), defaultVersion: 1, last: 0 };
  addVersion(made, input.LaunchTemplateData, input.VersionDescription, call);
  templates.set(made.id, made);
  setTags(region, made.id, input.TagSpecifications?.find((t) => t.ResourceType === 'launch-template')?.Tags);
  touches(call, 'LaunchTemplate', made.id);
  return { LaunchTemplate: view(made, region) };
}
function addVersion(t: Template, data: RequestLaunchTemplateData | undefined, description: string | undefined, call: SimCall): TemplateVersion {
  if (data === undefined) throw missing('LaunchTemplateData');
  const made: TemplateVersion = { number: ++t.last, created: call.now, createdBy: call.caller.arn, data, ...(description === undefined ? {} : { description }) };
  t.versions.set(made.number, made);
  return made;
}

function createVersion(input: CreateLaunchTemplateVersionCommandInput, _: Ec2Region, call: SimCall): { LaunchTemplateVersion: LaunchTemplateVersion } {
  const t = templateOf(call.account, call.region, input);
  const source = input.SourceVersion === undefined ? {} : versionOf(t, input.SourceVersion).data;
  const made = addVersion(t, { ...source, ...input.LaunchTemplateData }, input.VersionDescription, call);
  touches(call, 'LaunchTemplate', t.id);
  return { LaunchTemplateVersion: versionView(t, made) };
}

function modify(input: ModifyLaunchTemplateCommandInput, region: Ec2Region, call: SimCall): { LaunchTemplate: LaunchTemplate } {
  const t = templateOf(call.account, call.region, input);
  if (input.DefaultVersion === undefined) throw missing('DefaultVersion');
  t.defaultVersion = versionOf(t, input.DefaultVersion).number;
  touches(call, 'LaunchTemplate', t.id);
  return { LaunchTemplate: view(t, region) };
}

function remove(input: Named, region: Ec2Region, call: SimCall): { LaunchTemplate: LaunchTemplate } {
  const t = templateOf(call.account, call.region, input);
  const shown = view(t, region);
  computeOf(call).templates.delete(t.id);
  region.tags.delete(t.id);
  touches(call, 'LaunchTemplate', t.id);
  return { LaunchTemplate: shown };
}

/** The default version stays; each version that could not be deleted is named with its reason, in an answer of 200. */
function removeVersions(input: DeleteLaunchTemplateVersionsCommandInput, _: Ec2Region, call: SimCall): Omit<DeleteLaunchTemplateVersionsCommandOutput, '$metadata'> {
  const t = templateOf(call.account, call.region, input);
  if (!input.Versions?.length) throw missing('LaunchTemplateVersion');
  const numbers = input.Versions.map(Number);
  if (numbers.includes(t.defaultVersion)) throw other('InvalidLaunchTemplateVersion.DefaultVersion', 'Cannot delete the default version of the launch template.');
  const of = (VersionNumber: number): { LaunchTemplateId: string; LaunchTemplateName: string; VersionNumber: number } => ({ LaunchTemplateId: t.id, LaunchTemplateName: t.name, VersionNumber });
  const there = numbers.filter((n) => t.versions.has(n));
  for (const n of there) t.versions.delete(n);
  touches(call, 'LaunchTemplate', t.id);
  return {
    SuccessfullyDeletedLaunchTemplateVersions: there.map(of),
    UnsuccessfullyDeletedLaunchTemplateVersions: numbers.filter((n) => !there.includes(n)).map((n) => ({ ...of(n), ResponseError: { Code: 'launchTemplateVersionDoesNotExist', Message: `The launch template version ${String(n)} does not exist.` } })),
  };
}

const FILTERS: FilterTable<Template> = { 'launch-template-name': (t) => [t.name], 'create-time': (t) => [t.created.toISOString()] };
function describe(input: DescribeLaunchTemplatesCommandInput, region: Ec2Region, call: SimCall): { LaunchTemplates: LaunchTemplate[]; NextToken: string | undefined } {
  const { LaunchTemplateIds: ids, LaunchTemplateNames: names } = input;
  const asked = [...(ids ?? []).map((LaunchTemplateId) => ({ LaunchTemplateId })), ...(names ?? []).map((LaunchTemplateName) => ({ LaunchTemplateName }))].map((one) => templateOf(call.account, call.region, one));
  const from = asked.length > 0 ? asked : computeOf(call).templates.values();
  const { page, NextToken } = paged(filtered(from, input.Filters, FILTERS, region, (t) => t.id), input, call, asked.length > 0, { least: 1, most: 200 });
  return { LaunchTemplates: page.map((t) => view(t, region)), NextToken };
}

/** Newest first. Without a template, only `$Latest` and `$Default` of all of them. */
function describeVersions(input: DescribeLaunchTemplateVersionsCommandInput, _: Ec2Region, call: SimCall): { LaunchTemplateVersions: LaunchTemplateVersion[]; NextToken: string | undefined } {
  const one = input.LaunchTemplateId !== undefined || input.LaunchTemplateName !== undefined;
  const templates = one ? [templateOf(call.account, call.region, input)] : [...computeOf(call).templates.values()];
  if (!one && !input.Versions?.every((v) => v.startsWith('$'))) throw missing('LaunchTemplateId');
  const all = templates.flatMap((t) => [...new Set(input.Versions?.length ? input.Versions.map((v) => versionOf(t, v)) : t.versions.values())].sort((a, b) => b.number - a.number).map((v) => versionView(t, v)));
  const { page, NextToken } = paged(all, input, call, false, { least: 1, most: 200 });
  return { LaunchTemplateVersions: page, NextToken };
}

const resources = (input: Named, call: SimCall): string[] => {
  const known = [...computeOf(call).templates.values()].find((t) => t.id === input.LaunchTemplateId || t.name === input.LaunchTemplateName);
  return ec2Arns(call, 'launch-template', [known?.id ?? input.LaunchTemplateId]);
};
/** The user data of a template stands in no event. */
const masked = (operation: string) => ({
  request: (input: object): unknown => modern(operation).request(withoutUserData(input)),
  response: (output: unknown): unknown => modern(operation).response(withoutUserData(output as object)),
});
function withoutUserData(of: object): object {
  return Object.fromEntries(Object.entries(of).map(([name, value]: [string, unknown]) => {
    if (name === 'UserData') return [name, '<sensitiveDataRemoved>'];
    return [name, typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) ? withoutUserData(value) : value];
  }));
}

export const registerLaunchTemplates = (ec2: Ec2Service): Ec2Service => ec2
  .on(CreateLaunchTemplateCommand, inRegion(create), { resources: (_, call) => ec2Arns(call, 'launch-template', undefined), trail: masked('CreateLaunchTemplate') })
  .on(CreateLaunchTemplateVersionCommand, inRegion(createVersion), { resources, trail: masked('CreateLaunchTemplateVersion') })
  .on(ModifyLaunchTemplateCommand, inRegion(modify), { resources, trail: modern('ModifyLaunchTemplate') })
  .on(DeleteLaunchTemplateCommand, inRegion(remove), { resources, trail: modern('DeleteLaunchTemplate') })
  .on(DeleteLaunchTemplateVersionsCommand, inRegion(removeVersions), { resources, trail: modern('DeleteLaunchTemplateVersions') })
  .on(DescribeLaunchTemplatesCommand, inRegion(describe), { trail: { request: modern('DescribeLaunchTemplates').request } })
  .on(DescribeLaunchTemplateVersionsCommand, inRegion(describeVersions), { trail: { request: modern('DescribeLaunchTemplateVersions').request } });

