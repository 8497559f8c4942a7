// Signs of attack on machines: their start scripts, their roles, commands on them, and their credentials in somebody's hand.
import { say } from '../../core/text.ts';
import type { TrailEvent } from '../event.ts';
import { listAt } from '../fields.ts';
import { byAws } from '../identity.ts';
import { addressOf } from '../origin.ts';
import { asked, attempted, done, isPublic, type Sign } from './sign.ts';
import { decrypts, instanceSession, RECON } from './bursts.ts';

const oneOf = (...operations: readonly string[]): ((event: TrailEvent) => boolean) => { const set = new Set(operations); return (e) => set.has(e.operation); };
const roles = oneOf('ec2:ReplaceIamInstanceProfileAssociation', 'ec2:AssociateIamInstanceProfile', 'rds:AddRoleToDBInstance', 'rds:AddRoleToDBCluster');
/** Tools that keep what stands in step with what is written read it at each run. What was denied is logged without what was asked. */
const readsStartScript = (event: TrailEvent): boolean => (asked(event, 'attribute') === 'userData' || (event.request === null && event.errorCode !== undefined)) && !byAws(event.identity, event.sourceIp) && !/Terraform|Pulumi|OpenTofu/i.test(event.userAgent);
/** A machine's own programs have an SDK of their own; the AWS CLI that asks what there is, from outside, is a hand. */
const byHand = (event: TrailEvent): boolean => RECON.has(event.operation) && instanceSession(event) && /^aws-cli\//.test(event.userAgent) && isPublic(addressOf(event.sourceIp));
const manySecrets = (event: TrailEvent): boolean => event.operation === 'secretsmanager:BatchGetSecretValue' || (event.operation === 'ssm:GetParameters' && decrypts(event) && listAt(event.request ?? undefined, 'names').length >= 5);

export const MACHINE_SIGNS: readonly Sign[] = [
  { id: 'user-data-read', strong: false, techniques: ['T1552.005'], because: say('The start script of an instance was read.'), match: (e) => e.operation === 'ec2:DescribeInstanceAttribute' && attempted(e) && readsStartScript(e) },
  { id: 'commands-run', strong: false, techniques: ['T1651'], because: say('Commands were run on machines or in containers.'), match: (e) => ((e.operation === 'ssm:SendCommand' && /^AWS-Run(Shell|PowerShell|Remote)Script$/.test(asked(e, 'documentName'))) || e.operation === 'ecs:ExecuteCommand') && done(e) && !byAws(e.identity, e.sourceIp) },
  { id: 'role-given', strong: false, techniques: ['T1098.003'], because: say('A machine or a database was given another role.'), match: (e) => done(e) && roles(e) && !byAws(e.identity, e.sourceIp) },
  { id: 'machine-credentials-by-hand', strong: false, techniques: ['T1552.005'], because: say('The credentials of a machine were used by hand from the internet.'), match: (e) => byHand(e) },
  { id: 'secrets-at-once', strong: false, techniques: ['T1555.006'], because: say('Many secrets were asked for in one call.'), match: (e) => manySecrets(e) && attempted(e) && !byAws(e.identity, e.sourceIp) },
];
