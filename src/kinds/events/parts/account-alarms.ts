// The two alarms about the account: which events they are for, which rule of anybody's is for the same, and what the mail says.
import type { Rule } from '@aws-sdk/client-eventbridge';
import type { Arn, Json } from '../../../core/types.ts';
import { objectIn } from '../../recalling.ts';

export type Alarm = 'root' | 'risk';
interface Spec { readonly name: string; readonly pattern: object; readonly paths: Readonly<Record<string, string>>; readonly mail: string }

/** AWS's guide prints the first spelling of sign-ins, deployed rules have the second: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
const SIGN_IN = ['AWS Console Signin via CloudTrail', 'AWS Console Sign In via CloudTrail'];
export const ALARMS: Readonly<Record<Alarm, Spec>> = {
  root: {
    name: 'root-user-used', pattern: { 'detail-type': [...SIGN_IN, 'AWS API Call via CloudTrail'], detail: { userIdentity: { type: ['Root'] } } },
    paths: { account: '$.account', what: '$.detail.eventName', from: '$.detail.sourceIPAddress', at: '$.time' }, mail: '"The root user of AWS account <account> was used: <what> from <from> at <at>. If it was not you, act now."',
  },
  // https://docs.aws.amazon.com/health/latest/ug/aws-health-event-types.html: AWS_RISK_ events are of the service RISK.
  risk: {
    name: 'aws-sees-a-risk', pattern: { source: ['aws.health'], detail: { service: ['RISK'] } },
    paths: { account: '$.account', what: '$.detail.eventTypeCode', at: '$.time' }, mail: '"AWS sees a risk in account <account>: <what> at <at>. Open AWS Health in the console."',
  },
};

/** Calls that only read are left out of the default state. */
export const putOf = (alarm: Alarm, Name: string) => ({ Name, EventPattern: JSON.stringify(ALARMS[alarm].pattern), State: alarm === 'root' ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' as const : 'ENABLED' as const });
export const targetOf = (alarm: Alarm, Arn: Arn) => ({ Id: alarm, Arn, InputTransformer: { InputPathsMap: { ...ALARMS[alarm].paths }, InputTemplate: ALARMS[alarm].mail } });

/** EventBridge takes no conditions in the policy of a topic. The rest is what AWS gives every topic. */
export const topicPolicy = (Resource: Arn, account: string): string => JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Owner', Effect: 'Allow', Principal: { AWS: '*' }, Action: ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic', 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'].map((a) => `SNS:${a}`), Resource, Condition: { StringEquals: { 'AWS:SourceOwner': account } } },
    { Sid: 'Rules', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource },
  ],
});

const texts = (value: Json | undefined): readonly Json[] | undefined => (Array.isArray(value) ? value as readonly Json[] : undefined);
const admits = (value: Json | undefined, ...wanted: readonly string[]): boolean => { const listed = texts(value); return listed === undefined || wanted.some((one) => listed.includes(one)); };

/** Is the rule on, and would it take such an event? Only what is named outright counts: a rule for everything is somebody's log, and no alarm. */
export function covers(alarm: Alarm, { State, EventPattern = '{}' }: Rule): boolean {
  const pattern = patternOf(EventPattern);
  if (State === 'DISABLED' || !pattern) return false;
  const detail = objectIn(pattern['detail']);
  if (alarm === 'root') return texts(objectIn(detail?.['userIdentity'])?.['type'])?.includes('Root') === true && admits(pattern['detail-type'], ...SIGN_IN);
  return texts(pattern['source'])?.includes('aws.health') === true && admits(detail?.['service'], 'RISK');
}
function patternOf(text: string): Readonly<Record<string, Json>> | undefined {
  try {
    return objectIn(JSON.parse(text) as Json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
