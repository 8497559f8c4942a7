// A trust anchor of IAM Roles Anywhere: whoever holds a certificate of its authority gets sessions of the roles that trust the service.
import { DeleteTrustAnchorCommand, DisableTrustAnchorCommand, EnableTrustAnchorCommand, GetTrustAnchorCommand, ListTrustAnchorsCommand, UpdateTrustAnchorCommand } from '../../aws/rolesanywhere.ts';
import { say } from '../../core/text.ts';
import { wayIn } from './parts/anywhere.ts';

export default wayIn({
  id: 'rolesanywhere/trust-anchor', title: say('Trust anchor of IAM Roles Anywhere'), noun: 'TrustAnchor', member: 'trustAnchor',
  members: { name: null, source: null }, beside: ['PutNotificationSettings', 'ResetNotificationSettings'],
  commands: { List: ListTrustAnchorsCommand, Get: GetTrustAnchorCommand, Update: UpdateTrustAnchorCommand, Enable: EnableTrustAnchorCommand, Disable: DisableTrustAnchorCommand, Delete: DeleteTrustAnchorCommand },
});
