// A user's SSH public key for CodeCommit. Its private half is somebody's: a stranger's is deactivated, then deleted.
import { DeleteSSHPublicKeyCommand, GetSSHPublicKeyCommand, UpdateSSHPublicKeyCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { READS_DETAILS } from './parts/authorization-details.ts';
import { recallStatus, statusActions } from './parts/status.ts';
import { ofEachUser, sshKeysOf, type SshKeyDetail } from './parts/user-credentials.ts';

export interface SshPublicKey extends Resource {
  readonly userName: string;
  readonly status: string;
  /** The `ssh-rsa` line. Not listed: asked when it is looked at. */
  readonly body?: string;
}

const keyOf = (owner: Arn, userName: string, { id, status, uploadedAt }: SshKeyDetail, body?: string): SshPublicKey => ({
  arn: ownArn('iam/ssh-public-key', 'aws-global', userName, id), uid: id, name: id, region: 'aws-global', owner, createdAt: uploadedAt, userName, status, ...(body === undefined ? {} : { body }),
});
const target = (r: SshPublicKey) => ({ UserName: r.userName, SSHPublicKeyId: r.name });
const UPDATE = 'iam:UpdateSSHPublicKey';

export default defineKind<SshPublicKey>({
  id: 'iam/ssh-public-key', version: 1, title: say('SSH public key of an IAM user'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:ListSSHPublicKeys', 'iam:GetSSHPublicKey'],

  async *list(scan) {
    for (const { user, has } of await ofEachUser(scan, 'iam:ListSSHPublicKeys', sshKeysOf)) {
      for (const key of has) yield keyOf(user.arn, user.userName, key);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 8, async (r) => {
      const key = (await ifThere(client.send(new GetSSHPublicKeyCommand({ UserName: r.userName, SSHPublicKeyId: r.uid, Encoding: 'SSH' }))))?.SSHPublicKey;
      return key && keyOf(r.owner ?? '', r.userName, { id: r.uid, status: key.Status ?? '', uploadedAt: key.UploadDate?.toISOString() ?? '' }, key.SSHPublicKeyBody ?? '');
    });
  },

  traces: { ids: (r) => [r.name], created: ['iam:UploadSSHPublicKey'], changed: [UPDATE], whole: [UPDATE] },
  recall: (_, history) => recallStatus(history),

  actions: {
    ...statusActions<SshPublicKey, ReturnType<typeof target>>({
      operation: UPDATE, target, send: (client, input) => client.send(new UpdateSSHPublicKeyCommand(input)),
      title: (r) => say('Deactivate SSH key {{key}} of user {{user}}', { key: r.name, user: r.userName }),
      breaks: () => say('Whoever reaches CodeCommit with this key no longer does.'),
    }),
    eradicate: {
      operations: ['iam:DeleteSSHPublicKey'],
      title: (r) => say('Delete SSH key {{key}} of user {{user}}', { key: r.name, user: r.userName }),
      breaks: () => say('Whoever reaches CodeCommit with this key no longer does.'),
      calls: (r) => [globalCall('iam:DeleteSSHPublicKey', target(r))],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        if (r.body !== undefined) await deed.keep(`ssh-key-${r.name}.pub`, `${r.body.trim()}\n`, { operation: 'iam:GetSSHPublicKey' });
        await ifThere((await aws.client('iam')).send(new DeleteSSHPublicKeyCommand(target(r))));
      },
      // Uploaded again it is another key to AWS, and clients name it by its id.
      undo: irreversible(say('AWS gives the same key another id when it is uploaded again, and clients sign in by that id. Its text is kept with the evidence, so whoever it belongs to can upload it.')),
    },
  },
});
