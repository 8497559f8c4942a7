// The bin: compile cache, then the command line. The version needs neither.
import { createRequire } from 'node:module';

declare const __VERSION__: string;

const [only, ...rest] = process.argv.slice(2);
if (only === '--version' && rest.length === 0 && typeof __VERSION__ === 'string') {
  process.stdout.write(`${__VERSION__}\n`);
} else {
  const nodeModule = createRequire(import.meta.url)('node:module') as { enableCompileCache?: () => unknown };
  nodeModule.enableCompileCache?.();
  // Before the first client is loaded, or the SDK prints a warning about Node 20 into the wizard.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { main } = await import('./cli.ts');
  await main(process.argv);
}
