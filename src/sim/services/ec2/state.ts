// What EC2 keeps: one room per region. Shapes are compact; the views make AWS's structures out of them.
import type { InstanceStateName, RunInstancesCommandInput, VolumeState } from '@aws-sdk/client-ec2';
import type { SimAccount, SimCall } from '../../account.ts';
import { defaultNetwork } from './default-network.ts';

export type Tags = Map<string, string>;

export interface Vpc { readonly id: string; readonly cidr: string; readonly isDefault: boolean }
export interface Subnet { readonly id: string; readonly vpcId: string; readonly zone: string; readonly zoneId: string; readonly cidr: string; readonly publicIps: boolean; used: number }

/** One rule, as DescribeSecurityGroupRules shows it. Ports are absent where the protocol has none. */
export interface Rule {
  readonly id: string; readonly egress: boolean; readonly protocol: string; readonly from?: number; readonly to?: number;
  readonly source: { readonly type: 'ipv4' | 'ipv6' | 'group' | 'prefix-list'; readonly value: string; readonly owner?: string };
  readonly description?: string;
}
export interface Group { readonly id: string; readonly name: string; readonly description: string; readonly vpcId: string; rules: Rule[] }

export interface Nic {
  readonly id: string; readonly subnetId: string; readonly vpcId: string; readonly zone: string; readonly mac: string; readonly description: string;
  readonly privateIp: string; publicIp?: string; groups: string[];
  attachment?: { readonly id: string; readonly instanceId: string; readonly index: number; readonly at: Date; deleteOnTermination: boolean };
}

export interface Volume {
  readonly id: string; readonly size: number; readonly type: string; readonly zone: string; readonly created: Date; readonly encrypted: boolean; readonly kmsKeyId?: string; readonly snapshotId?: string;
  state: VolumeState;
  attachment?: { readonly instanceId: string; readonly device: string; readonly at: Date; deleteOnTermination: boolean };
}

export interface Snapshot {
  readonly id: string; readonly volumeId: string; readonly size: number; readonly started: Date; readonly description: string; readonly encrypted: boolean; readonly kmsKeyId?: string;
  /** When it is complete, by the account's clock; state and progress follow from it. */
  readonly completes: Date;
  readonly sharedWith: Set<string>; public: boolean;
}

export interface Association { readonly id: string; readonly instanceId: string; readonly profileArn: string; readonly profileId: string; readonly since: Date }

export interface KeyPair { readonly id: string; readonly name: string; readonly type: 'rsa' | 'ed25519'; readonly fingerprint: string; readonly created: Date; readonly publicKey?: string }

export interface Machine {
  readonly id: string; readonly reservationId: string; readonly index: number; readonly imageId: string; readonly keyName?: string; spotRequest?: string; readonly clientToken: string;
  readonly vpcId: string; readonly subnetId: string; readonly zone: string; readonly rootDevice: string;
  /** What it was launched with, so that a scenario's reaction can launch it again. */
  readonly launch: RunInstancesCommandInput;
  type: string; launched: Date; state: InstanceStateName; stateReason?: { readonly code: string; readonly message: string }; transition: string;
  /** Grows with every change of state: a scheduled change that is no longer true does nothing. */
  turn: number;
  /** Base64, as it was given. */
  userData?: string;
  apiTermination: boolean; apiStop: boolean; shutdown: 'stop' | 'terminate'; monitoring: boolean; ebsOptimized: boolean; sourceDestCheck: boolean;
  metadata: { tokens: 'optional' | 'required'; endpoint: 'enabled' | 'disabled'; hops: number };
  /** The text of the console, where the scenario gave one. */
  console?: string;
  consoleAt?: Date;
  goneAt?: Date;
}

export interface Ec2Region {
  readonly name: string;
  readonly vpcs: Map<string, Vpc>; readonly subnets: Map<string, Subnet>; readonly groups: Map<string, Group>; readonly nics: Map<string, Nic>;
  readonly machines: Map<string, Machine>; readonly volumes: Map<string, Volume>; readonly snapshots: Map<string, Snapshot>;
  readonly associations: Map<string, Association>; readonly keyPairs: Map<string, KeyPair>; readonly tags: Map<string, Tags>;
  /** ClientToken → what it launched. */
  readonly launches: Map<string, { readonly digest: string; readonly reservationId: string }>;
  serialConsole: boolean; ebsEncryption: boolean;
}

/** An instance has ended; a scenario's respawner launches it again. `launch` is what it was launched with, without its client token. */
export interface Terminated { readonly region: string; readonly instanceId: string; readonly at: Date; readonly tags: Readonly<Record<string, string>>; readonly launch: RunInstancesCommandInput }
export type TerminatedHook = (ended: Terminated, account: SimAccount) => void | Promise<void>;
/** An instance has come to a stop: what keeps a number of them running may take it for unhealthy. */
export type StoppedHook = (region: string, instanceId: string) => void;

export interface Ec2State { readonly account: SimAccount; readonly regions: Map<string, Ec2Region>; readonly terminated: TerminatedHook[]; readonly stopped: StoppedHook[]; publicIps: number }

export const newEc2State = (account: SimAccount): Ec2State => ({ account, regions: new Map(), terminated: [], stopped: [], publicIps: 0 });
export const ec2State = (account: SimAccount): Ec2State => account.state('ec2', newEc2State);

/** Made on first use, with ids that follow from account and region alone: a read must not shift the ids of later changes. */
export function ec2Region(account: SimAccount, name: string): Ec2Region {
  const state = ec2State(account);
  const known = state.regions.get(name);
  if (known) return known;
  const made: Ec2Region = {
    name, ...defaultNetwork(account, name), nics: new Map(), machines: new Map(), volumes: new Map(), snapshots: new Map(),
    associations: new Map(), keyPairs: new Map(), tags: new Map(), launches: new Map(), serialConsole: false, ebsEncryption: false,
  };
  state.regions.set(name, made);
  return made;
}
export const regionOf = (call: SimCall): Ec2Region => ec2Region(call.account, call.region);

/** Calls `hook` each time an instance has reached `terminated`. */
export function onTerminated(account: SimAccount, hook: TerminatedHook): void {
  ec2State(account).terminated.push(hook);
}

export const tagsOf = (region: Ec2Region, id: string): Tags => region.tags.get(id) ?? new Map<string, string>();
export const tagList = (region: Ec2Region, id: string): { Key: string; Value: string }[] => [...tagsOf(region, id)].map(([Key, Value]) => ({ Key, Value }));
export function setTags(region: Ec2Region, id: string, tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined): void {
  if (!tags?.length) return;
  const own = new Map(tagsOf(region, id));
  for (const tag of tags) if (tag.Key !== undefined) own.set(tag.Key, tag.Value ?? '');
  region.tags.set(id, own);
}
