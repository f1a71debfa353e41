package dev.sextant.coordinator.cli;

import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.schedule.StudyBook;
import dev.sextant.coordinator.search.FinalValues;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyRow;
import dev.sextant.sql.TrialSummary;
import java.util.Map;
import java.util.Optional;

/** What a study's trials would come to were they trained to the end, from its rows, in words and as JSON. */
final class ExpectedValues {
    private final FinalValues values;

    private ExpectedValues(FinalValues values) {
        this.values = values;
    }

    /** Reads all of a study's trials and learns from them. */
    static ExpectedValues of(StudyRow study, Database database) {
        StudyBook book = new StudyBook(study.spec(), database.reader().snapshot(study));
        return new ExpectedValues(new FinalValues(book.view()));
    }

    /** Whether a trial has a value and more epochs before it, were it to go on. */
    static boolean areOf(TrialSummary trial, StudySpec spec) {
        return FinalValues.isOpen(trial.state())
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
                                Words.number(expected.value()),
                                Words.number(expected.low()),
                                Words.number(expected.high()),
                                confidence()))
                .orElseGet(() -> "nothing to expect yet: " + tooFew());
    }

    /** {@code 0.83 (0.79 to 0.87)}. */
    String cell(TrialSummary trial) {
        return values.of(trial.trial())
                .map(expected -> "%s (%s to %s)"
                        .formatted(
                                Words.number(expected.value()),
                                Words.number(expected.low()),
                                Words.number(expected.high())))
                .orElse(Words.NOTHING);
    }

    /** What stands below a table of such cells. */
    String note(String metric) {
        return values.arePredictable()
                ? "expected: best %s by %s, and where it lies with %s, for trials not trained so far"
                        .formatted(metric, Words.count(epochs(), "epoch"), confidence())
                : "expected: nothing yet, " + tooFew();
    }

    private String tooFew() {
        return "too few trials at %s (%d)".formatted(Words.count(epochs(), "epoch"), values.atTop());
    }

    private static String confidence() {
        return Words.share(FinalValues.CONFIDENCE, 1);
    }

    /** What JSON says of a trial under {@code expected}; empty where nothing is. */
    Optional<Map<String, Object>> json(TrialSummary trial) {
        return values.of(trial.trial())
                .map(expected -> Json.object(
                        "epochs", expected.epochs(),
                        "value", expected.value(),
                        "low", expected.low(),
                        "high", expected.high(),
                        "confidence", FinalValues.CONFIDENCE));
    }
}
