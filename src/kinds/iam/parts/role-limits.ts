// Roles that nobody can change: those of AWS services and of IAM Identity Center.
import { say, type Text } from '../../../core/text.ts';

/** Why AWS lets nobody change this role (it answers UnmodifiableEntity), and where its sessions are ended instead. */
export function unmodifiable(roleName: string, path: string): Text | undefined {
  if (path.startsWith('/aws-reserved/')) return say('AWS manages the role {{role}} for IAM Identity Center, and nobody can change it here. End its sessions and take the assignment away in IAM Identity Center.', { role: roleName });
  if (path.startsWith('/aws-service-role/')) return say('The role {{role}} belongs to an AWS service, and nobody can change it or end its sessions; each ends by itself within 12 hours. It goes away in that service.', { role: roleName });
  return undefined;
}
/** Made by AWS, for a service or for IAM Identity Center. */
export const isOfAws = (path: string): boolean => /^\/aws-(reserved|service-role)\//.test(path);
