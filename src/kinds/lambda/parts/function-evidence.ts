// What is kept of a function before it is changed or deleted: configuration, policies, aliases, URLs, and its code.
import { GetFunctionCommand, GetPolicyCommand, ListAliasesCommand, ListFunctionUrlConfigsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ChangeAws } from '../../../aws/session.ts';
import { failed } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import type { Operation } from '../../../core/types.ts';
import type { Deed } from '../../kind.ts';
import { ifThere } from '../../refusal.ts';
import type { LambdaFunction } from './functions.ts';

export const READS_EVIDENCE: readonly Operation[] = ['lambda:GetFunction', 'lambda:GetPolicy', 'lambda:ListAliases', 'lambda:ListFunctionUrlConfigs'];

export async function keepFunction(aws: ChangeAws, r: LambdaFunction, deed: Deed): Promise<void> {
  const client = await aws.client('lambda');
  const FunctionName = r.name;
  const [found, policy, aliases, urls] = await Promise.all([
    client.send(new GetFunctionCommand({ FunctionName })), ifThere(client.send(new GetPolicyCommand({ FunctionName }))),
    client.send(new ListAliasesCommand({ FunctionName })), client.send(new ListFunctionUrlConfigsCommand({ FunctionName })),
  ]);
  const file = `lambda-${r.region}-${r.name}`;
  const from = { operation: 'lambda:GetFunction', requestId: found.$metadata.requestId } as const;
  const code = found.Code?.Location === undefined ? undefined : await aws.download?.(found.Code.Location);
  const facts = { ...r, policy: policy?.Policy ?? null, aliases: aliases.Aliases ?? [], urls: urls.FunctionUrlConfigs ?? [], tags: found.Tags ?? {}, image: found.Code?.ResolvedImageUri ?? null, codeSaved: code !== undefined };
  await deed.keep(`${file}.json`, `${JSON.stringify(facts, null, 2)}\n`, from);
  if (code) await deed.keep(`${file}.zip`, code, from);
  await deed.making('kept', file);
}

/** The code of a published version, as it goes back into `$LATEST`. */
export async function codeOfVersion(aws: ChangeAws, client: LambdaClient, r: LambdaFunction, version: string): Promise<{ readonly ZipFile: Uint8Array } | { readonly ImageUri: string }> {
  const { Code: code } = await client.send(new GetFunctionCommand({ FunctionName: r.name, Qualifier: version }));
  if (r.packageType === 'Image') {
    if (code?.ResolvedImageUri === undefined) throw failed(say('AWS does not tell which image version {{version}} of the function {{function}} has.', { version, function: r.name }));
    return { ImageUri: code.ResolvedImageUri };
  }
  if (code?.Location === undefined || !aws.download) throw failed(say('The code of version {{version}} of the function {{function}} cannot be fetched from here. Put it back in the Lambda console, or point the alias that is in use to that version.', { version, function: r.name }));
  return { ZipFile: await aws.download(code.Location) };
}
