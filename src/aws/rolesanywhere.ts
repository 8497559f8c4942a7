// A client for IAM Roles Anywhere, of our own: the newest on npm (3.332.0) is from before clients carry schemas, by which the simulated account is driven, and brings a whole older SDK along.
// It is another REST-JSON client of the SDK with the same rules of addresses; name, address and shapes are exchanged. Shapes: https://docs.aws.amazon.com/rolesanywhere/latest/APIReference (2018-05-10), of what is asked.
import { ListSchedulesCommand, SchedulerClient, type SchedulerClientConfig, type SchedulerClientResolvedConfig } from '@aws-sdk/client-scheduler';
import { makeBuilder, type Client } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import { TypeRegistry } from '@smithy/core/schema';
import type { HttpHandlerOptions, MetadataBearer, StaticOperationSchema } from '@smithy/types';

export interface Source { readonly sourceType?: string | undefined; readonly sourceData?: { readonly x509CertificateData?: string; readonly acmPcaArn?: string } | undefined }
interface NotificationSetting { readonly enabled: boolean; readonly event: string; readonly threshold?: number; readonly channel?: string; readonly configuredBy?: string }
export interface TrustAnchorDetail {
  readonly trustAnchorId?: string; readonly trustAnchorArn?: string; readonly name?: string; readonly source?: Source; readonly enabled?: boolean;
  readonly createdAt?: Date; readonly updatedAt?: Date; readonly notificationSettings?: readonly NotificationSetting[];
}
interface AttributeMapping { readonly certificateField?: string; readonly mappingRules?: readonly { readonly specifier: string }[] }
export interface ProfileDetail {
  readonly profileId?: string; readonly profileArn?: string; readonly name?: string; readonly requireInstanceProperties?: boolean; readonly enabled?: boolean; readonly createdBy?: string;
  readonly sessionPolicy?: string; readonly roleArns?: readonly string[]; readonly managedPolicyArns?: readonly string[]; readonly createdAt?: Date; readonly updatedAt?: Date;
  readonly durationSeconds?: number; readonly acceptRoleSessionName?: boolean; readonly attributeMappings?: readonly AttributeMapping[];
}
interface Listed { readonly nextToken?: string | undefined; readonly pageSize?: number | undefined }
interface Anchor { readonly trustAnchorId: string | undefined }
interface Profile { readonly profileId: string | undefined }
export type TrustAnchorInput = Pick<TrustAnchorDetail, 'name' | 'source'>;
export type ProfileInput = Pick<ProfileDetail, 'name' | 'sessionPolicy' | 'roleArns' | 'managedPolicyArns' | 'durationSeconds' | 'acceptRoleSessionName'>;
interface AnchorAnswer { readonly trustAnchor?: TrustAnchorDetail }
interface ProfileAnswer { readonly profile?: ProfileDetail }

const NAMESPACE = 'com.amazonaws.rolesanywhere';
// The SDK's signs for what a member holds.
const TEXT = 0, NUMBER = 1, SWITCH = 2, TIME = 5, TEXTS = 64, PART_OF_PATH = [TEXT, 1];
const structure = (name: string, members: object, sort = 3) => [sort, NAMESPACE, name, 0, Object.keys(members), Object.values(members)];
const listOf = (name: string, item: unknown) => { const list = [1, NAMESPACE, name, 0, () => item]; return () => list; };
const lazy = (shape: unknown) => () => shape;

const ANCHOR_INPUT = { name: TEXT, source: lazy(structure('Source', { sourceType: TEXT, sourceData: lazy(structure('SourceData', { x509CertificateData: TEXT, acmPcaArn: TEXT }, 4)) })) };
const PROFILE_INPUT = { name: TEXT, sessionPolicy: TEXT, roleArns: TEXTS, managedPolicyArns: TEXTS, durationSeconds: NUMBER, acceptRoleSessionName: SWITCH };
const SINCE = { enabled: SWITCH, createdAt: TIME, updatedAt: TIME };
const ANCHOR = structure('TrustAnchorDetail', {
  trustAnchorId: TEXT, trustAnchorArn: TEXT, ...ANCHOR_INPUT, ...SINCE,
  notificationSettings: listOf('NotificationSettingDetails', structure('NotificationSettingDetail', { enabled: SWITCH, event: TEXT, threshold: NUMBER, channel: TEXT, configuredBy: TEXT })),
});
const PROFILE = structure('ProfileDetail', {
  profileId: TEXT, profileArn: TEXT, ...PROFILE_INPUT, ...SINCE, requireInstanceProperties: SWITCH, createdBy: TEXT,
  attributeMappings: listOf('AttributeMappings', structure('AttributeMapping', { certificateField: TEXT, mappingRules: listOf('MappingRules', structure('MappingRule', { specifier: TEXT })) })),
});
const LIST = { nextToken: [TEXT, { httpQuery: 'nextToken' }], pageSize: [NUMBER, { httpQuery: 'pageSize' }] };
const ONE_ANCHOR = { trustAnchorId: PART_OF_PATH }, ONE_PROFILE = { profileId: PART_OF_PATH };
const SAID_ANCHOR = { trustAnchor: lazy(ANCHOR) }, SAID_PROFILE = { profile: lazy(PROFILE) };

const build = makeBuilder<SchedulerClientResolvedConfig, object, MetadataBearer>(ListSchedulesCommand.getEndpointParameterInstructions(), 'RolesAnywhere', 'RolesAnywhereClient', getEndpointPlugin);
function command<I extends object, O extends object>(name: string, method: string, path: string, input: object, output: object) {
  const schema = [9, NAMESPACE, name, { http: [method, path, name.startsWith('Create') ? 201 : 200] }, lazy(structure(`${name}Request`, input)), lazy(structure(`${name}Response`, output))];
  return build<I, O & MetadataBearer>({}, () => [], name, schema as unknown as StaticOperationSchema);
}
const onAnchor = <I extends Anchor = Anchor>(name: string, method: string, rest = '', more = {}) => command<I, AnchorAnswer>(name, method, `/trustanchor/{trustAnchorId}${rest}`, { ...ONE_ANCHOR, ...more }, SAID_ANCHOR);
const onProfile = <I extends Profile = Profile>(name: string, method: string, rest = '', more = {}) => command<I, ProfileAnswer>(name, method, `/profile/{profileId}${rest}`, { ...ONE_PROFILE, ...more }, SAID_PROFILE);

export const ListTrustAnchorsCommand = command<Listed, { nextToken?: string; trustAnchors?: TrustAnchorDetail[] }>('ListTrustAnchors', 'GET', '/trustanchors', LIST, { nextToken: TEXT, trustAnchors: listOf('TrustAnchorDetails', ANCHOR) });
export const CreateTrustAnchorCommand = command<TrustAnchorInput & { enabled?: boolean }, AnchorAnswer>('CreateTrustAnchor', 'POST', '/trustanchors', { ...ANCHOR_INPUT, enabled: SWITCH }, SAID_ANCHOR);
export const GetTrustAnchorCommand = onAnchor('GetTrustAnchor', 'GET');
export const UpdateTrustAnchorCommand = onAnchor<Anchor & TrustAnchorInput>('UpdateTrustAnchor', 'PATCH', '', ANCHOR_INPUT);
export const DeleteTrustAnchorCommand = onAnchor('DeleteTrustAnchor', 'DELETE');
export const EnableTrustAnchorCommand = onAnchor('EnableTrustAnchor', 'POST', '/enable');
export const DisableTrustAnchorCommand = onAnchor('DisableTrustAnchor', 'POST', '/disable');
export const ListProfilesCommand = command<Listed, { nextToken?: string; profiles?: ProfileDetail[] }>('ListProfiles', 'GET', '/profiles', LIST, { nextToken: TEXT, profiles: listOf('ProfileDetails', PROFILE) });
export const CreateProfileCommand = command<ProfileInput & { enabled?: boolean; requireInstanceProperties?: boolean }, ProfileAnswer>('CreateProfile', 'POST', '/profiles', { ...PROFILE_INPUT, enabled: SWITCH, requireInstanceProperties: SWITCH }, SAID_PROFILE);
export const GetProfileCommand = onProfile('GetProfile', 'GET');
export const UpdateProfileCommand = onProfile<Profile & ProfileInput>('UpdateProfile', 'PATCH', '', PROFILE_INPUT);
export const DeleteProfileCommand = onProfile('DeleteProfile', 'DELETE');
export const EnableProfileCommand = onProfile('EnableProfile', 'POST', '/enable');
export const DisableProfileCommand = onProfile('DisableProfile', 'POST', '/disable');

const OWN = {
  apiVersion: '2018-05-10', serviceId: 'RolesAnywhere', signingName: 'rolesanywhere',
  protocolSettings: { defaultNamespace: NAMESPACE, errorTypeRegistries: [TypeRegistry.for(NAMESPACE)], version: '2018-05-10', serviceTarget: 'RolesAnywhere' },
};
type Base = new (config: SchedulerClientConfig) => Client<HttpHandlerOptions, object, MetadataBearer, SchedulerClientResolvedConfig>;
export class RolesAnywhereClient extends (SchedulerClient as unknown as Base) {
  constructor(config: SchedulerClientConfig) {
    super({ ...config, ...OWN });
    const { endpointProvider } = this.config;
    this.config.endpointProvider = (...asked) => { const found = endpointProvider(...asked); return { ...found, url: new URL(found.url.href.replace('//scheduler', '//rolesanywhere')) }; };
  }
}
