package dev.sextant.worker.image;

/** A file that is to be skipped. The message completes the sentence "FILE ...". */
final class UnreadableImage extends Exception {
    UnreadableImage(String message) {
        super(message);
    }

    UnreadableImage(String message, Throwable cause) {
        super(message, cause);
    }
}
