package dev.sextant.coordinator.search.gp;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Embeds configurations into the feature space of a kernel. Each parameter has one or two features, which share one length
 * scale:
 *
 * <ul>
 *   <li>A number or ordinal: its position in [0, 1]. A discrete value lies at the middle of its share of the axis, so that
 *       all points of one configuration have the same features.
 *   <li>A category: its index. The distance between two different categories is √(1/6), the root mean square distance
 *       between two random numbers. With C > 8 categorical parameters it is √(8/(6 C)), so that together they lie no farther
 *       apart than eight. (Random numbers are often near each other, whereas different categories never are. With larger
 *       distances, a model of a hundred trials would consider every untried configuration unrelated to all of them.)
 *   <li>A number under a condition has a second feature, which tells whether the parameter is active. Configurations where
 *       it is inactive have the distance 0 from one another and √(1/6), by root mean square, from those where it is active.
 *       An inactive category is {@link #NONE}.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 */
public final class Embedding {
    /** Mean of (u − v)² for u and v independent and uniform on [0, 1]. */
    private static final double MEAN_SQUARE_OF_RANDOM_NUMBERS = 1.0 / 6;
    /** Number of categorical parameters up to which each counts as much as a number. */
    private static final double FULL_WEIGHT_CATEGORIES = 8;
    /**
     * Second feature of an inactive number. Its first feature is 0.5, whose mean squared distance from a random number is
     * 1/12.
     */
    private static final double INACTIVE = Math.sqrt(MEAN_SQUARE_OF_RANDOM_NUMBERS - 1.0 / 12);
    /** Largest number of a parent's values for which conditions are evaluated in advance. */
    private static final long MAX_ENUMERATED = 4096;

    /** The index of an inactive category. */
    static final double NONE = -1;

    private final SearchSpace space;
    private final Axis[] axes;
    private final int[] axisOfFeature;
    private final int[] parentsFirst;
    private final double fromNone;

    /**
     * A parameter.
     *
     * @param feature index of its first feature
     * @param values number of its values; 0 for a continuous parameter
     * @param when alternatives of its condition, of which all tests of one must hold for it to be active; empty without a
     *     condition
     */
    private record Axis(
            Parameter parameter, int feature, long values, boolean categorical, Optional<List<List<Test>>> when) {
        boolean isConditional() {
            return when.isPresent();
        }
    }

    /**
     * A test of a condition.
     *
     * @param parent index of the parent's axis
     * @param byValue whether it holds for each value of the parent, by index; empty for a parent with many values
     */
    private record Test(int parent, Condition.Test test, Optional<BitSet> byValue) {}

    /**
     * Creates the embedding of a search space.
     *
     * @param space the search space whose configurations are embedded
     */
    public Embedding(SearchSpace space) {
        this.space = space;
        List<Parameter> parameters = space.parameters();
        axes = new Axis[parameters.size()];
        List<Integer> axisOfFeatures = new ArrayList<>();
        for (int axis = 0; axis < axes.length; axis++) {
            Parameter parameter = parameters.get(axis);
            boolean categorical = parameter instanceof CategoricalParameter;
            long values = parameter.cardinality().orElse(0);
            Optional<List<List<Test>>> when = space.activeWhen(parameter).map(this::tests);
            axes[axis] = new Axis(parameter, axisOfFeatures.size(), values, categorical, when);
            int features = when.isEmpty() || categorical ? 1 : 2;
            for (int i = 0; i < features; i++) {
                axisOfFeatures.add(axis);
            }
        }
        long categoricals = Arrays.stream(axes).filter(Axis::categorical).count();
        fromNone = Math.sqrt(MEAN_SQUARE_OF_RANDOM_NUMBERS * Math.min(1, FULL_WEIGHT_CATEGORIES / categoricals) / 2);
        axisOfFeature = axisOfFeatures.stream().mapToInt(Integer::intValue).toArray();
        parentsFirst = space.parentsFirst().stream()
                .mapToInt(space.parameters()::indexOf)
                .toArray();
    }

    private List<List<Test>> tests(Condition condition) {
        return condition.alternatives().stream()
                .map(tests -> tests.entrySet().stream()
                        .map(test -> test(space.parameter(test.getKey()), test.getValue()))
                        .toList())
                .toList();
    }

    private Test test(Parameter parent, Condition.Test test) {
        return new Test(space.parameters().indexOf(parent), test, byValue(test, parent));
    }

    private static Optional<BitSet> byValue(Condition.Test test, Parameter parent) {
        long values = parent.cardinality().orElse(0);
        if (values == 0 || values > MAX_ENUMERATED || isLogInteger(parent)) {
            return Optional.empty();
        }
        BitSet holds = new BitSet();
        for (int index = 0; index < values; index++) {
            holds.set(index, test.holds(Optional.of(parent.valueAt((index + 0.5) / values))));
        }
        return Optional.of(holds);
    }

    /** The search space. */
    public SearchSpace space() {
        return space;
    }

    /** Number D of parameters. */
    public int axes() {
        return axes.length;
    }

    /** Number F ≥ D of features. */
    public int features() {
        return axisOfFeature.length;
    }

    /** Index in the space of the parameter that a feature belongs to. */
    int axisOf(int feature) {
        return axisOfFeature[feature];
    }

    /** Whether a feature is the index of a category. */
    boolean isCategory(int feature) {
        return axes[axisOf(feature)].categorical();
    }

    /** Distance of a category from {@link #NONE} with length scale 1; two different categories are √2 times as far apart. */
    double fromNone() {
        return fromNone;
    }

    /**
     * Computes the features of the configuration at a point of the unit cube.
     *
     * @param point [D], each in [0, 1]
     * @param features [F], overwritten
     */
    public void embed(double[] point, double[] features) {
        for (int index : parentsFirst) {
            Axis axis = axes[index];
            boolean active = !axis.isConditional() || isActive(axis, point, features);
            int first = axis.feature();
            if (axis.categorical()) {
                features[first] = active ? valueIndex(point[index], axis.values()) : NONE;
            } else {
                features[first] = active ? position(axis, point[index]) : 0.5;
                if (axis.isConditional()) {
                    features[first + 1] = active ? 0 : INACTIVE;
                }
            }
        }
    }

    private boolean isActive(Axis axis, double[] point, double[] features) {
        for (List<Test> tests : axis.when().orElseThrow()) {
            if (tests.stream().allMatch(test -> holds(test, point, features))) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(Test test, double[] point, double[] features) {
        Axis parent = axes[test.parent()];
        if (parent.isConditional() && !isKnownActive(parent, features)) {
            return test.test().holds(Optional.empty());
        }
        double position = point[test.parent()];
        return test.byValue().isPresent()
                ? test.byValue().get().get(valueIndex(position, parent.values()))
                : test.test().holds(Optional.of(parent.parameter().valueAt(position)));
    }

    /** Whether a conditional parameter whose features are already computed is active. */
    private static boolean isKnownActive(Axis axis, double[] features) {
        return axis.categorical() ? features[axis.feature()] != NONE : features[axis.feature() + 1] == 0;
    }

    private static double position(Axis axis, double position) {
        if (axis.values() == 0) {
            return position;
        }
        if (isLogInteger(axis.parameter())) {
            return axis.parameter().positionOf(axis.parameter().valueAt(position));
        }
        return (Math.min((double) (axis.values() - 1), Math.floor(position * axis.values())) + 0.5) / axis.values();
    }

    private static boolean isLogInteger(Parameter parameter) {
        return parameter instanceof IntegerParameter integer && integer.scale() == Scale.LOG;
    }

    private static int valueIndex(double position, long values) {
        return (int) Math.min(values - 1, (long) Math.floor(position * values));
    }
}
