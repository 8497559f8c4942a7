// Centralized root access, switched by the management account.
import {
  DisableOrganizationsRootCredentialsManagementCommand, DisableOrganizationsRootSessionsCommand, EnableOrganizationsRootCredentialsManagementCommand, EnableOrganizationsRootSessionsCommand, ListOrganizationsFeaturesCommand, type FeatureType,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { organizationsState } from '../organizations/membership.ts';
import { register, type IamService } from './register.ts';

interface Told { readonly OrganizationId: string | undefined; readonly EnabledFeatures: FeatureType[] }
function tell({ account }: SimCall, change: (features: Set<FeatureType>) => void = () => undefined): Told {
  const { organization, features } = organizationsState(account);
  if (!organization) throw new AwsError('OrganizationNotFoundException', 'No organization is associated with your account.', 404);
  if (organization.MasterAccountId !== account.id) throw new AwsError('AccountNotManagementOrDelegatedAdministratorException', 'The account is not the management account or a delegated administrator.', 403);
  change(features);
  return { OrganizationId: organization.Id, EnabledFeatures: [...features].sort() };
}

export function addOrganizationsFeatures(iam: IamService): void {
  register(iam, ListOrganizationsFeaturesCommand, (_, call) => tell(call));
  register(iam, EnableOrganizationsRootSessionsCommand, (_, call) => tell(call, (all) => { all.add('RootSessions'); }));
  register(iam, DisableOrganizationsRootSessionsCommand, (_, call) => tell(call, (all) => { all.delete('RootSessions'); }));
  register(iam, EnableOrganizationsRootCredentialsManagementCommand, (_, call) => tell(call, (all) => { all.add('RootCredentialsManagement'); }));
  register(iam, DisableOrganizationsRootCredentialsManagementCommand, (_, call) => tell(call, (all) => { all.delete('RootCredentialsManagement'); }));
}
