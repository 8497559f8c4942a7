// A simulated account with only root in it, asked over the wire by one client of each service.
import { BatchClient } from '@aws-sdk/client-batch';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EKSClient } from '@aws-sdk/client-eks';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { opened as openedAccount, ROOT_KEY, type Opened } from '../ec2/opened.ts';

export interface OpenedContainers extends Pick<Opened, 'world' | 'pass' | 'event'> {
  readonly ecs: ECSClient; readonly eks: EKSClient; readonly batch: BatchClient; readonly ecr: ECRClient; readonly cloudformation: CloudFormationClient; readonly sagemaker: SageMakerClient;
}

export async function opened(): Promise<OpenedContainers> {
  const { world, pass, event } = await openedAccount({ behaviour: { pageSize: 2 } });
  const config = { region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler() };
  return { world, pass, event, ecs: new ECSClient(config), eks: new EKSClient(config), batch: new BatchClient(config), ecr: new ECRClient(config), cloudformation: new CloudFormationClient(config), sagemaker: new SageMakerClient(config) };
}
