// Who runs the tool, as AWS says. Nothing is ever done to it; the preflight's questions are answered here, purely.
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { ReadAws } from '../../aws/session.ts';
import { say, type Text } from '../../core/text.ts';
import type { Caller, Indicators, Operation, Resource } from '../../core/types.ts';
import { defineKind } from '../kind.ts';
import { deniedBy } from '../iam/parts/denied-by.ts';
import type { QuarantinePolicy } from '../iam/quarantine-policy.ts';

async function ask(aws: ReadAws): Promise<Resource> {
  const { Arn = '', UserId = '' } = await (await aws.client('sts')).send(new GetCallerIdentityCommand({}));
  return { arn: Arn, uid: UserId, name: Arn.split('/').at(-1) ?? Arn, region: 'aws-global' };
}

export default defineKind<Resource>({
  id: 'sts/caller', version: 1, title: say('Who you are'), scope: 'global', role: 'setting',
  reads: ['sts:GetCallerIdentity'],
  async *list(scan) { yield await ask(scan.aws); },
  async look(aws, rs) {
    const now = await ask(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
  traces: { ids: () => [], created: [], changed: [] },
  actions: {},
});

/** What must be known of the caller before anything is asked or planned. */
export interface Standing {
  readonly root: boolean;
  /** AWS's quarantine on the calling user. */
  readonly quarantine: QuarantinePolicy | undefined;
  /** The credential in use is itself known to be in a stranger's hands, or belongs to such a user. */
  readonly leak: 'key' | 'principal' | undefined;
  /** Which of the wanted operations the quarantine denies. */
  readonly denied: readonly Operation[];
  readonly advice: Text | undefined;
}

/** Pure. `wanted`: the operations that the run would like to call. */
export function standingOf(caller: Caller, quarantines: readonly QuarantinePolicy[], indicators: Pick<Indicators, 'accessKeyIds' | 'principals'>, wanted: readonly Operation[]): Standing {
  const quarantine = caller.type === 'user' ? quarantines.find((q) => q.owner === caller.arn) : undefined;
  const leak = indicators.accessKeyIds.includes(caller.accessKeyId) ? 'key' : indicators.principals.includes(caller.arn) ? 'principal' : undefined;
  const denied = quarantine ? deniedBy(quarantine.document, wanted) : [];
  return { root: caller.type === 'root', quarantine, leak, denied, advice: adviceFor(caller, quarantine, leak) };
}

function adviceFor(caller: Caller, quarantine: QuarantinePolicy | undefined, leak: Standing['leak']): Text | undefined {
  if (leak === 'key') return say('You are running this with the leaked key {{key}} itself. Sign in to the console another way (another administrator, or root), open CloudShell there and go on.', { key: caller.accessKeyId });
  if (quarantine) return say('AWS has put {{policy}} on your user {{user}}, so much of the containment would be refused to you. Go on as another administrator, or as root in CloudShell.', { policy: quarantine.name, user: caller.name });
  if (leak === 'principal') return say('Your own user or role {{name}} is among what the stranger used. Another way in is needed before it is contained.', { name: caller.name });
  if (caller.type === 'root') return say('You are running this as root. It can do everything; no policy can limit root, so keep its password and MFA safe.');
  return undefined;
}
