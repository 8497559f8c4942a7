// Reads the table of schemas that the build made of all clients (scripts/schemas.mjs in the repository): what AWS's operations take and give.
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** How a text begins that stands for another schema of the table, at once or when it is asked for, or for something of the chunk. */
export const OWN = '\u0001', LAZY = '\u0002', EXTRA = '\u0003';
let tables;

/** The schemas of one client, by its place in the table. */
export function schemas(place, extras) {
  tables ??= brotliDecompressSync(readFileSync(new URL('./schemas.br', import.meta.url))).toString().split('\0');
  return unpacked(JSON.parse(tables[place]), extras);
}

/** What a table leaves out: the service's own namespace, the name of an operation before those of its request and its answer, and EC2's two names of a member that follow from its own. */
export function unpacked([space, otherSpaces, sorts, names, traits, middles, rests], extras) {
  const rows = sorts.map(() => []), spaces = new Map(otherSpaces);
  const of = (value) => {
    if (typeof value === 'string') {
      const lead = value[0], at = parseInt(value.slice(1), 36);
      return lead === OWN ? rows[at] : lead === LAZY ? () => rows[at] : lead === EXTRA ? extras[at] : value;
    }
    if (Array.isArray(value)) return value.map(of);
    return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, of(one)])) : value;
  };
  const member = (one, name) => {
    if (!Array.isArray(one) || one.length > 2 || (one.length === 2 && typeof one[1] !== 'string')) return one;
    const [type, asked = name] = one;
    return [type, { ec2QueryName: asked, xmlName: asked[0].toLowerCase() + asked.slice(1) }];
  };
  sorts.forEach((sort, i) => {
    if (sort === 9) for (const end of [middles[i], ...rests[i]]) if (end[0] === LAZY && names[parseInt(end.slice(1), 36)][0] === LAZY) names[parseInt(end.slice(1), 36)] = names[i] + names[parseInt(end.slice(1), 36)].slice(1);
  });
  sorts.forEach((sort, i) => {
    const row = [sort, spaces.get(i) ?? space, names[i], of(traits[i])];
    if (Math.abs(sort) !== 3 && sort !== 4) rows[i].push(...row, of(middles[i]), ...of(rests[i]));
    else {
      const members = middles[i] === '' ? [] : middles[i].split('.'), [types, ...more] = rests[i];
      rows[i].push(...row, members, types.map((one, k) => of(member(one, members[k]))), ...of(more));
    }
  });
  return rows;
}
