// Layers by the account that owns them.
/** Of these layer versions, those of other accounts. AWS's own extensions (Parameters and Secrets, Insights) come from accounts of AWS; that is for a person to know. */
export const foreignLayers = (arns: readonly string[], accountId: string): readonly string[] => arns.filter((arn) => accountOf(arn) !== accountId);
const accountOf = (layerVersionArn: string): string => layerVersionArn.split(':')[4] ?? '';
