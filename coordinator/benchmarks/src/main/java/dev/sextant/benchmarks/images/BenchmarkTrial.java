package dev.sextant.benchmarks.images;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.ImageClassifierFactory;
import java.nio.file.Path;
import java.util.List;

/** Trials that are trained by a benchmark itself, on the CPU and outside any study. */
final class BenchmarkTrial {
    private BenchmarkTrial() {}

    /**
     * Returns the context of an image classifier that is trained to the last rung.
     *
     * @param cache folder for features, which later trials share
     */
    static TrialContext context(
            int trial, long seed, Settings settings, List<Integer> rungs, int threads, Path work, Path cache) {
        int top = rungs.get(rungs.size() - 1);
        return new TrialContext(
                "benchmark",
                trial,
                seed,
                settings,
                "accuracy",
                0,
                top,
                top,
                "cpu",
                threads,
                work,
                cache,
                rungs,
                new ImageClassifierFactory().revision());
    }
}
