package dev.sextant.worker.image.input;

import dev.sextant.common.space.Condition;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.mode.TrainingMode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/**
 * Image size by epoch: progressive resizing, small images first (Howard, Training ImageNet in 3 hours for USD 25,
 * 2018; Tan and Le, EfficientNetV2, ICML 2021, section 4.2). Immutable.
 *
 * @param setting the setting that defines the schedule
 * @param full final side of the images, pixels
 * @param sizes sides before the final one, pixels, by the first epoch that has them
 * @param fullFrom first epoch at the full size
 */
public record SizeSchedule(String setting, int full, SortedMap<Integer, Integer> sizes, int fullFrom) {
    private static final String SIZES = "progressive_sizes";
    private static final String EPOCHS = "growing_epochs";
    private static final String FIRST = "first_size";
    private static final int SMALLEST = 8;

    /** Sizes grow in steps of an eighth of the full one, since all images are decoded and kept at every size. */
    private static final int STEPS = 8;

    /** Declarations of the settings. */
    public static final List<Setting> DECLARED = List.of(
            Setting.integerMap(SIZES)
                    .mattersWhen(TrainingMode.ON_IMAGES)
                    .describedAs("epochs by image size, from the smallest, e.g. {64: 3, 96: 3}; later epochs have "
                            + "image_size; not for networks with a fixed input size"),
            Setting.integer(EPOCHS)
                    .between(0, 100_000)
                    .byDefault(0)
                    .mattersWhen(TrainingMode.ON_IMAGES)
                    .mattersWhen(Condition.absent(SIZES))
                    .describedAs("epochs in which images grow from first_size to image_size; 0: none; a searchable "
                            + "alternative to progressive_sizes"),
            Setting.integer(FIRST)
                    .between(SMALLEST, 1024)
                    .mattersWhen(Condition.atLeast(EPOCHS, 1))
                    .describedAs("side of the images in the first of the growing_epochs, in pixels; default: half of "
                            + "image_size"));

    public SizeSchedule {
        sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
    }

    /**
     * Reads the schedule of a trial.
     *
     * @param full final side of the images, pixels
     * @throws UnusableData when a size is too small, or larger than the final one
     */
    public static SizeSchedule of(Settings settings, int full) throws UnusableData {
        if (settings.has(SIZES)) {
            return explicit(settings.integerMap(SIZES), full);
        }
        int epochs = settings.integer(EPOCHS);
        int first = settings.has(FIRST) ? settings.integer(FIRST) : Math.max(SMALLEST, full / 2);
        if (epochs > 0 && first > full) {
            throw new UnusableData(FIRST, "(" + first + ") must not be above image_size (" + full + "); lower it");
        }
        SortedMap<Integer, Integer> sizes = new TreeMap<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double share = (first + (full - first) * (epoch - 1.0) / epochs) / full;
            int size = (int) Math.max(first, Math.floor(share * STEPS) * full / STEPS);
            if (sizes.isEmpty() || sizes.get(sizes.lastKey()) != size) {
                sizes.put(epoch, size);
            }
        }
        return new SizeSchedule(EPOCHS, full, sizes, epochs + 1);
    }

    private static SizeSchedule explicit(Map<String, Long> epochsBySize, int full) throws UnusableData {
        SortedMap<Integer, Long> ascending = new TreeMap<>();
        for (var entry : epochsBySize.entrySet()) {
            String word = entry.getKey();
            int size = word.matches("[0-9]{1,4}") ? Integer.parseInt(word) : 0;
            if (size < SMALLEST || size > full || entry.getValue() < 1) {
                throw new UnusableData(
                        SIZES,
                        "(" + word + ": " + entry.getValue() + ") must be a size from " + SMALLEST
                                + " pixels to image_size (" + full + "), and at least one epoch");
            }
            ascending.put(size, entry.getValue());
        }
        SortedMap<Integer, Integer> sizes = new TreeMap<>();
        long epoch = 1;
        for (var step : ascending.entrySet()) {
            sizes.put((int) Math.min(Integer.MAX_VALUE, epoch), step.getKey());
            epoch += step.getValue();
        }
        return new SizeSchedule(SIZES, full, sizes, (int) Math.min(Integer.MAX_VALUE, epoch));
    }

    /** Returns the same schedule for a phase that begins at an epoch. */
    public SizeSchedule from(int epoch) {
        SortedMap<Integer, Integer> later = new TreeMap<>();
        sizes.forEach((first, size) -> later.put(Math.addExact(first, epoch - 1), size));
        return new SizeSchedule(setting, full, later, (int) Math.min(Integer.MAX_VALUE, fullFrom + epoch - 1L));
    }

    /** Returns whether all epochs have the full size. */
    boolean isConstant() {
        return sizes.values().stream().allMatch(size -> size == full);
    }

    /** Returns the side of the images in an epoch, pixels. */
    public int size(int epoch) {
        return epoch >= fullFrom ? full : sizes.get(sizes.headMap(epoch + 1).lastKey());
    }

    /** Returns whether a network accepts one image size only, since its dense layers depend on positions. */
    public static boolean takesOneSize(ComputationGraphConfiguration network) {
        return network.getVertices().values().stream()
                .anyMatch(vertex -> vertex instanceof LayerVertex layer
                        && layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor);
    }

    /**
     * Checks that a network with a fixed input size can be trained.
     *
     * @throws UnusableData when there is more than one size
     */
    public void checkFixedInput() throws UnusableData {
        if (!isConstant()) {
            throw new UnusableData(
                    setting,
                    "asks for images of " + sizes.get(sizes.firstKey()) + " and " + full
                            + " pixels, but the network accepts one size only; set global_pooling: true for the small "
                            + "network, choose a backbone that ends in pooling, or leave the setting out");
        }
    }
}
