// docs/mechanisms.md says what the rows and the catalogue say. After a change of either: npx vitest run test/mechanisms/table.test.ts -u
import { expect, test } from 'vitest';
import { allRows, kindsOf, LAST_ROW, numbersWithoutRow, page, WITHOUT_ROW } from './table.ts';

const rows = allRows();
const kinds = await kindsOf(rows);

test('the page is what the rows and the catalogue say', async () => {
  await expect(page(rows, kinds)).toMatchFileSnapshot('../../docs/mechanisms.md');
});
test('every kind that a row names is in the catalogue', () => {
  expect(rows.flatMap((r) => r.shows).filter((id) => !kinds.has(id))).toEqual([]);
});
test('every number has a row or a reason, and none has both', () => {
  expect(rows.filter((r) => r.row < 1 || r.row > LAST_ROW).map((r) => r.row)).toEqual([]);
  expect(numbersWithoutRow(rows)).toEqual(Object.keys(WITHOUT_ROW).map(Number));
});
