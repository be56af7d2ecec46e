import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests of generated network ACLs: nine tenths of the time. What the others notice is known before. */
const GENERATED = /(?:properties|promises|rectangles)\.test\.ts$/;

/** A mutant's tests end at the first that fails, so that the fast ones come first. */
class FastFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isGenerated = ({ moduleId }: TestSpecification) => Number(GENERATED.test(moduleId));
    return [...files].sort((a, b) => isGenerated(a) - isGenerated(b));
  }
}

/** The tests of the engine alone. */
export default defineConfig({
  test: {
    include: ['test/coverage/**/*.test.ts'],
    testTimeout: 60_000,
    env: { GENERATED_RUNS: '40' },
    sequence: { sequencer: FastFirst },
  },
});
