// A long list of Regions is named once; what is said of it later cannot mean another one.
import { expect, test } from 'vitest';
import { namingOnce } from '../../src/core/alike.ts';
import { render, say, type Text } from '../../src/core/text.ts';

const regions = (n: number, area = 'eu'): readonly string[] => Array.from({ length: n }, (_, i) => `${area}-north-${String(i % 10)}`);
const encrypt = (list: readonly string[]): Text => say('Encrypt new EBS volumes in {{regions}} by default', { regions: list });
const said = (...lists: readonly (readonly string[])[]): readonly boolean[] => { const named = namingOnce(); return lists.map((list) => render(named(encrypt(list))) === `Encrypt new EBS volumes in the same ${String(list.length)} Regions by default`); };

test.each([
  ['the same list again', [regions(10), regions(10), regions(10)], [false, true, true]],
  ['another number of Regions', [regions(10), regions(9), regions(10)], [false, false, true]],
  ['as many other Regions', [regions(10), regions(10, 'us'), regions(10)], [false, false, false]],
  ['a list that is read at a glance', [regions(3), regions(3)], [false, false]],
])('%s', (_, lists, same) => { expect(said(...lists)).toEqual(same); });
