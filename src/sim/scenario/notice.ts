// The message from AWS that the operator starts with, filled in from what really happened, and where AWS left it.
import { usage } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import { addHealthEvent } from '../services/health/events.ts';
import { openCase } from '../services/support/cases.ts';
import type { Player } from './player.ts';
import { fillText, UnknownReference } from './references.ts';
import type { NoticeSpec, ScenarioSource } from './scenario.ts';
import { momentOf } from './times.ts';

export interface Notice {
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
  /** The same as a mail message. */
  readonly eml: string | undefined;
}

/** Throws a usage error when the file is missing or refers to nothing. */
export function writeNotice(spec: NoticeSpec, source: ScenarioSource, player: Player): Notice {
  const template = templateOf(spec, source);
  const { world, scenario } = player;
  const at = new Date(momentOf(spec.at, scenario.now.getTime(), scenario.now.getTime()));
  const opened = spec.supportCase ? openCase(world, { subject: spec.subject, body: '', at }) : undefined;
  const saved = new Map(player.saved).set('notice', { at: at.toISOString(), date: at.toISOString().slice(0, 10), caseId: opened?.displayId ?? '' });
  try {
    const text = fillText(template, saved);
    const subject = fillText(spec.subject, saved);
    // The case's number stands in its own first letter, so it is written second.
    opened?.letters.splice(0, 1, { body: text, by: 'Amazon Web Services', at });
    if (spec.health) addHealthEvent(world, { typeCode: spec.health.typeCode, startTime: at, description: text, entities: spec.health.entities.map((one) => fillText(one, saved)) });
    return { subject, text, at, eml: spec.mail ? mailOf(subject, text, at, scenario.account.alias ?? 'account') : undefined };
  } catch (error) {
    if (error instanceof UnknownReference) throw usage(say('The notice of the scenario {{name}}: {{why}}', { name: source.name, why: error.message }));
    throw error;
  }
}

function templateOf({ text }: NoticeSpec, source: ScenarioSource): string {
  if ('lines' in text) return `${text.lines.join('\n')}\n`;
  const template = source.files[text.file];
  if (template === undefined) throw usage(say('The scenario {{name}} names a notice {{file}} that is not there.', { name: source.name, file: text.file }));
  return template;
}

/** RFC 5322, quoted-printable, as AWS's mails are. */
function mailOf(subject: string, text: string, at: Date, alias: string): string {
  const headers = [
    'Return-Path: <no-reply-aws@amazon.com>',
    'From: Amazon Web Services <no-reply-aws@amazon.com>',
    `To: security@${alias}.example.com`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: quoted-printable',
  ];
  return `${headers.join('\r\n')}\r\n\r\n${quotedPrintable(text)}`;
}
const LINE = 76;
function quotedPrintable(text: string): string {
  return text.split('\n').map((line) => {
    const encoded = [...Buffer.from(line.replace(/\r$/, ''))].map((byte, i, all) => {
      const plain = (byte >= 33 && byte <= 126 && byte !== 61) || ((byte === 32 || byte === 9) && i < all.length - 1);
      return plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    });
    return softWrapped(encoded);
  }).join('\r\n');
}
/** A soft line break never stands inside an escape. */
function softWrapped(units: readonly string[]): string {
  const lines = [''];
  for (const unit of units) {
    const last = lines.at(-1) ?? '';
    if (last.length + unit.length > LINE - 1) lines.push(unit);
    else lines[lines.length - 1] = last + unit;
  }
  return lines.join('=\r\n');
}
