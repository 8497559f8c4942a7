// Console passwords that nobody used for months. AWS cannot switch one off, and deleting it locks somebody out: a person decides.
import { paginateListUsers } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import { advice, isUnused } from '../advice.ts';
import { READS_DETAILS } from './parts/authorization-details.ts';
import { ofEachUser, passwordOf } from './parts/user-credentials.ts';

export default advice({
  id: 'iam/unused-password', title: say('Console passwords that nobody used for 90 days'), scope: 'global', reads: [...READS_DETAILS, 'iam:GetLoginProfile', 'iam:ListUsers'],
  async *find(scan) {
    const signsIn = new Map((await ofEachUser(scan, 'iam:GetLoginProfile', passwordOf)).flatMap(({ user, has }) => (has ? [[user.userName, has.createdAt] as const] : [])));
    if (signsIn.size === 0) return;
    for await (const { Users = [] } of paginateListUsers({ client: await scan.aws.client('iam'), pageSize: 1_000 }, {})) {
      for (const { UserName: subject = '', PasswordLastUsed: used } of Users) {
        const createdAt = signsIn.get(subject);
        if (createdAt !== undefined && isUnused(createdAt, used?.toISOString(), scan.now)) yield { subject, because: say('Delete the password if nobody misses it (IAM, Users, Security credentials). Whoever has it can no longer sign in; keep one way in for emergencies, with MFA.') };
      }
    }
  },
});
