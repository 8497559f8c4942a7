// IPv4 and IPv6 addresses and CIDR blocks, for the condition operators IpAddress and NotIpAddress.

interface Address { readonly bits: bigint; readonly size: 32 | 128 }

function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    const byte = Number(part);
    if (!/^\d{1,3}$/.test(part) || byte > 255) return undefined;
    bits = bits * 256n + BigInt(byte);
  }
  return { bits, size: 32 };
}

function parseV6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => half.split(':').filter((group) => group !== ''));
  const gap = 8 - head.length - tail.length;
  if (gap < 0 || (halves.length === 1 && gap !== 0)) return undefined;
  let bits = 0n;
  for (const group of [...head, ...Array.from({ length: gap }, () => '0'), ...tail]) {
    if (!/^[\da-f]{1,4}$/i.test(group)) return undefined;
    bits = bits * 65_536n + BigInt(`0x${group}`);
  }
  return { bits, size: 128 };
}

/** Whether `address` lies in `block` (`203.0.113.0/24`, or one address). False for what is no address, such as a service's name. */
export function inBlock(address: string, block: string): boolean {
  const slash = block.indexOf('/');
  const wanted = parseAddress(slash < 0 ? block : block.slice(0, slash));
  const given = parseAddress(address);
  if (wanted === undefined || wanted.size !== given?.size) return false;
  const prefix = slash < 0 ? wanted.size : Number(block.slice(slash + 1));
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > wanted.size) return false;
  const shift = BigInt(wanted.size - prefix);
  return given.bits >> shift === wanted.bits >> shift;
}
