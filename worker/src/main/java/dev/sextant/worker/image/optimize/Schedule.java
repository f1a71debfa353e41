package dev.sextant.worker.image.optimize;

/**
 * The learning rate over a phase of training, as a share of its top. A pure function of the position, so a phase that goes
 * on from a checkpoint needs to know nothing else. Immutable.
 */
@FunctionalInterface
public interface Schedule {
    /** How far below its top {@code one_cycle} begins, as {@code div_factor} of PyTorch's OneCycleLR. */
    double FIRST_DIVISOR = 25;

    /** How far below its beginning {@code one_cycle} ends, as {@code final_div_factor} of PyTorch's OneCycleLR. */
    double LAST_DIVISOR = 1e4;

    /**
     * The share of the learning rate.
     *
     * @param epoch epochs behind, from 0; not whole within an epoch
     */
    double share(double epoch);

    /**
     * The schedule of a phase.
     *
     * @param epochs that the phase takes when it is trained to its end; a position beyond stays at the end
     */
    static Schedule of(ScheduleSettings settings, int epochs) {
        double warmUp = Math.min(settings.warmUpEpochs(), epochs);
        Schedule after = afterWarmUp(settings, epochs - warmUp);
        return warmUp == 0 ? after : epoch -> epoch < warmUp ? epoch / warmUp : after.share(epoch - warmUp);
    }

    private static Schedule afterWarmUp(ScheduleSettings settings, double epochs) {
        double floor = settings.floor();
        return switch (settings.shape()) {
            case CONSTANT -> epoch -> 1;
            case STEP -> epoch -> Math.pow(settings.stepFactor(), Math.floor(epoch / settings.stepEpochs()));
            case COSINE -> epoch -> cosine(1, floor, part(epoch, epochs));
            case ONE_CYCLE -> epoch -> oneCycle(part(epoch, epochs), settings.rise());
            case TRIANGULAR -> epoch -> triangular(epoch / settings.cycleEpochs(), floor);
            case WARM_RESTARTS ->
                epoch -> cosine(1, floor, restarted(epoch, settings.cycleEpochs(), settings.cycleFactor()));
        };
    }

    private static double part(double epoch, double epochs) {
        return epochs > 0 ? Math.min(1, epoch / epochs) : 1;
    }

    /** From one value to another by half a wave of the cosine. */
    private static double cosine(double from, double to, double part) {
        return to + (from - to) * (1 + Math.cos(Math.PI * part)) / 2;
    }

    private static double oneCycle(double part, double rise) {
        double first = 1 / FIRST_DIVISOR;
        return part < rise
                ? cosine(first, 1, part / rise)
                : cosine(1, first / LAST_DIVISOR, (part - rise) / (1 - rise));
    }

    /** Up and down once a cycle (Smith, arXiv:1506.01186, section 3.1). */
    private static double triangular(double cycles, double floor) {
        double inCycle = cycles - Math.floor(cycles);
        return floor + (1 - floor) * (1 - Math.abs(2 * inCycle - 1));
    }

    /** T_cur / T_i (Loshchilov and Hutter, arXiv:1608.03983, equation 5). */
    private static double restarted(double epoch, double first, int factor) {
        double begin = 0;
        double length = first;
        while (epoch >= begin + length) {
            begin += length;
            length *= factor;
        }
        return (epoch - begin) / length;
    }
}
