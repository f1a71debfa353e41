package dev.sextant.worker.image.data;

import java.util.Locale;
import java.util.Optional;

/** Part of the data that a folder or a label file assigns an image to. */
enum DataSplit {
    /** Not assigned: {@link ValidationSplit} decides. */
    ANY(""),
    /** Training set; if there is no validation set, it is chosen from this one. */
    TRAINING("train"),
    /** Validation set, on which trials are measured. */
    VALIDATION("validation"),
    /** Test set, kept for the final evaluation. */
    TEST("test"),
    /** Additional training images, such as generated ones, which never validate. */
    EXTRA("extra");

    private final String word;

    DataSplit(String word) {
        this.word = word;
    }

    /** Returns the part of a name such as {@code val}; empty if no part has this name. */
    static Optional<DataSplit> of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "" -> Optional.of(ANY);
            case "train", "training", "trainset" -> Optional.of(TRAINING);
            case "validation", "valid", "val", "dev", "validate" -> Optional.of(VALIDATION);
            case "test", "testing", "testset" -> Optional.of(TEST);
            case "extra" -> Optional.of(EXTRA);
            default -> Optional.empty();
        };
    }

    /** Returns the name used in messages and label files. */
    String word() {
        return word;
    }
}
