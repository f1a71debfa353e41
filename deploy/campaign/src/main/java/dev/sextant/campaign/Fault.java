package dev.sextant.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Something that is done to a sweep from outside.
 *
 * @param group what it is done to
 * @param weight how often it is drawn, compared with others
 * @param aftermath what the coordinator may do then
 */
record Fault(String group, String name, int weight, Aftermath aftermath, Moment moment, Action action) {
    /** What a coordinator does after a fault. In each case a resumed study must go on. */
    enum Aftermath {
        /** It must go on. */
        GOES_ON,
        /** It may go on, or end with exit code 1 and say how to resume. */
        MAY_END,
        /** It must end, as it was told to or killed. */
        ENDS
    }

    /** Carries out a fault. */
    @FunctionalInterface
    interface Action {
        void strike(Scene scene) throws Exception;
    }

    /** Returns a fault as it is drawn for a voyage: with the seed of everything random in it. */
    record Strike(Fault fault, long seed) {}

    /** Returns the same fault at another moment. */
    Fault at(Moment other, int newWeight) {
        return new Fault(group, name, newWeight, aftermath, other, action);
    }

    /**
     * Returns the faults of a voyage. They depend on its seed and the kind of its study alone.
     *
     * @param only part of the names of the faults to draw from; empty for all
     */
    static List<Strike> draw(long seed, int count, StudyPlan.Cargo cargo, String only) {
        List<Fault> all = Faults.all(cargo).stream()
                .filter(fault -> fault.toString().contains(only))
                .toList();
        if (all.isEmpty()) {
            throw new CampaignException("No fault of a study " + cargo + " has a name with (" + only + ")");
        }
        int weights = all.stream().mapToInt(Fault::weight).sum();
        Random random = new Random(seed);
        List<Strike> strikes = new ArrayList<>();
        while (strikes.size() < count) {
            int at = random.nextInt(weights);
            for (Fault fault : all) {
                at -= fault.weight();
                if (at < 0) {
                    strikes.add(new Strike(fault, random.nextLong()));
                    break;
                }
            }
        }
        return strikes;
    }

    @Override
    public String toString() {
        return name + ", " + moment;
    }
}
