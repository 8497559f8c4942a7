// What the simulated EKS keeps in a Region: clusters with their node groups and access entries.
import type { AccessScope, AuthenticationMode, CreateClusterCommandInput } from '@aws-sdk/client-eks';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, rooms } from '../rooms.ts';

export interface EksNodegroup {
  readonly name: string; readonly arn: string; readonly createdAt: Date; readonly nodeRole: string; readonly subnets: string[]; readonly instanceTypes: string[]; readonly capacityType: 'ON_DEMAND' | 'SPOT' | 'CAPACITY_BLOCK';
  scaling: { minSize: number; maxSize: number; desiredSize: number }; busy: 'CREATING' | 'UPDATING' | 'DELETING' | undefined; modifiedAt: Date;
}
export interface EksPolicy { readonly policyArn: string; readonly accessScope: AccessScope; readonly associatedAt: Date }
export interface EksEntry {
  readonly principalArn: string; readonly arn: string; readonly type: string; readonly createdAt: Date; username: string; groups: string[]; modifiedAt: Date;
  readonly policies: Map<string, EksPolicy>;
}
export interface EksCluster {
  readonly name: string; readonly arn: string; readonly createdAt: Date; readonly roleArn: string; readonly mode: AuthenticationMode; readonly network: CreateClusterCommandInput['resourcesVpcConfig'];
  deletionProtection: boolean; busy: 'CREATING' | 'DELETING' | undefined;
  readonly nodegroups: Map<string, EksNodegroup>; readonly entries: Map<string, EksEntry>;
}
export const eksRoom = rooms<Map<string, EksCluster>>('eks', () => new Map<string, EksCluster>());

export const MINUTE = 60_000;
export const eksArn = (call: SimCall, resource: string): string => arnIn(call, 'eks', resource);
export const clusterArns = (i: { readonly name?: string | undefined; readonly clusterName?: string | undefined }, call: SimCall): string[] => [eksArn(call, `cluster/${i.clusterName ?? i.name ?? '*'}`)];

export function needCluster(call: SimCall, name: string | undefined): EksCluster {
  const found = eksRoom(call).get(name ?? '');
  if (!found) throw new AwsError('ResourceNotFoundException', `No cluster found for name: ${name ?? ''}.`);
  return found;
}
export function needNodegroup(call: SimCall, cluster: string | undefined, name: string | undefined): EksNodegroup {
  const found = needCluster(call, cluster).nodegroups.get(name ?? '');
  if (!found) throw new AwsError('ResourceNotFoundException', `No node group found for name: ${name ?? ''}.`);
  return found;
}

/** Works on something for a while: what is not deleted meanwhile is at rest again then. */
export function work(call: SimCall, on: { busy: string | undefined }, status: 'CREATING' | 'UPDATING' | 'DELETING', ms: number, end?: () => void): void {
  on.busy = status;
  later(call, ms, () => {
    if (on.busy !== status) return;
    on.busy = undefined;
    end?.();
  });
}

const ROOT = /:root$/;
/** Nobody needs an entry twice; root has none. */
export function addEntry(call: SimCall, cluster: EksCluster, principalArn: string, of: { readonly type?: string | undefined; readonly groups?: string[] | undefined; readonly username?: string | undefined }): EksEntry | undefined {
  if (ROOT.test(principalArn) || cluster.entries.has(principalArn)) return undefined;
  const [kind = '', name = ''] = (principalArn.split(':')[5] ?? '').split('/');
  const entry: EksEntry = {
    principalArn, arn: eksArn(call, `access-entry/${cluster.name}/${kind}/${principalArn.split(':')[4] ?? ''}/${name}/${call.account.ids.uuid()}`), type: of.type ?? 'STANDARD', createdAt: call.now, modifiedAt: call.now,
    username: of.username ?? principalArn, groups: of.groups ?? [], policies: new Map(),
  };
  cluster.entries.set(principalArn, entry);
  return entry;
}
