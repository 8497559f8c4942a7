// Whether a foothold can still be used, and whether it is gone: asked of the account's state, not of what was called.
import type { Arn } from '../../core/types.ts';
import type { SimCaller } from '../account.ts';
import { authenticate } from '../dispatch/authenticate.ts';
import { authorityOf } from '../policy/authority.ts';
import { grantsOf, refusal } from '../policy/authorize.ts';
import { conditionKeys } from '../policy/keys.ts';
import { ec2Region } from '../services/ec2/state.ts';
import { iamState } from '../services/iam/state.ts';
import { AwsError } from '../wire/types.ts';
import type { World } from '../world.ts';
import type { Foothold } from './ground-truth.ts';
import type { Stock, StockItem } from './stock.ts';
import { isIsolated, isRunning } from './stock-ec2.ts';

/** Whoever is explicitly denied all of these is cut off; a quarantine policy leaves some of them open. */
const PROBES = ['iam:CreateAccessKey', 'iam:CreatePolicy', 'ec2:CreateFleet', 'ec2:RunInstances', 'sts:AssumeRole', 's3:PutObject'] as const;
const CREDENTIALS = new Set(['iam/access-key', 'iam/login-profile', 'iam/ssh-public-key', 'iam/signing-certificate', 'iam/service-specific-credential']);
/** Their stock does not tell one from another. */
const SECRETS = new Set([...CREDENTIALS, 'iam/mfa-device']);

/** AWS shows nobody a password, and hides in its event history whom an alternate contact named. */
const LOST = new Set(['iam/login-profile', 'account/alternate-contact']);

/** Gone, or as it was before the attacker. A session is gone when it is over, revoked, or its principal is gone. */
export function isRemoved(world: World, foothold: Foothold, stock: Stock): boolean {
  if (foothold.origin === 'session') return foothold.accessKeyId !== undefined && isPowerless(world, foothold.accessKeyId);
  const item = stock.get(foothold.arn);
  // Of what is the owner's nothing may be missing, but what nobody can give back, and what went with the thing that it is a part of.
  if (item === undefined) return foothold.origin !== 'changed' || LOST.has(foothold.kind) || (foothold.parent !== undefined && !stock.has(foothold.parent));
  if (item.setting === true) return item.value !== foothold.value;
  if (foothold.origin === 'created') return item.going === true || idIn(item.value) !== idIn(foothold.value) || isOwnersAgain(foothold, item);
  // Nobody can give a password back: another one than the stranger's, or none that opens anything, is what can be had.
  if (foothold.kind === 'iam/login-profile' || foothold.kind === 'iam/service-specific-credential') return item.value !== foothold.value;
  return foothold.origin === 'changed' && item.value === foothold.before;
}

/** What he deleted and made anew otherwise has been given back its owner's text; no password or device is another's for being called the same. */
const isOwnersAgain = ({ kind, value, gone }: Foothold, item: StockItem): boolean => !SECRETS.has(kind) && item.value === gone && item.value !== value;

/** Of what AWS gives an id of its own: one made anew under the same name is another thing. */
export const idIn = (value: string): unknown => (value.startsWith('{') ? (JSON.parse(value) as { readonly id?: unknown }).id : undefined);

export function isContained(world: World, foothold: Foothold, stock: Stock): boolean {
  if (isRemoved(world, foothold, stock)) return true;
  const item = stock.get(foothold.arn);
  switch (foothold.kind) {
    // Whatever ends a session removes it.
    case 'sts/session': return false;
    case 'iam/access-key': return foothold.accessKeyId === undefined || isPowerless(world, foothold.accessKeyId);
    case 'iam/user': return isUserSpent(world, foothold.arn, stock);
    case 'iam/role': return item?.value !== foothold.value || isCutOff(world, roleCaller(world, foothold.arn));
    // Without a rule that lets anything in it is a name.
    case 'ec2/security-group': return ec2Region(world, foothold.region).groups.get(idOf(foothold.arn))?.rules.every((rule) => rule.egress) !== false;
    case 'ec2/instance': return isStill(world, foothold.region, foothold.arn);
    default: return item?.value !== foothold.value || hasSpentBearer(world, foothold, stock);
  }
}
const hasSpentBearer = (world: World, { parent }: Foothold, stock: Stock): boolean => parent !== undefined && isBearerSpent(world, parent, stock);

/** What a user or role carries is of no use while its bearer can do nothing. */
function isBearerSpent(world: World, arn: Arn, stock: Stock): boolean {
  return isPrincipalCutOff(world, arn, stock) || (stock.get(arn)?.kind === 'iam/user' && isUserSpent(world, arn, stock));
}
/** Cut off, or without a credential that works. */
function isUserSpent(world: World, arn: Arn, stock: Stock): boolean {
  return isCutOff(world, userCaller(world, arn)) || credentialsOf(arn, stock).every((one) => isSpent(world, one, stock));
}

/** An unusable credential: unknown, inactive, expired, or its bearer is cut off. */
function isPowerless(world: World, accessKeyId: string): boolean {
  const caller = callerOf(world, accessKeyId);
  return caller === undefined || isCutOff(world, caller);
}
function isSpent(world: World, item: StockItem, stock: Stock): boolean {
  if (item.kind === 'iam/access-key') return isPowerless(world, item.arn.slice(item.arn.lastIndexOf('/') + 1));
  return item.kind !== 'iam/login-profile' && stock.get(item.arn)?.value.includes('Inactive') === true;
}
const credentialsOf = (user: Arn, stock: Stock): readonly StockItem[] => [...stock.values()].filter(({ kind, parent }) => parent === user && CREDENTIALS.has(kind));

/** Whether the principal, coming back with fresh credentials, would be denied everything. */
export function isPrincipalCutOff(world: World, arn: Arn, stock: Stock): boolean {
  const item = stock.get(arn);
  if (item === undefined) return true;
  if (item.kind === 'iam/user') return isCutOff(world, userCaller(world, arn));
  return item.kind === 'iam/role' && isCutOff(world, roleCaller(world, arn));
}

const idOf = (arn: Arn): string => arn.slice(arn.lastIndexOf('/') + 1);
function isStill(world: World, region: string, arn: Arn): boolean {
  const id = idOf(arn);
  const room = ec2Region(world, region);
  const machine = room.machines.get(id);
  return machine === undefined || !isRunning(machine) || isIsolated(room, id);
}

/** As soon as it is enforced everywhere. */
const settled = (world: World): Date => new Date(world.now().getTime() + world.behaviour.consistencyMs);

function callerOf(world: World, accessKeyId: string): SimCaller | undefined {
  try {
    return authenticate(world, { service: 'ec2', operation: 'DescribeInstances', region: world.partition === 'aws' ? 'us-east-1' : 'cn-north-1', accessKeyId, sessionToken: undefined, verified: true }, settled(world));
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
function isCutOff(world: World, caller: SimCaller | undefined): boolean {
  if (caller === undefined) return true;
  const now = settled(world);
  const grants = grantsOf(caller, authorityOf(world), now);
  if (grants === 'root') return false;
  if (grants === undefined) return true;
  const keys = conditionKeys(caller, { accountId: world.id, region: 'us-east-1', now, sourceIp: '192.0.2.99', userAgent: 'probe' });
  return PROBES.every((action) => refusal(grants, { action, resource: '*', keys })?.explicit === true);
}
function userCaller(world: World, arn: Arn): SimCaller | undefined {
  const user = iamState(world).users.byArn(arn);
  return user && { type: 'IAMUser', arn, principalId: user.id, userName: user.name, accessKeyId: '' };
}
function roleCaller(world: World, arn: Arn): SimCaller | undefined {
  const role = iamState(world).roles.byArn(arn);
  const issuedAt = settled(world);
  return role && {
    type: 'AssumedRole', arn: arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/'), principalId: `${role.id}:probe`, accessKeyId: '',
    session: { issuerArn: arn, issuerId: role.id, issuerName: role.name, issuerType: 'Role', issuedAt, expiresAt: new Date(issuedAt.getTime() + 3_600_000), mfa: false },
  };
}
