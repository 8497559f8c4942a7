// The bin: compile cache, then the command line.
import { createRequire } from 'node:module';

const nodeModule = createRequire(import.meta.url)('node:module') as { enableCompileCache?: () => unknown };
nodeModule.enableCompileCache?.();
const { main } = await import('./cli.ts');
await main(process.argv);
