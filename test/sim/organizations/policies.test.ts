// Service control policies in the simulated account, as BEHAVIOUR.md says: who may attach them, what they refuse, and to whom.
import { AttachPolicyCommand, CreatePolicyCommand, DeletePolicyCommand, DescribePolicyCommand, DetachPolicyCommand, ListPoliciesCommand, ListPoliciesForTargetCommand, ListRootsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import type { SimCaller } from '../../../src/sim/account.ts';
import { admitManager, delegatePolicies, joinOrganization } from '../../../src/sim/services/organizations/membership.ts';
import { opened, refusal, ROOT_KEY, type Opened } from '../ec2/opened.ts';

const MEMBER = '111122223333', MANAGEMENT = '444455556666', MANAGER_KEY = 'AKIAMANAGEREXAMPLE00';
const DENY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'ec2:*', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${MEMBER}:user/alice` } } }] });
const policy = (Content: string, Name = 'deny') => new CreatePolicyCommand({ Content, Name, Description: '', Type: 'SERVICE_CONTROL_POLICY' });

interface Member extends Opened { readonly manager: OrganizationsClient; readonly managerSts: STSClient; readonly attach: () => Promise<string> }
/** A member account, somebody of its management account, and a policy that leaves EC2 to Alice alone. */
async function member(): Promise<Member> {
  const at = await opened({ allowed: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }] });
  joinOrganization(at.world, { id: 'o-exampleorgid', managementAccountId: MANAGEMENT, managementAccountEmail: 'management@example.com' });
  admitManager(at.world, MANAGER_KEY);
  const config = { region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: MANAGER_KEY, secretAccessKey: 'example' }, requestHandler: at.world.endpoint.requestHandler() };
  const manager = new OrganizationsClient(config);
  return { ...at, manager, managerSts: new STSClient(config), attach: async () => {
    const id = (await manager.send(policy(DENY))).Policy?.PolicySummary?.Id ?? '';
    await manager.send(new AttachPolicyCommand({ PolicyId: id, TargetId: MEMBER }));
    return id;
  } };
}

describe('service control policies', () => {
  it('are the management account’s, whose people have nothing to say in the member', async () => {
    const { organizations, manager, managerSts, world } = await member();
    expect((await refusal(organizations.send(new ListRootsCommand({}))))[0]).toBe('AccessDeniedException');
    expect((await manager.send(new ListRootsCommand({}))).Roots).toMatchObject([{ Id: 'r-exam', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }]);
    expect((await managerSts.send(new GetCallerIdentityCommand({}))).Account).toBe(MANAGEMENT);
    expect(world.history.records().map((r) => r.name)).not.toContain('GetCallerIdentity');
  });
  it('can be delegated to a member', async () => {
    const { organizations, world } = await member();
    delegatePolicies(world);
    expect((await organizations.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))).Policies?.map((p) => p.Name)).toEqual(['FullAWSAccess']);
  });
  it('refuse a member’s calls some seconds later, root’s too, and not those that the condition leaves out', async () => {
    const { ec2, ec2In, attach, manager, pass } = await member();
    const id = await attach();
    pass(5);
    expect((await refusal(ec2.send(new DescribeInstancesCommand({}))))[1]).toContain('with an explicit deny in a service control policy');
    expect((await ec2In('us-east-1', 'AKIAALICEEXAMPLE0000').send(new DescribeInstancesCommand({}))).Reservations ?? []).toEqual([]);
    await manager.send(new DetachPolicyCommand({ PolicyId: id, TargetId: MEMBER }));
    await ec2.send(new DescribeInstancesCommand({}));
  });
  it('do not hold service-linked roles', async () => {
    const { attach, pass, world } = await member();
    await attach();
    pass(5);
    const issuerArn = `arn:aws:iam::${MEMBER}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
    const caller: SimCaller = { type: 'AssumedRole', arn: `arn:aws:sts::${MEMBER}:assumed-role/AWSServiceRoleForAutoScaling/one`, principalId: 'AROAEXAMPLE:one', accessKeyId: 'ASIAEXAMPLE', session: { issuerArn, issuerId: 'AROAEXAMPLE', issuerName: 'one', issuerType: 'Role', issuedAt: world.now(), expiresAt: world.now(), mfa: false } };
    await world.play({ service: 'ec2', operation: 'DescribeInstances', input: {}, as: { caller }, sourceIp: 'autoscaling.amazonaws.com', userAgent: 'autoscaling.amazonaws.com' });
    await expect(world.play({ service: 'ec2', operation: 'DescribeInstances', input: {}, as: { accessKeyId: ROOT_KEY }, sourceIp: '192.0.2.1', userAgent: 'test' })).rejects.toThrow('service control policy');
  });
  it('are five to a target, 5,120 characters long, of one name each, and cannot be deleted while attached', async () => {
    const { manager, attach } = await member();
    const id = await attach();
    expect((await manager.send(new DescribePolicyCommand({ PolicyId: id }))).Policy?.Content).toBe(DENY);
    expect((await refusal(manager.send(new DeletePolicyCommand({ PolicyId: id }))))[0]).toBe('PolicyInUseException');
    expect((await refusal(manager.send(policy(DENY))))[0]).toBe('DuplicatePolicyException');
    expect((await refusal(manager.send(policy(' '.repeat(5_121), 'long'))))[0]).toBe('ConstraintViolationException');
    expect((await refusal(manager.send(policy('{}', 'empty'))))[0]).toBe('MalformedPolicyDocumentException');
    expect((await refusal(manager.send(new AttachPolicyCommand({ PolicyId: id, TargetId: MEMBER }))))[0]).toBe('DuplicatePolicyAttachmentException');
    for (const name of ['a', 'b', 'c']) await manager.send(new AttachPolicyCommand({ PolicyId: (await manager.send(policy(DENY, name))).Policy?.PolicySummary?.Id, TargetId: MEMBER }));
    const sixth = (await manager.send(policy(DENY, 'd'))).Policy?.PolicySummary?.Id;
    expect((await refusal(manager.send(new AttachPolicyCommand({ PolicyId: sixth, TargetId: MEMBER }))))[0]).toBe('ConstraintViolationException');
    expect((await manager.send(new ListPoliciesForTargetCommand({ TargetId: MEMBER, Filter: 'SERVICE_CONTROL_POLICY' }))).Policies?.map((p) => p.Name)).toEqual(['FullAWSAccess', 'deny', 'a', 'b', 'c']);
  });
});
