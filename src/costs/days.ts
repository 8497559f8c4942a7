// Days of the bill: UTC, as `YYYY-MM-DD`.

export const DAY_MS = 86_400_000;
/** The day of a time in milliseconds or text. */
export const dayOf = (at: number | string): string => new Date(at).toISOString().slice(0, 10);
export const addDays = (day: string, n: number): string => dayOf(Date.parse(day) + n * DAY_MS);
export const firstOfMonth = (day: string): string => `${day.slice(0, 8)}01`;
export function firstOfMonthBefore(day: string): string {
  const at = new Date(day);
  return dayOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1));
}
/** The same day of the month before, or its last one. */
export function sameDayMonthBefore(day: string): string {
  const last = addDays(firstOfMonth(day), -1);
  const same = firstOfMonthBefore(day).slice(0, 8) + day.slice(8);
  return same < last ? same : last;
}
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
