package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.optimize.OptimizerSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrainingPhaseTest {
    private static final ClassifierRevision FIRST = new ClassifierRevision(1);

    /** So no search can drop a trial with fine-tuning before it was fine-tuned, whatever its rungs. */
    @Property
    void everyEpochOfATrialWithFineTuningTrainsTheBackbone(
            @ForAll @IntRange(max = 10_000) int headEpochs, @ForAll @IntRange(min = 1, max = 1000) int maxEpochs) {
        List<TrainingPhase> counted =
                TrainingPhase.of(fineTuning(headEpochs), ClassifierRevision.LATEST, maxEpochs).stream()
                        .filter(phase -> !phase.isBeforeFirstEpoch())
                        .toList();

        assertThat(counted).containsExactly(new FineTuningPhase(1, maxEpochs));
    }

    @Test
    void trainsFromScratchWithoutABackbone() {
        assertThat(phases(settings(Map.of("fine_tuning", true)))).containsExactly(new ScratchPhase(1, 9));
    }

    @Test
    void trainsAHeadOnAFrozenBackbone() {
        assertThat(phases(settings(Map.of("backbone", "net.zip", "head_epochs", 3L))))
                .containsExactly(new HeadPhase(1, 9));
    }

    @Test
    void trainsTheHeadBeforeTheEpochsOfFineTuning() {
        List<TrainingPhase> phases = phases(fineTuning(3));

        assertThat(phases).containsExactly(new HeadPhase(-3, -1), new FineTuningPhase(1, 9));
        assertThat(phases).extracting(TrainingPhase::epochs).containsExactly(3, 9);
        assertThat(phases).extracting(TrainingPhase::isBeforeFirstEpoch).containsExactly(true, false);
    }

    @Test
    void trainsNoHeadFirstWhenItHasNoEpochs() {
        assertThat(phases(fineTuning(0))).containsExactly(new FineTuningPhase(1, 9));
    }

    @Test
    void countsTheEpochsOfTheHeadInStudiesOfTheFirstRevision() {
        assertThat(TrainingPhase.of(fineTuning(3), FIRST, 9))
                .containsExactly(new HeadPhase(1, 3), new FineTuningPhase(4, 9));
        assertThat(TrainingPhase.of(fineTuning(0), FIRST, 9)).containsExactly(new FineTuningPhase(1, 9));
        assertThat(TrainingPhase.of(fineTuning(9), FIRST, 9)).containsExactly(new HeadPhase(1, 9));
        assertThat(TrainingPhase.of(fineTuning(20), FIRST, 9)).containsExactly(new HeadPhase(1, 9));
    }

    @Test
    void schedulesOfFineTuningWithoutAnAverageEndAtTheRungs() {
        List<Integer> rungs = List.of(1, 3, 9);
        OptimizerSettings averaged = fineTuning(3).optimizer();
        OptimizerSettings plain = settings(Map.of("weight_average", 0.0)).optimizer();

        assertThat(new FineTuningPhase(1, 9).scheduleEnds(plain, ClassifierRevision.LATEST, rungs))
                .containsExactly(1, 3, 9);
        assertThat(new FineTuningPhase(1, 9).scheduleEnds(averaged, ClassifierRevision.LATEST, rungs))
                .containsExactly(9);
        assertThat(new FineTuningPhase(4, 9).scheduleEnds(plain, FIRST, rungs)).containsExactly(9);
        assertThat(new HeadPhase(1, 9).scheduleEnds(plain, ClassifierRevision.LATEST, rungs))
                .containsExactly(9);
        assertThat(new HeadPhase(-3, -1).scheduleEnds(plain, ClassifierRevision.LATEST, rungs))
                .containsExactly(-1);
    }

    @Test
    void fineTuningAveragesTheWeightsOfTwoEpochs() {
        assertThat(ClassifierRevision.LATEST.weightAverage(TrainingPhase.Kind.FINE_TUNING, 25))
                .isEqualTo(0.98);
        assertThat(ClassifierRevision.LATEST.weightAverage(TrainingPhase.Kind.HEAD, 25))
                .isZero();
        assertThat(ClassifierRevision.LATEST.weightAverage(TrainingPhase.Kind.SCRATCH, 25))
                .isZero();
        assertThat(FIRST.weightAverage(TrainingPhase.Kind.FINE_TUNING, 25)).isZero();
    }

    private static List<TrainingPhase> phases(ClassifierSettings settings) {
        return TrainingPhase.of(settings, ClassifierRevision.LATEST, 9);
    }

    private static ClassifierSettings fineTuning(long headEpochs) {
        return settings(Map.of("backbone", "net.zip", "fine_tuning", true, "head_epochs", headEpochs));
    }

    private static ClassifierSettings settings(Map<String, Object> given) {
        Map<String, Object> all = new TreeMap<>(given);
        all.put("data", "images");
        return ClassifierSettings.of(Settings.withDefaults(ClassifierSettings.DECLARED, all));
    }
}
