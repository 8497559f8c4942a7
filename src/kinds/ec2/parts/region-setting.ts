// What the settings of EC2 have in common: one to a Region, known by account and Region, and weaker or stronger than AWS's guidance.
import type { ReadAws } from '../../../aws/session.ts';
import { say, type Text } from '../../../core/text.ts';
import type { Call, Judgement, JsonObject, KindId, Operation, Resource } from '../../../core/types.ts';
import { ownArn, type Action, type Kind } from '../../kind.ts';

export interface RegionSetting extends Resource {
  /** `declarative-policy`: the organization sets it, and the account cannot. */
  readonly managedBy?: string;
}
/** The setting as AWS shows it, less what every one has. */
export type Shown<R extends RegionSetting> = Omit<R, keyof Resource>;

interface Spec<R extends RegionSetting> {
  readonly id: KindId;
  readonly title: Text;
  readonly reads: readonly Operation[];
  readonly read: (aws: ReadAws) => Promise<Shown<R>>;
  /** Event names that change it. No event names the setting itself. */
  readonly changed: readonly Operation[];
  /** Why it is weaker than AWS's guidance; undefined where it is not. */
  readonly weak: (r: R) => Text | undefined;
  /** Makes it as AWS advises: against a stranger's change at once, and else as hardening. */
  readonly stronger: Action<R>;
}

export function regionSetting<R extends RegionSetting>({ id, title, reads, read, changed, weak, stronger }: Spec<R>): Kind<R> {
  const see = async (aws: ReadAws): Promise<R> => ({
    arn: ownArn(id, aws.region, aws.accountId, aws.region), uid: `${aws.accountId}:${aws.region}`, name: aws.region, region: aws.region, ...await read(aws),
  } as R);
  const action: Action<R> = { impossible: ({ managedBy }) => (managedBy === 'declarative-policy' ? say('A declarative policy of the organization sets this, so the account cannot. Change it in the management account.') : undefined), ...stronger };
  return {
    id, version: 1, title, scope: 'regional', role: 'setting', reads,
    async *list({ aws }) { yield await see(aws); },
    look: async (aws, rs) => {
      const now = await see(aws);
      return rs.map((r) => (r.uid === now.uid ? now : undefined));
    },
    traces: { ids: () => changed, created: [], changed },
    judge: (r, { attributed }) => judgement(weak(r), attributed),
    actions: { contain: action, harden: action },
  };
}

/** A stranger's change that no longer stands needs nothing done; one that stands is theirs; any other weakness is posture. */
export function judgement(because: Text | undefined, attributed: Judgement | undefined): Judgement | undefined {
  if (because !== undefined) return attributed ?? { verdict: 'weak', because, techniques: [] };
  return attributed && { verdict: 'benign', because: say('It was changed, and is again as AWS advises.'), techniques: attributed.techniques };
}

export const settingCall = (r: Resource, operation: Operation, input: JsonObject): Call => ({ operation, region: r.region, input });
