// The simulated S3: one service, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { S3Client } from '@aws-sdk/client-s3';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerAccess } from './access.ts';
import { registerBuckets } from './buckets.ts';
import { registerObjectLists } from './object-lists.ts';
import { registerObjects } from './objects.ts';
import { registerSettings } from './settings.ts';

export default function s3(): Service<SimCall> {
  const service = new Service<SimCall>(S3Client, { id: 's3' });
  for (const register of [registerBuckets, registerAccess, registerSettings, registerObjects, registerObjectLists]) register(service);
  return service;
}
