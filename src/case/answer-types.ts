// What an operator can answer about a notice, and the part of a notice's claims that reports read.
import type { Text } from '../core/text.ts';

export type EventAnswer = 'mine' | 'not-mine' | 'unknown';
export type DemandAnswer = 'done' | 'not-needed' | 'open';
/** An event as a notice lists it. */
export interface ListedEvent { readonly name: string; readonly time: string | null; readonly sourceIp: string | null }
export interface ListedDemand { readonly id: string; readonly title: Text | undefined }
