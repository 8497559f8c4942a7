// The simulated CloudWatch Logs. Behaviour: BEHAVIOUR.md beside it.
import {
  CloudWatchLogsClient, CreateLogGroupCommand, DeleteLogGroupCommand, DeleteRetentionPolicyCommand, DescribeLogGroupsCommand, PutLogGroupDeletionProtectionCommand, PutRetentionPolicyCommand,
  type CreateLogGroupCommandInput, type DescribeLogGroupsCommandInput, type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { findLogGroup, logGroupArn, logGroupOut, logGroups, PERIODS } from './log-groups.ts';

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message, 400);
const resources = ({ logGroupName }: { logGroupName?: string | undefined }, call: SimCall): string[] => [logGroupArn(logGroupName ?? '', call)];

function create({ logGroupName = '', kmsKeyId, logGroupClass, deletionProtectionEnabled }: CreateLogGroupCommandInput, call: SimCall): object {
  if (!/^[.\-_/#A-Za-z0-9]{1,512}$/u.test(logGroupName)) throw invalid(`1 validation error detected: Value '${logGroupName}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`);
  const groups = logGroups(call);
  if (groups.has(logGroupName)) throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists', 400);
  groups.set(logGroupName, { name: logGroupName, createdAt: call.now, kmsKeyId, class: logGroupClass, retention: undefined, protected: deletionProtectionEnabled ?? false, storedBytes: 0 });
  return {};
}

function describe({ logGroupNamePrefix = '', logGroupNamePattern = '', limit, nextToken }: DescribeLogGroupsCommandInput, call: SimCall): { logGroups: LogGroup[]; nextToken?: string } {
  const found = [...logGroups(call).values()].filter(({ name }) => name.startsWith(logGroupNamePrefix) && name.toLowerCase().includes(logGroupNamePattern.toLowerCase())).sort((a, b) => (a.name < b.name ? -1 : 1));
  const { page, next } = listing(found, { max: limit, token: nextToken, most: 50 }, call, () => invalid('The specified nextToken is invalid.'));
  return { logGroups: page.map((group) => logGroupOut(group, call)), ...(next === undefined ? {} : { nextToken: next }) };
}

function remove(name: string, call: SimCall): object {
  if (findLogGroup(name, call).protected) throw new AwsError('ValidationException', 'The log group has deletion protection enabled and cannot be deleted.', 400);
  logGroups(call).delete(name);
  return {};
}

function setRetention(name: string, days: number, call: SimCall): object {
  if (!PERIODS.includes(days)) throw invalid(`1 validation error detected: Value '${String(days)}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${PERIODS.join(', ')}]`);
  findLogGroup(name, call).retention = days;
  return {};
}

export default (): Service<SimCall> => new Service<SimCall>(CloudWatchLogsClient, { id: 'logs' })
  .on(CreateLogGroupCommand, create, { resources })
  .on(DescribeLogGroupsCommand, describe)
  .on(DeleteLogGroupCommand, ({ logGroupName = '' }, call) => remove(logGroupName, call), { resources })
  .on(PutRetentionPolicyCommand, ({ logGroupName = '', retentionInDays = 0 }, call) => setRetention(logGroupName, retentionInDays, call), { resources })
  .on(DeleteRetentionPolicyCommand, ({ logGroupName = '' }, call) => { findLogGroup(logGroupName, call).retention = undefined; return {}; }, { resources })
  .on(PutLogGroupDeletionProtectionCommand, ({ logGroupIdentifier = '', deletionProtectionEnabled = false }, call) => {
    findLogGroup(nameIn(logGroupIdentifier), call).protected = deletionProtectionEnabled;
    return {};
  }, { resources: ({ logGroupIdentifier = '' }, call) => [logGroupArn(nameIn(logGroupIdentifier), call)] });

/** A name, or an ARN. */
const nameIn = (identifier: string): string => identifier.split(':log-group:')[1] ?? identifier;
