package com.example.csvclassifier;

/** A CSV file that cannot be trained on. The message names the file, the line and the remedy. */
final class UnusableTable extends Exception {
    private static final long serialVersionUID = 1;

    UnusableTable(String message) {
        super(message);
    }
}
