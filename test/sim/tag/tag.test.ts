// Resource Groups Tagging API, as BEHAVIOUR.md says.
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient, TagResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { CreateVolumeCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { opened, ROOT_KEY, type Opened } from '../ec2/opened.ts';

const FLEET = 'arn:aws:gamelift:us-east-1:111122223333:fleet/fleet-1234example';
const tagging = ({ world }: Opened, region = 'us-east-1'): ResourceGroupsTaggingAPIClient =>
  new ResourceGroupsTaggingAPIClient({ region, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler(), maxAttempts: 1 });
const arns = async (client: ResourceGroupsTaggingAPIClient, input: ConstructorParameters<typeof GetResourcesCommand>[0] = {}): Promise<readonly (string | undefined)[]> => (await client.send(new GetResourcesCommand(input))).ResourceTagMappingList?.map((one) => one.ResourceARN) ?? [];

describe('tagged things', () => {
  it('of a simulated service, and of one that is not', async () => {
    const at = await opened();
    const { VolumeId = '' } = await at.ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 1, TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'team', Value: 'web' }] }] }));
    const client = tagging(at);
    await client.send(new TagResourcesCommand({ ResourceARNList: [FLEET], Tags: { team: 'web' } }));
    expect(await arns(client)).toEqual([`arn:aws:ec2:us-east-1:111122223333:volume/${VolumeId}`, FLEET]);
    expect(await arns(client, { ResourceTypeFilters: ['gamelift:fleet'], TagFilters: [{ Key: 'team', Values: ['web'] }] })).toEqual([FLEET]);
    expect(await arns(tagging(at, 'eu-north-1'))).toEqual([]);
  });
  it('come in pages, the last without a token', async () => {
    const at = await opened({ behaviour: { pageSize: 2 } });
    const client = tagging(at);
    await client.send(new TagResourcesCommand({ ResourceARNList: [1, 2, 3].map((n) => `${FLEET}${String(n)}`), Tags: { team: 'web' } }));
    const first = await client.send(new GetResourcesCommand({}));
    const last = await client.send(new GetResourcesCommand({ PaginationToken: first.PaginationToken }));
    expect([first.ResourceTagMappingList?.length, last.ResourceTagMappingList?.length, last.PaginationToken]).toEqual([2, 1, '']);
    await expect(client.send(new GetResourcesCommand({ PaginationToken: 'other' }))).rejects.toMatchObject({ name: 'PaginationTokenExpiredException' });
  });
  it('that are not there are refused one by one', async () => {
    const { FailedResourcesMap = {} } = await tagging(await opened()).send(new TagResourcesCommand({ ResourceARNList: ['arn:aws:s3:::nobody', FLEET], Tags: { team: 'web' } }));
    expect(Object.entries(FailedResourcesMap).map(([arn, { ErrorCode }]) => [arn, ErrorCode])).toEqual([['arn:aws:s3:::nobody', 'InvalidParameterException']]);
  });
});
