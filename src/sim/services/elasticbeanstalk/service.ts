// The simulated Elastic Beanstalk. Behaviour: BEHAVIOUR.md beside it.
import { ElasticBeanstalkClient } from '@aws-sdk/client-elastic-beanstalk';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function elasticbeanstalk(): Service<SimCall> {
  return new Service<SimCall>(ElasticBeanstalkClient, { id: 'elasticbeanstalk' });
}
