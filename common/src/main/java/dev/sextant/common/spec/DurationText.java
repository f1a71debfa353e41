package dev.sextant.common.spec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in the notation of study files: {@code 90s}, {@code 30m}, {@code 2h}, {@code 1h30m}, {@code 1d}, {@code
 * 0.5s}.
 */
public final class DurationText {
    /** Regular expression of a duration, for the JSON Schema. */
    public static final String PATTERN =
            "^(?=[0-9])([0-9]{1,6}d)?([0-9]{1,7}h)?([0-9]{1,9}m)?([0-9]{1,10}(\\.[0-9]{1,9})?s)?$";

    private static final Pattern PARTS = Pattern.compile(PATTERN);

    private DurationText() {}

    /** Parses a duration; empty when the text is not one. */
    public static Optional<Duration> parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Duration duration = Duration.ofDays(whole(parts.group(1)))
                .plusHours(whole(parts.group(2)))
                .plusMinutes(whole(parts.group(3)));
        if (parts.group(4) != null) {
            BigDecimal seconds = new BigDecimal(number(parts.group(4)));
            duration = duration.plusNanos(seconds.movePointRight(9).longValueExact());
        }
        return Optional.of(duration);
    }

    /**
     * Returns the shortest text in hours, minutes and seconds that {@link #parse} reads as this duration.
     *
     * @throws IllegalArgumentException when the duration is negative
     */
    public static String of(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Cannot write " + duration + ", must not be negative");
        }
        StringBuilder text = new StringBuilder();
        if (duration.toHours() > 0) {
            text.append(duration.toHours()).append('h');
        }
        if (duration.toMinutesPart() > 0) {
            text.append(duration.toMinutesPart()).append('m');
        }
        BigDecimal seconds = BigDecimal.valueOf(duration.toSecondsPart())
                .add(BigDecimal.valueOf(duration.toNanosPart(), 9))
                .stripTrailingZeros();
        if (seconds.signum() > 0 || text.isEmpty()) {
            text.append(seconds.toPlainString()).append('s');
        }
        return text.toString();
    }

    private static long whole(String part) {
        return part == null ? 0 : Long.parseLong(number(part));
    }

    private static String number(String part) {
        return part.substring(0, part.length() - 1);
    }
}
