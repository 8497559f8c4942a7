// The simulated EC2: one service, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { EC2Client } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerConsole } from './console.ts';
import { registerFleets } from './fleets.ts';
import { registerImageSharing } from './image-sharing.ts';
import { registerImages } from './images.ts';
import { registerInstanceAttributes } from './instance-attributes.ts';
import { registerLaunch } from './instance-launch.ts';
import { registerInstanceOperations } from './instance-operations.ts';
import { registerInstanceQueries } from './instance-queries.ts';
import { registerKeyPairs } from './key-pairs.ts';
import { registerLaunchTemplates } from './launch-templates.ts';
import { registerNetworkQueries } from './network-queries.ts';
import { registerNics } from './nics.ts';
import { registerProfiles } from './profiles.ts';
import { registerRegionQueries } from './region-queries.ts';
import { registerAddresses } from './addresses.ts';
import { registerConnectEndpoints } from './connect-endpoints.ts';
import { registerFlowLogs } from './flow-logs.ts';
import { registerNetworkAcls } from './network-acls.ts';
import { registerPeerings } from './peerings.ts';
import { registerPrefixLists } from './prefix-lists.ts';
import { registerRoutes } from './routes.ts';
import { registerTrafficMirror } from './traffic-mirror.ts';
import { registerVpcs } from './vpcs.ts';
import { registerRegionSettings } from './region-settings.ts';
import { registerReservedInstances } from './reserved-instances.ts';
import { registerRootVolumes } from './root-volumes.ts';
import { registerSecurityGroupChanges } from './security-group-changes.ts';
import { registerSecurityGroups } from './security-groups.ts';
import { registerSnapshotSharing } from './snapshot-sharing.ts';
import { registerSnapshots } from './snapshots.ts';
import { registerSpotFleets } from './spot-fleets.ts';
import { registerSpotRequests } from './spot-requests.ts';
import { registerTags } from './tags.ts';
import { registerVolumes } from './volumes.ts';

const PARTS = [
  registerRegionQueries, registerNetworkQueries, registerLaunch, registerInstanceQueries, registerInstanceOperations, registerInstanceAttributes, registerConsole, registerVolumes, registerSnapshots, registerSnapshotSharing,
  registerRegionSettings, registerAddresses, registerConnectEndpoints, registerFlowLogs, registerNetworkAcls, registerPeerings, registerPrefixLists, registerRoutes, registerTrafficMirror, registerVpcs,
  registerNics, registerSecurityGroups, registerSecurityGroupChanges, registerTags, registerProfiles, registerKeyPairs, registerReservedInstances,
  registerLaunchTemplates, registerSpotRequests, registerSpotFleets, registerFleets, registerImages, registerImageSharing, registerRootVolumes,
];

export default function ec2(): Service<SimCall> {
  const service = new Service<SimCall>(EC2Client, { id: 'ec2' });
  for (const register of PARTS) register(service);
  return service;
}
