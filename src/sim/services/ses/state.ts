// What SES keeps of one Region: whether it may send, how much, and as whom.
import { rooms, roomsIn } from '../rooms.ts';

export interface Identity { readonly name: string; readonly created: Date; readonly policies: Map<string, string> }
interface SesRoom {
  sending: boolean;
  /** When the request to leave the sandbox was granted, or will be. */
  productionFrom: Date | undefined;
  details: { readonly mailType: 'MARKETING' | 'TRANSACTIONAL'; readonly website: string } | undefined;
  readonly identities: Map<string, Identity>;
}
export const sesRoom = rooms<SesRoom>('ses', () => ({ sending: true, productionFrom: undefined, details: undefined, identities: new Map() }));
export const sesRooms = roomsIn<SesRoom>('ses');
