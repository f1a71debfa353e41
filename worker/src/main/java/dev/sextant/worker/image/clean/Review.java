package dev.sextant.worker.image.clean;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Review of a data set: images that a person should check.
 *
 * @param suspects images sorted by kind, in the order of {@link Kind}; within a kind the clearest cases first
 * @param accuracy share of the images that out-of-fold predictions classify correctly
 */
public record Review(List<Suspect> suspects, double accuracy) {
    /** Reason to check an image. */
    public enum Kind {
        /** Another class has a high probability: the label may be wrong. */
        MISLABELED("mislabelled"),
        /** An image that is almost the same has another label: one of the two labels is wrong. */
        CONTRADICTED("contradicted"),
        /** An image that is almost the same is in another set of the split: the validation set is not independent. */
        LEAKED("leaked"),
        /** An image that is almost the same is in the same set. */
        REPEATED("repeated"),
        /** No class has a high probability. */
        UNSURE("unsure");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns the name used in tables and files. */
        public String word() {
            return word;
        }
    }

    /**
     * Image that should be checked.
     *
     * @param image index of the image
     * @param predicted index of the most probable class
     * @param probability probability of that class
     * @param other index of the image that is almost the same; empty for kinds that need none
     * @param similarity cosine of the angle between the two images' features; 0 without another image
     */
    public record Suspect(
            Kind kind, int image, int predicted, double probability, Optional<Integer> other, double similarity) {
        private static Suspect single(Kind kind, int image, int predicted, double probability) {
            return new Suspect(kind, image, predicted, probability, Optional.empty(), 0);
        }
    }

    /**
     * Thresholds of the review.
     *
     * @param wrongAbove probability of another class above which an image is mislabeled
     * @param unsureFrom least probability of the most probable class of an unsure image
     * @param unsureTo greatest probability of the most probable class of an unsure image
     * @param similar least cosine of the angle between the standardized features of two images that are almost the same
     * @param folds number of cross-validation folds, at least 2
     * @param seed seed of the assignment of images to folds
     */
    public record Rules(double wrongAbove, double unsureFrom, double unsureTo, double similar, int folds, long seed) {
        /** Checks the number of folds. */
        public Rules {
            if (folds < 2) {
                throw new IllegalArgumentException("folds (" + folds + ") must be at least 2");
            }
        }
    }

    /** Reviews images. Equal images and rules give equal reviews. */
    public static Review of(ImageFeatures images, Rules rules) {
        float[][] features = StandardizedFeatures.of(images.values());
        int[] labels =
                images.images().stream().mapToInt(ImageFeatures.Image::label).toArray();
        float[][] probabilities = OutOfFoldProbabilities.probabilities(
                features, labels, images.classes().size(), rules.folds(), rules.seed());
        List<Suspect> suspects = new ArrayList<>();
        int correct = 0;
        for (int image = 0; image < labels.length; image++) {
            int predicted = mostProbable(probabilities[image]);
            double probability = probabilities[image][predicted];
            correct += predicted == labels[image] ? 1 : 0;
            if (predicted != labels[image] && probability > rules.wrongAbove()) {
                suspects.add(Suspect.single(Kind.MISLABELED, image, predicted, probability));
            } else if (probability >= rules.unsureFrom() && probability <= rules.unsureTo()) {
                suspects.add(Suspect.single(Kind.UNSURE, image, predicted, probability));
            }
        }
        for (NearDuplicates.Pair pair : NearDuplicates.find(features, rules.similar())) {
            int predicted = mostProbable(probabilities[pair.second()]);
            suspects.add(new Suspect(
                    kind(images.images().get(pair.first()), images.images().get(pair.second())),
                    pair.second(),
                    predicted,
                    probabilities[pair.second()][predicted],
                    Optional.of(pair.first()),
                    pair.similarity()));
        }
        suspects.sort(Comparator.comparing(Suspect::kind)
                .thenComparing(Comparator.comparingDouble(Review::clarity).reversed())
                .thenComparingInt(Suspect::image));
        return new Review(List.copyOf(suspects), (double) correct / labels.length);
    }

    private static double clarity(Suspect suspect) {
        return switch (suspect.kind()) {
            case MISLABELED -> suspect.probability();
            case UNSURE -> -suspect.probability();
            default -> suspect.similarity();
        };
    }

    private static Kind kind(ImageFeatures.Image one, ImageFeatures.Image other) {
        if (one.label() != other.label()) {
            return Kind.CONTRADICTED;
        }
        return one.part().equals(other.part()) ? Kind.REPEATED : Kind.LEAKED;
    }

    private static int mostProbable(float[] row) {
        int best = 0;
        for (int label = 1; label < row.length; label++) {
            if (row[label] > row[best]) {
                best = label;
            }
        }
        return best;
    }
}
