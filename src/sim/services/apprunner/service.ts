// The simulated App Runner. Behaviour: BEHAVIOUR.md beside it.
import { AppRunnerClient } from '@aws-sdk/client-apprunner';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function apprunner(): Service<SimCall> {
  return new Service<SimCall>(AppRunnerClient, { id: 'apprunner' });
}
