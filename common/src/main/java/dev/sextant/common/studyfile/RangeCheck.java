package dev.sextant.common.studyfile;

import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.trainer.Setting;
import java.util.Optional;

/** Checks the range of one parameter against its scale and against the range of the trainer's setting. */
final class RangeCheck {
    private final Section section;
    private final Optional<Setting> setting;
    private final Problems problems;
    private final int before;

    RangeCheck(Section section, Optional<Setting> setting, Problems problems) {
        this.section = section;
        this.setting = setting;
        this.problems = problems;
        this.before = problems.count();
    }

    /** A valid range; low is below high. */
    record Range(double low, double high) {}

    Optional<Range> continuous(Optional<Scale> scale) {
        checkType(Setting.Type.NUMBER);
        return range(scale, range -> {
            if (scale.equals(Optional.of(Scale.LOG)) && range.low() <= 0) {
                say("low (" + shown(range.low()) + ") must be above 0 on a log scale; raise it, or use scale: linear");
            } else if (range.low() < range.high() && scale.isPresent()) {
                ContinuousParameter.unsearchable(range.low(), range.high(), scale.get())
                        .ifPresent(this::say);
            }
        });
    }

    Optional<Range> integer(Optional<Scale> scale) {
        if (setting.isEmpty() || setting.get().type() != Setting.Type.NUMBER) {
            checkType(Setting.Type.INTEGER);
        }
        return range(scale, range -> {
            if (scale.equals(Optional.of(Scale.LOG)) && range.low() < 1) {
                say("low (" + shown(range.low())
                        + ") must be at least 1 on a log scale; raise it, or use scale: linear");
            }
            if (scale.equals(Optional.of(Scale.POWER_OF_TWO))) {
                checkPower("low", (long) range.low());
                checkPower("high", (long) range.high());
            }
        });
    }

    private Optional<Range> range(Optional<Scale> scale, java.util.function.Consumer<Range> scaleCheck) {
        Optional<Number> low = section.find("low", Number.class);
        Optional<Number> high = section.find("high", Number.class);
        if (low.isEmpty() || high.isEmpty() || scale.isEmpty()) {
            return Optional.empty();
        }
        Range range = new Range(low.get().doubleValue(), high.get().doubleValue());
        String bounds = "low (" + shown(range.low()) + ") must be below high (" + shown(range.high()) + ")";
        if (range.low() > range.high()) {
            say(bounds + "; swap them");
        } else if (range.low() == range.high()) {
            say(bounds + "; widen the range, or fix the setting under trainer");
        }
        scaleCheck.accept(range);
        setting.ifPresent(known -> checkInside(known, range));
        return problems.count() == before ? Optional.of(range) : Optional.empty();
    }

    private void checkType(Setting.Type type) {
        if (setting.isPresent() && setting.get().type() != type) {
            Setting known = setting.get();
            String remedy =
                    switch (known.type()) {
                        case INTEGER -> "use type: integer";
                        case NUMBER -> "use type: continuous";
                        default -> "use type: categorical";
                    };
            say("takes " + ValueType.of(known).expected() + ", which does not match this type; " + remedy);
        }
    }

    private void checkPower(String bound, long value) {
        if (!IntegerParameter.isPowerOfTwo(value)) {
            long below = Math.max(1, Long.highestOneBit(Math.max(1, value)));
            String remedy = value < 1 ? "use 1 or more" : "use " + below + " or " + 2 * below;
            say(bound + " (" + value + ") must be a power of two on this scale; " + remedy);
        }
    }

    private void checkInside(Setting known, Range range) {
        double least = known.low().orElse(Double.NEGATIVE_INFINITY);
        double maximum = known.high().orElse(Double.POSITIVE_INFINITY);
        if (range.low() < least) {
            say("low (" + shown(range.low()) + ") is below what the trainer accepts; raise it to " + shown(least)
                    + " or more");
        }
        if (range.high() > maximum) {
            say("high (" + shown(range.high()) + ") is above what the trainer accepts; lower it to " + shown(maximum)
                    + " or less");
        }
    }

    private void say(String message) {
        problems.add(section.location(), section.path(), message);
    }

    private static String shown(double number) {
        return NumberText.text(number);
    }
}
