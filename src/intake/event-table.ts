// The list of activity in a notice: rows of a table, cells one a line, or labelled lines. A name in a sentence is no event.
import type { ClaimedEvent } from './claims.ts';
import { findAddresses } from './network.ts';
import { findTimes } from './time.ts';

const VERB = 'Abort|Accept|Activate|Add|Allocate|Apply|Assign|Associate|Assume|Attach|Authorize|Batch|Cancel|Change|Check|Complete|Confirm|Console|Copy|Create|Deactivate|Decode|Decrypt|Delete|Deregister|Describe|Detach|Disable|Disassociate|Enable|Encrypt|Enter|Execute|Export|Generate|Get|Head|Import|Invite|Invoke|Issue|Leave|List|Lookup|Modify|Move|Password|Publish|Purchase|Put|Query|Register|Reject|Remove|Replace|Request|Reset|Restore|Resync|Revoke|Rotate|Run|Search|Select|Send|Set|Share|Start|Stop|Subscribe|Switch|Tag|Terminate|Transfer|Unassign|Untag|Update|Upload|Verify';
const EVENT = new RegExp(`(?<![\\w:/.#-])(?:[a-z0-9-]{2,40}(?:\\.amazonaws\\.com)?:)?(?<name>(?:${VERB})[A-Z][A-Za-z0-9]{1,60}|ConsoleLogin|CredentialVerification|DecodeAuthorizationMessage)(?![\\w-])`, 'g');
const EVENT_LABEL = /(?:event ?name|event|api(?: call)?|action|事件名称|事件名稱|イベント名|이벤트 이름)\s{0,3}[:：=]\s{0,4}$/i;
const HEADER = /event ?names?|事件名|イベント名|이벤트 이름|Ereignisname|nom de l.événement|nombre del evento|nome do evento/i;
const LONG_LINE = 4000;
const MOST_EVENTS = 500;

interface Row { name: string | null; time: string | null; sourceIp: string | null }
const emptyRow = (): Row => ({ name: null, time: null, sourceIp: null });

/** Rows in the order of the notice. A field that its row lacks is null. */
export function findEvents(text: string): ClaimedEvent[] {
  const reader = new TableReader();
  for (const line of text.split('\n')) {
    if (line !== '' && line.length <= LONG_LINE) reader.line(line);
  }
  return reader.end();
}

class TableReader {
  readonly #events: ClaimedEvent[] = [];
  #row = emptyRow();
  #inTable = false;

  line(line: string): void {
    const names = [...line.matchAll(EVENT)];
    const times = findTimes(line).filter((time) => time.hasHour).map((time) => time.value);
    const ips = findAddresses(line).map((address) => address.value);
    if (names.length === 0 && HEADER.test(line)) this.#inTable = true;
    if (names.length > 1 && times.length > 1) { this.#manyRows(line); return; }
    const [name] = names;
    if (name !== undefined) {
      // A name in a sentence: what else stands there belongs to no row.
      if (!this.#isRow(line, name, times.length + ips.length > 0)) return;
      if (times.length + ips.length > 0) this.#flush();
      this.#set('name', name.groups?.['name'] ?? name[0]);
    }
    if (this.#takes(line)) {
      this.#set('time', times[0]);
      this.#set('sourceIp', ips[0]);
    }
  }

  /** A table that lost its line ends: a row begins at each event's name. */
  #manyRows(line: string): void {
    const starts = [...line.matchAll(EVENT)].map((match) => match.index);
    starts.forEach((start, n) => { this.line(line.slice(start, starts[n + 1] ?? line.length)); });
  }

  #isRow(line: string, match: RegExpExecArray, hasMore: boolean): boolean {
    const before = line.slice(0, match.index);
    if (EVENT_LABEL.test(before)) return true;
    const alone = line.trim() === match[0];
    return (alone && this.#inTable) || (hasMore && isTabular(line));
  }

  // Beside a row that was begun, or labelled so that a row may begin with it.
  #takes(line: string): boolean {
    if (this.#row.name === null && !this.#inTable) return ROW_LABEL.test(line);
    return isTabular(line) || line.trim().length < 80;
  }

  #set(field: keyof Row, value: string | undefined): void {
    if (value === undefined) return;
    if (this.#row[field] !== null) this.#flush();
    this.#row[field] = value;
  }

  #flush(): void {
    const { name, time, sourceIp } = this.#row;
    if (name !== null && this.#events.length < MOST_EVENTS) this.#events.push({ name, time, sourceIp });
    this.#row = emptyRow();
  }

  end(): ClaimedEvent[] {
    this.#flush();
    return this.#events;
  }
}

const LABEL = /(?:^|[,;\s])(?:event(?: ?name)?|name|time|date|IP|address|key|IAM ?User|region|日時|時間|时间|事件|イベント|시간)(?: ?\([A-Z]{2,4}\))?\s{0,3}[:：=]\s?\S/i;
const ROW_LABEL = /^[\s*•-]{0,8}(?:(?:event |source )?(?:time|IP)(?: address)?|時間|时间|日時|시간)(?: ?\([A-Z]{2,4}\))?\s{0,3}[:：=]/i;
/** Cells, labels, or so few words beside the data that it is no sentence. */
function isTabular(line: string): boolean {
  if (/\t|\|| {2}|;/.test(line.trim()) || LABEL.test(line)) return true;
  const words = line.trim().split(/\s+/);
  return words.filter((word) => /^[a-z]{2,}[.,]?$/.test(word)).length <= 2;
}
