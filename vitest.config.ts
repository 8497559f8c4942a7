import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole runs first: they take minutes, and much of that is waiting. */
const WHOLE = ['served', 'pty', 'contract', 'faults', 'promises', 'transcripts', 'package', 'mechanisms', 'scenarios', 'protect', 'adversary', 'denials', 'hostile', 'texts', 'lint'];
const rank = ({ moduleId }: TestSpecification): number => { const at = WHOLE.findIndex((folder) => moduleId.includes(`/test/${folder}/`)); return at < 0 ? WHOLE.length : at; };

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
const whole = WHOLE.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One more than the cores of a small machine: what is played at a real terminal or over a real socket mostly waits.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', TZ: 'UTC' },
    projects: [
      // A process each: the accounts that a whole run leaves behind would slow down whatever comes after it.
      { extends: true, test: { name: 'whole', include: whole } },
      // One process for all: each file would load the clients anew, which takes longer than its tests.
      { extends: true, test: { name: 'house', include: ['test/**/*.test.ts'], exclude: whole, isolate: false } },
    ],
  },
});
