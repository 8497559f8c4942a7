// Where a call came from, made comparable: address, neighbourhood, and the sort of program that called.
import { isIP } from 'node:net';
import { isService } from './identity.ts';

/** A real address, lower case, or `''` for services and hidden sources. */
export function addressOf(sourceIp: string): string {
  return isService(sourceIp) || isIP(sourceIp) === 0 ? '' : sourceIp.toLowerCase();
}
/** The /24 of an IPv4 address, the /48 of an IPv6 one: the same office, home or data centre, as a rule. */
export function neighbourhoodOf(address: string): string {
  if (isIP(address) === 4) return address.split('.').slice(0, 3).join('.');
  return isIP(address) === 6 ? wide(address).slice(0, 3).join(':') : '';
}
function wide(address: string): readonly string[] {
  const [head = '', tail] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array<string>(gap).fill('0'), ...back].map((part) => part.replace(/^0+(?=.)/, ''));
}
/** `aws-cli/2.31.0 md/awscrt#1.0` → `aws-cli`; every browser and the console's own pages → `console`. Versions change with an update, so they are no habit. */
export function agentFamily(agent: string): string {
  const plain = agent.replace(/^\[|\]$/g, '').trim();
  if (plain === '' || plain === '-') return '';
  if (/^Mozilla\/|console|signin\.amazonaws|AWS Internal|S3Console|Coral\//i.test(plain)) return 'console';
  return (plain.split(/[\s/]/)[0] ?? '').toLowerCase().slice(0, 64);
}
/** The whole agent, where it says enough to tell one machine from another (version, system, language); else `''`. */
export function agentPrint(agent: string): string {
  const plain = agent.replace(/^\[|\]$/g, '').trim();
  return /console|signin|AWS Internal/i.test(plain) || plain.split(/\s+/).length < 3 ? '' : plain;
}
