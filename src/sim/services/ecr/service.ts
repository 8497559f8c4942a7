// The simulated ECR: repositories with their policies, and the registry's own policy and replication. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateRepositoryCommand, DeleteRegistryPolicyCommand, DeleteRepositoryPolicyCommand, DescribeRegistryCommand, DescribeRepositoriesCommand, ECRClient, GetRegistryPolicyCommand, GetRepositoryPolicyCommand, PutRegistryPolicyCommand,
  PutReplicationConfigurationCommand, SetRepositoryPolicyCommand,
  type CreateRepositoryCommandInput, type DescribeRepositoriesCommandInput, type PutRegistryPolicyCommandInput, type PutReplicationConfigurationCommandInput, type ReplicationConfiguration, type ReplicationRule, type Repository as RepositoryOutput,
  type SetRepositoryPolicyCommandInput,
} from '@aws-sdk/client-ecr';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, pageOf, rooms } from '../rooms.ts';

interface Repository { readonly name: string; readonly arn: string; readonly createdAt: Date; policy: string | undefined }
interface EcrRoom { readonly repositories: Map<string, Repository>; policy: string | undefined; rules: ReplicationRule[] }
export const ecrRoom = rooms<EcrRoom>('ecr', () => ({ repositories: new Map(), policy: undefined, rules: [] }));
interface Named { readonly repositoryName?: string | undefined }

function need(call: SimCall, { repositoryName = '' }: Named): Repository {
  const found = ecrRoom(call).repositories.get(repositoryName);
  if (!found) throw new AwsError('RepositoryNotFoundException', `The repository with name '${repositoryName}' does not exist in the registry with id '${call.account.id}'`);
  return found;
}
function checked(policy: string | undefined): string {
  try { JSON.parse(policy ?? ''); } catch (error) {
    if (error instanceof SyntaxError) throw new AwsError('InvalidParameterException', 'Invalid parameter at \'PolicyText\' failed to satisfy constraint: \'Invalid repository policy provided\'');
    throw error;
  }
  return policy ?? '';
}
const viewOf = (call: SimCall, r: Repository): RepositoryOutput => ({
  repositoryArn: r.arn, registryId: call.account.id, repositoryName: r.name, repositoryUri: `${call.account.id}.dkr.ecr.${call.region}.amazonaws.com/${r.name}`, createdAt: r.createdAt, imageTagMutability: 'MUTABLE',
});

function create(input: CreateRepositoryCommandInput, call: SimCall): { repository: RepositoryOutput } {
  const { repositoryName: name = '' } = input;
  const { repositories } = ecrRoom(call);
  if (repositories.has(name)) throw new AwsError('RepositoryAlreadyExistsException', `The repository with name '${name}' already exists in the registry with id '${call.account.id}'`);
  const made: Repository = { name, arn: arnIn(call, 'ecr', `repository/${name}`), createdAt: call.now, policy: undefined };
  repositories.set(name, made);
  return { repository: viewOf(call, made) };
}
function describe(input: DescribeRepositoriesCommandInput, call: SimCall): { repositories: RepositoryOutput[]; nextToken: string | undefined } {
  if (input.repositoryNames?.length) return { repositories: input.repositoryNames.map((repositoryName) => viewOf(call, need(call, { repositoryName }))), nextToken: undefined };
  const { page, next } = pageOf([...ecrRoom(call).repositories.values()], call, { max: input.maxResults, token: input.nextToken, most: 1_000 });
  return { repositories: page.map((r) => viewOf(call, r)), nextToken: next };
}

interface Answer { readonly registryId: string; readonly repositoryName: string; readonly policyText: string }
function policyOf(input: Named, call: SimCall): Answer {
  const { name, policy } = need(call, input);
  if (policy === undefined) throw new AwsError('RepositoryPolicyNotFoundException', `Repository policy does not exist for the repository with name '${name}' in the registry with id '${call.account.id}'`);
  return { registryId: call.account.id, repositoryName: name, policyText: policy };
}
function setPolicy(input: SetRepositoryPolicyCommandInput, call: SimCall): Answer {
  need(call, input).policy = checked(input.policyText);
  return policyOf(input, call);
}
function deletePolicy(input: Named, call: SimCall): Answer {
  const answer = policyOf(input, call);
  need(call, input).policy = undefined;
  return answer;
}

function registryPolicy(_: object, call: SimCall): { registryId: string; policyText: string } {
  const { policy } = ecrRoom(call);
  if (policy === undefined) throw new AwsError('RegistryPolicyNotFoundException', `Registry policy does not exist in the registry with id '${call.account.id}'`);
  return { registryId: call.account.id, policyText: policy };
}
function putRegistryPolicy(input: PutRegistryPolicyCommandInput, call: SimCall): { registryId: string; policyText: string } {
  ecrRoom(call).policy = checked(input.policyText);
  return registryPolicy(input, call);
}
function deleteRegistryPolicy(input: object, call: SimCall): { registryId: string; policyText: string } {
  const answer = registryPolicy(input, call);
  ecrRoom(call).policy = undefined;
  return answer;
}
const registry = (_: object, call: SimCall): { registryId: string; replicationConfiguration: ReplicationConfiguration } => ({ registryId: call.account.id, replicationConfiguration: { rules: ecrRoom(call).rules } });
function putReplication(input: PutReplicationConfigurationCommandInput, call: SimCall): { replicationConfiguration: ReplicationConfiguration } {
  ecrRoom(call).rules = input.replicationConfiguration?.rules ?? [];
  return { replicationConfiguration: { rules: ecrRoom(call).rules } };
}

const arns = (i: Named, call: SimCall): string[] => [arnIn(call, 'ecr', `repository/${i.repositoryName ?? '*'}`)];

export default function ecr(): Service<SimCall> {
  return new Service<SimCall>(ECRClient, { id: 'ecr' })
    .on(CreateRepositoryCommand, create, { resources: arns })
    .on(DescribeRepositoriesCommand, describe)
    .on(GetRepositoryPolicyCommand, policyOf, { resources: arns })
    .on(SetRepositoryPolicyCommand, setPolicy, { resources: arns })
    .on(DeleteRepositoryPolicyCommand, deletePolicy, { resources: arns })
    .on(GetRegistryPolicyCommand, registryPolicy)
    .on(PutRegistryPolicyCommand, putRegistryPolicy)
    .on(DeleteRegistryPolicyCommand, deleteRegistryPolicy)
    .on(DescribeRegistryCommand, registry)
    .on(PutReplicationConfigurationCommand, putReplication);
}
