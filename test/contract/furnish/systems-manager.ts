// What the contract suite finds in Systems Manager: shared documents, associations, activations with a machine each, maintenance windows.
import { ACCOUNT, type Play } from '../account.ts';

export async function furnishSsm(play: Play): Promise<void> {
  for (const name of ['patch', 'inventory', 'cleanup']) {
    await play('ssm', 'CreateDocument', { Name: name, Content: `{"schemaVersion":"2.2","description":"${name}"}` });
    await play('ssm', 'UpdateDocument', { Name: name, DocumentVersion: '$LATEST', Content: `{"schemaVersion":"2.2","description":"a stranger's ${name}"}` });
    await play('ssm', 'UpdateDocumentDefaultVersion', { Name: name, DocumentVersion: '2' });
    await play('ssm', 'ModifyDocumentPermission', { Name: name, PermissionType: 'Share', AccountIdsToAdd: ['444455556666', '123456789012'] });
    const { AssociationDescription: { AssociationId } } = await play('ssm', 'CreateAssociation', { Name: 'AWS-RunShellScript', AssociationName: name, Targets: [{ Key: 'tag:team', Values: ['example'] }], ScheduleExpression: 'rate(1 day)', Parameters: { commands: ['echo example'] }, MaxErrors: '1' }) as { AssociationDescription: { AssociationId: string } };
    await play('ssm', 'UpdateAssociation', { AssociationId, Name: 'AWS-RunShellScript', AssociationName: name, Targets: [{ Key: 'tag:team', Values: ['other'] }], Parameters: { commands: ['echo other'] } });
    await play('ssm', 'CreateActivation', { IamRole: 'worker', DefaultInstanceName: `office-${name}`, RegistrationLimit: 3 });
    const { WindowId } = await play('ssm', 'CreateMaintenanceWindow', { Name: name, Schedule: 'rate(7 days)', Duration: 2, Cutoff: 1, AllowUnassociatedTargets: true }) as { WindowId: string };
    await play('ssm', 'RegisterTaskWithMaintenanceWindow', { WindowId, TaskArn: 'AWS-RunShellScript', TaskType: 'RUN_COMMAND', ServiceRoleArn: `arn:aws:iam::${ACCOUNT}:role/worker` });
  }
  for (const Name of ['off', 'never']) {
    const { WindowId } = await play('ssm', 'CreateMaintenanceWindow', { Name, Schedule: 'rate(7 days)', Duration: 2, Cutoff: 1, AllowUnassociatedTargets: true }) as { WindowId: string };
    await play('ssm', 'UpdateMaintenanceWindow', { WindowId, Enabled: false });
  }
}
