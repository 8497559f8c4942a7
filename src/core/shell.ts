// Command lines for the AWS CLI, made to be pasted: names in them come from the account, and anybody may have chosen them.
import { inert } from './text.ts';

/**
 * One word of a shell. What the shell would take for something else stands in quotes; what the AWS CLI would take for an option or for
 * a file to read (https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html), and what cannot be shown, is left out for the operator to fill in.
 */
export function shellWord(value: string, otherwise = '‹name›'): string {
  if (value === '' || /^(?:-|fileb?:|https?:)/.test(value) || inert(value) !== value) return otherwise;
  return /^[\w./:@=+-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** `words` are put as they are. */
export const awsCli = (region: string, ...words: readonly string[]): string => ['aws', ...words, '--region', shellWord(region)].join(' ');
