// How RDS writes its events: names in lower camel case, answers without their outer element, no passwords.
const MASKED = '****';
const SECRET = new Set(['MasterUserPassword']);
const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The names as events have them: `DBInstanceIdentifier` → `dBInstanceIdentifier`. */
export function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [lowerFirst(name), SECRET.has(name) && one !== undefined ? MASKED : lowered(one)]));
}
export const answered = (member: string) => (output: unknown): unknown => lowered((output as Readonly<Record<string, unknown>>)[member]);
