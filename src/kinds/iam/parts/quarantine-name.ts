// Which policies are AWS's own quarantine of a compromised user.

/** The managed policies: `AWSCompromisedKeyQuarantine`, `…V2`, and those to come. Only AWS can make policies of the account `aws`. */
export const isQuarantineArn = (arn: string): boolean => /^arn:[\w-]+:iam::aws:policy\/AWSCompromisedKeyQuarantine(V\d+)?$/.test(arn);
/** Before 2020 AWS put an inline policy of this name. Anybody can name a policy so: it is shown, and not trusted. */
export const LEGACY_QUARANTINE = 'AWSExposedCredentialPolicy_DO_NOT_REMOVE';
