// HTML to plain text in one pass, keeping where each link really goes. Never runs, loads or trusts anything in it.
import type { Link } from './message.ts';

export interface PlainText { readonly text: string; readonly links: readonly Link[] }

const UNSEEN = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg']);
const LINE = new Set(['br', 'p', 'div', 'tr', 'li', 'ul', 'ol', 'table', 'blockquote', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'section', 'article', 'header', 'footer']);
const CELL = new Set(['td', 'th']);

/** Table rows become lines, their cells are separated by tabs. */
export function htmlToText(html: string): PlainText {
  const reader = new HtmlReader(html);
  return reader.read();
}

export const looksLikeHtml = (text: string): boolean =>
  /^\s{0,200}<(?:!doctype html|html|body|head|div|table|p|meta)[\s>]/i.test(text.slice(0, 1000));

class HtmlReader {
  readonly #out: string[] = [];
  readonly #links: Link[] = [];
  #link: { href: string; from: number } | undefined;
  constructor(private readonly html: string) {}

  read(): PlainText {
    let at = 0;
    while (at < this.html.length) {
      const open = this.html.indexOf('<', at);
      if (open < 0) { this.#text(this.html.slice(at)); break; }
      this.#text(this.html.slice(at, open));
      at = this.#markup(open);
    }
    return { text: this.#out.join('').replace(/[ \u00a0]{2,}/g, ' ').replace(/\n{3,}/g, '\n\n').trim(), links: this.#links };
  }

  #markup(open: number): number {
    if (this.html.startsWith('<!--', open)) return after(this.html, '-->', open + 4);
    const tag = /^\/?[a-z][a-z0-9]*/i.exec(this.html.slice(open + 1, open + 24))?.[0].toLowerCase();
    if (tag === undefined) { this.#text('<'); return open + 1; }
    const close = this.html.indexOf('>', open);
    if (close < 0) return this.html.length;
    if (UNSEEN.has(tag)) return this.#skip(tag, close + 1);
    this.#tag(tag, this.html.slice(open + 1, Math.min(close, open + 4096)));
    return close + 1;
  }

  #skip(tag: string, from: number): number {
    const end = indexOfIgnoringCase(this.html, `</${tag}`, from);
    return end < 0 ? this.html.length : after(this.html, '>', end);
  }

  #tag(tag: string, inner: string): void {
    const name = tag.replace('/', '');
    if (LINE.has(name)) this.#out.push('\n');
    if (CELL.has(name) && tag.startsWith('/')) this.#out.push('\t');
    if (tag === 'a') this.#link = { href: decodeEntities(hrefOf(inner)), from: this.#out.length };
    if (tag === '/a' && this.#link) {
      this.#links.push({ href: this.#link.href, shown: this.#out.slice(this.#link.from).join('').trim() });
      this.#link = undefined;
    }
  }

  // Line ends in the source are only spaces.
  #text(source: string): void {
    if (source !== '') this.#out.push(decodeEntities(source.replace(/[\t\r\n]+/g, ' ')));
  }
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function indexOfIgnoringCase(text: string, mark: string, from: number): number {
  for (let at = text.indexOf('</', from); at >= 0; at = text.indexOf('</', at + 2)) {
    if (text.slice(at, at + mark.length).toLowerCase() === mark) return at;
  }
  return -1;
}

function hrefOf(inner: string): string {
  const found = /\shref\s{0,4}=\s{0,4}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(inner);
  return (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim();
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ldquo: '“', rdquo: '”', lsquo: '‘', rsquo: '’', ndash: '–', mdash: '—', hellip: '…', bull: '•', zwnj: '', shy: '',
};
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(NAMED, name.toLowerCase()) ? NAMED[name.toLowerCase()] ?? whole : whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}
