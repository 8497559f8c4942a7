// Which regions the account has switched on, and its alias. Reads only; no kind of its own yet has actions on them.
import { usage, type IncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Region } from '../core/types.ts';
import type { Partition } from './partition.ts';
import type { ReadAws } from './session.ts';

/** `account:ListRegions` needs no EC2 permission; EC2 is the second way. Throws what the second way answered. */
export async function listRegions(aws: ReadAws): Promise<readonly Region[]> {
  try {
    const { paginateListRegions } = await import('@aws-sdk/client-account');
    const regions: Region[] = [];
    for await (const page of paginateListRegions({ client: await aws.client('account') }, { MaxResults: 50, RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT', 'DISABLING', 'ENABLING'] })) {
      for (const { RegionName } of page.Regions ?? []) if (RegionName !== undefined) regions.push(RegionName);
    }
    return regions.sort();
  } catch (first) {
    const { DescribeRegionsCommand } = await import('@aws-sdk/client-ec2');
    const { Regions = [] } = await (await aws.client('ec2')).send(new DescribeRegionsCommand({})).catch((second: unknown) => { throw new AggregateError([second, first], 'Neither account:ListRegions nor ec2:DescribeRegions answered.', { cause: second }); });
    return Regions.flatMap((r) => r.RegionName ?? []).sort();
  }
}

export async function accountAlias(aws: ReadAws): Promise<string | undefined> {
  const { ListAccountAliasesCommand } = await import('@aws-sdk/client-iam');
  const { AccountAliases = [] } = await (await aws.client('iam')).send(new ListAccountAliasesCommand({}));
  return AccountAliases[0];
}

/** `PENDING_ACTIVATION`, `ACTIVE`, `SUSPENDED` or `CLOSED`. */
export async function accountState(aws: ReadAws): Promise<string | undefined> {
  const { GetAccountInformationCommand } = await import('@aws-sdk/client-account');
  return (await (await aws.client('account')).send(new GetAccountInformationCommand({}))).AccountState;
}

export const noSuchRegion = (region: Region, { id }: Partition): IncidentError => usage(say('There is no Region {{region}} in the partition {{partition}}.', { region, partition: id }));
