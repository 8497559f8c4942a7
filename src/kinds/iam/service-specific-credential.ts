// A credential of a user for one service: Git, Keyspaces, Bedrock and other API keys. It outlives the user's access keys.
import { DeleteServiceSpecificCredentialCommand, UpdateServiceSpecificCredentialCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { READS_DETAILS } from './parts/authorization-details.ts';
import { recallStatus, statusActions } from './parts/status.ts';
import { ofEachUser, serviceCredentialsOf, type ServiceCredentialDetail } from './parts/user-credentials.ts';

export interface ServiceSpecificCredential extends Resource {
  readonly userName: string;
  /** `codecommit.amazonaws.com`, `bedrock.amazonaws.com`… */
  readonly service: string;
  /** `Active`, `Inactive` or `Expired`. */
  readonly status: string;
}

const credentialOf = (owner: Arn, userName: string, { id, service, status, createdAt }: ServiceCredentialDetail): ServiceSpecificCredential =>
  ({ arn: ownArn('iam/service-specific-credential', 'aws-global', userName, id), uid: id, name: id, region: 'aws-global', owner, createdAt, userName, service, status });

// Without a name IAM would take the caller's own, so it is always given.
const target = (r: ServiceSpecificCredential) => ({ UserName: r.userName, ServiceSpecificCredentialId: r.name });
const UPDATE = 'iam:UpdateServiceSpecificCredential';
const RESET = 'iam:ResetServiceSpecificCredential';
const named = (r: ServiceSpecificCredential) => ({ credential: r.name, service: r.service, user: r.userName });

export default defineKind<ServiceSpecificCredential>({
  id: 'iam/service-specific-credential', version: 1, title: say('Service-specific credential'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:ListServiceSpecificCredentials'],

  // User by user: the list of all users at once wants one service named, and would hide the credentials of services that nobody thought of.
  async *list(scan) {
    for (const { user, has } of await ofEachUser(scan, 'iam:ListServiceSpecificCredentials', serviceCredentialsOf)) {
      for (const one of has) yield credentialOf(user.arn, user.userName, one);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const users = [...new Set(rs.map((r) => r.userName))];
    const found = new Map(await inParallel(users, 8, async (name) => [name, await ifThere(serviceCredentialsOf(client, name)) ?? []] as const));
    return rs.map((r) => {
      const one = found.get(r.userName)?.find(({ id }) => id === r.uid);
      return one && credentialOf(r.owner ?? '', r.userName, one);
    });
  },

  // Resetting it gives its secret to whoever asks.
  traces: { ids: (r) => [r.name], created: ['iam:CreateServiceSpecificCredential'], changed: [UPDATE, RESET] },
  // The stranger has the secret of one that he reset.
  recall: (_, history) => (history.some((e) => isForeign(e) && isEvent(e, RESET)) ? undefined : recallStatus(history)),

  actions: {
    ...statusActions<ServiceSpecificCredential, ReturnType<typeof target>>({
      operation: UPDATE, target, send: (client, input) => client.send(new UpdateServiceSpecificCredentialCommand(input)),
      title: (r) => say('Deactivate credential {{credential}} of user {{user}} for {{service}}', named(r)),
      breaks: (r) => say('Whatever uses this credential for {{service}} stops working.', { service: r.service }),
    }),
    eradicate: {
      operations: ['iam:DeleteServiceSpecificCredential'],
      title: (r) => say('Delete credential {{credential}} of user {{user}} for {{service}}', named(r)),
      breaks: (r) => say('Whatever uses this credential for {{service}} stops working. User {{user}} itself stays, also where the console made it only for this credential.', { service: r.service, user: r.userName }),
      calls: (r) => [globalCall('iam:DeleteServiceSpecificCredential', target(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('iam')).send(new DeleteServiceSpecificCredentialCommand(target(r)))); },
      undo: irreversible(say('AWS never gives a deleted credential back; whoever needs one must be given a new one.')),
    },
  },
});
