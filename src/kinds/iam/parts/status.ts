// The status that a credential is given back: what was not active before is left inactive.
import type { StatusType } from '@aws-sdk/client-iam';

/** AWS takes `Active` or `Inactive` only; it shows more (`Expired`). */
export const statusToGive = ({ status }: { readonly status: string }): StatusType => (status === 'Active' ? 'Active' : 'Inactive');
