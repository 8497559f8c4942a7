// Finds a scenario: one that ships with the tool by its name, or a file with the texts beside it.
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { usage, whyNot } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import { SHIPPED } from '../scenarios/shipped.ts';
import { parseScenarioText } from './parse.ts';
import type { ScenarioSource } from './scenario.ts';

/** Throws a usage error with the names that there are. */
export async function shippedScenario(name: string): Promise<ScenarioSource> {
  const shipped = Object.hasOwn(SHIPPED, name) ? SHIPPED[name] : undefined;
  if (!shipped) throw usage(say('There is no scenario {{name}}. There are: {{names}}.', { name, names: Object.keys(SHIPPED) }));
  return { name, data: (await shipped.load()).default, files: {} };
}

const TEXTS = new Set(['.txt', '.eml']);
/** Reads a scenario's file and the text files in its folder. */
export async function scenarioFromFile(path: string): Promise<ScenarioSource> {
  const folder = dirname(path);
  try {
    const names = (await readdir(folder)).filter((name) => TEXTS.has(extname(name)));
    const texts = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const));
    const name = basename(path, '.json');
    return { name, data: parseScenarioText(name, await readFile(path, 'utf8')), files: Object.fromEntries(texts) };
  } catch (error) {
    if (isSystemError(error)) throw usage(say('{{option}}: could not read {{file}} ({{why}}).', { option: '--scenario-file', file: path, why: whyNot(error) }));
    throw error;
  }
}
const isSystemError = (error: unknown): error is Error & { readonly code: string } => error instanceof Error && 'code' in error && typeof error.code === 'string';
