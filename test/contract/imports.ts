// Which SDK commands a kind can reach from its module: read from the source, imports followed, types left out.
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { KindId, Operation } from '../../src/core/types.ts';

const KINDS = fileURLToPath(new URL('../../src/kinds/', import.meta.url));

export function commandsOf(id: KindId): readonly Operation[] {
  const found = new Set<Operation>();
  const seen = new Set<string>();
  const read = (file: string): void => {
    if (seen.has(file) || relative(KINDS, file).startsWith('..')) return;
    seen.add(file);
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023);
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier) || statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) continue;
      const from = statement.moduleSpecifier.text;
      if (from.startsWith('.') && !CLIENT.test(from)) read(join(dirname(file), from));
      else for (const operation of operationsIn(statement, from)) found.add(operation);
    }
  };
  read(join(KINDS, `${id}.ts`));
  return [...found].sort();
}

/** SDK packages that are named otherwise than the service's id. */
const SERVICE_OF: Readonly<Record<string, string>> = {
  accessanalyzer: 'access-analyzer', 'auto-scaling': 'autoscaling', 'cloudwatch-logs': 'logs', 'config-service': 'config', 'cost-explorer': 'ce', 'elastic-beanstalk': 'elasticbeanstalk', emr: 'elasticmapreduce', eventbridge: 'events',
  'resource-groups-tagging-api': 'tag', 'route-53': 'route53', 'route-53-domains': 'route53domains', 's3-control': 's3control', 'secrets-manager': 'secretsmanager', 'service-quotas': 'servicequotas', sesv2: 'ses', sfn: 'states', 'sso-admin': 'sso',
  apigatewayv2: 'apigateway',
};
/** AWS's packages, and the one client that is our own. */
const CLIENT = /^@aws-sdk\/client-(.+)$|^[./]+\/aws\/(rolesanywhere)\.ts$/;
/** `UpdateAccessKeyCommand` and `paginateListAccessKeys` of `@aws-sdk/client-iam`. */
function operationsIn(statement: ts.ImportDeclaration, from: string): readonly Operation[] {
  const [, theirs, service = theirs] = CLIENT.exec(from) ?? [];
  const named = statement.importClause?.namedBindings;
  if (service === undefined || !named || !ts.isNamedImports(named)) return [];
  const id = SERVICE_OF[service] ?? service;
  return named.elements.filter((e) => !e.isTypeOnly).flatMap((e): Operation[] => {
    const name = (e.propertyName ?? e.name).text;
    const operation = /^(?:paginate(\w+)|(\w+)Command)$/.exec(name);
    return operation ? [`${id}:${operation[1] ?? operation[2] ?? ''}`] : [];
  });
}
