// The lint rules that hold the house together: each has a fixture that must fail it, and one that must not.
import { loadESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

process.env['ESLINT_USE_FLAT_CONFIG'] = 'false';
type Linter = InstanceType<Awaited<ReturnType<typeof loadESLint>>>;
const eslint = async (): Promise<Linter> => {
  const Legacy = await loadESLint({ useFlatConfig: false });
  // Fixtures are not in the project: the rules under test need no types, so the typed ones are left out.
  return new Legacy({ overrideConfig: { parserOptions: { project: null }, extends: ['plugin:@typescript-eslint/disable-type-checked'] } });
};

const FAIL: readonly (readonly [what: string, file: string, code: string, rule: string])[] = [
  ['core imports a room', 'src/core/x.ts', "import '../aws/connect.ts';", 'no-restricted-imports'],
  ['case imports aws', 'src/case/x.ts', "import '../aws/connect.ts';", 'no-restricted-imports'],
  ['aws imports the engine', 'src/aws/x.ts', "import '../engine/apply.ts';", 'no-restricted-imports'],
  ['kinds import the engine', 'src/kinds/iam/x.ts', "import '../../engine/apply.ts';", 'no-restricted-imports'],
  ['kinds import the UI', 'src/kinds/iam/x.ts', "import '../../ui/terminal.ts';", 'no-restricted-imports'],
  ['kinds take a permit', 'src/kinds/iam/x.ts', "import '../../aws/permit.ts';", 'no-restricted-imports'],
  ['the engine imports a client', 'src/engine/x.ts', "import '@aws-sdk/client-iam';", 'no-restricted-imports'],
  ['the engine imports a phase', 'src/engine/x.ts', "import '../phases/verify.ts';", 'no-restricted-imports'],
  ['a phase imports a client', 'src/phases/x.ts', "import '@aws-sdk/client-iam';", 'no-restricted-imports'],
  ['a phase hands out permits', 'src/phases/x.ts', "import '../aws/permit.ts';", 'no-restricted-imports'],
  ['a phase imports a command', 'src/phases/x.ts', "import '../commands/respond.ts';", 'no-restricted-imports'],
  ['the report reads AWS', 'src/report/x.ts', "import '../aws/connect.ts';", 'no-restricted-imports'],
  ['the simulated account asks the engine', 'src/sim/x.ts', "import '../engine/apply.ts';", 'no-restricted-imports'],
  ['a kind draws on the terminal', 'src/kinds/iam/x.ts', "import 'chalk';", 'no-restricted-imports'],
  ['a kind opens a socket', 'src/kinds/iam/x.ts', "import 'node:https';", 'no-restricted-imports'],
  ['the intake opens a socket', 'src/intake/x.ts', "import 'node:net';", 'no-restricted-imports'],
  ['a kind makes a client', 'src/kinds/iam/x.ts', "class IAMClient {}\nexport const x = new IAMClient();", 'no-restricted-syntax'],
  ['a phase makes a client', 'src/phases/x.ts', "class EC2Client {}\nexport const x = new EC2Client();", 'no-restricted-syntax'],
  ['a phase fetches', 'src/phases/x.ts', "export const x = fetch('https://example.com');", 'no-restricted-syntax'],
  ['a kind prints', 'src/kinds/iam/x.ts', "console.log('x');", 'no-console'],
];
const PASS: readonly (readonly [what: string, file: string, code: string])[] = [
  ['kinds ask the operator through the port', 'src/kinds/iam/x.ts', "import '../../ui/port.ts';"],
  ['kinds import core and SDK commands', 'src/kinds/iam/x.ts', "import '../../core/types.ts';\nimport '@aws-sdk/client-iam';"],
  ['the engine takes a permit', 'src/engine/x.ts', "import '../aws/permit.ts';\nimport '../kinds/kind.ts';"],
  ['commands import everything but clients', 'src/commands/x.ts', "import '../phases/verify.ts';\nimport '../sim/drill/world.ts';"],
  ['clients are made in their room', 'src/aws/clients.ts', "class IAMClient {}\nexport const x = new IAMClient();"],
];

describe('the lint rules', () => {
  test.each(FAIL)('%s: refused', async (_, file, code, rule) => {
    const [result] = await (await eslint()).lintText(`${code}\n`, { filePath: file });
    expect(result?.messages.map((m) => m.ruleId)).toContain(rule);
  });
  test.each(PASS)('%s: allowed', async (_, file, code) => {
    const [result] = await (await eslint()).lintText(`${code}\n`, { filePath: file });
    expect(result?.messages.filter((m) => m.ruleId?.startsWith('no-restricted') || m.fatal)).toEqual([]);
  });
});
