// Which role a name means now, and where it lies: one made anew under an old name is another role.
import { GetRoleCommand } from '@aws-sdk/client-iam';
import type { ReadAws } from '../../../aws/session.ts';
import type { Arn } from '../../../core/types.ts';
import { inParallel } from '../../in-parallel.ts';
import { ifThere } from '../../refusal.ts';

export interface RoleNow { readonly arn: Arn; readonly roleId: string; readonly roleName: string; readonly path: string }

/** The roles by name; `undefined` for names that no role has. */
export async function rolesNow(aws: ReadAws, names: readonly string[]): Promise<ReadonlyMap<string, RoleNow | undefined>> {
  const client = await aws.client('iam');
  return new Map(await inParallel([...new Set(names)], 8, async (name) => {
    const role = (await ifThere(client.send(new GetRoleCommand({ RoleName: name }))))?.Role;
    return [name, role && { arn: role.Arn ?? '', roleId: role.RoleId ?? '', roleName: name, path: role.Path ?? '/' }] as const;
  }));
}
