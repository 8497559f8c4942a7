// A VPC. Miners make the default VPC anew where an owner had deleted it; it is deleted again if nothing is in it.
import {
  DeleteInternetGatewayCommand, DeleteSubnetCommand, DeleteVpcCommand, DetachInternetGatewayCommand, paginateDescribeInternetGateways, paginateDescribeNetworkInterfaces, paginateDescribeSubnets, paginateDescribeVpcs, type EC2Client, type Filter,
} from '@aws-sdk/client-ec2';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Call, Operation, Resource } from '../../core/types.ts';
import { defineKind, irreversible, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { onceUnused } from './parts/already.ts';
import { ec2Arn, foundBy } from './parts/found-by.ts';

export interface Vpc extends Resource {
  readonly cidr: string;
  readonly isDefault: boolean;
  /** What stands in it; asked for only when it is looked at. */
  readonly parts?: { readonly subnets: readonly string[]; readonly gateways: readonly string[]; readonly interfaces: readonly string[] };
}
async function* vpcs(aws: ReadAws, Filters: Filter[] = []): AsyncIterable<Vpc> {
  for await (const { Vpcs = [] } of paginateDescribeVpcs({ client: await aws.client('ec2') }, { MaxResults: 1_000, ...(Filters.length > 0 ? { Filters } : {}) })) {
    for (const { VpcId: id = '', CidrBlock: cidr = '', IsDefault: isDefault = false } of Vpcs) yield { arn: ec2Arn(aws, 'vpc', id), uid: id, name: id, region: aws.region, cidr, isDefault };
  }
}
async function partsOf(client: EC2Client, vpcId: string): Promise<NonNullable<Vpc['parts']>> {
  const inVpc = { Filters: [{ Name: 'vpc-id', Values: [vpcId] }], MaxResults: 1_000 };
  const attached = { Filters: [{ Name: 'attachment.vpc-id', Values: [vpcId] }], MaxResults: 1_000 };
  const [subnets, gateways, interfaces] = await Promise.all([
    ids(paginateDescribeSubnets({ client }, inVpc), (page) => page.Subnets?.map((s) => s.SubnetId)),
    ids(paginateDescribeInternetGateways({ client }, attached), (page) => page.InternetGateways?.map((g) => g.InternetGatewayId)),
    ids(paginateDescribeNetworkInterfaces({ client }, inVpc), (page) => page.NetworkInterfaces?.map((n) => n.NetworkInterfaceId)),
  ]);
  return { subnets, gateways, interfaces };
}
async function ids<P>(pages: AsyncIterable<P>, of: (page: P) => readonly (string | undefined)[] | undefined): Promise<string[]> {
  const found: string[] = [];
  for await (const page of pages) found.push(...(of(page) ?? []).map((id) => id ?? ''));
  return found.sort();
}

const NONE: NonNullable<Vpc['parts']> = { subnets: [], gateways: [], interfaces: [] };
function deletion(r: Vpc): Call[] {
  const call = (operation: Operation, input: Call['input']): Call => ({ operation, region: r.region, input });
  const { subnets, gateways } = r.parts ?? NONE;
  return [
    ...gateways.flatMap((InternetGatewayId) => [call('ec2:DetachInternetGateway', { InternetGatewayId, VpcId: r.name }), call('ec2:DeleteInternetGateway', { InternetGatewayId })]),
    ...subnets.map((SubnetId) => call('ec2:DeleteSubnet', { SubnetId })),
    call('ec2:DeleteVpc', { VpcId: r.name }),
  ];
}

async function remove(aws: ChangeAws, r: Vpc, deed: Deed): Promise<void> {
  const client = await aws.client('ec2');
  const { subnets, gateways, interfaces } = r.parts ?? NONE;
  if (interfaces.length > 0) throw failed(say('Something has come into VPC {{vpc}} since you looked ({{interfaces}}), so it was not touched.', { vpc: r.name, interfaces }));
  // A run cut off between the two left a gateway that is attached to nothing.
  const before = (deed.before as Vpc | undefined)?.parts?.gateways ?? gateways;
  try {
    for (const InternetGatewayId of new Set([...before, ...gateways])) {
      if (gateways.includes(InternetGatewayId)) await ifThere(client.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId: r.name })));
      await ifThere(client.send(new DeleteInternetGatewayCommand({ InternetGatewayId })));
    }
    for (const SubnetId of subnets) await ifThere(client.send(new DeleteSubnetCommand({ SubnetId })));
    await ifThere(onceUnused(deed, () => client.send(new DeleteVpcCommand({ VpcId: r.name }))));
  } catch (error) {
    if (failureOf(error).code !== 'DependencyViolation') throw error;
    throw failed(say('VPC {{vpc}} still holds something (a security group, an endpoint, a route table, a peering). Delete that first, and try again.', { vpc: r.name }));
  }
}

export default defineKind<Vpc>({
  id: 'ec2/vpc', version: 1, title: say('VPC'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeInternetGateways', 'ec2:DescribeNetworkInterfaces'],
  list: ({ aws }) => vpcs(aws),
  async look(aws, rs) {
    const client = await aws.client('ec2');
    const found = await foundBy(rs, (Values) => vpcs(aws, [{ Name: 'vpc-id', Values }]));
    return inParallel(found, 4, async (vpc) => vpc && { ...vpc, parts: await partsOf(client, vpc.name) });
  },
  traces: { ids: (r) => [r.uid], created: ['ec2:CreateDefaultVpc', 'ec2:CreateVpc'], changed: [] },
  actions: {
    eradicate: {
      operations: ['ec2:DetachInternetGateway', 'ec2:DeleteInternetGateway', 'ec2:DeleteSubnet', 'ec2:DeleteVpc'],
      title: (r) => (r.isDefault ? say('Delete the default VPC {{vpc}} in {{region}} with its subnets', { vpc: r.name, region: r.region }) : say('Delete VPC {{vpc}} in {{region}} with its subnets', { vpc: r.name, region: r.region })),
      breaks: (r) => (r.isDefault ? say('Launches in {{region}} that name no subnet fail until somebody makes a default VPC again.', { region: r.region }) : undefined),
      destroys: (r) => say('Subnets: {{subnets}}. Gateways: {{gateways}}.', { subnets: r.parts?.subnets.length ?? 0, gateways: r.parts?.gateways.length ?? 0 }),
      impossible: (r) => ((r.parts?.interfaces.length ?? 0) > 0 ? say('VPC {{vpc}} is in use by interfaces ({{interfaces}}). It is offered again when they are gone.', { vpc: r.name, interfaces: r.parts?.interfaces ?? [] }) : undefined),
      calls: deletion,
      done: (now) => now === undefined,
      apply: remove,
      undo: irreversible(say('AWS does not give a deleted VPC back. A default VPC can be made anew, with other ids.')),
    },
  },
});
