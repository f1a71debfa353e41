package dev.sextant.coordinator.cli.study;

import picocli.CommandLine.Option;

/** Whether a running study prints a line for each epoch. */
final class EpochsOption {
    @Option(
            names = "--epochs",
            negatable = true,
            description = {
                "Print one line per epoch: metrics, learning rate, image size, time.",
                "Default: --epochs with one slot, --no-epochs with more."
            })
    private Boolean epochs;

    /** Returns the choice; by default, lines are printed if runs cannot interleave. */
    boolean isOn(int slots) {
        return epochs == null ? slots == 1 : epochs;
    }
}
