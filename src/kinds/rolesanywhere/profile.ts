// A profile of IAM Roles Anywhere: of which roles a certificate gets sessions, for how long, and what they may do.
import { DeleteProfileCommand, DisableProfileCommand, EnableProfileCommand, GetProfileCommand, ListProfilesCommand, UpdateProfileCommand } from '../../aws/rolesanywhere.ts';
import { say } from '../../core/text.ts';
import { wayIn } from './parts/anywhere.ts';

export default wayIn({
  id: 'rolesanywhere/profile', title: say('Profile of IAM Roles Anywhere'), noun: 'Profile', member: 'profile',
  members: { name: null, roleArns: [], managedPolicyArns: [], sessionPolicy: null, durationSeconds: 3600, acceptRoleSessionName: false }, beside: ['PutAttributeMapping', 'DeleteAttributeMapping'],
  commands: { List: ListProfilesCommand, Get: GetProfileCommand, Update: UpdateProfileCommand, Enable: EnableProfileCommand, Disable: DisableProfileCommand, Delete: DeleteProfileCommand },
});
