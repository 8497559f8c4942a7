// The bin: compile cache, then the command line. The version needs neither. Built as CommonJS: Node's module loader for the rest is started only when it is needed.
declare const __VERSION__: string;

async function start(): Promise<void> {
  // Runs are short and leave much behind that is dead at once: collected early, a drill takes two thirds of the memory, for a tenth more of processor time.
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  // And what runs a few times only is not worth compiling twice: the optimizing compiler waits seven times as long.
  for (const flag of ['--optimize-for-size', '--max-semi-space-size=2', '--semi-space-growth-factor=1', '--interrupt-budget=1000000']) setFlagsFromString(flag);
  // Node 20 has no compile cache, and its typings do not know it.
  const nodeModule = process.getBuiltinModule('node:module');
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') (nodeModule.enableCompileCache as () => unknown)();
  // Before the first client is loaded, or the SDK prints a warning about Node 20 into the wizard.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { main } = await import('./cli.ts');
  await main(process.argv);
}

const [only, ...rest] = process.argv.slice(2);
if (only === '--version' && rest.length === 0) process.stdout.write(`${__VERSION__}\n`);
else void start();
