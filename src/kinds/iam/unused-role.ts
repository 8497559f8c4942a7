// Roles that nobody used for months: each is a door with its permissions behind it.
import { say } from '../../core/text.ts';
import { advice, isUnused } from '../advice.ts';
import { authorizationDetails, READS_DETAILS } from './parts/authorization-details.ts';
import { isOfAws } from './parts/role-limits.ts';

export default advice({
  id: 'iam/unused-role', title: say('Roles that nobody used for 90 days'), scope: 'global', reads: READS_DETAILS,
  async *find(scan) {
    const { roles, roleUses } = await authorizationDetails(scan);
    for (const { roleName, roleId, path, createdAt } of roles) {
      if (!isOfAws(path) && isUnused(createdAt, roleUses.get(roleId), scan.now)) yield { subject: roleName, because: say('Delete what nobody needs, or take its permissions away first and wait a week: whatever still uses it is denied.') };
    }
  },
});
