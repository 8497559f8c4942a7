// The simulated identity pools of Cognito: their settings and their roles. Behaviour: BEHAVIOUR.md beside it.
import {
  CognitoIdentityClient, CreateIdentityPoolCommand, DeleteIdentityPoolCommand, DescribeIdentityPoolCommand, GetIdentityPoolRolesCommand, ListIdentityPoolsCommand, SetIdentityPoolRolesCommand, UpdateIdentityPoolCommand,
  type IdentityPool, type RoleMapping,
} from '@aws-sdk/client-cognito-identity';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, pageOf, rooms } from '../rooms.ts';

interface Pool { settings: IdentityPool; roles?: Record<string, string> | undefined; mappings?: Record<string, RoleMapping> | undefined }
export const room = rooms('cognito-identity', () => new Map<string, Pool>());
interface Named { readonly IdentityPoolId?: string | undefined }

function poolOf(call: SimCall, { IdentityPoolId: id = '' }: Named): Pool {
  const found = room(call).get(id);
  if (!found) throw new AwsError('ResourceNotFoundException', `IdentityPool '${id}' not found.`);
  return found;
}
const arns = (i: Named, call: SimCall): string[] => [arnIn(call, 'cognito-identity', `identitypool/${i.IdentityPoolId ?? '*'}`)];

export default function cognitoIdentity(): Service<SimCall> {
  return new Service<SimCall>(CognitoIdentityClient, { id: 'cognito-identity' })
    .on(CreateIdentityPoolCommand, (input, call) => {
      const id = `${call.region}:${call.account.ids.uuid()}`;
      const settings: IdentityPool = { ...input, IdentityPoolId: id, IdentityPoolName: input.IdentityPoolName, AllowUnauthenticatedIdentities: input.AllowUnauthenticatedIdentities };
      room(call).set(id, { settings });
      return settings;
    })
    .on(ListIdentityPoolsCommand, (input, call) => {
      const { page, next } = pageOf([...room(call).values()], call, { max: input.MaxResults, token: input.NextToken, most: 60 });
      return { IdentityPools: page.map(({ settings: { IdentityPoolId, IdentityPoolName } }) => ({ IdentityPoolId, IdentityPoolName })), NextToken: next };
    })
    .on(DescribeIdentityPoolCommand, (i, call) => poolOf(call, i).settings, { resources: arns })
    .on(UpdateIdentityPoolCommand, (i, call) => {
      const pool = poolOf(call, i);
      pool.settings = { ...i, IdentityPoolId: pool.settings.IdentityPoolId, IdentityPoolName: i.IdentityPoolName, AllowUnauthenticatedIdentities: i.AllowUnauthenticatedIdentities };
      return pool.settings;
    }, { resources: arns })
    .on(GetIdentityPoolRolesCommand, (i, call) => { const { roles, mappings } = poolOf(call, i); return { IdentityPoolId: i.IdentityPoolId, Roles: roles, RoleMappings: mappings }; }, { resources: arns })
    .on(SetIdentityPoolRolesCommand, (i, call) => { const pool = poolOf(call, i); pool.roles = i.Roles; pool.mappings = i.RoleMappings; return {}; }, { resources: arns })
    .on(DeleteIdentityPoolCommand, (i, call) => { room(call).delete(poolOf(call, i).settings.IdentityPoolId ?? ''); return {}; }, { resources: arns });
}
