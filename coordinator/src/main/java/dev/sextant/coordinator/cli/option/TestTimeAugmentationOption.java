package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.UsageException;
import picocli.CommandLine.Option;

/** Test-time augmentation: the number of views of each image whose predictions are averaged. */
public final class TestTimeAugmentationOption {
    private static final int MAX_VIEWS = 256;

    @Option(
            names = "--tta",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Test-time augmentation: average the predicted probabilities over N views of each image, the original"
                        + " among them. Views are drawn from the trial's augmentation; without one they are the mirror"
                        + " image and crops of center and corners (N up to 12). Default: ${DEFAULT-VALUE}."
            })
    private int views;

    /**
     * Returns the number of views per image; 1 for the original image alone.
     *
     * @throws UsageException when the number of views is out of range
     */
    public int count() {
        if (views < 1 || views > MAX_VIEWS) {
            throw new UsageException("--tta (" + views + ") must be from 1 (only the original image) to " + MAX_VIEWS);
        }
        return views;
    }

    /** Returns a suffix for the name of a model, e.g. {@code , mean of 8 views}; empty for one view. */
    public String describe() {
        return views == 1 ? "" : ", mean of " + views + " views";
    }
}
