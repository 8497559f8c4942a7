// What a name of an instance type says: its processors and its architecture.

const FIXED: Readonly<Record<string, number>> = { nano: 2, micro: 2, small: 2, medium: 2, large: 2, xlarge: 4, metal: 96 };

/** Virtual processors by size: `2xlarge` has 8. The few families that differ are not told apart. */
export function processors(type: string): number {
  const size = type.split('.')[1] ?? '';
  const times = /^(\d{1,3})xlarge$/u.exec(size)?.[1];
  return times ? Number(times) * 4 : (FIXED[size] ?? 2);
}
/** A `g` after the generation is Graviton: c7g, m6gd, t4g. */
export const architecture = (type: string): 'arm64' | 'x86_64' => (/^[a-z]+\d+[a-z]*g/u.test(type.split('.')[0] ?? '') ? 'arm64' : 'x86_64');
export const validType = (type: string): boolean => /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/u.test(type);
