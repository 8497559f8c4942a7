// How CloudTrail writes Lambda's calls: versioned names, no code, no environment.
const VERSIONS: Readonly<Record<string, string>> = {
  PublishLayerVersion: '20181031', DeleteLayerVersion: '20181031', AddLayerVersionPermission: '20181031', RemoveLayerVersionPermission: '20181031', GetLayerVersion: '20181031', GetLayerVersionPolicy: '20181031', ListLayers: '20181031', ListLayerVersions: '20181031',
  PutFunctionConcurrency: '20171031', DeleteFunctionConcurrency: '20171031',
  AddPermission: '20150331v2', RemovePermission: '20150331v2', GetPolicy: '20150331v2', UpdateFunctionCode: '20150331v2', UpdateFunctionConfiguration: '20150331v2', GetFunction: '20150331v2', GetFunctionConfiguration: '20150331v2',
  CreateFunctionUrlConfig: '', UpdateFunctionUrlConfig: '', DeleteFunctionUrlConfig: '', ListFunctionUrlConfigs: '',
};
/** Lambda Developer Guide, "Logging AWS Lambda API calls using AWS CloudTrail". */
export const eventName = (operation: string): string => `${operation}${VERSIONS[operation] ?? '20150331'}`;

const HIDDEN: Readonly<Record<string, unknown>> = { Environment: {}, Code: {}, Content: {} };
/** An empty environment stands there, set or not: neither the values nor whether the call named any are told (detonation logs of `UpdateFunctionConfiguration20150331v2` in stratus-red-team). */
export const configuring = (value: unknown): unknown => ({ ...(elements(value) as object), environment: {} });
/** Names of tags and the like are data and keep their case. */
const MAPS = new Set(['Tags']);
export function elements(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(elements);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
    if (one === undefined || name === 'ZipFile') return [];
    return [[name.charAt(0).toLowerCase() + name.slice(1), HIDDEN[name] ?? (MAPS.has(name) ? one : elements(one))]];
  }));
}
