// The command line: argv → one lazily loaded command → exit code. Imports commander and nothing else at the start.
import { Command, CommanderError, Option } from 'commander';

declare const __VERSION__: string;
const version = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0';
const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** Options that make sense for everything that talks to AWS. */
function withAccount(command: Command): Command {
  return command
    .option('--profile <name>', 'credentials profile, as for the aws command')
    .option('--region <region>', 'the Region that is asked first')
    .option('--endpoint-url <url>', 'a compatible endpoint: the drill server, an emulator')
    .option('--case <dir>', 'the case folder (default: one per case in your state directory)')
    .option('--answers <file>', 'decisions for a run without a terminal')
    .option('--lang <language>', 'language of the screens')
    .option('--json', 'the result as JSON on standard output')
    .option('--no-color', 'no colours');
}
/** For what may attach a policy of the organization, or take it away. */
const withManagement = (command: Command): Command => withAccount(command).option('--management-profile <name>', "profile of the organization's management account, to shut the stranger out and to end root's credentials from there");
function withIndicators(command: Command): Command {
  return command
    .option('--notice <file>', "AWS's message: a file, or - for standard input")
    .option('--key <id>', 'an access key known to be abused (repeatable)', collect)
    .option('--user <name>', 'an IAM user known to be abused (repeatable)', collect)
    .option('--ip <address>', 'an address of the stranger (repeatable)', collect)
    .option('--indicators <file>', "indicators from another account's case")
    .option('--since <when>', 'the first sign: an ISO time, or 7d')
    .option('--logs <path>', 'CloudTrail log files or folders (repeatable)', collect)
    .option('--regions <list>', 'only these Regions, separated by commas (default: every Region)');
}

type Run = (options: Record<string, unknown>, args: readonly string[]) => Promise<number>;
/** Loads `src/commands/<name>.ts` when it is chosen. */
const lazily = (load: () => Promise<{ readonly run: Run }>, globals: Readonly<Record<string, unknown>> = {}) => async (...parameters: unknown[]): Promise<void> => {
  const command = parameters.at(-1) as Command;
  const { run } = await load();
  process.exitCode = await run({ ...globals, ...command.optsWithGlobals(), version }, command.args);
};

export function program(): Command {
  const root = new Command('aws-incident')
    .description('Leads you from the first notice to a clean AWS account: verify, remediate, protect.')
    .version(version, '--version')
    .exitOverride().configureOutput({ writeOut: (text) => process.stdout.write(text), writeErr: (text) => process.stderr.write(text) })
    .showHelpAfterError('Try: aws-incident --help').configureHelp({ minWidthToWrap: 20 })
    .enablePositionalOptions();
  const respond = (command: Command): Command => withManagement(withIndicators(command))
    .option('--dry-run', 'look at everything, plan everything, change nothing')
    .option('--plan <file>', 'with --dry-run: save the plan')
    .action(lazily(() => import('./commands/respond.ts')));
  respond(root);
  respond(root.command('respond').description('the wizard (this is what aws-incident does by itself)'));
  withManagement(root.command('apply <plan>').description("the wizard's gates over a saved plan, and nothing that is not in it")).action(lazily(() => import('./commands/apply.ts')));
  withManagement(root.command('resume [case]').description('go on with an interrupted or waiting case')).option('--notice <file>', "AWS's next message").action(lazily(() => import('./commands/resume.ts')));
  withManagement(root.command('recheck [case]').description("verify again with the case's indicators")).option('--regions <list>', 'only these Regions').action(lazily(() => import('./commands/recheck.ts')));
  withManagement(root.command('undo [case] [steps...]').description('list what can be given back; with steps, give it back')).option('--all', 'all that can be undone').action(lazily(() => import('./commands/undo.ts')));
  root.command('cases').description('list the cases on this machine').option('--export <file>', 'write a case to one file').option('--import <file>', 'take a case from a file').option('--case <dir>', 'the case folder').option('--lang <language>', 'language of the list').option('--json', 'as JSON').argument('[case]').action(lazily(() => import('./commands/cases.ts')));
  root.command('report [case]').description('the incident report, made from the journal alone').addOption(new Option('--format <format>', 'md, json, csv, reply, reply-short, charges').default('md')).option('--case <dir>', 'the case folder').option('--lang <language>', 'language of the report (the reply is English)').action(lazily(() => import('./commands/report.ts')));
  root.command('notice <file>').description('read an AWS notice and say what it understood').option('--lang <language>', 'language of what it says').option('--json', 'as JSON').action(lazily(() => import('./commands/notice.ts')));
  withAccount(withIndicators(root.command('trace').description('who did what with these credentials; changes nothing'))).action(lazily(() => import('./commands/trace.ts')));
  root.command('kinds [kind]').description('what the tool looks at and what it may do to it').addOption(new Option('--policy <phase>', 'print the least IAM policy').choices(['verify', 'remediate', 'protect'])).option('--part <n>', 'with --policy: only this part of it, small enough for one managed policy').option('--lang <language>', 'language of the names').option('--json', 'as JSON').action(lazily(() => import('./commands/kinds.ts')));
  withAccount(withIndicators(root.command('drill [scenario]').description('the same wizard on an embedded simulated account; no AWS account, no network'))).option('--list', 'list the scenarios').option('--scenario-file <file>', 'a scenario of your own').option('--serve [port]', 'serve the account as an HTTP endpoint on this machine').option('--dry-run', 'look and plan only').option('--plan <file>', 'with --dry-run: save the plan').action(lazily(() => import('./commands/drill.ts')));
  for (const command of root.commands) command.exitOverride().configureOutput({ writeOut: (text) => process.stdout.write(text), writeErr: (text) => process.stderr.write(text) });
  return root;
}

/** Runs the command line; the exit code is in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  // `| head` has read enough: that is no error of ours.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });
  try {
    const root = program(), [, , word = '-'] = argv;
    if (!word.startsWith('-') && !root.commands.some((one) => one.name() === word)) root.error(`error: there is no command '${word}'`, { exitCode: 2 });
    await root.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) { process.exitCode = error.exitCode === 0 ? 0 : 2; return; }
    const { reportError } = await import('./commands/report-error.ts');
    const { catalogueAskedFor } = await import('./ui/languages.ts');
    process.exitCode = reportError(error, version, await catalogueAskedFor(argv, process.env));
  }
}
