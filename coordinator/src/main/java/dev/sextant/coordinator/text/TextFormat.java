package dev.sextant.coordinator.text;

import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Objective;
import dev.sextant.common.text.Plural;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers, durations and values formatted for people. */
public final class TextFormat {
    /** Placeholder for an absent value. */
    public static final String NOTHING = "-";

    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final List<String> BYTE_UNITS = List.of("KiB", "MiB", "GiB", "TiB");

    private static final Pattern ABSOLUTE_PATH = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:)?/.*[^/]");

    private TextFormat() {}

    /** Formats a duration by its two largest units: {@code 2d 3h}, {@code 3h 12m}, {@code 1m 5s}, {@code 4.2s}, {@code 30ms}. */
    public static String duration(Duration duration) {
        if (duration.isNegative()) {
            return "-" + duration(duration.negated());
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        // Round before splitting into units, so that 59.96 seconds do not read 60.0s.
        long tenths = (duration.toMillis() + 50) / 100;
        if (tenths < 600) {
            return tenths % 10 == 0 ? tenths / 10 + "s" : tenths / 10 + "." + tenths % 10 + "s";
        }
        long seconds = (duration.toMillis() + 500) / 1000;
        if (seconds < 3600) {
            return twoUnits(seconds, 60, "m", "s");
        }
        long minutes = (seconds + 30) / 60;
        if (minutes < 24 * 60) {
            return twoUnits(minutes, 60, "h", "m");
        }
        return twoUnits((minutes + 30) / 60, 24, "d", "h");
    }

    private static String twoUnits(long small, long per, String largeUnit, String smallUnit) {
        return small / per + largeUnit + (small % per == 0 ? "" : " " + small % per + smallUnit);
    }

    /** Formats seconds like {@link #duration(Duration)}. */
    public static String seconds(double seconds) {
        return duration(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** Formats a number with four significant digits: {@code 0.9123}, {@code 1.5e-05}, {@code 12350}. */
    public static String number(double number) {
        if (!Double.isFinite(number) || number == 0) {
            return number == 0 ? "0" : Double.toString(number);
        }
        double size = Math.abs(number);
        if (size < 1e-4 || size >= 1e7) {
            String mantissa = String.format(Locale.ROOT, "%.3e", number);
            int e = mantissa.indexOf('e');
            return withoutZeros(mantissa.substring(0, e)) + mantissa.substring(e);
        }
        if (size >= 1e4) {
            return Long.toString(Math.round(number));
        }
        return withoutZeros(new BigDecimal(number).round(FOUR_DIGITS).toPlainString());
    }

    private static String withoutZeros(String decimal) {
        return decimal.contains(".") ? decimal.replaceAll("\\.?0+$", "") : decimal;
    }

    /** Formats a number like {@link #number(double)}; {@link #NOTHING} if absent. */
    public static String number(OptionalDouble number) {
        return number.isPresent() ? number(number.getAsDouble()) : NOTHING;
    }

    /** Formats the bound of a constraint: {@code at most 20}. */
    public static String bound(Objective.Constraint constraint) {
        return (constraint.side() == Objective.Constraint.Side.AT_MOST ? "at most " : "at least ")
                + number(constraint.bound());
    }

    /** Formats an integer with a thousands separator: {@code 12 345}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
    }

    /** Formats a number of things: {@code 1 trial}, {@code 12 345 trials}. */
    public static String count(long count, String thing) {
        return count(count) + " " + Plural.noun(count, thing);
    }

    /** Formats a size: {@code 512 B}, {@code 1.4 MiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes / 1024.0;
        int unit = 0;
        while (size >= 1023.95 && unit < BYTE_UNITS.size() - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, BYTE_UNITS.get(unit));
    }

    /** Formats a value of a parameter or setting. */
    public static String value(Object value) {
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TextFormat::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return String.valueOf(value);
    }

    /** Formats a value like {@link #value}, but shortens absolute paths to the file name. */
    public static String brief(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(TextFormat::brief).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String text && ABSOLUTE_PATH.matcher(text).matches()
                ? text.substring(text.lastIndexOf('/') + 1)
                : value(value);
    }

    /** Formats a condition in words: {@code optimizer is sgd}. */
    public static String condition(Condition condition) {
        return condition.text(name -> name, value -> value instanceof Double number ? number(number) : brief(value));
    }

    /** Formats all values on one line: {@code dropout=0.5 layers=1}. */
    public static String configuration(Configuration configuration) {
        return parameters(configuration.values());
    }

    /** Formats parameters by name like {@link #configuration}. */
    public static String parameters(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + brief(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** Formats date and time in the time zone of this process, to the second. */
    public static String time(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** Formats the time since an instant: {@code 3h 12m ago}. */
    public static String ago(Instant instant, Instant now) {
        Duration since = Duration.between(instant, now);
        return since.isNegative() || since.toMillis() < 1000
                ? "just now"
                : duration(Duration.ofSeconds(since.toSeconds())) + " ago";
    }

    /** Formats a part as a percentage of a whole: {@code 42 %}. */
    public static String share(double part, double whole) {
        return whole > 0 ? Math.round(100 * part / whole) + " %" : NOTHING;
    }
}
