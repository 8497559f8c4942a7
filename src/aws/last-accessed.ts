// Which services a user, a group, a role or a policy was last used for: a job that AWS carries out, and that only the session that asked may read.
import type { ReadAws } from './session.ts';
import type { Arn, Instant, Operation } from '../core/types.ts';

export const READS_LAST_ACCESSED: readonly Operation[] = ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'];
/** A service that the policies grant. `at`: empty where it was not used within AWS's 400 days. `by`: of a group or a policy, who used it last. `actions`: those that AWS tracks and that were used, where actions were asked for. */
export interface ServiceUse { readonly service: string; readonly at: Instant; readonly by: Arn; readonly actions: readonly { readonly name: string; readonly at: Instant }[] }

export async function askLastAccessed(aws: ReadAws, arn: Arn, granularity: 'ACTION_LEVEL' | 'SERVICE_LEVEL'): Promise<string> {
  const { GenerateServiceLastAccessedDetailsCommand } = await import('@aws-sdk/client-iam');
  return (await (await aws.client('iam')).send(new GenerateServiceLastAccessedDetailsCommand({ Arn: arn, Granularity: granularity }))).JobId ?? '';
}
/**
 * Undefined while the job runs. Refused attempts count, too; data calls are tracked by service, most not by action.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
export async function readLastAccessed(aws: ReadAws, jobId: string): Promise<readonly ServiceUse[] | undefined> {
  const { GetServiceLastAccessedDetailsCommand } = await import('@aws-sdk/client-iam');
  const client = await aws.client('iam');
  const uses: ServiceUse[] = [];
  for (let Marker: string | undefined, more = true; more;) {
    const page = await client.send(new GetServiceLastAccessedDetailsCommand({ JobId: jobId, MaxItems: 1000, ...(Marker === undefined ? {} : { Marker }) }));
    if (page.JobStatus === 'IN_PROGRESS') return undefined;
    for (const { ServiceNamespace: service = '', LastAuthenticated, LastAuthenticatedEntity: by = '', TrackedActionsLastAccessed = [] } of page.ServicesLastAccessed ?? []) {
      uses.push({ service, at: LastAuthenticated?.toISOString() ?? '', by, actions: TrackedActionsLastAccessed.flatMap((a) => (a.LastAccessedTime ? [{ name: a.ActionName ?? '', at: a.LastAccessedTime.toISOString() }] : [])) });
    }
    ({ Marker } = page);
    more = page.IsTruncated === true && Marker !== undefined;
  }
  return uses;
}
