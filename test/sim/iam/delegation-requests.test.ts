// Requests of product providers for temporary access.
import { expect, test } from 'vitest';
import { AcceptDelegationRequestCommand, AssociateDelegationRequestCommand, ListDelegationRequestsCommand, RejectDelegationRequestCommand, SendDelegationTokenCommand } from '@aws-sdk/client-iam';
import { Opened, refusal } from './opened.ts';

const one = { DelegationRequestId: 'delegation-EXAMPLE-1' };
const two = { DelegationRequestId: 'delegation-EXAMPLE-2' };

test('are listed once somebody took them, and can be rejected until the token is sent', async () => {
  const { iam } = await Opened.account();
  const states = async () => (await iam.send(new ListDelegationRequestsCommand({}))).DelegationRequests?.map((r) => r.State);
  expect(await states()).toEqual([]);
  expect((await refusal(iam.send(new AcceptDelegationRequestCommand(one))))[0]).toBe('NoSuchEntityException');
  for (const request of [one, two]) {
    await iam.send(new AssociateDelegationRequestCommand(request));
    await iam.send(new AcceptDelegationRequestCommand(request));
  }
  await iam.send(new RejectDelegationRequestCommand(one));
  await iam.send(new SendDelegationTokenCommand(two));
  expect(await states()).toEqual(['REJECTED', 'FINALIZED']);
  for (const request of [one, two]) expect((await refusal(iam.send(new RejectDelegationRequestCommand(request))))[0]).toBe('InvalidInputException');
});

test('end by themselves after seven days', async () => {
  const { iam, clock } = await Opened.account();
  await iam.send(new AssociateDelegationRequestCommand(one));
  clock.set(new Date(clock.now().getTime() + 7 * 86_400_000));
  expect((await iam.send(new ListDelegationRequestsCommand({}))).DelegationRequests?.map((r) => r.State)).toEqual(['EXPIRED']);
});
