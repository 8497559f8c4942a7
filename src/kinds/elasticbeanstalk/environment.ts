// An Elastic Beanstalk environment: it keeps machines running behind a group of its own. Scaled to nothing, terminated; the owner's given back its version and options.
import { DescribeConfigurationSettingsCommand, DescribeEnvironmentsCommand, TerminateEnvironmentCommand, UpdateEnvironmentCommand, type ElasticBeanstalkClient, type EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk';
import type { AwsFailure } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, irreversible, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { objectIn, textIn } from '../recalling.ts';
import { inPieces, whileBusy } from '../waiting.ts';
import { ASG, recall, SIZES } from './parts/environment-history.ts';

interface Environment extends Resource {
  readonly environmentId: string;
  readonly application: string;
  /** Least and most machines of its group. */
  readonly min: string;
  readonly max: string;
  readonly single: boolean;
  readonly version: string;
  /** Of its options those that are given back, by namespace and name. */
  readonly options: JsonObject;
}

const isOver = ({ Status }: EnvironmentDescription): boolean => Status === 'Terminating' || Status === 'Terminated';

const aimed = ({ aim }: Resource): JsonObject => objectIn(aim?.['options']) ?? {};
async function readOne(client: ElasticBeanstalkClient, from: EnvironmentDescription, region: string, wanted: readonly string[] = []): Promise<Environment> {
  const { EnvironmentArn: arn = '', EnvironmentId: id = '', EnvironmentName: name = '', ApplicationName: application = '' } = from;
  const { ConfigurationSettings: [settings] = [] } = await client.send(new DescribeConfigurationSettingsCommand({ ApplicationName: application, EnvironmentName: name }));
  const options = new Map((settings?.OptionSettings ?? []).map((o) => [`${o.Namespace ?? ''}/${o.OptionName ?? ''}`, o.Value ?? '']));
  const option = (key: string): string => options.get(key) ?? '';
  return {
    arn, uid: id, name, region, ...(from.DateCreated && { createdAt: from.DateCreated.toISOString() }), environmentId: id, application, min: option(SIZES[0]), max: option(SIZES[1]),
    single: option('aws:elasticbeanstalk:environment/EnvironmentType') === 'SingleInstance', version: from.VersionLabel ?? '', options: Object.fromEntries(wanted.flatMap((key) => (options.has(key) ? [[key, option(key)]] : []))), seen: { status: from.Status ?? '', address: from.CNAME ?? '' },
  };
}
/** The SDK has no pages for this list; AWS gives some where MaxRecords asks for them. */
async function* environmentsIn(client: ElasticBeanstalkClient, EnvironmentIds?: string[]): AsyncIterable<EnvironmentDescription> {
  let NextToken: string | undefined;
  do {
    const answer = await client.send(new DescribeEnvironmentsCommand({ IncludeDeleted: false, MaxRecords: 1_000, ...(EnvironmentIds && { EnvironmentIds }), ...(NextToken !== undefined && { NextToken }) }));
    yield* (answer.Environments ?? []).filter((e) => !isOver(e));
    ({ NextToken } = answer);
  } while (NextToken !== undefined && NextToken !== '');
}

const sizes = (r: Environment, min: string, max: string) => ({ EnvironmentId: r.environmentId, OptionSettings: [{ Namespace: ASG, OptionName: 'MinSize', Value: min }, { Namespace: ASG, OptionName: 'MaxSize', Value: max }] });
const sizeCall = (r: Environment, min: string, max: string): Call => ({ operation: 'elasticbeanstalk:UpdateEnvironment', region: r.region, input: sizes(r, min, max) });
const isBusy = ({ message }: AwsFailure): boolean => message.includes('Must be Ready');
async function resize(aws: ChangeAws, r: Environment, min: string, max: string, deed: Deed): Promise<void> {
  const client = await aws.client('elasticbeanstalk');
  await whileBusy(deed, () => client.send(new UpdateEnvironmentCommand(sizes(r, min, max))), isBusy);
}
const isNothing = (r: Environment): boolean => r.min === '0' && r.max === '0';
const target = (r: Environment) => ({ EnvironmentId: r.environmentId, TerminateResources: true });

/** A default is what the option has once the stranger's value, or containment's, is taken away. */
function asBefore(r: Environment): Environment {
  const his = objectIn(r.aim?.['his']);
  const back = Object.entries({ ...r.options, ...aimed(r) }).map(([key, value]) => [key, value ?? ([his?.[key] ?? null, '0'].includes(r.options[key] ?? null) ? null : r.options[key] ?? null)] as const);
  return { ...r, version: textIn(r.aim?.['version']) ?? r.version, options: Object.fromEntries(back.filter(([, value]) => value !== null)) };
}
const optionOf = (key: string) => ({ Namespace: key.slice(0, key.lastIndexOf('/')), OptionName: key.slice(key.lastIndexOf('/') + 1) });
function changesBetween(from: Environment, to: Environment): readonly Call[] {
  const set = Object.entries(to.options).filter(([key, value]) => from.options[key] !== value);
  const gone = Object.keys(from.options).filter((key) => to.options[key] === undefined);
  const input = {
    EnvironmentId: to.environmentId, ...(from.version !== to.version && { VersionLabel: to.version }),
    ...(set.length > 0 && { OptionSettings: set.map(([key, value]) => ({ ...optionOf(key), Value: value })) }), ...(gone.length > 0 && { OptionsToRemove: gone.map(optionOf) }),
  };
  return Object.keys(input).length === 1 ? [] : [{ operation: 'elasticbeanstalk:UpdateEnvironment', region: to.region, input }];
}

const TITLE = say('Elastic Beanstalk environment');
export default defineKind<Environment>({
  id: 'elasticbeanstalk/environment', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['elasticbeanstalk:DescribeEnvironments', 'elasticbeanstalk:DescribeConfigurationSettings'],

  async *list({ aws, region }) {
    const client = await aws.client('elasticbeanstalk');
    for await (const one of environmentsIn(client)) yield await readOne(client, one, region);
  },

  async look(aws, rs) {
    const client = await aws.client('elasticbeanstalk');
    const found = new Map<string, Environment>();
    for (const piece of inPieces([...new Set(rs.map((r) => r.environmentId))], 100)) {
      const some: EnvironmentDescription[] = [];
      for await (const one of environmentsIn(client, piece)) some.push(one);
      for (const one of await inParallel(some, 4, (e) => readOne(client, e, aws.region, rs.filter((r) => r.environmentId === e.EnvironmentId).flatMap((r) => Object.keys(aimed(r)))))) found.set(one.uid, one);
    }
    return rs.map((r) => found.get(r.uid));
  },

  traces: {
    ids: (r) => [r.name, r.environmentId, r.arn],
    created: ['elasticbeanstalk:CreateEnvironment', 'elasticbeanstalk:ComposeEnvironments'],
    changed: ['elasticbeanstalk:UpdateEnvironment', 'elasticbeanstalk:SwapEnvironmentCNAMEs', 'elasticbeanstalk:AssociateEnvironmentOperationsRole'],
    concerns: (r, { request, response }) => request?.['environmentId'] === r.environmentId || (request?.['environmentName'] === r.name && (response?.['environmentId'] === undefined || response['environmentId'] === r.environmentId)),
  },

  recall,

  actions: {
    recover: givingBack<Environment>({
      sort: TITLE, operations: ['elasticbeanstalk:UpdateEnvironment'],
      // Its sizes are given back with what the stranger changed, or by undoing its containment.
      lifts: (r) => !(SIZES[0] in aimed(r)),
      back: asBefore, calls: changesBetween,
      send: async (aws, { input }, deed) => {
        const client = await aws.client('elasticbeanstalk');
        await whileBusy(deed, () => client.send(new UpdateEnvironmentCommand(input)), isBusy);
      },
    }),
    contain: {
      operations: ['elasticbeanstalk:UpdateEnvironment'],
      title: (r) => say('Scale the Elastic Beanstalk environment {{environment}} in {{region}} to no machines', { environment: r.name, region: r.region }),
      breaks: (r) => say('{{environment}} answers nobody until it is given machines again.', { environment: r.name }),
      destroys: () => say('What is on the disks and in the memory of its machines.'),
      impossible: (r) => (r.single ? say('Environment {{environment}} has one machine and no group that could be scaled. Contain the machine itself, or terminate the environment.', { environment: r.name }) : undefined),
      calls: (r) => [sizeCall(r, '0', '0')],
      undoCalls: (before) => [sizeCall(before, before.min, before.max)],
      done: (now) => now !== undefined && isNothing(now),
      // Its version and options may have been given back since.
      undone: (now, before) => now?.min === before.min && now.max === before.max,
      apply: (aws, r, deed) => (isNothing(r) ? Promise.resolve() : resize(aws, r, '0', '0', deed)),
      undo: (aws, before, _, deed) => resize(aws, before, before.min, before.max, deed),
    },
    eradicate: {
      operations: ['elasticbeanstalk:TerminateEnvironment'],
      title: (r) => say('Terminate the Elastic Beanstalk environment {{environment}} in {{region}} with everything in it', { environment: r.name, region: r.region }),
      destroys: () => say('Its machines, load balancer and group, and a database that was made inside of the environment.'),
      calls: (r) => [{ operation: 'elasticbeanstalk:TerminateEnvironment', region: r.region, input: target(r) }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('elasticbeanstalk');
        await whileBusy(deed, () => client.send(new TerminateEnvironmentCommand(target(r))), isBusy);
      },
      undo: irreversible(say('The console can restore a terminated environment for some weeks, with new machines and without their data. This tool cannot.')),
    },
  },
});
