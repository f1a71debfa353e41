package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.UsageException;
import picocli.CommandLine.Option;

/** How often a classifier looks at an image. */
public final class TestTimeAugmentationOption {
    private static final int MOST = 256;

    @Option(
            names = "--tta",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Test-time augmentation: average the probabilities of N views of each image, the image as it is among them;",
                "the others are changed as the trial's training images were, or, when it did not augment, mirror images,",
                "the middle and the corners (N up to 12). Default: ${DEFAULT-VALUE}."
            })
    private int views;

    /** @throws UsageException when there cannot be so many */
    public int count() {
        if (views < 1 || views > MOST) {
            throw new UsageException("--tta (" + views + ") must be between 1, the image as it is, and " + MOST);
        }
        return views;
    }

    /** What to add where a model is named; empty for one view. */
    public String describe() {
        return views == 1 ? "" : ", mean of " + views + " views";
    }
}
