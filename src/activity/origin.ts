// Where a call came from, made comparable: address, neighbourhood, and the sort of program that called.
import { isService } from './identity.ts';

/** 4, 6, or 0 for what is no address. Exact enough to compare logged addresses; nothing is ever sent to one. */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text)) return 4;
  return text.length <= 45 && /^[0-9a-f:.]+$/i.test(text) && text.split(':').length >= 3 ? 6 : 0;
}
/** A real address, lower case, or `''` for services and hidden sources. */
export function addressOf(sourceIp: string): string {
  return isService(sourceIp) || ipVersion(sourceIp) === 0 ? '' : sourceIp.toLowerCase();
}
/** The /24 of an IPv4 address, the /48 of an IPv6 one: the same office, home or data centre, as a rule. */
export function neighbourhoodOf(address: string): string {
  if (ipVersion(address) === 4) return address.split('.').slice(0, 3).join('.');
  return ipVersion(address) === 6 ? wide(address).slice(0, 3).join(':') : '';
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
