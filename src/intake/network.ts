// Internet addresses in running text. Nothing is asked of a network.

export interface FoundText { readonly value: string; readonly at: number }

/** IPv4 and IPv6 addresses; not networks (`192.0.2.0/24`), versions or parts of other words. */
export function findAddresses(text: string): FoundText[] {
  if (!/[.:]/.test(text)) return [];
  const v4 = [...text.matchAll(/(?<![\w.@/-])(?:\d{1,3}\.){3}\d{1,3}(?![\w/-]|\.\w)/g)].filter((match) => isV4(match[0]) && !/(?:version|v)\.? ?$/i.test(text.slice(Math.max(0, match.index - 9), match.index)));
  const v6 = [...text.matchAll(/(?<![\w.@]|[0-9A-Fa-f:]:)[0-9A-Fa-f:]{3,39}(?![\w:/])/g)].filter((match) => isV6(match[0]));
  return [...v4, ...v6].map((match) => ({ value: match[0].toLowerCase(), at: match.index })).sort((a, b) => a.at - b.at);
}

const isV4 = (value: string): boolean => {
  const parts = value.split('.').map(Number);
  return parts.every((part) => part <= 255) && parts[0] !== 0 && parts[0] !== 127;
};

function isV6(value: string): boolean {
  const halves = value.split('::');
  if (halves.length > 2 || value === '::') return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length >= 2 && groups.length < 8 : groups.length === 8;
}

export interface FoundUrl extends FoundText {
  readonly host: string;
  /** The sender blotted out a part of it. */
  readonly masked: boolean;
}

/** `http(s)` addresses, without the punctuation of the sentence around them. */
export function findUrls(text: string): FoundUrl[] {
  return [...text.matchAll(/https?:\/\/[^\s<>"'“”„«»、。，）】」]{1,2048}/gi)].map((match) => {
    const value = trimUrl(match[0]);
    const next = text.slice(match.index + match[0].length, match.index + match[0].length + 2);
    const masked = /\*{3}|x{5}|…|\.\.\.(?![0-9A-Za-z])|\[?redacted/i.test(value) || (/^<[a-z]/i.test(next) && match[0].endsWith('/'));
    return { value, at: match.index, host: hostOf(value), masked };
  });
}

/** Sentence marks at the end are not part of it; a closing bracket is, where one was opened. */
function trimUrl(url: string): string {
  let end = url.length;
  for (; end > 8; end -= 1) {
    const last = url[end - 1] ?? '';
    if (/[.,;:!?*|`\]}]/.test(last)) continue;
    if (last === ')' && !url.slice(0, end).includes('(')) continue;
    break;
  }
  return url.slice(0, end);
}

/** The lower-case host name, without sign-in part and port; empty where there is none. */
export function hostOf(url: string): string {
  const rest = /^https?:\/\/([^/?#\\]{1,300})/i.exec(url)?.[1] ?? '';
  return rest.slice(rest.lastIndexOf('@') + 1).replace(/:\d{1,5}$/, '').replace(/\.$/, '').toLowerCase();
}

/** Made unclickable: `hxxps://example[.]com/`. */
export const defang = (url: string): string => {
  const host = hostOf(url);
  return url.replace(/^http/i, 'hxxp').replace(host, host.replaceAll('.', '[.]')).slice(0, 300);
};
