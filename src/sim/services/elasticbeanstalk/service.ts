// The simulated Elastic Beanstalk: environments and the sizes of their groups. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateEnvironmentCommand, DescribeConfigurationSettingsCommand, DescribeEnvironmentsCommand, ElasticBeanstalkClient, TerminateEnvironmentCommand, UpdateEnvironmentCommand,
  type ConfigurationOptionSetting, type ConfigurationSettingsDescription, type CreateEnvironmentCommandInput, type DescribeConfigurationSettingsCommandInput, type DescribeEnvironmentsCommandInput, type EnvironmentDescription, type EnvironmentStatus, type OptionSpecification,
} from '@aws-sdk/client-elastic-beanstalk';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Environment {
  readonly name: string; readonly id: string; readonly arn: string; readonly application: string; readonly createdAt: Date; readonly made: CreateEnvironmentCommandInput;
  readonly options: Map<string, string>; version: string; status: EnvironmentStatus; updatedAt: Date;
}
export const room = rooms<Environment[]>('elasticbeanstalk', () => []);
const WORK_MS = 60_000;
const VISIBLE_MS = 3_600_000;
interface Named { readonly EnvironmentId?: string | undefined; readonly EnvironmentName?: string | undefined }

function need(call: SimCall, { EnvironmentId: id, EnvironmentName: name }: Named): Environment {
  const found = room(call).findLast((e) => (id === undefined ? e.name === name : e.id === id) && e.status !== 'Terminated');
  if (!found) throw new AwsError('InvalidParameterValue', `No Environment found for EnvironmentName = '${name ?? id ?? ''}'.`, 400);
  return found;
}
function ready(environment: Environment): Environment {
  if (environment.status !== 'Ready') throw new AwsError('InvalidParameterValue', `Environment named ${environment.name} is in an invalid state for this operation. Must be Ready.`, 400);
  return environment;
}
function work(call: SimCall, environment: Environment, through: EnvironmentStatus, to: EnvironmentStatus): void {
  environment.status = through;
  environment.updatedAt = call.now;
  later(call, WORK_MS, () => { if (environment.status === through) environment.status = to; });
}
const viewOf = (e: Environment): EnvironmentDescription => ({
  EnvironmentName: e.name, EnvironmentId: e.id, EnvironmentArn: e.arn, ApplicationName: e.application, VersionLabel: e.version, DateCreated: e.createdAt, DateUpdated: e.updatedAt, Status: e.status, Health: 'Green', Tier: { Name: 'WebServer', Type: 'Standard', Version: '1.0' },
});
const DEFAULTS: ReadonlyMap<string, string> = new Map([['aws:autoscaling:asg/MinSize', '1'], ['aws:autoscaling:asg/MaxSize', '4'], ['aws:elasticbeanstalk:environment/EnvironmentType', 'LoadBalanced']]);
/** What is removed has its default again. */
function unset(options: Map<string, string>, removed: readonly OptionSpecification[] | undefined): void {
  for (const { Namespace = '', OptionName = '' } of removed ?? []) {
    const key = `${Namespace}/${OptionName}`, value = DEFAULTS.get(key);
    if (value === undefined) options.delete(key); else options.set(key, value);
  }
}
function set(options: Map<string, string>, settings: readonly ConfigurationOptionSetting[] | undefined): void {
  for (const { Namespace = '', OptionName = '', Value = '' } of settings ?? []) options.set(`${Namespace}/${OptionName}`, Value);
}

function create(input: CreateEnvironmentCommandInput, call: SimCall): EnvironmentDescription {
  const { EnvironmentName: name = '', ApplicationName: application = '' } = input;
  if (room(call).some((e) => e.name === name && e.status !== 'Terminated')) throw new AwsError('InvalidParameterValue', `Environment ${name} already exists.`, 400);
  const options = new Map(DEFAULTS);
  set(options, input.OptionSettings);
  const made: Environment = { name, id: `e-${call.account.ids.id('', 10).toLowerCase()}`, arn: arnIn(call, 'elasticbeanstalk', `environment/${application}/${name}`), application, createdAt: call.now, made: input, options, version: input.VersionLabel ?? 'Sample Application', status: 'Launching', updatedAt: call.now };
  room(call).push(made);
  work(call, made, 'Launching', 'Ready');
  return viewOf(made);
}
function describe(input: DescribeEnvironmentsCommandInput, call: SimCall): { Environments: EnvironmentDescription[]; NextToken: string | undefined } {
  const from = call.account.now().getTime() - VISIBLE_MS;
  const all = room(call).filter((e) => (input.EnvironmentIds === undefined || input.EnvironmentIds.length === 0 || input.EnvironmentIds.includes(e.id)) && (input.EnvironmentNames === undefined || input.EnvironmentNames.length === 0 || input.EnvironmentNames.includes(e.name))
    && (e.status !== 'Terminated' || (input.IncludeDeleted !== false && e.updatedAt.getTime() > from)));
  if (input.MaxRecords === undefined) return { Environments: all.map(viewOf), NextToken: undefined };
  const { page, next } = pageOf(all, call, { max: input.MaxRecords, token: input.NextToken, most: 1_000, refusal: 'InvalidParameterValue' });
  return { Environments: page.map(viewOf), NextToken: next };
}
function settings(input: DescribeConfigurationSettingsCommandInput, call: SimCall): { ConfigurationSettings: ConfigurationSettingsDescription[] } {
  const e = need(call, input);
  const OptionSettings = [...e.options].map(([key, Value]) => { const at = key.lastIndexOf('/'); return { Namespace: key.slice(0, at), OptionName: key.slice(at + 1), Value }; });
  return { ConfigurationSettings: [{ ApplicationName: e.application, EnvironmentName: e.name, DeploymentStatus: 'deployed', DateCreated: e.createdAt, DateUpdated: e.updatedAt, OptionSettings }] };
}

const arns = (i: Named, call: SimCall): string[] => {
  const found = room(call).findLast((e) => e.id === i.EnvironmentId || e.name === i.EnvironmentName);
  return [found?.arn ?? arnIn(call, 'elasticbeanstalk', `environment/*/${i.EnvironmentName ?? '*'}`)];
};

export default function elasticbeanstalk(): Service<SimCall> {
  return new Service<SimCall>(ElasticBeanstalkClient, { id: 'elasticbeanstalk' })
    .on(CreateEnvironmentCommand, create, { resources: arns })
    .on(DescribeEnvironmentsCommand, describe)
    .on(DescribeConfigurationSettingsCommand, settings, { resources: arns })
    .on(UpdateEnvironmentCommand, (i, call) => {
      const e = ready(need(call, i));
      set(e.options, i.OptionSettings);
      unset(e.options, i.OptionsToRemove);
      e.version = i.VersionLabel ?? e.version;
      work(call, e, 'Updating', 'Ready');
      return viewOf(e);
    }, { resources: arns })
    .on(TerminateEnvironmentCommand, (i, call) => {
      const e = i.ForceTerminate === true ? need(call, i) : ready(need(call, i));
      work(call, e, 'Terminating', 'Terminated');
      return viewOf(e);
    }, { resources: arns });
}
