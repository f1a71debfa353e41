package dev.sextant.worker.image.data;

import dev.sextant.common.trainer.Settings;
import java.util.List;
import java.util.Map;

/**
 * Numbers of images that {@code image-classifier} trains and validates on, by the folder's listing: unreadable images
 * still count.
 *
 * @param classes number of classes
 * @param training number of training images
 * @param validation number of validation images
 */
public record SplitSize(int classes, int training, int validation) {
    /**
     * Lists the folder and returns the sizes.
     *
     * @param settings settings of a study file's trainer, at least those that are not searched
     * @throws IllegalArgumentException if the data cannot be used, with the setting and the remedy
     */
    public static SplitSize of(Map<String, Object> settings) {
        DataSettings typed = DataSettings.of(Settings.withDefaults(DataSettings.DECLARED, settings));
        try {
            ImageFolder folder = ImageFolder.list(typed);
            ValidationSplit split = ValidationSplit.of(folder, List.of(), typed, SplitNames.RELATIVE_PATHS);
            return new SplitSize(folder.classes().size(), split.training().length, split.validation().length);
        } catch (UnusableData e) {
            throw new IllegalArgumentException(e.problem().setting() + " " + e.getMessage(), e);
        }
    }
}
