// Kinds that only advise: what is found is shown in protect with a reason, and a person decides. Nothing is done to it.
import type { Text } from '../core/text.ts';
import type { Instant, JsonObject, KindId, Operation, Resource } from '../core/types.ts';
import { defineKind, ownArn, type Kind, type Scan } from './kind.ts';

/** One thing to look at: the name that is shown, and what to do about it and what that could break, the same sentence for all that are alike. */
export interface Advice { readonly subject: string; readonly because: Text }
export interface Advised extends Resource { readonly seen: { readonly at: Instant; readonly because: JsonObject } }

interface Spec {
  readonly id: KindId;
  /** In the plural, as a heading: `Console passwords that nobody used for 90 days`. */
  readonly title: Text;
  readonly scope: 'global' | 'regional';
  readonly reads: readonly Operation[];
  readonly find: (scan: Scan) => AsyncIterable<Advice>;
}

export function advice({ id, title, scope, reads, find }: Spec): Kind<Advised> {
  const list = async function* (scan: Scan): AsyncIterable<Advised> {
    for await (const { subject, because } of find(scan)) {
      const arn = ownArn(id, scan.region, scan.aws.accountId, subject);
      yield { arn, uid: arn, name: subject, region: scan.region, seen: { at: scan.now, because: { ...because } as JsonObject } };
    }
  };
  return defineKind<Advised>({
    id, version: 1, title, scope, role: 'setting', reads, list,
    async look(aws, rs) {
      const { region = '', seen } = rs[0] ?? {};
      const found = new Map<string, Advised>();
      const scan: Scan = { aws, region, now: seen?.at ?? '', once: (_, read) => read(), gap: (_, error) => { throw error; } };
      for await (const one of list(scan)) found.set(one.uid, one);
      return rs.map((r) => found.get(r.uid));
    },
    traces: { ids: () => [], created: [], changed: [] },
    judge: ({ seen: { because } }) => ({ verdict: 'weak', techniques: [], because: because as unknown as Text }),
    actions: {},
  });
}

const DAY_MS = 86_400_000;
/** What nobody used for so long, nobody needs: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html */
export const UNUSED_DAYS = 90;
export const OLD_DAYS = 365;
/** Whole days from then to now; a time that AWS does not tell lies endlessly far back. */
export const daysSince = (then: Instant | undefined, now: Instant): number => (then === undefined || then === '' ? Number.POSITIVE_INFINITY : Math.floor((Date.parse(now) - Date.parse(then)) / DAY_MS));
/** Older than that, and not used for as long. */
export const isUnused = (createdAt: Instant, usedAt: Instant | undefined, now: Instant): boolean => daysSince(createdAt, now) >= UNUSED_DAYS && daysSince(usedAt, now) >= UNUSED_DAYS;
