package dev.sextant.worker.image.read;

import java.util.Optional;
import java.util.regex.Pattern;

/** Thrown if a file cannot be read as an image and is to be skipped. The message completes the sentence "FILE ...". */
public final class UnreadableImage extends Exception {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Co}\\p{Cn}]+");
    private static final int MAX_REASON = 200;

    UnreadableImage(String message) {
        super(message);
    }

    private UnreadableImage(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns the exception for a damaged file. The message of an image reader may quote any bytes of the file. */
    static UnreadableImage damaged(Exception cause) {
        // The message of a NullPointerException speaks of the reader's variables.
        String reason = Optional.ofNullable(cause.getMessage())
                .filter(message -> !(cause instanceof NullPointerException))
                .map(message -> CONTROL.matcher(message).replaceAll(" ").strip())
                .orElse(cause.getClass().getSimpleName());
        return new UnreadableImage("is damaged: " + reason.substring(0, Math.min(MAX_REASON, reason.length())), cause);
    }
}
