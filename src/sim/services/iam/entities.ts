// A collection of named IAM entities: visible at once, enforced later, unique by name regardless of case.
import { PropagatedMap } from '../../dispatch/propagation.ts';

interface Named { readonly id: string; readonly name: string; readonly arn: string }
const byName = (a: Named, b: Named): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

export class Entities<T extends Named> {
  readonly #records: PropagatedMap<string, T>;
  // The newest id under a name. It stays after a deletion, which is enforced later than it is seen.
  readonly #ids = new Map<string, string>();

  constructor(lagMs: number) { this.#records = new PropagatedMap(lagMs); }

  byId(id: string): T | undefined { return this.#records.get(id); }
  byIdEnforced(id: string, now: Date): T | undefined { return this.#records.enforced(id, now); }

  byName(name: string): T | undefined {
    const id = this.#ids.get(name);
    const record = id === undefined ? undefined : this.byId(id);
    return record?.name === name ? record : undefined;
  }
  byArn(arn: string): T | undefined {
    const record = this.byName(nameOf(arn));
    return record?.arn === arn ? record : undefined;
  }
  /** The record that is enforced under this ARN. */
  byArnEnforced(arn: string, now: Date): T | undefined {
    const id = this.#ids.get(nameOf(arn));
    const record = id === undefined ? undefined : this.byIdEnforced(id, now);
    return record?.arn === arn ? record : undefined;
  }
  /** Whether another entity than `exceptId` has this name, in whatever case. */
  taken(name: string, exceptId?: string): boolean {
    const wanted = name.toLowerCase();
    return this.list().some((record) => record.id !== exceptId && record.name.toLowerCase() === wanted);
  }
  list(): T[] { return [...this.#records.current()].map(([, record]) => record).sort(byName); }

  put(record: T, now: Date): void {
    this.#records.set(record.id, record, now);
    this.#ids.set(record.name, record.id);
  }
  remove(record: T, now: Date): void { this.#records.delete(record.id, now); }
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
