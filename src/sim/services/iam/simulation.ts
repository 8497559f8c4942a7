// SimulatePrincipalPolicy: what the policies of a principal would allow, as reads show them.
import {
  SimulatePrincipalPolicyCommand, type EvaluationResult, type SimulatePrincipalPolicyCommandInput, type SimulatePrincipalPolicyCommandOutput, type Statement as MatchedStatement,
} from '@aws-sdk/client-iam';
import type { SimAccount, SimCall } from '../../account.ts';
import { refusal } from '../../policy/authorize.ts';
import type { ConditionKeys } from '../../policy/condition.ts';
import { many, parsePolicy, type PolicyDocument } from '../../policy/document.ts';
import { evaluate, type Effect, type PolicyRequest } from '../../policy/evaluate.ts';
import { managedDocument, subjectAt, type SourcedPolicy, type Subject } from './current-policies.ts';
import { invalidInput, noSuchEntity } from './errors.ts';
import { pageOf } from './page.ts';
import { register, type Given, type IamService } from './register.ts';

type Input = Given<SimulatePrincipalPolicyCommandInput>;
interface Simulated { readonly policies: readonly SourcedPolicy[]; readonly boundary: PolicyDocument | undefined; readonly keys: ConditionKeys }

function readInput(json: string, member: string): PolicyDocument {
  const document = parsePolicy(json);
  if (document === undefined) throw invalidInput(`Invalid Input Policy: ${member} holds a document that is not a policy.`);
  return document;
}

function keysOf(subject: Subject, input: Input): ConditionKeys {
  const keys = new Map<string, readonly string[]>([['aws:principalarn', [input.CallerArn ?? subject.holder.arn]]]);
  if (subject.sort === 'user') keys.set('aws:username', [subject.holder.name]).set('aws:userid', [subject.holder.id]);
  for (const { ContextKeyName, ContextKeyValues } of input.ContextEntries ?? []) {
    if (ContextKeyName !== undefined) keys.set(ContextKeyName.toLowerCase(), ContextKeyValues ?? []);
  }
  return keys;
}

function simulated(input: Input, account: SimAccount): Simulated {
  const subject = subjectAt(input.PolicySourceArn, account);
  if (subject === undefined) {
    if (/:(?:user|group|role)\//.test(input.PolicySourceArn)) throw noSuchEntity(`The policy source ${input.PolicySourceArn} cannot be found.`);
    throw invalidInput(`Invalid Entity Arn: ${input.PolicySourceArn} does not clearly define entity type and name.`);
  }
  const added = (input.PolicyInputList ?? []).map((json, at) => ({ name: `PolicyInputList.${at + 1}`, source: 'none' as const, document: readInput(json, 'PolicyInputList') }));
  const given = input.PermissionsBoundaryPolicyInputList?.[0];
  const standing = subject.boundary === undefined ? undefined : managedDocument(subject.boundary, account)[0]?.document;
  return {
    policies: [...subject.policies, ...added], keys: keysOf(subject, input),
    boundary: given === undefined ? standing : readInput(given, 'PermissionsBoundaryPolicyInputList'),
  };
}

/** Condition keys that the policies ask for and the request did not give. */
function missingKeys({ policies, boundary, keys }: Simulated): string[] {
  const documents = [...policies.map(({ document }) => document), ...(boundary ? [boundary] : [])];
  const asked = documents.flatMap(({ Statement }) => many(Statement)).flatMap(({ Condition = {} }) => Object.values(Condition).flatMap((tests) => Object.keys(tests)));
  return [...new Set(asked)].filter((key) => !keys.has(key.toLowerCase())).sort();
}

function evaluation(action: string, resource: string, by: Simulated): EvaluationResult {
  const request: PolicyRequest = { action, resource, keys: by.keys };
  const refused = refusal({ identity: by.policies.map(({ document }) => document), ...(by.boundary && { boundary: by.boundary }) }, request);
  const decisive: Effect = refused?.explicit === true ? 'deny' : 'allow';
  const matched: MatchedStatement[] = by.policies.filter(({ document }) => evaluate([document], request) === decisive)
    .map(({ name, source }) => ({ SourcePolicyId: name, SourcePolicyType: source }));
  return {
    EvalActionName: action, EvalResourceName: resource, MatchedStatements: matched, MissingContextValues: missingKeys(by),
    EvalDecision: refused === undefined ? 'allowed' : refused.explicit ? 'explicitDeny' : 'implicitDeny',
    ...(by.boundary && { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: evaluate([by.boundary], request) === 'allow' } }),
  };
}

function simulate(input: Input, call: SimCall): Omit<SimulatePrincipalPolicyCommandOutput, '$metadata'> {
  const by = simulated(input, call.account);
  const invalid = input.ActionNames.find((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/i.test(action));
  if (invalid !== undefined) throw invalidInput(`Invalid Input Actions: ${invalid}. Actions must be fully qualified, without wildcards.`);
  const asked = input.ActionNames.flatMap((action) => (input.ResourceArns ?? ['*']).map((resource) => ({ action, resource })));
  const numbered = asked.map((one, at) => ({ ...one, key: String(at).padStart(6, '0') }));
  const { items, rest } = pageOf(numbered, ({ key }) => key, input, call);
  return { EvaluationResults: items.map(({ action, resource }) => evaluation(action, resource, by)), ...rest };
}

export function addSimulation(iam: IamService): void {
  register(iam, SimulatePrincipalPolicyCommand, simulate, { resources: ({ PolicySourceArn }) => [PolicySourceArn] });
}
