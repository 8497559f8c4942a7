// The simulated CodeBuild. Behaviour: BEHAVIOUR.md beside it.
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function codebuild(): Service<SimCall> {
  return new Service<SimCall>(CodeBuildClient, { id: 'codebuild' });
}
