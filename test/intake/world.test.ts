// Letters that the intake was not written for: every kind, language and way of passing them on, and what only looks like one.
import { describe, expect, it } from 'vitest';
import { readNotice } from '../../src/intake/read.ts';
import { LETTERS } from './world.ts';
import { NO_NOTICES } from './no-notice.ts';

const read = (text: string): ReturnType<typeof readNotice> => readNotice(new TextEncoder().encode(text));

describe('letters of AWS', () => {
  it('are many', () => {
    expect(LETTERS.length).toBeGreaterThanOrEqual(60);
    expect(NO_NOTICES.length).toBeGreaterThanOrEqual(40);
  });
  it.each(LETTERS.map((letter) => [`${letter.kind}, ${letter.about}`, letter] as const))('%s', async (_, letter) => {
    const claims = await read(letter.text);
    expect(claims).toMatchObject({
      isNotice: true, kind: letter.kind,
      ...(letter.keys && { accessKeyIds: letter.keys }), ...(letter.users && { iamUsers: letter.users }),
      ...(letter.account !== undefined && { accountId: letter.account }), ...(letter.caseId !== undefined && { caseId: letter.caseId }),
      ...(letter.url !== undefined && { exposedUrl: letter.url }), ...(letter.deadline !== undefined && { deadline: letter.deadline }),
      ...(letter.hours !== undefined && { replyWithinHours: letter.hours }), ...(letter.ips && { sourceIps: letter.ips }),
    });
    if (letter.events) expect(claims.events.map((event) => event.name)).toEqual(letter.events);
    if (letter.demands) expect(claims.demands.map((demand) => demand.id)).toEqual(letter.demands);
  });
});

describe('no letters of AWS', () => {
  it.each(NO_NOTICES)('%s', async (_, text) => {
    expect(await read(text)).toMatchObject({ isNotice: false, kind: 'other', demands: [], settled: false });
  });
});
