// Reads a scenario and says exactly where it is wrong.
import { say } from '../../core/text.ts';
import { usage } from '../../core/errors.ts';
import type { JsonObject } from '../../core/types.ts';
import { NO_COSTS, readScenarioCosts } from './costs.ts';
import { Field } from './field.ts';
import { AWS_ACTOR, ROOT_ACTOR, type Actor, type Deed, type NoticeSpec, type Reaction, type Repeat, type Scenario, type ScenarioCall } from './scenario.ts';

const DURATION = /^\d+(?:\.\d+)?(?:s|m|h|d|w)$/;
const TIME = /^(?:[+-]\d+(?:\.\d+)?(?:s|m|h|d|w)|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;
const CALL = /^[a-z][a-z0-9-]*:[A-Z]\w+$/;
const NAME = /^[A-Za-z]\w*$/;
const NOBODY: Actor = { mfa: false, sourceIp: '192.0.2.1', userAgent: 'Mozilla/5.0', attacker: false };
/** As CloudTrail writes what AWS does by itself. */
const AWS_ITSELF: Actor = { mfa: false, sourceIp: 'AWS Internal', userAgent: 'AWS Internal', attacker: false };

/** Throws a usage error that names the field. */
export function parseScenario(name: string, data: unknown): Scenario {
  const field = new Field(data, name);
  field.known(['schemaVersion', 'title', 'story', 'account', 'organization', 'now', 'seed', 'actors', 'operator', 'waysIn', 'calls', 'repeat', 'reactions', 'notice', 'costs']);
  if (field.member('schemaVersion').value !== 1) throw field.member('schemaVersion').wrong(say('1'));
  const actors = readActors(field.member('actors'));
  const actor = (at: Field): string => { const who = at.text(NAME); if (!actors.has(who)) throw at.wrong(say('the name of an actor')); return who; };
  const operator = field.member('operator');
  const now = field.member('now');
  return {
    schemaVersion: 1,
    title: field.member('title').text(),
    story: field.member('story').text(),
    account: readAccount(field.member('account')),
    ...field.member('organization').optional(readOrganization),
    now: now.time(),
    seed: field.member('seed').optional((at) => at.text()) ?? name,
    actors,
    operator: operator.value === null ? null : actor(operator),
    waysIn: field.member('waysIn').optional((at) => at.list(actor)) ?? [],
    calls: field.member('calls').list((at) => readCall(at, actor)),
    repeat: field.member('repeat').optional((at) => at.list((one) => readRepeat(one, actor))) ?? [],
    reactions: field.member('reactions').optional((at) => at.list((one) => readReaction(one, actor))) ?? [],
    notice: field.member('notice').optional(readNotice) ?? null,
    costs: field.member('costs').optional(readScenarioCosts) ?? NO_COSTS,
  };
}

function readOrganization(field: Field): Pick<Scenario, 'organization'> {
  field.known(['id', 'managementAccountId', 'manager', 'rootAccess']);
  const flag = (name: string): boolean => field.member(name).optional((at) => at.flag()) ?? false;
  return { organization: { id: field.member('id').text(/^o-[a-z0-9]{10,32}$/), managementAccountId: field.member('managementAccountId').text(/^\d{12}$/), manager: flag('manager'), rootAccess: flag('rootAccess') } };
}
function readAccount(field: Field): Scenario['account'] {
  field.known(['id', 'alias', 'partition', 'supportPlan', 'regions', 'state']);
  const alias = field.member('alias').optional((at) => at.text());
  const state = field.member('state').optional((at) => at.oneOf(['SUSPENDED']));
  const regions = field.member('regions').optional((at) => at.list((one) => one.text(/^[a-z]{2}(?:-[a-z]+)+-\d$/)));
  return {
    id: field.member('id').text(/^\d{12}$/),
    ...(alias === undefined ? {} : { alias }),
    ...(state === undefined ? {} : { state }),
    ...(regions === undefined ? {} : { regions }),
    partition: field.member('partition').optional((at) => at.oneOf(['aws', 'aws-cn'])) ?? 'aws',
    supportPlan: field.member('supportPlan').optional((at) => at.oneOf(['basic', 'business'])) ?? 'basic',
  };
}

function readActors(field: Field): ReadonlyMap<string, Actor> {
  const actors = new Map<string, Actor>([[ROOT_ACTOR, NOBODY], [AWS_ACTOR, AWS_ITSELF]]);
  for (const [name, at] of field.entries()) {
    at.known(['user', 'credential', 'root', 'mfa', 'sourceIp', 'userAgent', 'attacker']);
    const user = at.member('user').optional((one) => one.text());
    const credential = at.member('credential').optional((one) => one.text());
    const root = at.member('root').optional((one) => one.flag()) ?? false;
    if (name === AWS_ACTOR) throw at.wrong(say('left out: AWS itself is always there'));
    const holds = [user !== undefined, credential !== undefined, root].filter(Boolean).length;
    if (name !== ROOT_ACTOR && holds !== 1) throw at.wrong(say('an actor with either a user or a credential'));
    actors.set(name, {
      ...(user === undefined ? {} : { user }),
      ...(credential === undefined ? {} : { credential }),
      ...(root ? { root } : {}),
      mfa: at.member('mfa').optional((one) => one.flag()) ?? false,
      sourceIp: at.member('sourceIp').text(),
      userAgent: at.member('userAgent').text(),
      attacker: at.member('attacker').optional((one) => one.flag()) ?? false,
    });
  }
  return actors;
}

const DEED = ['call', 'with', 'region', 'using', 'save', 'expect'] as const;
function readDeed(field: Field): Deed {
  const region = field.member('region').optional((at) => at.text(/^[a-z]{2}(?:-[a-z]+)+-\d$/));
  const using = field.member('using').optional((at) => at.text());
  const save = field.member('save').optional((at) => at.text(NAME));
  const expect = field.member('expect').optional((at) => at.text());
  return {
    call: field.member('call').text(CALL),
    with: field.member('with').optional((at) => at.object()) ?? {},
    ...(region === undefined ? {} : { region }),
    ...(using === undefined ? {} : { using }),
    ...(save === undefined ? {} : { save }),
    ...(expect === undefined ? {} : { expect }),
  };
}
/** One deed written in place, or several as `deeds`. */
function readDeeds(field: Field): readonly Deed[] {
  const several = field.member('deeds').optional((at) => at.list((one) => { one.known(DEED); return readDeed(one); }));
  return several ?? [readDeed(field)];
}
type ReadActor = (field: Field) => string;
function readCall(field: Field, actor: ReadActor): ScenarioCall {
  field.known(['at', 'as', ...DEED]);
  return { at: field.member('at').text(TIME), as: actor(field.member('as')), ...readDeed(field) };
}
function readRepeat(field: Field, actor: ReadActor): Repeat {
  field.known(['every', 'from', 'to', 'jitter', 'weekdays', 'as', 'deeds', ...DEED]);
  const to = field.member('to').optional((at) => at.text(TIME));
  const jitter = field.member('jitter').optional((at) => at.text(DURATION));
  return {
    every: field.member('every').text(DURATION),
    from: field.member('from').text(TIME),
    ...(to === undefined ? {} : { to }),
    ...(jitter === undefined ? {} : { jitter }),
    weekdays: field.member('weekdays').optional((at) => at.flag()) ?? false,
    as: actor(field.member('as')),
    deeds: readDeeds(field),
  };
}
function readReaction(field: Field, actor: ReadActor): Reaction {
  field.known(['on', 'when', 'after', 'times', 'as', 'deeds', ...DEED]);
  return {
    on: field.member('on').text(CALL),
    when: field.member('when').optional((at): JsonObject => at.object()) ?? {},
    after: field.member('after').text(DURATION),
    times: field.member('times').optional((at) => at.count()) ?? 1,
    as: actor(field.member('as')),
    deeds: readDeeds(field),
  };
}
function readNotice(field: Field): NoticeSpec {
  field.known(['file', 'text', 'subject', 'at', 'mail', 'supportCase', 'health']);
  const health = field.member('health').optional((at) => {
    at.known(['typeCode', 'entities']);
    return { typeCode: at.member('typeCode').text(/^AWS_\w+$/), entities: at.member('entities').list((one) => one.text()) };
  });
  return {
    text: readText(field),
    subject: field.member('subject').text(),
    at: field.member('at').text(TIME),
    mail: field.member('mail').optional((at) => at.flag()) ?? false,
    supportCase: field.member('supportCase').optional((at) => at.flag()) ?? false,
    ...(health === undefined ? {} : { health }),
  };
}

function readText(field: Field): NoticeSpec['text'] {
  const lines = field.member('text').optional((at) => at.list((one) => one.text()));
  return lines ? { lines } : { file: field.member('file').text(/^[\w-][\w.-]*$/) };
}

/** The document in a scenario's file. */
export function parseScenarioText(name: string, text: string): unknown {
  try { return JSON.parse(text); } catch (error) {
    if (error instanceof SyntaxError) throw usage(say('The scenario {{name}} is no JSON: {{why}}', { name, why: error.message }));
    throw error;
  }
}
