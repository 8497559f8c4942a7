// How IAM's operations are put onto the service: typed by their command, with what AWS requires known to be there.
import type { Service, CommandClass, OperationHandler } from '../../wire/service.ts';
import type { SimCall } from '../../account.ts';
import type { OperationTraits } from '../../wire/types.ts';

export type IamService = Service<SimCall>;
/** An input whose required members are there: the world refuses a request without them before the operation runs. */
export type Given<I> = { [K in keyof I]: Partial<Pick<I, K>> extends Pick<I, K> ? I[K] : Exclude<I[K], undefined> };
/** The answer of an operation that tells nothing. */
export type Nothing = Readonly<Record<string, never>>;
export type IamTraits<I> = OperationTraits<Given<I>, SimCall>;

export function register<I extends object, O extends object>(
  iam: IamService, command: CommandClass<I, O>, handler: (input: Given<I>, call: SimCall) => Omit<O, '$metadata'>, traits: IamTraits<I> = {},
): void {
  iam.on(command, handler as OperationHandler<I, O, SimCall>, traits as OperationTraits<I, SimCall>);
}
