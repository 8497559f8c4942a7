// Preloaded with --import: whatever would open a socket, look a name up or listen is written down and refused.
import { appendFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';

const require = createRequire(import.meta.url);
const PATCHED = {
  'node:net': ['connect', 'createConnection', 'createServer'],
  'node:tls': ['connect', 'createServer'],
  'node:dgram': ['createSocket'],
  'node:dns': ['lookup', 'resolve', 'resolve4', 'resolve6'],
  'node:dns/promises': ['lookup', 'resolve', 'resolve4', 'resolve6'],
};
const refuse = (what) => function refused() {
  appendFileSync(process.env['SOCKET_LOG'], `${what}\n`);
  throw new Error(`${what} was called.`);
};
for (const [name, functions] of Object.entries(PATCHED)) {
  const module = require(name);
  for (const each of functions) module[each] = refuse(`${name} ${each}`);
}
require('node:net').Socket.prototype.connect = refuse('Socket.connect');
require('node:net').Server.prototype.listen = refuse('Server.listen');
globalThis.fetch = refuse('fetch');
syncBuiltinESMExports();
