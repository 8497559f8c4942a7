// The simulated Data Lifecycle Manager. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateLifecyclePolicyCommand, DeleteLifecyclePolicyCommand, DLMClient, GetLifecyclePoliciesCommand, GetLifecyclePolicyCommand, UpdateLifecyclePolicyCommand,
  type CreateLifecyclePolicyCommandInput, type LifecyclePolicy, type PolicyDetails, type UpdateLifecyclePolicyCommandInput,
} from '@aws-sdk/client-dlm';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, rooms } from '../rooms.ts';

export const room = rooms('dlm', () => new Map<string, LifecyclePolicy>());
interface Named { readonly PolicyId?: string | undefined }

function need(call: SimCall, { PolicyId = '' }: Named): LifecyclePolicy {
  const found = room(call).get(PolicyId);
  if (!found) throw new AwsError('ResourceNotFoundException', `Could not find a policy with id ${PolicyId}`, 404);
  return found;
}
const filled = (details: PolicyDetails | undefined): PolicyDetails => ({ PolicyType: 'EBS_SNAPSHOT_MANAGEMENT', ResourceLocations: ['CLOUD'], PolicyLanguage: 'STANDARD', ...details });
function create({ ExecutionRoleArn, Description, State, PolicyDetails: details }: CreateLifecyclePolicyCommandInput, call: SimCall): Named {
  const PolicyId = `policy-${call.account.ids.hex(17)}`;
  room(call).set(PolicyId, { PolicyId, PolicyArn: arnIn(call, 'dlm', `policy/${PolicyId}`), ExecutionRoleArn, Description, State, StatusMessage: State, DateCreated: call.now, DateModified: call.now, DefaultPolicy: false, PolicyDetails: filled(details) });
  return { PolicyId };
}
function update({ PolicyId, ExecutionRoleArn: role, Description: text, State: state, PolicyDetails: details }: UpdateLifecyclePolicyCommandInput, call: SimCall): object {
  const policy = need(call, { PolicyId });
  Object.assign(policy, { DateModified: call.now, ...(role !== undefined && { ExecutionRoleArn: role }), ...(text !== undefined && { Description: text }), ...(state !== undefined && { State: state, StatusMessage: state }), ...(details && { PolicyDetails: filled(details) }) });
  return {};
}
const onPolicy = ({ PolicyId = '*' }: Named, call: SimCall): string[] => [arnIn(call, 'dlm', `policy/${PolicyId}`)];

export default function dlm(): Service<SimCall> {
  return new Service<SimCall>(DLMClient, { id: 'dlm' })
    .on(CreateLifecyclePolicyCommand, create)
    .on(GetLifecyclePoliciesCommand, (_, call) => ({ Policies: [...room(call).values()].map(({ PolicyId, Description, State, DefaultPolicy, PolicyDetails: details }) => ({ PolicyId, Description, State, DefaultPolicy, PolicyType: details?.PolicyType })) }))
    .on(GetLifecyclePolicyCommand, (input, call) => ({ Policy: need(call, input) }), { resources: onPolicy })
    .on(UpdateLifecyclePolicyCommand, update, { resources: onPolicy })
    .on(DeleteLifecyclePolicyCommand, (input, call) => { need(call, input); room(call).delete(input.PolicyId ?? ''); return {}; }, { resources: onPolicy });
}
