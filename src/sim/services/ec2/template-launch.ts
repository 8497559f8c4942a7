// What a launch takes from the launch template that it names.
import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { SimAccount } from '../../account.ts';
import { templateOf, versionOf } from './launch-templates.ts';

/** What a launch asks for once the template it names is filled in; what the launch itself says comes first. */
export function filledIn(account: SimAccount, region: string, input: RunInstancesCommandInput): RunInstancesCommandInput {
  if (input.LaunchTemplate === undefined) return input;
  const { LaunchTemplate: named, ...own } = input;
  const template = templateOf(account, region, named);
  const { data } = versionOf(template, named.Version);
  const { RamDiskId: _ramDisk, ...rest } = data;
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return { ...rest as Partial<RunInstancesCommandInput>, ...given } as RunInstancesCommandInput;
}
/** The tags that AWS sets on what a template started. */
export function templateTags(account: SimAccount, region: string, input: RunInstancesCommandInput): { Key: string; Value: string }[] {
  if (input.LaunchTemplate === undefined) return [];
  const template = templateOf(account, region, input.LaunchTemplate);
  return [{ Key: 'aws:ec2launchtemplate:id', Value: template.id }, { Key: 'aws:ec2launchtemplate:version', Value: String(versionOf(template, input.LaunchTemplate.Version).number) }];
}
