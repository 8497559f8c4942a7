// Whether AWS has quarantined a user, as the account shows it.
import type { Loaded } from '../../../src/sim/scenario/load.ts';
import { wholeStock } from '../../../src/sim/scenario/stock.ts';

export const isQuarantineAttached = ({ world }: Loaded, user: string): boolean =>
  [...wholeStock(world).keys()].some((arn) => arn.includes(`:${user}/arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine`));
