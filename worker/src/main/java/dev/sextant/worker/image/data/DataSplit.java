package dev.sextant.worker.image.data;

import java.util.Locale;
import java.util.Optional;

/** What the data itself says an image is for. */
enum DataSplit {
    /** Nothing: the split decides. */
    ANY(""),
    /** Trains; where nothing validates, some of these do. */
    TRAINING("train"),
    /** Validates: what a trial is measured on. */
    VALIDATION("validation"),
    /** Neither: kept for the final evaluation. */
    TEST("test"),
    /** Trains, never validates: images that are not of the kind that the model is for. */
    EXTRA("extra");

    private final String word;

    DataSplit(String word) {
        this.word = word;
    }

    /** Empty when it is no name of a part. */
    static Optional<DataSplit> of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "" -> Optional.of(ANY);
            case "train", "training" -> Optional.of(TRAINING);
            case "validation", "valid", "val" -> Optional.of(VALIDATION);
            case "test" -> Optional.of(TEST);
            case "extra" -> Optional.of(EXTRA);
            default -> Optional.empty();
        };
    }

    String word() {
        return word;
    }
}
