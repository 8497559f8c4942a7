// What fleets and image builders of AppStream have in common.
import type { Switched } from '../../switching.ts';

interface Told { readonly Arn?: string | undefined; readonly Name?: string | undefined; readonly State?: string | undefined; readonly CreatedTime?: Date | undefined; readonly InstanceType?: string | undefined }
const OFF = ['STOPPED', 'STOPPING', 'FAILED'];

/** One that is made again under its name has another time. */
export function streamed({ Arn: arn = '', Name: name = '', State: state = '', CreatedTime: at, InstanceType: type = '' }: Told, region: string): Switched {
  const createdAt = at?.toISOString() ?? '';
  return { arn, uid: `${arn}@${createdAt}`, name, region, createdAt, on: !OFF.includes(state), seen: { state, type } };
}
export function stateOf(found: Told | undefined): 'on' | 'off' | 'moving' | 'gone' {
  const { State: state = 'DELETING' } = found ?? {};
  if (state === 'DELETING') return 'gone';
  return state === 'RUNNING' ? 'on' : state === 'STOPPED' || state === 'FAILED' ? 'off' : 'moving';
}
