// AWS's own quarantine of a user whose key leaked: read as it is today, left alone until AWS has agreed.
import { AttachUserPolicyCommand, DeleteUserPolicyCommand, DetachUserPolicyCommand, GetPolicyCommand, GetPolicyVersionCommand, PutUserPolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { authorizationDetails, documentOf, READS_DETAILS, type UserDetail } from './parts/authorization-details.ts';
import { READS_USER, readUser } from './parts/principal-reads.ts';
import { isQuarantineArn, LEGACY_QUARANTINE } from './parts/quarantine-name.ts';

export interface QuarantinePolicy extends Resource {
  readonly userName: string;
  readonly userId: string;
  /** Absent for the inline policy of before 2020. */
  readonly policyArn?: Arn;
  /** The text as it is in force now; AWS changes it without a word. `''` where it may not be read. */
  readonly document: string;
}

type ReadDocument = (arn: Arn) => Promise<string>;
/** Each version is read once per look; AWS's own documents are the same for every user. */
function documents(client: IAMClient): ReadDocument {
  const read = new Map<Arn, Promise<string>>();
  return (arn) => {
    const known = read.get(arn) ?? currentDocument(client, arn);
    read.set(arn, known);
    return known;
  };
}
async function currentDocument(client: IAMClient, arn: Arn): Promise<string> {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn: arn }));
  const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId ?? 'v1' }));
  return documentOf(PolicyVersion?.Document);
}

async function quarantinesOf(user: UserDetail, read: ReadDocument): Promise<QuarantinePolicy[]> {
  const made = (name: string, document: string, policyArn?: Arn): QuarantinePolicy => ({
    arn: ownArn('iam/quarantine-policy', 'aws-global', user.userName, name), uid: `${user.userId}/${policyArn ?? name}`, name, region: 'aws-global', owner: user.arn,
    userName: user.userName, userId: user.userId, document, ...(policyArn === undefined ? {} : { policyArn }),
  });
  const attached = user.attached.filter((p) => isQuarantineArn(p.arn));
  return [
    ...await Promise.all(attached.map(async (p) => made(p.name, await read(p.arn), p.arn))),
    ...user.inline.filter((p) => p.name === LEGACY_QUARANTINE).map((p) => made(p.name, p.document)),
  ];
}

const inline = (policy: QuarantinePolicy) => ({ UserName: policy.userName, PolicyName: policy.name });
const attached = (policy: QuarantinePolicy, PolicyArn: Arn) => ({ UserName: policy.userName, PolicyArn });

export default defineKind<QuarantinePolicy>({
  id: 'iam/quarantine-policy', version: 1, title: say('AWS\'s quarantine of an IAM user'), scope: 'global', role: 'guard',
  reads: [...READS_DETAILS, ...READS_USER, 'iam:GetPolicy', 'iam:GetPolicyVersion'],

  async *list(scan) {
    const read = documents(await scan.aws.client('iam'));
    const orUnread: ReadDocument = async (arn) => {
      try {
        return await read(arn);
      } catch (error) {
        scan.gap('iam:GetPolicyVersion', error, arn);
        return '';
      }
    };
    for (const user of (await authorizationDetails(scan)).users) yield* await quarantinesOf(user, orUnread);
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const read = documents(client);
    const users = [...new Set(rs.map((r) => r.userName))];
    const found = await inParallel(users, 8, async (name) => {
      const user = await readUser(client, name);
      return user ? quarantinesOf(user, read) : [];
    });
    return rs.map((r) => found.flat().find((now) => now.uid === r.uid));
  },

  traces: {
    ids: (policy) => [policy.policyArn ?? policy.name],
    created: ['iam:AttachUserPolicy', 'iam:PutUserPolicy'],
    changed: [],
    concerns: (policy, { request }) => request?.['userName'] === policy.userName && (policy.policyArn === undefined ? request['policyName'] === policy.name : request['policyArn'] === policy.policyArn),
  },

  // AWS attaches it in the user's own name: never a sign of the stranger. Only AWS can make a policy of that ARN; the inline name is anybody's.
  judge: (policy, { attributed }) => (policy.policyArn === undefined && attributed ? attributed : {
    verdict: 'benign', because: say('AWS limits what user {{user}} may do, because a key of this user leaked. It stays until AWS agrees to its removal. It does not stop sessions and roles.', { user: policy.userName }), techniques: [],
  }),

  actions: {
    recover: {
      operations: ['iam:DetachUserPolicy', 'iam:DeleteUserPolicy', 'iam:AttachUserPolicy', 'iam:PutUserPolicy'],
      title: (policy) => say('Remove AWS\'s quarantine {{policy}} from user {{user}}, now that AWS has agreed in the case', { policy: policy.name, user: policy.userName }),
      breaks: (policy) => say('User {{user}} may do again what the quarantine forbade. AWS may suspend an account that removes it too early.', { user: policy.userName }),
      calls: (policy) => [policy.policyArn === undefined ? globalCall('iam:DeleteUserPolicy', inline(policy)) : globalCall('iam:DetachUserPolicy', attached(policy, policy.policyArn))],
      undoCalls: (before) => [before.policyArn === undefined ? globalCall('iam:PutUserPolicy', { ...inline(before), PolicyDocument: before.document }) : globalCall('iam:AttachUserPolicy', attached(before, before.policyArn))],
      done: (now) => now === undefined,
      // AWS may have changed the managed policy's text meanwhile.
      undone: (now, before) => now !== undefined && (before.policyArn !== undefined || now.document === before.document),
      apply: async (aws, policy) => {
        const client = await aws.client('iam');
        if (policy.policyArn === undefined) await ifThere(client.send(new DeleteUserPolicyCommand(inline(policy))));
        else await ifThere(client.send(new DetachUserPolicyCommand(attached(policy, policy.policyArn))));
      },
      undo: async (aws, before) => {
        const client = await aws.client('iam');
        if (before.policyArn === undefined) await client.send(new PutUserPolicyCommand({ ...inline(before), PolicyDocument: before.document }));
        else await client.send(new AttachUserPolicyCommand(attached(before, before.policyArn)));
      },
    },
  },
});
