// What an MFA device's serial number tells.

/** Virtual devices have ARNs `arn:aws:iam::111122223333:mfa/name`; they outlive their deactivation. FIDO keys are `…:u2f/…`, hardware tokens have no ARN. */
export const isVirtual = (serial: string): boolean => /^arn:[\w-]+:iam::\d+:mfa\//.test(serial);
