package dev.sextant.coordinator.search.points;

import java.util.Optional;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * The Sobol sequence with the direction numbers of Joe and Kuo (SIAM J. Sci. Comput. 30, 2008), scrambled as Owen does
 * (Randomly permuted (t,m,s)-nets and (t,s)-sequences, 1995): bit k of a coordinate is flipped by a random bit that is
 * fixed by the k − 1 bits above it. As in Burley (Practical hash-based Owen scrambling, JCGT 9(4), 2020) a hash of seed,
 * axis and the bits above stands for the tree of random bits; unlike there each bit has a hash of its own, so that every
 * node of the tree is drawn independently. Axes from {@value #LARGEST} on, for which there are no directions, are random.
 */
public final class SobolPoints implements PointSet {
    private static final int LARGEST = 1000;
    private static final int BITS = 52;
    /** Keeps these numbers apart from others that are drawn from the same seed. */
    private static final long STREAM = 0x534f424fL;

    private Optional<Sequence> sequence = Optional.empty();

    /** A generator reads its direction numbers from a file: made once for a space. */
    private record Sequence(int dimensions, SobolSequenceGenerator generator) {}

    @Override
    public String name() {
        return "sobol";
    }

    @Override
    public double[] point(long seed, int index, int dimensions) {
        double[] plain = unscrambled(index, Math.min(dimensions, LARGEST));
        double[] point = new double[dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            long axisState = HashedRandom.bits(STREAM, seed, axis);
            point[axis] = axis < plain.length
                    ? scrambled(plain[axis], axisState)
                    : HashedRandom.uniform(HashedRandom.bits(axisState, index));
        }
        return point;
    }

    /** Point {@code index} (from 0, the origin) of the plain sequence. */
    double[] unscrambled(int index, int dimensions) {
        if (sequence.isEmpty() || sequence.get().dimensions() != dimensions) {
            sequence = Optional.of(new Sequence(dimensions, new SobolSequenceGenerator(dimensions)));
        }
        SobolSequenceGenerator generator = sequence.get().generator();
        return generator.getNextIndex() == index ? generator.nextVector() : generator.skipTo(index);
    }

    private static double scrambled(double coordinate, long axisState) {
        long plain = (long) (coordinate * (1L << BITS));
        long flips = 0;
        for (int k = 0; k < BITS; k++) {
            long above = k == 0 ? 0 : plain >>> (BITS - k);
            // The bits above alone do not say how many they are.
            long node = HashedRandom.bits(axisState, (above << 6) | k);
            flips |= (node >>> 63) << (BITS - 1 - k);
        }
        return (plain ^ flips) * 0x1p-52;
    }
}
