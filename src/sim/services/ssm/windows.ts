// Maintenance windows and the tasks that run in them.
import {
  CreateMaintenanceWindowCommand, DeleteMaintenanceWindowCommand, DeregisterTaskFromMaintenanceWindowCommand, DescribeMaintenanceWindowsCommand, DescribeMaintenanceWindowTasksCommand, GetMaintenanceWindowCommand, RegisterTaskWithMaintenanceWindowCommand, UpdateMaintenanceWindowCommand,
  type CreateMaintenanceWindowRequest, type GetMaintenanceWindowResult, type RegisterTaskWithMaintenanceWindowRequest, type UpdateMaintenanceWindowRequest,
} from '@aws-sdk/client-ssm';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { arnIn } from '../rooms.ts';
import { doesNotExist, paged, ssmRoom, type WindowRecord } from './state.ts';

const onWindow = ({ WindowId = '*' }: { readonly WindowId: string | undefined }, call: SimCall): string[] => [arnIn(call, 'ssm', `maintenancewindow/${WindowId}`)];
function need(call: SimCall, id: string | undefined): WindowRecord {
  const found = ssmRoom(call).windows.get(id ?? '');
  if (!found) throw doesNotExist(`Maintenance window ${id ?? ''}`);
  return found;
}
function create({ Tags: _tags, ClientToken: _token, ...given }: CreateMaintenanceWindowRequest, call: SimCall): { WindowId: string } {
  const WindowId = `mw-${call.account.ids.hex(17)}`;
  ssmRoom(call).windows.set(WindowId, { window: { ...given, WindowId, Enabled: true, CreatedDate: call.now, ModifiedDate: call.now }, tasks: new Map() });
  return { WindowId };
}
function update({ Replace: _replace, ...given }: UpdateMaintenanceWindowRequest, call: SimCall): Omit<GetMaintenanceWindowResult, 'CreatedDate' | 'ModifiedDate' | 'NextExecutionTime'> {
  const record = need(call, given.WindowId);
  record.window = { ...record.window, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), ModifiedDate: call.now };
  const { CreatedDate: _made, ModifiedDate: _changed, NextExecutionTime: _next, ...shown } = record.window;
  return shown;
}
function registerTask({ ClientToken: _token, TaskType, TaskInvocationParameters: _how, WindowId, ...given }: RegisterTaskWithMaintenanceWindowRequest, call: SimCall): { WindowTaskId: string } {
  const { tasks } = need(call, WindowId);
  if (given.ServiceRoleArn !== undefined) call.authorize('iam:PassRole', given.ServiceRoleArn, { 'iam:PassedToService': 'ssm.amazonaws.com' });
  const WindowTaskId = call.account.ids.uuid();
  tasks.set(WindowTaskId, { ...given, WindowId, WindowTaskId, Type: TaskType });
  return { WindowTaskId };
}

export function registerWindows(ssm: Service<SimCall>): void {
  ssm
    .on(CreateMaintenanceWindowCommand, create)
    .on(UpdateMaintenanceWindowCommand, update, { resources: onWindow })
    .on(DeleteMaintenanceWindowCommand, ({ WindowId = '' }, call) => { ssmRoom(call).windows.delete(WindowId); return { WindowId }; }, { resources: onWindow })
    .on(GetMaintenanceWindowCommand, ({ WindowId }, call) => ({ ...need(call, WindowId).window }), { resources: onWindow })
    .on(DescribeMaintenanceWindowsCommand, (input, call) => paged('WindowIdentities', [...ssmRoom(call).windows.values()].map(({ window: { CreatedDate: _made, ModifiedDate: _changed, AllowUnassociatedTargets: _any, ...shown } }) => shown), input, call))
    .on(RegisterTaskWithMaintenanceWindowCommand, registerTask, { resources: onWindow })
    .on(DeregisterTaskFromMaintenanceWindowCommand, ({ WindowId, WindowTaskId = '' }, call) => {
      if (!need(call, WindowId).tasks.delete(WindowTaskId)) throw doesNotExist(`Maintenance window task ${WindowTaskId}`);
      return { WindowId, WindowTaskId };
    }, { resources: onWindow })
    .on(DescribeMaintenanceWindowTasksCommand, (input, call) => paged('Tasks', [...need(call, input.WindowId).tasks.values()], input, call), { resources: onWindow });
}
