// What presigned locations of the account give: a plain GET of a path, without a signature in a header.
import type { SimAccount } from './account.ts';

/** Path → content. A location that was shown once stays good: its time limit is not simulated. */
export const downloads = (account: SimAccount): Map<string, Uint8Array> => account.state('downloads', () => new Map<string, Uint8Array>());
