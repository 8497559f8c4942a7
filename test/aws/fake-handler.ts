// Answers real SDK clients inside the process, from canned XML, and remembers every request that would have left the machine.
import { fixedCredentials, type Credentials } from '../../src/aws/credentials.ts';
import { connect, type Session } from '../../src/aws/connect.ts';
import type { HandledRequest, HandledResponse, RequestHandler } from '../../src/aws/handler.ts';
import { SteppedClock } from '../../src/core/clock.ts';

export const ACCOUNT = '111122223333';
export const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
export const KEY = 'AKIAIOSFODNN7EXAMPLE';
export const START = '2026-11-21T03:00:00.000Z';

export interface Reply { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
export interface Seen { readonly action: string; readonly input: URLSearchParams; readonly host: string; readonly headers: Readonly<Record<string, string>> }
/** What one request is answered with. An `Error` is a network's. */
export type Answer = (seen: Seen, nth: number) => Reply | Error;

export const ok = (action: string, result = ''): Reply => ({ headers: { 'x-amzn-requestid': `req-${action}` }, body: `<${action}Response><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>req-${action}</RequestId></ResponseMetadata></${action}Response>` });
export const refusal = (code: string, status = 400, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status, headers, body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>refused for a test</Message></Error><RequestId>req-refused</RequestId></ErrorResponse>`,
});
export const reset = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
export const identityOf = (arn = ALICE, account = ACCOUNT): Reply => ok('GetCallerIdentity', `<Arn>${arn}</Arn><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId><Account>${account}</Account>`);

export class FakeHandler implements RequestHandler {
  readonly seen: Seen[] = [];
  readonly answers = new Map<string, Answer>([['GetCallerIdentity', () => identityOf()]]);
  /** AWS's clock, in the Date header of every answer. */
  date: () => Date = () => new Date(START);

  /** The requests for one action, or all but the one that asks who we are. */
  sent(action?: string): readonly Seen[] { return this.seen.filter((s) => (action === undefined ? s.action !== 'GetCallerIdentity' : s.action === action)); }
  on(action: string, answer: Answer): this { this.answers.set(action, answer); return this; }

  handle = async (request: HandledRequest): Promise<{ response: HandledResponse }> => {
    const text = typeof request.body === 'string' ? request.body : request.body instanceof Uint8Array ? Buffer.from(request.body).toString('utf8') : '';
    const input = new URLSearchParams(text);
    const action = input.get('Action') ?? request.path;
    const seen = { action, input, host: request.hostname, headers: request.headers };
    this.seen.push(seen);
    const reply = (this.answers.get(action) ?? (() => ok(action)))(seen, this.sent(action).length);
    if (reply instanceof Error) throw reply;
    return Promise.resolve({ response: { statusCode: reply.status ?? 200, headers: { 'content-type': 'text/xml', date: this.date().toUTCString(), ...reply.headers }, body: new TextEncoder().encode(reply.body) } });
  };
  updateHttpClientConfig(): void { /* nothing to configure */ }
  httpHandlerConfigs(): object { return {}; }
}

export interface Desk { readonly fake: FakeHandler; readonly session: Session; readonly clock: SteppedClock }
export interface DeskOptions { readonly renew?: () => Promise<boolean>; readonly credentials?: Credentials; readonly identified?: boolean }

/** A session over the fake handler. */
export async function desk({ renew, credentials, identified = true }: DeskOptions = {}): Promise<Desk> {
  const fake = new FakeHandler();
  const clock = new SteppedClock(START);
  const session = connect({
    clock, random: () => 1, handler: fake, region: 'us-east-1', endpoint: 'aws', userAgent: 'aws-incident/test',
    credentials: credentials ?? fixedCredentials({ accessKeyId: KEY, secretAccessKey: 'EXAMPLE' }), ...(renew ? { renew } : {}),
  });
  if (identified) await session.identify();
  return { fake, session, clock };
}
