package dev.sextant.coordinator.report;

import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.schedule.TrialCache;
import dev.sextant.coordinator.search.CurveExtrapolation;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.TrialSummary;
import java.util.Map;
import java.util.Optional;

/** Expected final values of a study's unfinished trials, as text and as JSON. */
public final class ExtrapolationReport {
    private final CurveExtrapolation extrapolation;

    private ExtrapolationReport(CurveExtrapolation extrapolation) {
        this.extrapolation = extrapolation;
    }

    /** Reads all trials of a study and extrapolates their learning curves. */
    public static ExtrapolationReport of(StudyRow study, Database database) {
        TrialCache trials = new TrialCache(study.spec(), database.reader().snapshot(study));
        return new ExtrapolationReport(new CurveExtrapolation(trials.view()));
    }

    /** Returns whether a trial has a value and can be trained further. */
    public static boolean appliesTo(TrialSummary trial, StudySpec spec) {
        return CurveExtrapolation.isOpen(trial.state())
                && trial.feasibleValue().isPresent()
                && trial.epoch() < spec.fidelity().maxEpochs();
    }

    /** Returns the number of epochs of a full training. */
    public int epochs() {
        return extrapolation.epochs();
    }

    /** Formats {@code 0.83 expected (0.79 to 0.87 with 90 % probability)}, or why there is no expectation. */
    public String sentence(TrialSummary trial) {
        return extrapolation
                .of(trial.trial())
                .map(expected -> "%s expected (%s to %s with %s probability)"
                        .formatted(
                                TextFormat.number(expected.value()),
                                TextFormat.number(expected.low()),
                                TextFormat.number(expected.high()),
                                confidence()))
                .orElseGet(() -> "not predictable yet: " + tooFew());
    }

    /** Formats {@code 0.83 (0.79 to 0.87)}. */
    public String cell(TrialSummary trial) {
        return extrapolation
                .of(trial.trial())
                .map(expected -> "%s (%s to %s)"
                        .formatted(
                                TextFormat.number(expected.value()),
                                TextFormat.number(expected.low()),
                                TextFormat.number(expected.high())))
                .orElse(TextFormat.NOTHING);
    }

    /** Explains the column of such cells, below the table. */
    public String note(String metric) {
        return extrapolation.arePredictable()
                ? "expected: best %s by %s, with a %s interval, for trials not trained that far"
                        .formatted(metric, TextFormat.count(epochs(), "epoch"), confidence())
                : "expected: not predictable yet, " + tooFew();
    }

    private String tooFew() {
        return "too few trials have reached %s (%d)"
                .formatted(TextFormat.count(epochs(), "epoch"), extrapolation.atTop());
    }

    private static String confidence() {
        return TextFormat.share(CurveExtrapolation.CONFIDENCE, 1);
    }

    /** The JSON object under {@code expected} of a trial; empty if there is no expectation. */
    public Optional<Map<String, Object>> json(TrialSummary trial) {
        return extrapolation
                .of(trial.trial())
                .map(expected -> Json.object(
                        "epochs", expected.epochs(),
                        "value", expected.value(),
                        "low", expected.low(),
                        "high", expected.high(),
                        "confidence", CurveExtrapolation.CONFIDENCE));
    }
}
