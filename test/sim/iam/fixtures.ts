// Certificates and keys for the tests: self-signed for example.com, their private halves were never kept.

export const CERTIFICATES = [
  `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUbo003RKpAecKEvmjALskH5Hl08UwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNYS5leGFtcGxlLmNvbTAeFw0yNjExMjExOTU4MzdaFw0zNjEx
MTgxOTU4MzdaMBgxFjAUBgNVBAMMDWEuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAASxSlO3gLRUpWuSEotwrmMX4LjVPoUs5GtzT/M1WKg+795l
BHLwPRX7O8nquJLW1cdeJaRx4PJV93Cgj+1rFJvEo1MwUTAdBgNVHQ4EFgQUeZML
p9xQ2DJ9cdHFVZiTafLZwPMwHwYDVR0jBBgwFoAUeZMLp9xQ2DJ9cdHFVZiTafLZ
wPMwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAtojBV3U8YBv1
tVNh3sNeOqT8RRWPSp4CSwBuN29rq+MCIGjJ8OqjdrUvGUFk9WZ3R4i8iYU2fObh
5NmdXpttiyCb
-----END CERTIFICATE-----
`,
  `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUDxAf0Keg3JZ9sHmr4IUl3iD6gBswCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNYi5leGFtcGxlLmNvbTAeFw0yNjExMjExOTU4MzdaFw0zNjEx
MTgxOTU4MzdaMBgxFjAUBgNVBAMMDWIuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAARVRFqQuS4VU1x8OpDc5TPX8AYc0X6GSB1MtrLEK+TV/ZUM
KWMynRCNeZ4kDcAYRit9mwpTl0BS5es/S1387iEWo1MwUTAdBgNVHQ4EFgQUWiWW
PoUmqVxph6V+s6kbqIZfBcwwHwYDVR0jBBgwFoAUWiWWPoUmqVxph6V+s6kbqIZf
BcwwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiA2O4/TN3uXw5E+
uTPDRxOh8wn5bLRbpj3P5DIiddCRqwIhAMQXnwNWvuysURg46GTTYc6ZfVBTfZcZ
bb2AllLIY1mD
-----END CERTIFICATE-----
`,
  `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUMH9woGKzIJj1cc2Vky3kcsY0uXQwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNYy5leGFtcGxlLmNvbTAeFw0yNjExMjExOTU4MzdaFw0zNjEx
MTgxOTU4MzdaMBgxFjAUBgNVBAMMDWMuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAASNsyDXmtQTEIfp0Q9++OFnX99jlP1yJA+2dLBVK5PHUGvJ
kMuJm9MxkOC78qb1u4ur1d6lugtc+lZw+y4nWAyoo1MwUTAdBgNVHQ4EFgQULgrH
6Niuax/qBLWyGVGx28UZ/fcwHwYDVR0jBBgwFoAULgrH6Niuax/qBLWyGVGx28UZ
/fcwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiACfYBVEOHzjCq9
dM2GHHDk+U/5fRaQK5QgUIWSh0VP2AIhAOMrIQhEJPpqNvezKokMkbbj2twOKaLa
/TXlwzULK1Je
-----END CERTIFICATE-----
`,
] as const;

const field = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
/** An `ssh-rsa` line with a modulus of 2,048 bits; each number gives another key. */
export function sshKey(number: number): string {
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.alloc(255, 0xa5), Buffer.from([2 * number + 1])]);
  const blob = Buffer.concat([field(Buffer.from('ssh-rsa')), field(Buffer.from([1, 0, 1])), field(modulus)]);
  return `ssh-rsa ${blob.toString('base64')} key-${number}@example.com`;
}
