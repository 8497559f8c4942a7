// Secrets that stand in the clear in the environment of Lambda functions, by the names of the variables. Their values are looked at and let go.
import { say } from '../../core/text.ts';
import { advice } from '../advice.ts';
import { isSecretVariable } from '../secret-shapes.ts';
import { versionsIn } from './parts/functions.ts';

export default advice({
  id: 'lambda/environment-secret', title: say('Lambda functions with secrets in their environment'), scope: 'regional', reads: ['lambda:ListFunctions'],
  async *find(scan) {
    for (const [name, versions] of await versionsIn(scan)) {
      const variables = Object.entries(versions.find((v) => v.Version === '$LATEST')?.Environment?.Variables ?? {}).filter(([variable, value]) => isSecretVariable(variable, value)).map(([variable]) => variable).sort();
      if (variables.length > 0) yield { subject: `${name} (${variables.join(', ')})`, because: say('Whoever may read the configuration reads them. Change them, put them into Secrets Manager, and let the function fetch them: it fails until its role may (secretsmanager:GetSecretValue).') };
    }
  },
});
