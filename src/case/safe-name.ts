// Makes a file name out of a text that an attacker may have written.

const MAX_LENGTH = 96;
const MAX_EXTENSION = 12;
/** Names that Windows gives to devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)$/;

/** ASCII letters, digits, `.`, `_` and `-`; lower case, so that no two names are one on a case-blind disk; no path, no leading dot. */
export function safeName(hostile: string): string {
  const plain = hostile.normalize('NFKC').toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/^[._-]+|[._-]+$/g, '');
  const { stem, extension } = split(plain);
  const named = stem === '' ? 'file' : stem;
  // Windows looks at what stands before the first dot.
  const owned = DEVICE.test(named.split('.')[0] ?? named) ? `x_${named}` : named;
  return `${owned.slice(0, MAX_LENGTH - extension.length)}${extension}`;
}

/** The name with a number before its extension: `log.json` → `log-2.json`. */
export function numbered(name: string, n: number): string {
  const { stem, extension } = split(name);
  return `${stem}-${String(n)}${extension}`;
}

function split(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || name.length - dot > MAX_EXTENSION) return { stem: name, extension: '' };
  return { stem: name.slice(0, dot), extension: name.slice(dot) };
}
