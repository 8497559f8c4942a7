// Support, as BEHAVIOUR.md says.
import { AddCommunicationToCaseCommand, CreateCaseCommand, DescribeCasesCommand, DescribeCommunicationsCommand, DescribeServicesCommand, DescribeSeverityLevelsCommand, ResolveCaseCommand } from '@aws-sdk/client-support';
import { describe, expect, it } from 'vitest';
import { awsReplies, openCase, supportState } from '../../../src/sim/services/support/cases.ts';
import { opened, refusal } from '../ec2/opened.ts';

const business = () => opened({ supportPlan: 'business' });
const NOTICE = { subject: 'Your AWS account 111122223333 may be compromised', body: 'Please take these steps.' };

describe('on the basic plan', () => {
  it('every operation answers that a subscription is required', async () => {
    const { support, world } = await opened();
    openCase(world, NOTICE);
    const answers = [support.send(new DescribeCasesCommand({})), support.send(new DescribeSeverityLevelsCommand({})), support.send(new DescribeServicesCommand({})), support.send(new ResolveCaseCommand({}))];
    for (const answer of answers) expect(await refusal(answer)).toEqual(['SubscriptionRequiredException', 'Amazon Web Services Premium Support Subscription is required to use this service.', 400]);
    expect((await refusal(support.send(new AddCommunicationToCaseCommand({ communicationBody: 'done' }))))[0]).toBe('SubscriptionRequiredException');
  });
});

describe('a case of AWS', () => {
  it('is shown with what was written, and found by the number that people see', async () => {
    const { support, world } = await business();
    const opening = openCase(world, { ...NOTICE, displayId: '170000000000001' });
    const { cases } = await support.send(new DescribeCasesCommand({ displayId: '170000000000001' }));
    expect(cases?.[0]).toMatchObject({ caseId: opening.id, status: 'pending-customer-action', submittedBy: 'Amazon Web Services', severityCode: 'urgent', recentCommunications: { communications: [{ body: 'Please take these steps.' }] } });
    expect((await support.send(new DescribeCasesCommand({ includeCommunications: false }))).cases?.[0]?.recentCommunications).toBeUndefined();
    expect((await refusal(support.send(new DescribeCasesCommand({ displayId: '1' }))))[0]).toBe('CaseIdNotFound');
  });

  it('takes an answer of at most 8,000 characters', async () => {
    const { support, world, event } = await business();
    const { id } = openCase(world, NOTICE);
    expect((await refusal(support.send(new AddCommunicationToCaseCommand({ caseId: id, communicationBody: 'x'.repeat(8_001) }))))[0]).toBe('ValidationException');
    await support.send(new AddCommunicationToCaseCommand({ caseId: id, communicationBody: 'x'.repeat(8_000) }));
    expect((await support.send(new DescribeCasesCommand({ caseIdList: [id] }))).cases?.[0]?.status).toBe('customer-action-completed');
    expect(event('AddCommunicationToCase')['request']).toEqual({ caseId: id });
    expect((await refusal(support.send(new AddCommunicationToCaseCommand({ caseId: 'case-111122223333-muen-2026-none', communicationBody: 'x' }))))[0]).toBe('CaseIdNotFound');
  });

  it('is hidden once resolved, unless asked for; an answer reopens it', async () => {
    const { support, world } = await business();
    const { id } = openCase(world, NOTICE);
    expect(await support.send(new ResolveCaseCommand({ caseId: id }))).toMatchObject({ initialCaseStatus: 'pending-customer-action', finalCaseStatus: 'resolved' });
    expect((await support.send(new DescribeCasesCommand({}))).cases ?? []).toEqual([]);
    expect((await support.send(new DescribeCasesCommand({ includeResolvedCases: true }))).cases).toHaveLength(1);
    await support.send(new AddCommunicationToCaseCommand({ caseId: id, communicationBody: 'once more' }));
    expect((await support.send(new DescribeCasesCommand({}))).cases?.[0]?.status).toBe('reopened');
  });

  it('shows the five newest communications, and all of them in pages', async () => {
    const { support, world, pass } = await business();
    const opening = openCase(world, NOTICE);
    for (let n = 1; n <= 12; n++) { pass(60); awsReplies(world, opening, `letter ${String(n)}`); }
    expect((await support.send(new DescribeCasesCommand({}))).cases?.[0]?.recentCommunications?.communications?.map((c) => c.body)).toEqual(['letter 12', 'letter 11', 'letter 10', 'letter 9', 'letter 8']);
    const first = await support.send(new DescribeCommunicationsCommand({ caseId: opening.id, maxResults: 10 }));
    const second = await support.send(new DescribeCommunicationsCommand({ caseId: opening.id, maxResults: 10, nextToken: first.nextToken }));
    expect([first.communications?.length, second.communications?.map((c) => c.body)]).toEqual([10, ['letter 2', 'letter 1', 'Please take these steps.']]);
    expect((await refusal(support.send(new DescribeCasesCommand({ maxResults: 5 }))))[0]).toBe('ValidationException');
  });

  it('is filtered by language and time, and forgotten after twelve months', async () => {
    const { support, world } = await business();
    openCase(world, { ...NOTICE, language: 'ja' });
    openCase(world, { ...NOTICE, at: new Date('2025-10-01T00:00:00Z') });
    expect((await support.send(new DescribeCasesCommand({}))).cases).toHaveLength(1);
    expect((await support.send(new DescribeCasesCommand({ language: 'en' }))).cases ?? []).toEqual([]);
    expect((await support.send(new DescribeCasesCommand({ afterTime: '2026-11-20T10:00:00Z' }))).cases ?? []).toEqual([]);
  });
});

describe('a case of the customer', () => {
  it('needs a service and category that exist', async () => {
    const { support, world } = await business();
    const asked = { subject: 'help', communicationBody: 'A key leaked.', serviceCode: 'account-management', issueType: 'customer-service' };
    expect((await refusal(support.send(new CreateCaseCommand({ ...asked, categoryCode: 'none' }))))[0]).toBe('ValidationException');
    const { caseId } = await support.send(new CreateCaseCommand({ ...asked, categoryCode: 'security' }));
    expect(supportState(world).cases.find((c) => c.id === caseId)).toMatchObject({ status: 'unassigned', severityCode: 'low' });
    expect((await support.send(new DescribeServicesCommand({ serviceCodeList: ['account-management'] }))).services?.[0]?.categories?.map((c) => c.code)).toContain('security');
  });
});
