import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole runs first: they take minutes, and much of that is waiting. */
const LONGEST = ['test/served/', 'test/pty/', 'test/faults/', 'test/contract/', 'test/promises/', 'test/transcripts/', 'test/package/'];
const rank = ({ moduleId }: TestSpecification): number => { const at = LONGEST.findIndex((folder) => moduleId.includes(`/${folder}`)); return at < 0 ? LONGEST.length : at; };

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    // Each file would load the clients anew: a third of all the time. No module keeps state that a test could leave behind.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', TZ: 'UTC' },
  },
});
