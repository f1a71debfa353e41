package dev.sextant.worker.image.data;

import dev.sextant.common.trainer.Settings;
import java.util.List;
import java.util.Map;

/**
 * How many images {@code image-classifier} trains on and asks, as far as the folder's listing tells: unreadable images
 * still count.
 *
 * @param classes folders of images
 * @param training images
 * @param validation images
 */
public record SplitSize(int classes, int training, int validation) {
    /**
     * Lists the folder.
     *
     * @param settings of a study file's trainer, fixed ones at least
     * @throws IllegalArgumentException when {@code data} is no folder of images in folders
     */
    public static SplitSize of(Map<String, Object> settings) {
        DataSettings typed = DataSettings.of(Settings.withDefaults(DataSettings.DECLARED, settings));
        try {
            ImageFolder folder = ImageFolder.list(typed);
            ValidationSplit split = ValidationSplit.of(folder, List.of(), typed);
            return new SplitSize(folder.classes().size(), split.training().length, split.validation().length);
        } catch (UnusableData e) {
            throw new IllegalArgumentException(e.problem().setting() + " " + e.getMessage(), e);
        }
    }
}
