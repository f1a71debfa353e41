package dev.sextant.coordinator.search.points;

import java.util.Optional;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * The scrambled Sobol sequence. Direction numbers are those of Joe and Kuo (SIAM J. Sci. Comput. 30, 2008). Scrambling is
 * Owen's nested uniform permutation (Randomly permuted (t,m,s)-nets and (t,s)-sequences, 1995): bit k of a coordinate is
 * flipped by a random bit that depends on the k − 1 bits above it.
 *
 * <p>The random bits are hashes of seed, axis and the bits above, as in Burley (Practical hash-based Owen scrambling, JCGT
 * 9(4), 2020). Unlike there, each bit has its own hash, so that all random bits are independent. There are directions for
 * {@value #MAX_DIMENSIONS} axes; further axes are random. Not thread-safe.
 */
public final class SobolPoints implements PointSet {
    private static final int MAX_DIMENSIONS = 1000;
    private static final int BITS = 52;
    /** Separates these random numbers from others that are drawn with the same seed. */
    private static final long STREAM = 0x534f424fL;

    private Optional<Sequence> sequence = Optional.empty();

    /** A generator, which is kept because it reads its direction numbers from a file. */
    private record Sequence(int dimensions, SobolSequenceGenerator generator) {}

    @Override
    public String name() {
        return "sobol";
    }

    @Override
    public double[] point(long seed, int index, int dimensions) {
        double[] plain = unscrambled(index, Math.min(dimensions, MAX_DIMENSIONS));
        double[] point = new double[dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            long axisState = HashedRandom.bits(STREAM, seed, axis);
            point[axis] = axis < plain.length
                    ? scrambled(plain[axis], axisState)
                    : HashedRandom.uniform(HashedRandom.bits(axisState, index));
        }
        return point;
    }

    /** A point of the sequence before scrambling; index 0 is the origin. */
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
            // The hash includes k, because the value of the bits above does not determine their number.
            long node = HashedRandom.bits(axisState, (above << 6) | k);
            flips |= (node >>> 63) << (BITS - 1 - k);
        }
        return (plain ^ flips) * 0x1p-52;
    }
}
