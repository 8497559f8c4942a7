// The catalogue of mechanisms, family by family: each a file in `rows`.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Mechanism } from './row.ts';

const FOLDER = join(import.meta.dirname, 'rows');
/** In the order of their names. */
export const families: readonly (readonly [name: string, rows: readonly Mechanism[]])[] = await Promise.all(
  readdirSync(FOLDER).filter((f) => f.endsWith('.ts')).sort().map(async (file) => [file.replace('.ts', ''), (await import(join(FOLDER, file)) as { readonly rows: readonly Mechanism[] }).rows] as const),
);
