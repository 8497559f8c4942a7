// Tells secrets by their shape in what AWS shows in the clear. What they say is never kept, and never shown.

/** As their makers document them: AWS, GitHub, Slack, Stripe, Google; keys in PEM; a password within an address. */
const SHAPES: readonly RegExp[] = [
  /\bA(KIA|SIA)[A-Z0-9]{16}\b/, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, /\bgh[pousr]_\w{36}/, /\bgithub_pat_\w{22}/, /\bxox[abprs]-[\w-]{10}/, /\b[rs]k_live_\w{16}/, /\bAIza[\w-]{35}\b/, /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]*:[^\s/:@${}<>]{3,}@/i,
];
/** A name that says so, with a value that only refers to nothing else. */
const NAMED = /(pass(word|wd|phrase)|secret|token|api_?key|private_?key|credential)s?$/i;
const REFERS = /^(arn:|\/|https?:\/\/[^@]*$|\{\{resolve:|\$|<|true$|false$|\d{0,5}$)/i;

export const looksSecret = (text: string): boolean => SHAPES.some((shape) => shape.test(text));
export const isSecretVariable = (name: string, value: string): boolean => looksSecret(value) || (NAMED.test(name) && value.length >= 8 && !/\s/.test(value) && !REFERS.test(value));

/** Numbers of the lines of a script that hold one, from 1. */
export const secretLines = (script: string): readonly number[] => script.split('\n').flatMap((line, i) => {
  const [, name = '', value = ''] = /(?:^|\s)(?:export\s+)?([A-Za-z_]\w*)\s*[=:]\s*["']?([^\s"']+)/.exec(line) ?? [];
  return looksSecret(line) || isSecretVariable(name, value) ? [i + 1] : [];
});
