// Settings that are one to a region: serial console, encryption of new disks, public sharing, instance metadata.
import {
  DisableEbsEncryptionByDefaultCommand, DisableImageBlockPublicAccessCommand, DisableSerialConsoleAccessCommand, DisableSnapshotBlockPublicAccessCommand, EnableEbsEncryptionByDefaultCommand, EnableImageBlockPublicAccessCommand,
  EnableSerialConsoleAccessCommand, EnableSnapshotBlockPublicAccessCommand, GetEbsDefaultKmsKeyIdCommand, GetEbsEncryptionByDefaultCommand, GetImageBlockPublicAccessStateCommand, GetInstanceMetadataDefaultsCommand,
  GetSerialConsoleAccessStatusCommand, GetSnapshotBlockPublicAccessStateCommand, ModifyEbsDefaultKmsKeyIdCommand, ModifyInstanceMetadataDefaultsCommand, ResetEbsDefaultKmsKeyIdCommand,
  type EnableSnapshotBlockPublicAccessCommandInput, type InstanceMetadataDefaultsResponse, type ManagedBy, type ModifyEbsDefaultKmsKeyIdCommandInput, type ModifyInstanceMetadataDefaultsCommandInput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { invalidCombination, invalidValue, missing, other } from './errors.ts';
import { networkOf, type Settings } from './network-room.ts';
import { after, inRegion, type Ec2Service } from './operation.ts';
import type { Ec2Region } from './state.ts';
import { modern } from './trail.ts';

/** "It can take up to 10 minutes"; mostly it is seconds. */
const IMAGE_BLOCK_MS = 5_000;

const managedBy = (settings: Settings): ManagedBy => (settings.declared ? 'declarative-policy' : 'account');
function changeable(call: SimCall): Settings {
  const { settings } = networkOf(call);
  if (settings.declared) throw other('DeclarativePolicyViolation', 'This functionality has been disabled by a Declarative Policy.');
  return settings;
}

const serialConsole = (on: boolean) => (_: object, region: Ec2Region, call: SimCall): { SerialConsoleAccessEnabled: boolean } => {
  changeable(call);
  region.serialConsole = on;
  return { SerialConsoleAccessEnabled: on };
};
const encryption = (on: boolean) => (_: object, region: Ec2Region): { EbsEncryptionByDefault: boolean } => {
  region.ebsEncryption = on;
  return { EbsEncryptionByDefault: on };
};

/** The AWS-managed key is named by its alias, any other as it was given. */
const ebsKey = (call: SimCall): string => networkOf(call).settings.ebsKey ?? 'alias/aws/ebs';
function setEbsKey({ KmsKeyId }: ModifyEbsDefaultKmsKeyIdCommandInput, _: Ec2Region, call: SimCall): { KmsKeyId: string } {
  if (!KmsKeyId) throw missing('kmsKeyId');
  networkOf(call).settings.ebsKey = KmsKeyId;
  return { KmsKeyId };
}
function resetEbsKey(_: object, __: Ec2Region, call: SimCall): { KmsKeyId: string } {
  delete networkOf(call).settings.ebsKey;
  return { KmsKeyId: ebsKey(call) };
}

function blockSnapshots({ State }: EnableSnapshotBlockPublicAccessCommandInput, _: Ec2Region, call: SimCall): { State: Settings['snapshotBlock'] } {
  if (State !== 'block-all-sharing' && State !== 'block-new-sharing') throw invalidValue(`Value (${String(State)}) for parameter State is invalid. Expecting block-all-sharing or block-new-sharing.`);
  return { State: changeable(call).snapshotBlock = State };
}
const unblockSnapshots = (_: object, __: Ec2Region, call: SimCall): { State: Settings['snapshotBlock'] } => ({ State: changeable(call).snapshotBlock = 'unblocked' });

const shownImageBlock = ({ imageBlock, imageBlockAt }: Settings, now: Date): Settings['imageBlock'] => (imageBlock === 'block-new-sharing' && imageBlockAt !== undefined && imageBlockAt > now ? 'unblocked' : imageBlock);
function blockImages(_: object, __: Ec2Region, call: SimCall): { ImageBlockPublicAccessState: 'block-new-sharing' } {
  const settings = changeable(call);
  if (settings.imageBlock !== 'block-new-sharing') settings.imageBlockAt = after(call.now, IMAGE_BLOCK_MS);
  settings.imageBlock = 'block-new-sharing';
  return { ImageBlockPublicAccessState: 'block-new-sharing' };
}
const unblockImages = (_: object, __: Ec2Region, call: SimCall): { ImageBlockPublicAccessState: 'unblocked' } => ({ ImageBlockPublicAccessState: changeable(call).imageBlock = 'unblocked' });

function metadataDefaults(_: object, __: Ec2Region, call: SimCall): { AccountLevel: InstanceMetadataDefaultsResponse } {
  const { settings } = networkOf(call);
  const { tokens, hops, endpoint, tags, enforced } = settings.metadata;
  return { AccountLevel: { HttpTokens: tokens, HttpPutResponseHopLimit: hops, HttpEndpoint: endpoint, InstanceMetadataTags: tags, HttpTokensEnforced: enforced, ManagedBy: managedBy(settings) } };
}
const NO_PREFERENCE: ReadonlySet<unknown> = new Set(['no-preference', -1]);
/** `no-preference` and -1 take a preference away; what is not named stays. */
function setMetadataDefaults(input: ModifyInstanceMetadataDefaultsCommandInput, _: Ec2Region, call: SimCall): { Return: boolean } {
  const { metadata } = changeable(call);
  const { HttpTokens: tokens, HttpPutResponseHopLimit: hops, HttpEndpoint: endpoint, InstanceMetadataTags: tags, HttpTokensEnforced: enforced } = input;
  if (hops !== undefined && hops !== -1 && (hops < 1 || hops > 64)) throw invalidValue(`Value (${String(hops)}) for parameter HttpPutResponseHopLimit is invalid.`);
  const wanted = { tokens, hops, endpoint, tags, enforced };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw invalidCombination('No attributes specified.');
  const left = Object.entries({ ...metadata, ...Object.fromEntries(given) }).filter(([, value]) => !NO_PREFERENCE.has(value));
  networkOf(call).settings.metadata = Object.fromEntries(left);
  return { Return: true };
}

const reads = (operation: string): { trail: { request: (input: object) => unknown } } => ({ trail: { request: modern(operation).request } });
const changes = (operation: string): { trail: ReturnType<typeof modern> } => ({ trail: modern(operation) });

const registerReads = (ec2: Ec2Service): Ec2Service => ec2
  .on(GetSerialConsoleAccessStatusCommand, inRegion((_, region, call) => ({ SerialConsoleAccessEnabled: region.serialConsole, ManagedBy: managedBy(networkOf(call).settings) })), reads('GetSerialConsoleAccessStatus'))
  .on(GetEbsEncryptionByDefaultCommand, inRegion((_, region) => ({ EbsEncryptionByDefault: region.ebsEncryption })), reads('GetEbsEncryptionByDefault'))
  .on(GetEbsDefaultKmsKeyIdCommand, inRegion((_, __, call) => ({ KmsKeyId: ebsKey(call) })), reads('GetEbsDefaultKmsKeyId'))
  .on(GetSnapshotBlockPublicAccessStateCommand, inRegion((_, __, call) => ({ State: networkOf(call).settings.snapshotBlock, ManagedBy: managedBy(networkOf(call).settings) })), reads('GetSnapshotBlockPublicAccessState'))
  .on(GetImageBlockPublicAccessStateCommand, inRegion((_, __, call) => ({ ImageBlockPublicAccessState: shownImageBlock(networkOf(call).settings, call.now), ManagedBy: managedBy(networkOf(call).settings) })), reads('GetImageBlockPublicAccessState'))
  .on(GetInstanceMetadataDefaultsCommand, inRegion(metadataDefaults), reads('GetInstanceMetadataDefaults'));

export const registerRegionSettings = (ec2: Ec2Service): Ec2Service => registerReads(ec2)
  .on(EnableSerialConsoleAccessCommand, inRegion(serialConsole(true)), changes('EnableSerialConsoleAccess'))
  .on(DisableSerialConsoleAccessCommand, inRegion(serialConsole(false)), changes('DisableSerialConsoleAccess'))
  .on(EnableEbsEncryptionByDefaultCommand, inRegion(encryption(true)), changes('EnableEbsEncryptionByDefault'))
  .on(DisableEbsEncryptionByDefaultCommand, inRegion(encryption(false)), changes('DisableEbsEncryptionByDefault'))
  .on(ModifyEbsDefaultKmsKeyIdCommand, inRegion(setEbsKey), changes('ModifyEbsDefaultKmsKeyId'))
  .on(ResetEbsDefaultKmsKeyIdCommand, inRegion(resetEbsKey), changes('ResetEbsDefaultKmsKeyId'))
  .on(EnableSnapshotBlockPublicAccessCommand, inRegion(blockSnapshots), changes('EnableSnapshotBlockPublicAccess'))
  .on(DisableSnapshotBlockPublicAccessCommand, inRegion(unblockSnapshots), changes('DisableSnapshotBlockPublicAccess'))
  .on(EnableImageBlockPublicAccessCommand, inRegion(blockImages), changes('EnableImageBlockPublicAccess'))
  .on(DisableImageBlockPublicAccessCommand, inRegion(unblockImages), changes('DisableImageBlockPublicAccess'))
  .on(ModifyInstanceMetadataDefaultsCommand, inRegion(setMetadataDefaults), changes('ModifyInstanceMetadataDefaults'));
