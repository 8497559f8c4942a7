// Clients of the services that watch an account, in a simulated account with only root in it.
import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { opened as openedAccount, ROOT_KEY } from '../ec2/opened.ts';

export async function opened(region = 'us-east-1') {
  const account = await openedAccount();
  const config = { region, maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: account.world.endpoint.requestHandler() };
  return {
    world: account.world, event: account.event, pass: account.pass, cloudtrail: new CloudTrailClient(config), elsewhere: new CloudTrailClient({ ...config, region: 'eu-west-1' }), guardduty: new GuardDutyClient(config), config: new ConfigServiceClient(config),
    analyzer: new AccessAnalyzerClient(config), hub: new SecurityHubClient(config), cloudwatch: new CloudWatchClient(config), logs: new CloudWatchLogsClient(config),
  };
}
