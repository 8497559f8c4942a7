// The simulated Support Center API. Behaviour: BEHAVIOUR.md beside it.
import {
  AddCommunicationToCaseCommand, CreateCaseCommand, DescribeCasesCommand, DescribeCommunicationsCommand, DescribeServicesCommand, DescribeSeverityLevelsCommand, DescribeTrustedAdvisorCheckResultCommand, ResolveCaseCommand, SupportClient,
} from '@aws-sdk/client-support';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { addCommunication, createCase, resolveCase } from './case-changes.ts';
import { describeCases, describeCommunications } from './case-queries.ts';
import { adviceOn } from './advice.ts';
import { describeServices, SEVERITIES } from './catalogue.ts';

/** Without a paid plan every operation answers so. */
const subscribed = <I, O>(run: (input: I, call: SimCall) => O) => (input: I, call: SimCall): O => {
  if (call.account.supportPlan === 'basic') throw new AwsError('SubscriptionRequiredException', 'Amazon Web Services Premium Support Subscription is required to use this service.');
  return run(input, call);
};
/** Events keep what the case is about, never what was written. */
const without = (...hidden: readonly string[]) => (input: object): unknown => Object.fromEntries(Object.entries(input).filter(([name, value]) => value !== undefined && !hidden.includes(name)));

export default function support(): Service<SimCall> {
  return new Service<SimCall>(SupportClient, { id: 'support' })
    .on(DescribeCasesCommand, subscribed(describeCases), { trail: { global: true } })
    .on(DescribeCommunicationsCommand, subscribed(describeCommunications), { trail: { global: true } })
    .on(CreateCaseCommand, subscribed(createCase), { trail: { global: true, request: without('communicationBody', 'subject', 'ccEmailAddresses') } })
    .on(AddCommunicationToCaseCommand, subscribed(addCommunication), { trail: { global: true, request: without('communicationBody', 'ccEmailAddresses') } })
    .on(ResolveCaseCommand, subscribed(resolveCase), { trail: { global: true } })
    .on(DescribeServicesCommand, subscribed(describeServices), { trail: { global: true } })
    .on(DescribeTrustedAdvisorCheckResultCommand, subscribed(adviceOn), { trail: { global: true } })
    .on(DescribeSeverityLevelsCommand, subscribed(() => ({ severityLevels: SEVERITIES })), { trail: { global: true } });
}
