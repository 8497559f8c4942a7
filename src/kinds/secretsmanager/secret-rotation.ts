// The rotation of a secret: a function that is given every new value. A stranger's is switched off, and the owner's put back.
import { CancelRotateSecretCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, lastOwn, objectIn, sdkNames, textIn } from '../recalling.ts';
import { judged } from '../standing.ts';
import { describeSecret, READS_SECRETS, secretsInScan, type SecretDetail } from './parts/secrets.ts';

export interface SecretRotation extends Resource {
  readonly secretArn: Arn;
  readonly enabled: boolean;
  /** The function's ARN. AWS keeps it where rotation was switched off. */
  readonly lambdaArn: string;
  readonly rules: JsonObject;
}

const rotationOf = (s: SecretDetail, region: string): SecretRotation => ({
  arn: ownArn('secretsmanager/secret-rotation', region, s.ARN, 'rotation'), uid: `${s.ARN}/rotation`, name: s.Name, region, owner: s.ARN, secretArn: s.ARN, enabled: s.RotationEnabled ?? false, lambdaArn: s.RotationLambdaARN ?? '',
  rules: { ...s.RotationRules } as JsonObject,
});
const isRotated = (s: SecretDetail): boolean => s.RotationLambdaARN !== undefined && s.DeletedDate === undefined;
interface Set { readonly lambdaArn: string; readonly rules: JsonObject }
const whole = (r: SecretRotation, { lambdaArn, rules }: Set) => ({ SecretId: r.secretArn, RotationLambdaARN: lambdaArn, RotationRules: rules, RotateImmediately: false });
const setCall = (r: SecretRotation, to: Set): Call => ({ operation: 'secretsmanager:RotateSecret', region: r.region, input: whole(r, to) });
const cancelCall = (r: SecretRotation): Call => ({ operation: 'secretsmanager:CancelRotateSecret', region: r.region, input: { SecretId: r.secretArn } });
async function set(aws: ChangeAws, r: SecretRotation, to: Set): Promise<void> { await (await aws.client('secretsmanager')).send(new RotateSecretCommand(whole(r, to))); }
async function cancel(aws: ChangeAws, r: SecretRotation): Promise<void> { await (await aws.client('secretsmanager')).send(new CancelRotateSecretCommand({ SecretId: r.secretArn })); }
const values = (r: SecretRotation) => ({ secret: r.name, region: r.region, function: r.lambdaArn });

function aimOf(r: SecretRotation): Set | undefined {
  const lambdaArn = textIn(r.aim?.['lambdaArn']);
  return lambdaArn === undefined ? undefined : { lambdaArn, rules: objectIn(r.aim?.['rules']) ?? {} };
}
/** The function and the rule of the last rotation that the owner set up. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const last = lastOwn(history, (e) => isEvent(e, 'secretsmanager:RotateSecret') && functionIn(e.request) !== undefined);
  const lambdaArn = functionIn(last?.request ?? null);
  return lambdaArn === undefined ? undefined : { lambdaArn, rules: objectIn(sdkNames(last?.request?.['rotationRules'] ?? {})) ?? {} };
}
const functionIn = (request: JsonObject | null): string | undefined => textIn(request?.['rotationLambdaARN']);
const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

export default defineKind<SecretRotation>({
  id: 'secretsmanager/secret-rotation', version: 1, title: say('Rotation of a secret'), scope: 'regional', role: 'respawner',
  reads: READS_SECRETS,

  async *list(scan) {
    for (const secret of await secretsInScan(scan)) if (isRotated(secret)) yield rotationOf(secret, scan.region);
  },
  async look(aws, rs) {
    const client = await aws.client('secretsmanager');
    return inParallel(rs, 8, async (r) => {
      const found = await describeSecret(client, r.secretArn);
      return found && isRotated(found) && r.uid === `${found.ARN}/rotation` ? rotationOf(found, aws.region) : undefined;
    });
  },

  traces: {
    ids: (r) => [r.secretArn, r.name],
    created: [],
    changed: ['secretsmanager:RotateSecret', 'secretsmanager:CancelRotateSecret'],
    concerns: (r, { request }) => request?.['secretId'] === r.secretArn || request?.['secretId'] === r.name,
  },
  recall: (_, history) => recall(history),
  judge: (r, context) => judged(context, ['T1098', 'T1555.006'], r.enabled && accountOf(r.lambdaArn) !== context.accountId ? say('A function of another account is given its new values: {{function}}.', { function: r.lambdaArn }) : undefined),

  actions: {
    contain: {
      operations: ['secretsmanager:CancelRotateSecret', 'secretsmanager:RotateSecret'],
      title: (r) => say('Switch off the rotation of the secret {{secret}} in {{region}} by {{function}}', values(r)),
      breaks: (r) => say('The secret {{secret}} keeps its value until its rotation is switched on again.', values(r)),
      calls: (r) => [cancelCall(r)],
      undoCalls: (before) => [setCall(before, before)],
      // The owner's own function, given back, may run.
      done: (now) => now !== undefined && (!now.enabled || now.lambdaArn === aimOf(now)?.lambdaArn),
      apply: (aws, r) => cancel(aws, r),
      undo: (aws, before) => set(aws, before, before),
      undoReopens: true,
    },
    recover: {
      operations: ['secretsmanager:RotateSecret', 'secretsmanager:CancelRotateSecret'],
      title: (r) => say('Give the secret {{secret}} in {{region}} back the rotation that it had: by {{function}}', { ...values(r), function: aimOf(r)?.lambdaArn ?? '' }),
      calls: (r) => [setCall(r, aimOf(r) ?? r)],
      undoCalls: (before) => [setCall(before, before), ...(before.enabled ? [] : [cancelCall(before)])],
      done: (now) => now !== undefined && now.enabled && now.lambdaArn === (aimOf(now) ?? now).lambdaArn,
      apply: (aws, r) => set(aws, r, aimOf(r) ?? r),
      undo: async (aws, before) => {
        await set(aws, before, before);
        if (!before.enabled) await cancel(aws, before);
      },
      undoReopens: true,
    },
  },
});
