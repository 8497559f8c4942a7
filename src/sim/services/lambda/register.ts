// Registers one operation of Lambda with its name in the history and the ARNs that policies speak of.
import type { SimCall } from '../../account.ts';
import { operationSchema } from '../../wire/schema.ts';
import type { CommandClass, OperationHandler, Service } from '../../wire/service.ts';
import { configuring, elements, eventName } from './trail.ts';

export type LambdaService = Service<SimCall>;

/** Without `resources` the operation is on no single thing. Reads tell nothing but their parameters. */
export function register<I extends object, O extends object>(lambda: LambdaService, command: CommandClass<I, O>, handler: OperationHandler<I, O, SimCall>, resources?: (input: I, call: SimCall) => readonly string[]): void {
  // Not the class's own name: the package is minified.
  const { name } = operationSchema(new command({} as I).schema);
  const isRead = /^(Get|List)/.test(name);
  const told = ['CreateFunction', 'UpdateFunctionConfiguration'].includes(name) ? configuring : elements;
  lambda.on(command, handler, {
    ...(resources ? { resources } : {}),
    trail: { eventName: eventName(name), request: told, ...(isRead ? {} : { response: told }) },
  });
}
