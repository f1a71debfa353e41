package dev.sextant.worker.image.read;

import java.util.Optional;
import java.util.regex.Pattern;

/** A file that is to be skipped. The message completes the sentence "FILE ...". */
public final class UnreadableImage extends Exception {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Co}\\p{Cn}]+");
    private static final int LONGEST = 200;

    UnreadableImage(String message) {
        super(message);
    }

    private UnreadableImage(String message, Throwable cause) {
        super(message, cause);
    }

    /** A file that its reader gave up on. What readers say quotes the file, so that anything may be in it. */
    static UnreadableImage damaged(Exception cause) {
        String why = Optional.ofNullable(cause.getMessage())
                .map(message -> CONTROL.matcher(message).replaceAll(" ").strip())
                .orElse(cause.getClass().getSimpleName());
        return new UnreadableImage("is damaged: " + why.substring(0, Math.min(LONGEST, why.length())), cause);
    }
}
