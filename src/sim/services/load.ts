// The simulated services; each is loaded when the first request for it arrives.
import type { ServiceId } from '../../aws/session.ts';
import type { SimCall } from '../account.ts';
import type { LazyService } from '../wire/endpoint.ts';
import type { Service } from '../wire/service.ts';

type Module = () => Promise<{ readonly default: Service<SimCall> | (() => Service<SimCall>) }>;
const MODULES: Readonly<Record<ServiceId, Module>> = {
  account: () => import('./account/service.ts'),
  cloudtrail: () => import('./cloudtrail/service.ts'),
  ec2: () => import('./ec2/service.ts'),
  health: () => import('./health/service.ts'),
  iam: () => import('./iam/service.ts'),
  organizations: () => import('./organizations/service.ts'),
  sts: () => import('./sts/service.ts'),
  support: () => import('./support/service.ts'),
};

/** `loaded` is told of each service once. */
export function loadServices(loaded: (service: Service<SimCall>) => void): LazyService<SimCall>[] {
  return (Object.entries(MODULES) as [ServiceId, Module][]).map(([id, load]) => ({
    id,
    load: async () => {
      const made = (await load()).default;
      const service = typeof made === 'function' ? made() : made;
      loaded(service);
      return service;
    },
  }));
}
