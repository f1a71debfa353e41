package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.schedule.TrialCache;
import dev.sextant.coordinator.search.CurveExtrapolation;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.TrialSummary;
import java.util.Map;
import java.util.Optional;

/** What a study's trials would come to were they trained to the end, from its rows, in words and as JSON. */
final class ExtrapolationReport {
    private final CurveExtrapolation values;

    private ExtrapolationReport(CurveExtrapolation values) {
        this.values = values;
    }

    /** Reads all of a study's trials and learns from them. */
    static ExtrapolationReport of(StudyRow study, Database database) {
        TrialCache book = new TrialCache(study.spec(), database.reader().snapshot(study));
        return new ExtrapolationReport(new CurveExtrapolation(book.view()));
    }

    /** Whether a trial has a value and more epochs before it, were it to go on. */
    static boolean areOf(TrialSummary trial, StudySpec spec) {
        return CurveExtrapolation.isOpen(trial.state())
                && trial.feasibleValue().isPresent()
                && trial.epoch() < spec.fidelity().maxEpochs();
    }

    /** Epochs of a full training. */
    int epochs() {
        return values.epochs();
    }

    /** {@code 0.83 expected (0.79 to 0.87 with 90 %)}, or why nothing can be. */
    String sentence(TrialSummary trial) {
        return values.of(trial.trial())
                .map(expected -> "%s expected (%s to %s with %s)"
                        .formatted(
                                TextFormat.number(expected.value()),
                                TextFormat.number(expected.low()),
                                TextFormat.number(expected.high()),
                                confidence()))
                .orElseGet(() -> "nothing to expect yet: " + tooFew());
    }

    /** {@code 0.83 (0.79 to 0.87)}. */
    String cell(TrialSummary trial) {
        return values.of(trial.trial())
                .map(expected -> "%s (%s to %s)"
                        .formatted(
                                TextFormat.number(expected.value()),
                                TextFormat.number(expected.low()),
                                TextFormat.number(expected.high())))
                .orElse(TextFormat.NOTHING);
    }

    /** What stands below a table of such cells. */
    String note(String metric) {
        return values.arePredictable()
                ? "expected: best %s by %s, and where it lies with %s, for trials not trained so far"
                        .formatted(metric, TextFormat.count(epochs(), "epoch"), confidence())
                : "expected: nothing yet, " + tooFew();
    }

    private String tooFew() {
        return "too few trials at %s (%d)".formatted(TextFormat.count(epochs(), "epoch"), values.atTop());
    }

    private static String confidence() {
        return TextFormat.share(CurveExtrapolation.CONFIDENCE, 1);
    }

    /** What JSON says of a trial under {@code expected}; empty where nothing is. */
    Optional<Map<String, Object>> json(TrialSummary trial) {
        return values.of(trial.trial())
                .map(expected -> Json.object(
                        "epochs", expected.epochs(),
                        "value", expected.value(),
                        "low", expected.low(),
                        "high", expected.high(),
                        "confidence", CurveExtrapolation.CONFIDENCE));
    }
}
