// A hosted zone that a stranger made: its records are saved; it is deleted when it holds none but its own.
import { DeleteHostedZoneCommand, type HostedZone as Listed } from '@aws-sdk/client-route-53';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { defineKind, globalCall, KEPT_ALL } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { plain } from '../s3/parts/json.ts';
import { recordsOf, zoneIdOf, zonesOf } from './parts/zones.ts';

export interface HostedZone extends Resource {
  readonly zoneId: string;
  readonly private: boolean;
  readonly comment: string;
  readonly seen: { readonly records: number };
}
/** Its NS and SOA records, which go with it. */
const OWN_RECORDS = 2;

const zoneOf = (z: Listed, partition: string): HostedZone => {
  const zoneId = zoneIdOf(z);
  const arn = `arn:${partition}:route53:::hostedzone/${zoneId}`;
  return { arn, uid: arn, name: z.Name ?? '', region: 'aws-global', zoneId, private: z.Config?.PrivateZone === true, comment: z.Config?.Comment ?? '', seen: { records: z.ResourceRecordSetCount ?? 0 } };
};
const zonesNow = async (aws: ReadAws): Promise<readonly HostedZone[]> => (await zonesOf(await aws.client('route53'))).map((z) => zoneOf(z, aws.partition));

export default defineKind<HostedZone>({
  id: 'route53/hosted-zone', version: 1, title: say('Hosted zone of Route 53'), scope: 'global', role: 'data',
  reads: ['route53:ListHostedZones'],

  async *list(scan) {
    const zones = await scan.once('route53/zones', async () => zonesOf(await scan.aws.client('route53')));
    yield* zones.map((z) => zoneOf(z, scan.aws.partition));
  },

  async look(aws, rs) {
    const now = new Map((await zonesNow(aws)).map((z) => [z.uid, z]));
    return rs.map((r) => now.get(r.uid));
  },

  // The new zone's id is in the answer, as `/hostedzone/Z…`.
  traces: { ids: (r) => [r.zoneId, `/hostedzone/${r.zoneId}`], created: ['route53:CreateHostedZone'], changed: ['route53:AssociateVPCWithHostedZone', 'route53:DeleteQueryLoggingConfig'] },

  actions: {
    preserve: {
      ...preserving<HostedZone>({
        title: (r) => say('Save the records of hosted zone {{zone}}', { zone: r.name }),
        file: (r) => `hosted-zone-${r.zoneId}`, operation: 'route53:ListResourceRecordSets', more: async (aws, r) => plain({ records: await recordsOf(await aws.client('route53'), r.zoneId) }),
      }),
      reads: ['route53:ListResourceRecordSets'],
    },
    eradicate: {
      operations: ['route53:DeleteHostedZone'],
      title: (r) => say('Delete hosted zone {{zone}}', { zone: r.name }),
      destroys: () => say('Its name servers are no longer those of the zone; a zone made again under this name gets others.'),
      impossible: (r) => (r.seen.records > OWN_RECORDS ? say('Hosted zone {{zone}} still holds {{n}} records. Delete them in the Route 53 console first.', { zone: r.name, n: r.seen.records - OWN_RECORDS }) : undefined),
      calls: (r) => [globalCall('route53:DeleteHostedZone', { Id: r.zoneId })],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('route53')).send(new DeleteHostedZoneCommand({ Id: r.zoneId }))); },
      undo: KEPT_ALL,
    },
  },
});
