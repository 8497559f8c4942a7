// The operator's credentials, from the SDK's own provider chain (as for the `aws` command), renewable while the tool runs.
import type { AwsCredentialIdentity } from '@smithy/types';
import type { RequestHandler } from './handler.ts';

export interface CredentialOptions {
  readonly profile?: string | undefined;
  readonly region: string;
  readonly handler: RequestHandler;
  /** Asks the operator for an MFA code, where a profile wants one. */
  readonly mfaCode?: ((serial: string) => Promise<string>) | undefined;
}

export interface Credentials {
  get(): Promise<AwsCredentialIdentity>;
  /** Forgets what was read, so that renewed credentials are found. */
  renew(): void;
}

/** Reads environment, profile, SSO, `aws login`, web identity, container (CloudShell) and instance, in the SDK's order. */
export function chainCredentials(options: CredentialOptions): Credentials {
  let provider: (() => Promise<AwsCredentialIdentity>) | undefined;
  return {
    renew: () => { provider = undefined; },
    get: async () => {
      if (provider === undefined) {
        const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
        const clientConfig = { region: options.region, requestHandler: options.handler as never };
        const chain = fromNodeProviderChain({
          ignoreCache: true, clientConfig, parentClientConfig: clientConfig,
          ...(options.profile === undefined ? {} : { profile: options.profile }),
          ...(options.mfaCode === undefined ? {} : { mfaCodeProvider: options.mfaCode }),
        });
        provider = () => chain();
      }
      return provider();
    },
  };
}

/** The fixed credentials of a drill or a test. */
export const fixedCredentials = (identity: AwsCredentialIdentity): Credentials => ({ get: () => Promise.resolve(identity), renew: () => undefined });
