// In a drill nobody has a device at hand: the drill reads the codes off it.
import type { Clock } from '../core/clock.ts';
import { say } from '../core/text.ts';
import { codeAt } from '../core/totp.ts';
import type { Ui } from '../ui/port.ts';

/** The same terminal, which also shows what an authenticator app would show by the simulated account's clock. */
export function withPhone(ui: Ui, clock: Clock): Ui {
  let seed: string | undefined;
  return {
    get catalogue() { return ui.catalogue; },
    get interactive() { return ui.interactive; },
    show: (event) => { ui.show(event); },
    gate: (gate) => ui.gate(gate),
    handOver: (secret, unasked) => {
      seed = secret.reveal()['seed'] ?? seed;
      return ui.handOver(secret, unasked);
    },
    ask: (question) => {
      if (seed !== undefined && question.id.startsWith('mfa-codes:')) {
        const now = clock.now();
        ui.show({ type: 'say', tone: 'quiet', text: say('This is a drill, so nothing has to be scanned. The app would show {{first}}, then {{second}}.', { first: codeAt(seed, new Date(now.getTime() - 30_000)), second: codeAt(seed, now) }) });
      }
      return ui.ask(question);
    },
    close: () => { ui.close(); },
  };
}
