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
import java.util.Map;
import java.util.Optional;

/**
 * Where configurations lie for a kernel. Each parameter has one or more coordinates, its features, with one length scale
 * for all of them:
 *
 * <ul>
 *   <li>numbers and ordinals: their position in [0, 1], discrete ones at the middle of their share of the axis, so that
 *       all points of one configuration are the same;
 *   <li>categoricals: the number of the value. Two different values, whichever, are as far apart as two random numbers are, by
 *       root mean square: √(1/6). C > 8 categoricals are together no farther than eight would be: √(8/(6 C)) each. Of numbers some
 *       are always near; categories that differ are all as far as can be, and many of them, or ones that were 1 apart, would
 *       set all configurations so far from one another that a model of a hundred trials knows of none that was not tried;
 *   <li>a number under a condition has one feature more, which keeps configurations where it plays no part that far, by root
 *       mean square, from all those where it does, and at distance 0 from one another. A categorical has {@link #NONE} there.
 * </ul>
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class Embedding {
    /** Mean of (u − v)², u and v independent and uniform on [0, 1]. */
    private static final double OF_RANDOM_NUMBERS = 1.0 / 6;
    /** Categoricals of a space; of more of them each is nearer. */
    private static final double MOST_AS_FAR_AS_NUMBERS = 8;
    /** A random number is 1/12 off the middle, which a number without a part is put at. */
    private static final double INACTIVE = Math.sqrt(OF_RANDOM_NUMBERS - 1.0 / 12);
    /** Finite parameters of up to so many values have their conditions decided beforehand. */
    private static final long ENUMERABLE = 4096;

    /** Instead of a value's number, where a categorical plays no part. */
    static final double NONE = -1;

    private final SearchSpace space;
    private final Axis[] axes;
    private final int[] axisOfFeature;
    private final int[] parentsFirst;
    private final double fromNone;

    private record Axis(Parameter parameter, int feature, long pieces, boolean categorical, List<Test> when) {
        boolean isConditional() {
            return !when.isEmpty();
        }
    }

    /** A test of a condition; decided for each piece of a parent with few values. */
    private record Test(int parent, Condition.Test test, Optional<BitSet> byPiece) {}

    public Embedding(SearchSpace space) {
        this.space = space;
        List<Parameter> parameters = space.parameters();
        axes = new Axis[parameters.size()];
        List<Integer> owners = new ArrayList<>();
        for (int axis = 0; axis < axes.length; axis++) {
            Parameter parameter = parameters.get(axis);
            boolean categorical = parameter instanceof CategoricalParameter;
            long pieces = parameter.cardinality().orElse(0);
            List<Test> when = tests(parameter);
            axes[axis] = new Axis(parameter, owners.size(), pieces, categorical, when);
            int features = when.isEmpty() || categorical ? 1 : 2;
            for (int i = 0; i < features; i++) {
                owners.add(axis);
            }
        }
        long categoricals = Arrays.stream(axes).filter(Axis::categorical).count();
        fromNone = Math.sqrt(OF_RANDOM_NUMBERS * Math.min(1, MOST_AS_FAR_AS_NUMBERS / categoricals) / 2);
        axisOfFeature = owners.stream().mapToInt(Integer::intValue).toArray();
        parentsFirst = space.parentsFirst().stream()
                .mapToInt(space.parameters()::indexOf)
                .toArray();
    }

    private List<Test> tests(Parameter parameter) {
        List<Test> tests = new ArrayList<>();
        Map<String, Condition.Test> byParent = parameter
                .when()
                .<Map<String, Condition.Test>>map(Condition::tests)
                .orElse(Map.of());
        byParent.forEach((name, test) -> {
            Parameter parent = space.parameter(name);
            long pieces = parent.cardinality().orElse(0);
            boolean byPiece = pieces > 0 && pieces <= ENUMERABLE && !isLogInteger(parent);
            BitSet holds = new BitSet();
            for (int piece = 0; byPiece && piece < pieces; piece++) {
                holds.set(piece, test.holds(parent.valueAt((piece + 0.5) / pieces)));
            }
            tests.add(new Test(
                    space.parameters().indexOf(parent), test, byPiece ? Optional.of(holds) : Optional.empty()));
        });
        return List.copyOf(tests);
    }

    public SearchSpace space() {
        return space;
    }

    /** Number of parameters D. */
    public int axes() {
        return axes.length;
    }

    /** Number of features F ≥ D. */
    public int features() {
        return axisOfFeature.length;
    }

    /** The parameter, by its index in the space, that a feature belongs to. */
    public int axisOf(int feature) {
        return axisOfFeature[feature];
    }

    /** Whether a feature is the number of a category. */
    boolean isCategory(int feature) {
        return axes[axisOf(feature)].categorical();
    }

    /** How far a category is from {@link #NONE}, where length scales are 1; another one is √2 times as far. */
    double fromNone() {
        return fromNone;
    }

    /**
     * The features of the configuration at a point of the unit cube: {@code features} is overwritten.
     *
     * @param point [D], each in [0, 1]
     * @param features [F]
     */
    public void embed(double[] point, double[] features) {
        for (int index : parentsFirst) {
            Axis axis = axes[index];
            boolean active = !axis.isConditional() || isActive(axis, point, features);
            int first = axis.feature();
            if (axis.categorical()) {
                features[first] = active ? piece(point[index], axis.pieces()) : NONE;
            } else {
                features[first] = active ? position(axis, point[index]) : 0.5;
                if (axis.isConditional()) {
                    features[first + 1] = active ? 0 : INACTIVE;
                }
            }
        }
    }

    private boolean isActive(Axis axis, double[] point, double[] features) {
        for (Test test : axis.when()) {
            Axis parent = axes[test.parent()];
            if (parent.isConditional() && !wasActive(parent, features)) {
                return false;
            }
            double position = point[test.parent()];
            boolean holds = test.byPiece().isPresent()
                    ? test.byPiece().get().get(piece(position, parent.pieces()))
                    : test.test().holds(parent.parameter().valueAt(position));
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    /** Whether a conditional parameter whose features stand already plays a part. */
    private static boolean wasActive(Axis axis, double[] features) {
        return axis.categorical() ? features[axis.feature()] != NONE : features[axis.feature() + 1] == 0;
    }

    private static double position(Axis axis, double position) {
        if (axis.pieces() == 0) {
            return position;
        }
        if (isLogInteger(axis.parameter())) {
            return axis.parameter().positionOf(axis.parameter().valueAt(position));
        }
        return (Math.min((double) (axis.pieces() - 1), Math.floor(position * axis.pieces())) + 0.5) / axis.pieces();
    }

    private static boolean isLogInteger(Parameter parameter) {
        return parameter instanceof IntegerParameter integer && integer.scale() == Scale.LOG;
    }

    private static int piece(double position, long pieces) {
        return (int) Math.min(pieces - 1, (long) Math.floor(position * pieces));
    }
}
