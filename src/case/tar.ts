// The little of the tar format that an exported case needs: plain files with short relative names (POSIX ustar).

const BLOCK = 512;
const NAME_BYTES = 100;
const text = new TextDecoder('utf-8', { fatal: true });

export interface TarFile { readonly name: string; readonly data: Uint8Array }
/** Not a tar file that this module would have written. */
export class TarError extends Error { override readonly name = 'TarError'; }

export function packTar(files: readonly TarFile[], at: Date): Buffer {
  const parts = files.flatMap(({ name, data }) => [header(name, data.length, at), data, Buffer.alloc(padding(data.length))]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/** Every file of the archive. Anything but plain files (links, folders, devices, extensions) is refused, and so is a damaged header. */
export function unpackTar(archive: Uint8Array): TarFile[] {
  const files: TarFile[] = [];
  for (let at = 0; ;) {
    const block = archive.subarray(at, at + BLOCK);
    if (block.length < BLOCK) throw new TarError('the archive is cut off');
    if (block.every((byte) => byte === 0)) return files;
    if (octal(block, 148, 8) !== checksum(block)) throw new TarError('a header of the archive is damaged');
    if (block[156] !== 0x30) throw new TarError('the archive holds something else than plain files');
    const size = octal(block, 124, 12);
    const data = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (data.length < size) throw new TarError('the archive is cut off');
    files.push({ name: nameOf(block), data });
    at += BLOCK + size + padding(size);
  }
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

function header(name: string, size: number, at: Date): Buffer {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name, 'utf8') > NAME_BYTES) throw new TarError(`too long a name: ${name}`);
  block.write(name, 0, 'utf8');
  block.write('0000600\0', 100, 'latin1');
  block.write('0000000\0', 108, 'latin1');
  block.write('0000000\0', 116, 'latin1');
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  block.write(`${Math.floor(at.getTime() / 1000).toString(8).padStart(11, '0')}\0`, 136, 'latin1');
  block.write('0', 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

// The checksum's own field counts as spaces.
function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

function octal(block: Uint8Array, from: number, length: number): number {
  const digits = Buffer.from(block.subarray(from, from + length)).toString('latin1').replace(/[\0 ]+$/, '');
  if (!/^[0-7]{1,11}$/.test(digits)) throw new TarError('a header of the archive is damaged');
  return parseInt(digits, 8);
}

function nameOf(block: Uint8Array): string {
  const end = block.indexOf(0);
  if (end < 1 || end > NAME_BYTES) throw new TarError('a name in the archive is damaged');
  try { return text.decode(block.subarray(0, end)); } catch (error) {
    throw new TarError('a name in the archive is damaged', { cause: error });
  }
}
