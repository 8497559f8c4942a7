// Where a case stands in the console, and by what a letter is known again.
import { sha256 } from './digest.ts';

/** By partition. */
const CONSOLES: Readonly<Record<string, string>> = { 'aws-cn': 'amazonaws.cn', 'aws-us-gov': 'amazonaws-us-gov.com', 'aws-eusc': 'amazonaws-eusc.eu' };
export const consoleOf = (partition: string): string => `https://console.${CONSOLES[partition] ?? 'aws.amazon.com'}`;
/** The case itself, where its number is known as people see it; else the Support Center. */
export const supportCenter = (partition: string, caseId: string | undefined): string =>
  `${consoleOf(partition)}/support/home#/${caseId !== undefined && /^\d+$/.test(caseId) ? `case/?displayId=${caseId}` : ''}`;

/** The same for two texts that differ only in times, spaces and signs: AWS may set a letter otherwise than it was sent, and a later look changes nothing but its time. */
export const letterDigest = (text: string): string => sha256(text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, '').replace(/[^\p{L}\p{N}]+/gu, '')).slice(0, 16);
