// What each verb of a step is called before people.
import { say, type Text } from './text.ts';
import type { Verb } from './types.ts';

export const verbText: Readonly<Record<Verb, Text>> = {
  preserve: say('Keep the evidence'), contain: say('Contain'), replace: say('Replace'), eradicate: say('Remove for good'), recover: say('Give back'), harden: say('Harden'),
};
