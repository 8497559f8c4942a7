// What the contract suite finds in the services of containers and managed compute: three or more of each, one page holds two.
import type { JsonObject, Resource } from '../../../src/core/types.ts';
import { REGION, type Play } from '../account.ts';

const NAMES = ['blue', 'green', 'red'] as const;

export async function furnishEcs(play: Play): Promise<void> {
  for (const family of NAMES) await play('ecs', 'RegisterTaskDefinition', { family, containerDefinitions: [{ name: 'main', image: 'public.ecr.aws/docker/library/busybox:latest', memory: 128 }] });
  for (const cluster of NAMES) {
    await play('ecs', 'CreateCluster', { clusterName: cluster });
    await play('ecs', 'RunTask', { cluster, taskDefinition: 'blue' });
  }
  for (const serviceName of NAMES) await play('ecs', 'CreateService', { cluster: 'blue', serviceName, taskDefinition: serviceName, desiredCount: 2, launchType: 'FARGATE' });
}
export async function furnishEcsClusters(play: Play): Promise<void> {
  for (const clusterName of NAMES) await play('ecs', 'CreateCluster', { clusterName });
}

const ROLE = 'arn:aws:iam::111122223333:role/Worker';
const VPC = { subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] };
const EKS_POLICY = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKS';

export async function furnishEks(play: Play): Promise<void> {
  await furnishEksClusters(play);
  for (const nodegroupName of NAMES) await play('eks', 'CreateNodegroup', { clusterName: 'blue', nodegroupName, nodeRole: ROLE, subnets: VPC.subnetIds, scalingConfig: { minSize: 2, maxSize: 9, desiredSize: 3 } });
  for (const name of NAMES) {
    const principalArn = `arn:aws:iam::111122223333:user/${name}`;
    await play('eks', 'CreateAccessEntry', { clusterName: 'blue', principalArn, kubernetesGroups: ['operators'] });
    for (const policy of ['ClusterAdminPolicy', 'ViewPolicy', 'EditPolicy']) await play('eks', 'AssociateAccessPolicy', { clusterName: 'blue', principalArn, policyArn: `${EKS_POLICY}${policy}`, accessScope: policy === 'EditPolicy' ? { type: 'namespace', namespaces: ['web'] } : { type: 'cluster' } });
  }
}
/** One of them knows its users from a ConfigMap alone. */
export async function furnishEksClusters(play: Play): Promise<void> {
  for (const name of NAMES) await play('eks', 'CreateCluster', { name, roleArn: ROLE, resourcesVpcConfig: VPC, deletionProtection: name !== 'red', ...(name === 'green' ? {} : { accessConfig: { authenticationMode: 'API' } }) });
}

export async function furnishBatch(play: Play): Promise<void> {
  for (const name of NAMES) {
    await play('batch', 'CreateComputeEnvironment', { computeEnvironmentName: name, type: 'MANAGED', computeResources: { type: 'SPOT', minvCpus: 4, maxvCpus: 256, desiredvCpus: 8, subnets: VPC.subnetIds, instanceTypes: ['optimal'] } });
    await play('batch', 'CreateJobQueue', { jobQueueName: name, priority: 1, computeEnvironmentOrder: [{ order: 1, computeEnvironment: name }] });
    await play('batch', 'RegisterJobDefinition', { jobDefinitionName: name, type: 'container', containerProperties: { image: 'public.ecr.aws/docker/library/busybox:latest' } });
    const { jobId } = await play('batch', 'SubmitJob', { jobName: name, jobQueue: name, jobDefinition: name }) as { jobId: string };
    JOBS.set(name, jobId);
  }
}
const JOBS = new Map<string, string>();
export const jobsIn = (r: Resource): JsonObject => ({ jobs: [JOBS.get(r.name) ?? ''], set: { priority: 7 } });
export async function furnishBatchEnvironments(play: Play): Promise<void> {
  for (const name of NAMES) await play('batch', 'CreateComputeEnvironment', { computeEnvironmentName: name, type: 'MANAGED', computeResources: { type: 'FARGATE', maxvCpus: 256, subnets: VPC.subnetIds, minvCpus: 2 } });
}

/** The owner's role may pull, and so may another account. */
const PULL = JSON.stringify({ Version: '2012-10-17', Statement: [
  { Sid: 'own', Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'ecr:BatchGetImage' },
  { Sid: 'other', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'ecr:BatchGetImage' },
] });
export const OWN_PULL = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'before', Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'ecr:BatchGetImage' }] });
export async function furnishEcr(play: Play): Promise<void> {
  for (const repositoryName of NAMES) {
    await play('ecr', 'CreateRepository', { repositoryName });
    await play('ecr', 'SetRepositoryPolicy', { repositoryName, policyText: PULL });
  }
  await play('ecr', 'PutReplicationConfiguration', { replicationConfiguration: { rules: [{ destinations: [{ region: 'us-east-1', registryId: '444455556666' }] }] } });
  await play('ecr', 'PutRegistryPolicy', { policyText: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'ecr:ReplicateImage', Resource: 'arn:aws:ecr:us-east-1:111122223333:repository/*' }] }) });
}

/** Protected, with something in them. */
export async function furnishCloudFormation(play: Play): Promise<void> {
  const TemplateBody = JSON.stringify({ Resources: { Machine: { Type: 'AWS::EC2::Instance' }, Queue: { Type: 'AWS::SQS::Queue' }, Topic: { Type: 'AWS::SNS::Topic' } } });
  await play('s3', 'CreateBucket', { Bucket: 'amzn-s3-demo-templates' });
  await play('s3', 'PutObject', { Bucket: 'amzn-s3-demo-templates', Key: 'good.json', Body: JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }) });
  for (const StackName of NAMES) await play('cloudformation', 'CreateStack', { StackName, TemplateBody, EnableTerminationProtection: true, Parameters: [{ ParameterKey: 'Size', ParameterValue: 'small' }, { ParameterKey: 'Added', ParameterValue: 'yes' }] });
}
/** Its owner's template lies in a bucket, and knows one parameter. */
export const stackBefore = (): JsonObject => ({ protection: false, source: { TemplateURL: `https://amzn-s3-demo-templates.s3.${REGION}.amazonaws.com/good.json`, Capabilities: ['CAPABILITY_IAM'], Parameters: [{ ParameterKey: 'Size' }] } });

export async function furnishSageMaker(play: Play): Promise<void> {
  await play('sagemaker', 'CreateNotebookInstanceLifecycleConfig', { NotebookInstanceLifecycleConfigName: 'start', OnStart: [{ Content: Buffer.from('echo example').toString('base64') }] });
  for (const name of NAMES) {
    await play('sagemaker', 'CreateNotebookInstance', { NotebookInstanceName: name, InstanceType: 'ml.t3.medium', RoleArn: ROLE, LifecycleConfigName: 'start' });
    await play('sagemaker', 'CreateEndpoint', { EndpointName: name, EndpointConfigName: 'example' });
    await play('sagemaker', 'CreateTrainingJob', { TrainingJobName: name, RoleArn: ROLE, AlgorithmSpecification: { TrainingImage: 'example', TrainingInputMode: 'File' }, OutputDataConfig: { S3OutputPath: 's3://example/' }, ResourceConfig: { VolumeSizeInGB: 1 }, StoppingCondition: {} });
  }
}

/** Public, hooked to a repository, each with a build that runs. */
export async function furnishCodeBuild(play: Play): Promise<void> {
  for (const name of NAMES) {
    const { project } = await play('codebuild', 'CreateProject', {
      name, source: { type: 'GITHUB', location: 'https://github.com/example/example' }, artifacts: { type: 'NO_ARTIFACTS' }, environment: { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0', computeType: 'BUILD_GENERAL1_SMALL', environmentVariables: [{ name: 'STAGE', value: '{"is": "own"}' }] }, serviceRole: ROLE,
    }) as { project: { arn: string } };
    await play('codebuild', 'CreateWebhook', { projectName: name });
    await play('codebuild', 'UpdateProjectVisibility', { projectArn: project.arn, projectVisibility: 'PUBLIC_READ' });
    await play('codebuild', 'StartBuild', { projectName: name });
  }
}

/** Each job runs and has a trigger; each endpoint has two keys. */
export async function furnishGlue(play: Play): Promise<void> {
  for (const name of NAMES) {
    await play('glue', 'CreateJob', { Name: name, Role: ROLE, Command: { Name: 'glueetl', ScriptLocation: 's3://example/script.py' } });
    await play('glue', 'CreateTrigger', { Name: `nightly-${name}`, Type: 'SCHEDULED', Schedule: 'cron(0 1 * * ? *)', Actions: [{ JobName: name }], StartOnCreation: true });
    await play('glue', 'StartJobRun', { JobName: name });
    await play('glue', 'CreateDevEndpoint', { EndpointName: name, RoleArn: ROLE, PublicKeys: [`ssh-ed25519 EXAMPLE1 ${name}`, `ssh-ed25519 EXAMPLE2 ${name}`] });
  }
}
export async function furnishLightsail(play: Play): Promise<void> {
  await play('lightsail', 'CreateInstances', { instanceNames: [...NAMES], availabilityZone: 'us-east-1a', blueprintId: 'ubuntu_24_04', bundleId: 'small_3_0' });
}
/** Each builds by itself, has two branches, and one of them is being built. */
export async function furnishAmplify(play: Play): Promise<void> {
  for (const name of NAMES) {
    const { app: { appId } } = await play('amplify', 'CreateApp', { name, repository: 'https://github.com/example/site', platform: 'WEB_COMPUTE', enableBranchAutoBuild: true }) as { app: { appId: string } };
    for (const branchName of ['main', 'next']) await play('amplify', 'CreateBranch', { appId, branchName, enablePullRequestPreview: true });
    await play('amplify', 'StartJob', { appId, branchName: 'main', jobType: 'RELEASE' });
  }
}
export async function furnishAppRunner(play: Play): Promise<void> {
  for (const ServiceName of NAMES) await play('apprunner', 'CreateService', { ServiceName, SourceConfiguration: { ImageRepository: { ImageIdentifier: 'public.ecr.aws/docker/library/httpd:latest', ImageRepositoryType: 'ECR_PUBLIC' } } });
}
export async function furnishEmr(play: Play): Promise<void> {
  for (const [n, Name] of NAMES.entries()) await play('elasticmapreduce', 'RunJobFlow', { Name, Instances: { TerminationProtected: n > 1, InstanceCount: 3 } });
}
export async function furnishBeanstalk(play: Play): Promise<void> {
  for (const EnvironmentName of NAMES) await play('elasticbeanstalk', 'CreateEnvironment', { ApplicationName: 'shop', EnvironmentName, OptionSettings: [{ Namespace: 'aws:autoscaling:asg', OptionName: 'MinSize', Value: '2' }] });
}
