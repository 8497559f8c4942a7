// One statement of a resource policy of Lambda, and the parameters that AddPermission makes it of.
import type { AddPermissionRequest } from '@aws-sdk/client-lambda';
import type { Json, JsonObject } from '../../../core/types.ts';
import { policyOf, statementsOf } from '../../foreign-principals.ts';
import { objectIn, textIn } from '../../recalling.ts';

/** Condition key in lower case → parameter. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
const PARAMETERS: Readonly<Record<string, string>> = {
  'aws:sourcearn': 'SourceArn', 'aws:sourceaccount': 'SourceAccount', 'lambda:eventsourcetoken': 'EventSourceToken', 'lambda:functionurlauthtype': 'FunctionUrlAuthType', 'aws:principalorgid': 'PrincipalOrgID', 'lambda:invokedviafunctionurl': 'InvokedViaFunctionUrl',
};

export const statementsIn = (policy: string): readonly JsonObject[] => [...statementsOf(policyOf(policy))].sort((a, b) => (sidOf(a) < sidOf(b) ? -1 : 1));
export const sidOf = (statement: JsonObject): string => textIn(statement['Sid']) ?? '';
/** `*`, a service, an account id, or an ARN. An account stands in the policy as the ARN of its root. */
export function principalOf(principal: Json | undefined): string {
  const named = textIn(principal) ?? textIn(objectIn(principal)?.['Service']) ?? textIn(objectIn(principal)?.['AWS']) ?? '';
  return /^arn:[^:]*:iam::(\d{12}):root$/.exec(named)?.[1] ?? named;
}
const conditionsOf = (statement: JsonObject): readonly (readonly [string, string])[] => Object.values(objectIn(statement['Condition']) ?? {}).flatMap((block) => Object.entries(objectIn(block) ?? {})).map(([key, value]) => [PARAMETERS[key.toLowerCase()] ?? '', textIn(value) ?? '']);

export type Parameters = Omit<AddPermissionRequest, 'FunctionName' | 'Qualifier' | 'RevisionId'>;
export function parametersOf(statement: JsonObject): Parameters & JsonObject {
  const given = Object.fromEntries(conditionsOf(statement).filter(([name]) => name !== '').map(([name, value]): [string, Json] => [name, name === 'InvokedViaFunctionUrl' ? value === 'true' : value]));
  return { ...given, StatementId: sidOf(statement), Action: textIn(statement['Action']) ?? '', Principal: principalOf(statement['Principal']) };
}
/** Only calls through the function's URL. */
export const isForUrl = (statement: JsonObject): boolean => conditionsOf(statement).some(([name]) => name === 'FunctionUrlAuthType' || name === 'InvokedViaFunctionUrl');
