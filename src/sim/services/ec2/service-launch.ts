// Machines that AWS's own services start: what a template says, the tags that only AWS can set, and the event that such a start leaves.
import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { createHash } from 'node:crypto';
import type { SimAccount, SimCall, SimCaller } from '../../account.ts';
import { runOnce } from './instance-launch.ts';
import { launchTrail } from './launch-trail.ts';
import { ec2Region, setTags, type Machine } from './state.ts';

/** Who starts machines by itself: its service principal, and the session name of its service-linked role. */
export interface Starter { readonly service: string; readonly role: string; readonly session: string }

/** The service's session of its service-linked role. The role itself is not made in the simulated IAM. */
function sessionOf(account: SimAccount, { role, session, service }: Starter, now: Date): SimCaller {
  const issuerId = `AROA${createHash('sha256').update(`${account.id}/${role}`).digest('hex').slice(0, 17).toUpperCase()}`;
  return {
    type: 'AssumedRole', arn: `arn:${account.partition}:sts::${account.id}:assumed-role/${role}/${session}`, principalId: `${issuerId}:${session}`, accessKeyId: '',
    session: { issuerArn: `arn:${account.partition}:iam::${account.id}:role/aws-service-role/${service}/${role}`, issuerId, issuerName: role, issuerType: 'Role', issuedAt: now, expiresAt: new Date(now.getTime() + 3_600_000), mfa: false },
  };
}

/** Starts machines as the service, at the account's time. Throws what AWS would answer the service. */
export function startAs(account: SimAccount, regionName: string, starter: Starter, input: RunInstancesCommandInput, tags: readonly { readonly Key: string; readonly Value: string }[]): Machine[] {
  const region = ec2Region(account, regionName);
  const now = account.now();
  const caller = sessionOf(account, starter, now);
  const touched: { readonly type: string; readonly name: string }[] = [];
  const call: SimCall = {
    account, service: 'ec2', operation: 'RunInstances', region: regionName, requestId: '', now, caller, sourceIp: starter.service, userAgent: starter.service,
    authorize: () => undefined, touch: (...resources) => { touched.push(...resources); },
  };
  const output = runOnce(input, region, call);
  const machines = (output.Instances ?? []).flatMap((i) => region.machines.get(i.InstanceId ?? '') ?? []);
  for (const machine of machines) setTags(region, machine.id, tags);
  account.recordEvent({
    name: 'RunInstances', source: 'ec2.amazonaws.com', region: regionName, caller, sourceIp: starter.service, userAgent: starter.service, type: 'AwsApiCall', readOnly: false,
    request: launchTrail.request(input), response: launchTrail.response(output), resources: touched,
  });
  return machines;
}
