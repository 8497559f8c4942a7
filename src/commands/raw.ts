// The command line's options as commander gives them.

export type Raw = Readonly<Record<string, unknown>>;
export const text = (raw: Raw, name: string): string | undefined => { const v = raw[name]; return typeof v === 'string' && v !== '' ? v : undefined; };
export const flag = (raw: Raw, name: string): boolean => raw[name] === true;
/** Where a terminal shows colours, and they are wanted. */
export const hasColour = (raw: Raw): boolean => raw['color'] !== false && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb' && process.stderr.isTTY;
export const list = (raw: Raw, name: string): readonly string[] => { const v = raw[name]; return Array.isArray(v) ? v.filter((one): one is string => typeof one === 'string') : []; };
