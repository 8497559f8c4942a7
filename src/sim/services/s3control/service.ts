// The simulated S3 Control: the account's public access block. Behaviour: BEHAVIOUR.md beside it.
import { DeletePublicAccessBlockCommand, GetPublicAccessBlockCommand, PutPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import type { OperationTraits } from '../../wire/types.ts';
import { forbidden, missing } from '../s3/errors.ts';
import { s3State, type S3State } from '../s3/state.ts';

interface OfAccount { readonly AccountId?: string | undefined; readonly PublicAccessBlockConfiguration?: object | undefined }
const own = <I extends OfAccount, O>(run: (state: S3State, input: I) => O) => (input: I, { account }: SimCall): O => {
  if (input.AccountId !== account.id) throw forbidden('AccessDenied', 'Access Denied');
  return run(s3State(account), input);
};
const named = (eventName: string): OperationTraits<OfAccount, SimCall> => ({
  trail: { eventName, response: () => null, request: ({ AccountId, PublicAccessBlockConfiguration: block }) => ({ accountId: AccountId, publicAccessBlock: '', ...(block ? { PublicAccessBlockConfiguration: { xmlns: 'http://awss3control.amazonaws.com/doc/2018-08-20/', ...block } } : {}) }) },
});

export default function s3control(): Service<SimCall> {
  return new Service<SimCall>(S3ControlClient, { id: 's3control', signingName: 's3' })
    .on(GetPublicAccessBlockCommand, own(({ accountBlock }) => {
      if (!accountBlock) throw missing('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found');
      return { PublicAccessBlockConfiguration: accountBlock };
    }), named('GetAccountPublicAccessBlock'))
    .on(PutPublicAccessBlockCommand, own((state, input) => {
      const { BlockPublicAcls = false, IgnorePublicAcls = false, BlockPublicPolicy = false, RestrictPublicBuckets = false } = input.PublicAccessBlockConfiguration ?? {};
      state.accountBlock = { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets };
      return {};
    }), named('PutAccountPublicAccessBlock'))
    .on(DeletePublicAccessBlockCommand, own((state) => { state.accountBlock = undefined; return {}; }), named('DeleteAccountPublicAccessBlock'));
}
