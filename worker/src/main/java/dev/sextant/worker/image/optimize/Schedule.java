package dev.sextant.worker.image.optimize;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Learning rate over a phase of training, as a share of its top. A pure function of the position, so that resuming
 * needs no state. Immutable.
 */
@FunctionalInterface
public interface Schedule {
    /** Top of {@code one_cycle} divided by its first rate: {@code div_factor} of PyTorch's OneCycleLR. */
    double FIRST_DIVISOR = 25;

    /** First rate of {@code one_cycle} divided by its last: {@code final_div_factor} of PyTorch's OneCycleLR. */
    double LAST_DIVISOR = 1e4;

    /**
     * Returns the learning rate as a share of its top.
     *
     * @param epoch position in the phase, in epochs from 0; a fraction within an epoch
     */
    double share(double epoch);

    /**
     * Returns schedules one after the other.
     *
     * @param ends epochs of the phase after which each ends, in ascending order; positions beyond have the last rate
     */
    static Schedule of(ScheduleSettings settings, List<Integer> ends) {
        NavigableMap<Integer, Schedule> byFirstEpoch = new TreeMap<>();
        int begin = 0;
        for (int end : ends) {
            byFirstEpoch.put(begin, of(begin == 0 ? settings : settings.withoutWarmUp(), end - begin));
            begin = end;
        }
        return epoch -> {
            Map.Entry<Integer, Schedule> current = byFirstEpoch.floorEntry((int) epoch);
            return current.getValue().share(epoch - current.getKey());
        };
    }

    /**
     * Returns the schedule of a phase.
     *
     * @param epochs length of the phase; positions beyond it have the last rate
     */
    static Schedule of(ScheduleSettings settings, int epochs) {
        double warmUp = Math.min(settings.warmUpEpochs(), epochs);
        Schedule main = afterWarmUp(settings, epochs - warmUp);
        return warmUp == 0 ? main : epoch -> epoch < warmUp ? epoch / warmUp : main.share(epoch - warmUp);
    }

    private static Schedule afterWarmUp(ScheduleSettings settings, double epochs) {
        double floor = settings.floor();
        return switch (settings.shape()) {
            case CONSTANT -> epoch -> 1;
            case STEP -> epoch -> Math.pow(settings.stepFactor(), Math.floor(epoch / settings.stepEpochs()));
            case COSINE -> epoch -> cosine(1, floor, fraction(epoch, epochs));
            case ONE_CYCLE -> epoch -> oneCycle(fraction(epoch, epochs), settings.rise());
            case TRIANGULAR -> epoch -> triangular(epoch / settings.cycleEpochs(), floor);
            case WARM_RESTARTS ->
                epoch -> cosine(1, floor, cycleFraction(epoch, settings.cycleEpochs(), settings.cycleFactor()));
        };
    }

    private static double fraction(double epoch, double epochs) {
        return epochs > 0 ? Math.min(1, epoch / epochs) : 1;
    }

    /** Cosine annealing from one value to another. */
    private static double cosine(double from, double to, double fraction) {
        return to + (from - to) * (1 + Math.cos(Math.PI * fraction)) / 2;
    }

    private static double oneCycle(double fraction, double rise) {
        double first = 1 / FIRST_DIVISOR;
        return fraction < rise
                ? cosine(first, 1, fraction / rise)
                : cosine(1, first / LAST_DIVISOR, (fraction - rise) / (1 - rise));
    }

    /** Linear rise and fall in each cycle (Smith, arXiv:1506.01186, section 3.1). */
    private static double triangular(double cycles, double floor) {
        double fraction = cycles - Math.floor(cycles);
        return floor + (1 - floor) * (1 - Math.abs(2 * fraction - 1));
    }

    /**
     * Returns T_cur / T_i, the position within the current cycle (Loshchilov and Hutter, arXiv:1608.03983, equation
     * 5).
     */
    private static double cycleFraction(double epoch, double firstLength, int factor) {
        double start = 0;
        double length = firstLength;
        while (epoch >= start + length) {
            start += length;
            length *= factor;
        }
        return (epoch - start) / length;
    }
}
