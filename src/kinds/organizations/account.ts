// This account as its organization holds it: everybody in it but the responder is refused, from outside, where the stranger cannot take it back. Planned by triage only.
import { say } from '../../core/text.ts';
import type { JsonObject } from '../../core/types.ts';
import { defineKind } from '../kind.ts';
import { attaching, controlReads, holds, type Controlled } from './parts/control-policy.ts';

const except = ({ aim }: Controlled) => aim?.['except'] ?? [];
/** A session that the management account opens as root goes on, to end root's credentials: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-assumedroot */
const document = (r: Controlled): JsonObject => ({ Version: '2012-10-17', Statement: [{ Sid: 'ShutOut', Effect: 'Deny', Action: '*', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': except(r) }, Null: { 'aws:AssumedRoot': 'true' } } }] });

export default defineKind<Controlled>({
  id: 'organizations/account', version: 1, title: say('This account in its organization'), scope: 'global', role: 'setting',
  // The management account is never held.
  ...controlReads((root, id) => (root.managementAccountId === id ? undefined : { ...root, arn: root.arn.replace(/:root\/(o-[^/]*)\/.*$/, `:account/$1/${id}`), name: id, target: id })),
  traces: { ids: () => [], created: [], changed: [] },
  actions: {
    contain: {
      ...attaching((r) => JSON.stringify(document(r))),
      title: (r) => say('Shut everybody but {{except}} out of account {{account}}, by a policy of its organization', { except: except(r) as readonly string[], account: r.name }),
      breaks: () => say('Within seconds AWS refuses everybody else in this account, root and live sessions too: your people, applications and pipelines as well as the stranger. Machines go on running. aws-incident undo takes it away at any time. It does not hold service-linked roles, nor callers of other accounts whom a policy of a resource lets in.'),
      done: (now) => now !== undefined && holds(now, JSON.stringify(document(now))),
      // Without aim nobody would be left out.
      needed: (r) => r.aim !== undefined,
    },
  },
});
