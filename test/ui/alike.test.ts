// A long list of Regions is named once; what is said of it later cannot mean another one. Many sentences of one form become one.
import { expect, test } from 'vitest';
import { inOne, namingOnce } from '../../src/core/alike.ts';
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

test('many sentences of one form are one: what differs by some names and how many more, Regions by name or number, what is the same as it is', () => {
  const stop = (i: number, region: string): Text => say('Stop {{id}} ({{type}}) in {{region}}', { id: `i-${String(i)}`, type: 'p3.8xlarge', region });
  expect(inOne([stop(1, 'eu-north-1'), stop(2, 'sa-east-1'), stop(3, 'eu-north-1'), stop(4, 'eu-north-1'), stop(5, 'eu-north-1'), say('Done.'), say('Done.')]).map((one) => render(one)))
    .toEqual(['Stop i-1, i-2, i-3 and 2 more (p3.8xlarge) in eu-north-1, sa-east-1', 'Done.']);
  expect(inOne(regions(10).map((region) => stop(1, region))).map((one) => render(one))).toEqual(['Stop i-1 (p3.8xlarge) in 10 Regions']);
});
