// Contact data: AWS masks it in CloudTrail, so that mostly nothing tells what stood there before a stranger.
import { say } from '../../../core/text.ts';
import type { Judgement } from '../../../core/types.ts';

/** Says so, with where it can be set right. */
export const hiddenBefore = (attributed: Judgement | undefined): Judgement | undefined =>
  attributed && { ...attributed, because: say('{{why}} AWS hides contact data in the event history, so what stood there before cannot be given back from here: set it in the console (Account).', { why: attributed.because }) };
