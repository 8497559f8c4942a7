// Whatever is thrown at the intake, it answers soon, and nothing in it comes to life.
import { describe, expect, it } from 'vitest';
import { isIncidentError } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import { claimsJson } from '../../src/intake/claims.ts';
import { MAX_NOTICE_BYTES } from '../../src/intake/decode.ts';
import { readNotice } from '../../src/intake/read.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const fill = (piece: string, size = 1_000_000): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
const PATIENCE_MS = 5000;

describe('hostile input', () => {
  it('refuses ten megabytes with a sentence', async () => {
    const error = await readNotice(bytes(fill('A', 2 * MAX_NOTICE_BYTES))).catch((thrown: unknown) => thrown);
    expect(isIncidentError(error) && render(error.text)).toMatch(/bytes long/);
  });

  it.each([
    'A', ' ', '\n', '1', 'a.', '1.', ':', '::', '<', '<a ', '<a href="', '<!--', '<script>', '> ', '*', 'x', 'AKIA', 'AKIA\n', 'https://', 'http://a\n', 'IAM user ', 'account ', 'case ', '2026-', '2026年',
    'if ', 'access key ', 'your AWS account ', 'From: a\n', 'From: a@example.com\nSubject: b\n', '=\n', '=3D', '[](', '$', '{{a', '&#x', 'CreateUser ', 'CreateUser 2026-11-15 04:05:06 ', 'arn:aws:iam::111122223333:user/',
    'publicly available online at ', 'IAM User "', '액세스 키', 'detected unauthorized ', '(', '\u202e', 'within five days ', '[', '{"a":',
  ])('reads a great deal of %j in time', async (piece) => {
    const started = performance.now();
    await readNotice(bytes(fill(piece, 400_000)));
    await readNotice(bytes(`<html>${fill(piece, 30_000)}`));
    await readNotice(bytes(`From: a@example.com\nSubject: b\n\n${fill(piece, 30_000)}`));
    expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
  });

  it('says that it read only the beginning of a very long text', async () => {
    const claims = await readNotice(bytes(fill('word ', 400_000)));
    expect(claims.warnings.map((warning) => render(warning))).toEqual(['Only the first 200000 characters were read. Give the message alone.']);
  });

  it('reads parts nested a thousand deep as no notice', async () => {
    const nested = Array.from({ length: 1000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${String(n)}\r\n\r\n--b${String(n)}\r\n`).join('');
    expect((await readNotice(bytes(`From: a@example.com\r\nSubject: b\r\n${nested}`))).isNotice).toBe(false);
  });
  it('reads arrays nested ten thousand deep as no notice', async () => {
    expect((await readNotice(bytes('['.repeat(10_000) + ']'.repeat(10_000)))).isNotice).toBe(false);
  });

  it('tells binary from text', async () => {
    const claims = await readNotice(Uint8Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256));
    expect(claims.isNotice).toBe(false);
    expect(claims.warnings.map((warning) => render(warning))).toEqual(['This is no text: it cannot be a notice.']);
  });

  it('takes direction marks out, and says so', async () => {
    const claims = await readNotice(bytes('Your access key AKIA\u202eALICEKEY0EXAMPLE was publicly exposed.'));
    expect(claims.accessKeyIds).toEqual(['AKIAALICEKEY0EXAMPLE']);
    expect(claims.warnings).toHaveLength(1);
  });

  it('is not moved by names of prototypes', async () => {
    const json = '{"__proto__":{"isNotice":true},"constructor":{"prototype":{"x":1}},"eventTypeCode":"AWS_RISK_CREDENTIALS_EXPOSED","eventMetadata":{"__proto__":"x","constructor":"y","publicKey":"AKIAALICEKEY0EXAMPLE"}}';
    expect((await readNotice(bytes(json))).accessKeyIds).toEqual(['AKIAALICEKEY0EXAMPLE']);
    expect(({} as Record<string, unknown>)['isNotice']).toBeUndefined();
  });

  it('renders control sequences of a subject as visible text', async () => {
    const claims = await readNotice(bytes('From: x@example.com\nSubject: \u001b]0;owned\u0007 \u001b[31mred\nDate: Mon, 16 Nov 2026 07:13:00 +0000\n\nYour AWS account is compromised.'));
    const shown = JSON.stringify(claimsJson(claims)['warnings']);
    expect(shown).not.toContain('\u001b');
  });
});
