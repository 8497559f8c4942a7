// Launch configurations: made once, never changed.
import { CreateLaunchConfigurationCommand, DeleteLaunchConfigurationCommand, DescribeLaunchConfigurationsCommand, type CreateLaunchConfigurationType, type DescribeLaunchConfigurationsCommandInput, type LaunchConfiguration } from '@aws-sdk/client-auto-scaling';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnsOf, invalid, paged } from './operation.ts';
import { roomOf, type Configuration } from './state.ts';

function create(input: CreateLaunchConfigurationType, call: SimCall): object {
  const { configurations } = roomOf(call);
  const name = input.LaunchConfigurationName ?? '';
  if (configurations.has(name)) throw new AwsError('AlreadyExists', `Launch Configuration by this name already exists - A launch configuration already exists with the name ${name}`, 400);
  if (input.InstanceId === undefined && (input.ImageId === undefined || input.InstanceType === undefined)) throw invalid('Valid requests must contain either the InstanceID parameter or both the ImageId and InstanceType parameters.');
  configurations.set(name, { name, arn: `arn:${call.account.partition}:autoscaling:${call.region}:${call.account.id}:launchConfiguration:${call.account.ids.uuid()}:launchConfigurationName/${name}`, created: call.now, asked: input });
  call.touch({ type: 'AWS::AutoScaling::LaunchConfiguration', name });
  return {};
}

function remove(input: { readonly LaunchConfigurationName: string | undefined }, call: SimCall): object {
  const { configurations, groups } = roomOf(call);
  const name = input.LaunchConfigurationName ?? '';
  if (!configurations.has(name)) throw invalid(`Launch configuration name not found - Launch configuration ${name} not found`);
  if ([...groups.values()].some((g) => g.asked.LaunchConfigurationName === name)) throw new AwsError('ResourceInUse', `Cannot delete launch configuration ${name} because it is attached to AutoScalingGroup`, 400);
  configurations.delete(name);
  call.touch({ type: 'AWS::AutoScaling::LaunchConfiguration', name });
  return {};
}

const view = ({ name, arn, created, asked }: Configuration): LaunchConfiguration => ({
  LaunchConfigurationName: name, LaunchConfigurationARN: arn, CreatedTime: created, ImageId: asked.ImageId ?? '', InstanceType: asked.InstanceType ?? '', KeyName: asked.KeyName ?? '', SecurityGroups: asked.SecurityGroups ?? [], UserData: asked.UserData ?? '',
  BlockDeviceMappings: asked.BlockDeviceMappings ?? [], InstanceMonitoring: { Enabled: true }, EbsOptimized: false, KernelId: '', RamdiskId: '', IamInstanceProfile: asked.IamInstanceProfile, SpotPrice: asked.SpotPrice,
});
function describe(input: DescribeLaunchConfigurationsCommandInput, call: SimCall): { LaunchConfigurations: LaunchConfiguration[]; NextToken: string | undefined } {
  const all = [...roomOf(call).configurations.values()].filter((c) => !input.LaunchConfigurationNames?.length || input.LaunchConfigurationNames.includes(c.name));
  const { page, NextToken } = paged(all, input, call);
  return { LaunchConfigurations: page.map(view), NextToken };
}

const resources = (input: { readonly LaunchConfigurationName?: string | undefined }, call: SimCall): string[] => arnsOf(call, 'launchConfiguration', input.LaunchConfigurationName);
export const registerConfigurations = (service: Service<SimCall>): Service<SimCall> => service
  .on(CreateLaunchConfigurationCommand, create, { resources })
  .on(DeleteLaunchConfigurationCommand, remove, { resources })
  .on(DescribeLaunchConfigurationsCommand, describe);
