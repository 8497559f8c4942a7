// An account that AWS has suspended: it can be looked at and emptied, and nothing new is started in it.
import type { SimAccount, SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { accountState } from './contacts.ts';

const LAUNCHES: ReadonlySet<string> = new Set([
  'ec2:RunInstances', 'ec2:StartInstances', 'ec2:CreateFleet', 'ec2:RequestSpotInstances', 'ec2:RequestSpotFleet', 'autoscaling:CreateAutoScalingGroup',
  'ecs:RunTask', 'ecs:CreateService', 'lambda:CreateFunction', 'rds:CreateDBInstance', 'rds:RestoreDBInstanceFromDBSnapshot', 'batch:SubmitJob',
]);

/** For scenarios: from now on. */
export function suspend(account: SimAccount): void { accountState(account).state = 'SUSPENDED'; }

/** EC2's words are `Blocked`: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export function refuseWhereSuspended({ account, service, operation }: SimCall): void {
  if (!LAUNCHES.has(`${service}:${operation}`) || accountState(account).state === 'ACTIVE') return;
  throw service === 'ec2'
    ? new AwsError('Blocked', 'This account is currently blocked and not recognized as a valid account. Please contact AWS Support if you have questions.', 400)
    : new AwsError('AccessDeniedException', 'Your AWS account is currently suspended. Please contact AWS Support.', 400);
}
