// A bucket's access control list: grants to everybody and to other accounts are taken back.
import { GetBucketAclCommand, PutBucketAclCommand } from '@aws-sdk/client-s3';
import { say } from '../../core/text.ts';
import type { Json, JsonObject, Judgement } from '../../core/types.ts';
import { asInput, fromEvent, isObject, listOf, plain } from './parts/json.ts';
import { aimOf, defineSetting, element, giving, type BucketSetting, type Content, type Writing } from './parts/setting.ts';

const writing: Writing = {
  put: {
    operation: 's3:PutBucketAcl', input: (Bucket, is) => ({ Bucket, AccessControlPolicy: is }),
    send: (client, input) => client.send(new PutBucketAclCommand(asInput(input))),
  },
};

const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers';
const ANY_ACCOUNT = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const ownerOf = (is: Content): string => (isObject(is?.['Owner']) ? text(is['Owner']['ID']) : '');
const granteeOf = (grant: Json): JsonObject => (isObject(grant) && isObject(grant['Grantee']) ? grant['Grantee'] : {});
const isPublic = (grant: Json): boolean => [EVERYBODY, ANY_ACCOUNT].includes(text(granteeOf(grant)['URI']));
const isForeign = (grant: Json, owner: string): boolean => text(granteeOf(grant)['ID']) !== '' && granteeOf(grant)['ID'] !== owner;
const changes = (grant: Json): boolean => isObject(grant) && grant['Permission'] !== 'READ' && grant['Permission'] !== 'READ_ACP';

function opened(is: Content): readonly Json[] {
  const owner = ownerOf(is);
  return listOf(is?.['Grants']).filter((g) => isPublic(g) || isForeign(g, owner));
}
function closed(r: BucketSetting): Content | undefined {
  const open = new Set(opened(r.is));
  return r.is && open.size > 0 ? { ...r.is, Grants: listOf(r.is['Grants']).filter((g) => !open.has(g)) } : undefined;
}
const described = (grant: Json): string => `${text(granteeOf(grant)['URI']) || text(granteeOf(grant)['ID'])}: ${isObject(grant) ? text(grant['Permission']) : ''}`;

function judged(r: BucketSetting): Judgement | undefined {
  const open = opened(r.is);
  if (open.length === 0) return undefined;
  const techniques = ['T1530'] as const;
  const anybody = open.filter(isPublic);
  if (anybody.some(changes)) return { verdict: 'suspicious', because: say('The access control list of bucket {{bucket}} lets everybody in the world change it.', { bucket: r.bucket }), techniques };
  if (anybody.length < open.length) return { verdict: 'suspicious', because: say('The access control list of bucket {{bucket}} lets another account in.', { bucket: r.bucket }), techniques };
  return { verdict: 'weak', because: say('The access control list of bucket {{bucket}} lets everybody in the world list it.', { bucket: r.bucket }), techniques };
}

/** The body of the call as CloudTrail has it; of the prepared lists, `private` can be told without knowing the owner's id from elsewhere. */
function contentOf(policy: Json | undefined): Content | undefined {
  const read = fromEvent(policy, { AccessControlList: 'AccessControlList', 'AccessControlList.Grant': 'Grants[]', 'xsi:type': 'Type' });
  if (!isObject(read) || !isObject(read['AccessControlList'])) return undefined;
  return { Owner: read['Owner'] ?? {}, Grants: read['AccessControlList']['Grants'] ?? [] };
}

export default defineSetting({
  id: 's3/bucket-acl', title: say('Access control list of an S3 bucket'), operation: 's3:GetBucketAcl',
  read: async (client, Bucket) => { const { Owner, Grants } = await client.send(new GetBucketAclCommand({ Bucket })); return plain({ Owner, Grants }); },
  changed: ['s3:PutBucketAcl'],
  contentOf: (event) => contentOf(element(event, 'AccessControlPolicy')),
  judge: (r, { attributed }) => attributed ?? judged(r),
  actions: {
    contain: giving(writing, {
      target: closed,
      title: (r) => say('Take back what the access control list of bucket {{bucket}} grants to others', { bucket: r.bucket }),
      breaks: (r) => say('Grants that are taken back: {{grants}}.', { grants: opened(r.is).map(described) }),
      idle: (r) => (closed(r) === undefined ? say('The access control list of bucket {{bucket}} grants nothing to others.', { bucket: r.bucket }) : undefined),
    }),
    recover: giving(writing, {
      target: aimOf,
      title: (r) => say('Give bucket {{bucket}} its last good access control list back', { bucket: r.bucket }),
      idle: (r) => (aimOf(r) ? undefined : say('The event history does not tell which access control list bucket {{bucket}} had before.', { bucket: r.bucket })),
    }),
  },
});
