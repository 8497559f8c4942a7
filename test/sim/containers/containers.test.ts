// Containers and managed compute, as the services' BEHAVIOUR.md say: what stands in the way of an end.
import { CreateComputeEnvironmentCommand, CreateJobQueueCommand, DeleteComputeEnvironmentCommand, DeleteJobQueueCommand, UpdateComputeEnvironmentCommand, UpdateJobQueueCommand } from '@aws-sdk/client-batch';
import { CreateStackCommand, DeleteStackCommand, DescribeStacksCommand, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { CreateRepositoryCommand, GetRepositoryPolicyCommand, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { CreateClusterCommand, CreateServiceCommand, DeleteClusterCommand, DeleteServiceCommand, DescribeServicesCommand, ListServicesCommand, ListTasksCommand, RegisterTaskDefinitionCommand, StopTaskCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { CreateClusterCommand as CreateEksCluster, CreateNodegroupCommand, DeleteClusterCommand as DeleteEksCluster, DeleteNodegroupCommand, ListAccessEntriesCommand, UpdateNodegroupConfigCommand } from '@aws-sdk/client-eks';
import { CreateNotebookInstanceCommand, DeleteNotebookInstanceCommand, DescribeNotebookInstanceCommand, StopNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { refusal } from '../ec2/opened.ts';
import { opened } from './opened.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Worker';
const SUBNETS = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];

describe('ECS', () => {
  it('starts a stopped task of a service again, until the service is set to none', async () => {
    const { ecs, pass } = await opened();
    await ecs.send(new CreateClusterCommand({ clusterName: 'web' }));
    await ecs.send(new RegisterTaskDefinitionCommand({ family: 'web', containerDefinitions: [{ name: 'main', image: 'example' }] }));
    await ecs.send(new CreateServiceCommand({ cluster: 'web', serviceName: 'web', taskDefinition: 'web', desiredCount: 1 }));
    pass(10);
    const { taskArns: [task] = [] } = await ecs.send(new ListTasksCommand({ cluster: 'web' }));
    await ecs.send(new StopTaskCommand({ cluster: 'web', task }));
    pass(10);
    const { taskArns: [another] = [] } = await ecs.send(new ListTasksCommand({ cluster: 'web' }));
    expect(another).toBeDefined();
    expect(another).not.toBe(task);
    await ecs.send(new UpdateServiceCommand({ cluster: 'web', service: 'web', desiredCount: 0 }));
    pass(10);
    expect((await ecs.send(new ListTasksCommand({ cluster: 'web' }))).taskArns).toEqual([]);
  });

  it('deletes what is scaled above nothing only by force, and a cluster only when nothing is in it', async () => {
    const { ecs, pass } = await opened();
    await ecs.send(new CreateClusterCommand({ clusterName: 'web' }));
    await ecs.send(new RegisterTaskDefinitionCommand({ family: 'web', containerDefinitions: [{ name: 'main', image: 'example' }] }));
    await ecs.send(new CreateServiceCommand({ cluster: 'web', serviceName: 'web', taskDefinition: 'web', desiredCount: 1 }));
    expect((await refusal(ecs.send(new DeleteServiceCommand({ cluster: 'web', service: 'web' }))))[0]).toBe('InvalidParameterException');
    await ecs.send(new DeleteServiceCommand({ cluster: 'web', service: 'web', force: true }));
    expect((await ecs.send(new ListServicesCommand({ cluster: 'web' }))).serviceArns).toEqual([]);
    expect((await refusal(ecs.send(new DeleteClusterCommand({ cluster: 'web' }))))[0]).toBe('ClusterContainsServicesException');
    pass(10);
    expect((await ecs.send(new DescribeServicesCommand({ cluster: 'web', services: ['web', 'none'] })))).toMatchObject({ services: [{ status: 'INACTIVE' }], failures: [{ reason: 'MISSING' }] });
    await ecs.send(new DeleteClusterCommand({ cluster: 'web' }));
  });
});

describe('EKS', () => {
  it('keeps a cluster while a node group stands, and changes none that is at work', async () => {
    const { eks, pass } = await opened();
    await eks.send(new CreateEksCluster({ name: 'shop', roleArn: ROLE, resourcesVpcConfig: { subnetIds: SUBNETS } }));
    await eks.send(new CreateNodegroupCommand({ clusterName: 'shop', nodegroupName: 'main', nodeRole: ROLE, subnets: SUBNETS, scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 } }));
    const scale = (): Promise<unknown> => eks.send(new UpdateNodegroupConfigCommand({ clusterName: 'shop', nodegroupName: 'main', scalingConfig: { minSize: 0, desiredSize: 0 } }));
    expect((await refusal(scale()))[0]).toBe('ResourceInUseException');
    pass(150);
    await scale();
    pass(30);
    await eks.send(new DeleteNodegroupCommand({ clusterName: 'shop', nodegroupName: 'main' }));
    expect((await refusal(eks.send(new DeleteEksCluster({ name: 'shop' })))).slice(0, 2)).toEqual(['ResourceInUseException', 'Cluster has nodegroups attached']);
    pass(200);
    await eks.send(new DeleteEksCluster({ name: 'shop' }));
  });

  it('has no access entries where the ConfigMap alone decides', async () => {
    const { eks } = await opened();
    await eks.send(new CreateEksCluster({ name: 'shop', roleArn: ROLE, resourcesVpcConfig: { subnetIds: SUBNETS } }));
    expect((await refusal(eks.send(new ListAccessEntriesCommand({ clusterName: 'shop' }))))[0]).toBe('InvalidRequestException');
  });
});

describe('Batch', () => {
  it('deletes a compute environment after its queue, and each only when it is disabled and at rest', async () => {
    const { batch, pass } = await opened();
    await batch.send(new CreateComputeEnvironmentCommand({ computeEnvironmentName: 'e', type: 'MANAGED', computeResources: { type: 'FARGATE', maxvCpus: 4, subnets: SUBNETS } }));
    await batch.send(new CreateJobQueueCommand({ jobQueueName: 'q', priority: 1, computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'e' }] }));
    const removeEnvironment = async (): Promise<string> => (await refusal(batch.send(new DeleteComputeEnvironmentCommand({ computeEnvironment: 'e' }))))[1];
    expect(await removeEnvironment()).toMatch(/being modified/);
    pass(20);
    expect(await removeEnvironment()).toMatch(/must be DISABLED/);
    await batch.send(new UpdateComputeEnvironmentCommand({ computeEnvironment: 'e', state: 'DISABLED' }));
    await batch.send(new UpdateJobQueueCommand({ jobQueue: 'q', state: 'DISABLED' }));
    pass(20);
    expect(await removeEnvironment()).toMatch(/JobQueue relationship/);
    await batch.send(new DeleteJobQueueCommand({ jobQueue: 'q' }));
    pass(20);
    await batch.send(new DeleteComputeEnvironmentCommand({ computeEnvironment: 'e' }));
  });
});

describe('ECR', () => {
  it('says so where there is no policy, and writes the policy into the event', async () => {
    const { ecr, event } = await opened();
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'shop' }));
    expect((await refusal(ecr.send(new GetRepositoryPolicyCommand({ repositoryName: 'shop' }))))[0]).toBe('RepositoryPolicyNotFoundException');
    await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: 'shop', policyText: '{"Statement":[]}' }));
    expect(event('SetRepositoryPolicy')).toMatchObject({ request: { repositoryName: 'shop', policyText: '{"Statement":[]}' } });
  });
});

describe('CloudFormation', () => {
  it('deletes no protected stack; a deleted one is shown by its ARN alone', async () => {
    const { cloudformation, pass } = await opened();
    const { StackId } = await cloudformation.send(new CreateStackCommand({ StackName: 'shop', TemplateBody: '{"Resources":{}}', EnableTerminationProtection: true }));
    expect((await refusal(cloudformation.send(new DeleteStackCommand({ StackName: 'shop' })))).slice(0, 2)).toEqual(['ValidationError', 'Stack [shop] cannot be deleted while TerminationProtection is enabled']);
    await cloudformation.send(new UpdateTerminationProtectionCommand({ StackName: 'shop', EnableTerminationProtection: false }));
    await cloudformation.send(new DeleteStackCommand({ StackName: 'shop' }));
    pass(60);
    expect((await refusal(cloudformation.send(new DescribeStacksCommand({ StackName: 'shop' }))))[1]).toBe('Stack with id shop does not exist');
    expect((await cloudformation.send(new DescribeStacksCommand({ StackName: StackId }))).Stacks).toMatchObject([{ StackStatus: 'DELETE_COMPLETE' }]);
  });
});

describe('SageMaker', () => {
  it('stops only what has come up, and deletes only what has stopped', async () => {
    const { sagemaker, pass } = await opened();
    const one = { NotebookInstanceName: 'n' };
    await sagemaker.send(new CreateNotebookInstanceCommand({ ...one, InstanceType: 'ml.t3.medium', RoleArn: ROLE }));
    expect((await refusal(sagemaker.send(new StopNotebookInstanceCommand(one))))[1]).toMatch(/Unable to transition/);
    pass(90);
    expect((await refusal(sagemaker.send(new DeleteNotebookInstanceCommand(one))))[1]).toMatch(/Unable to transition/);
    await sagemaker.send(new StopNotebookInstanceCommand(one));
    pass(90);
    await sagemaker.send(new DeleteNotebookInstanceCommand(one));
    pass(90);
    expect((await refusal(sagemaker.send(new DescribeNotebookInstanceCommand(one)))).slice(0, 2)).toEqual(['ValidationException', 'RecordNotFound']);
  });
});
