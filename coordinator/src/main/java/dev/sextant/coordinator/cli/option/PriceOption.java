package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.UsageException;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The price of a device hour. */
public final class PriceOption {
    @Option(
            names = "--price",
            paramLabel = "PRICE",
            description = "Price of a device hour in any currency, for the cost on the page of images.")
    private Double price;

    /**
     * Returns the price; empty if none is given.
     *
     * @throws UsageException if it is not above 0
     */
    public OptionalDouble value() {
        if (price == null) {
            return OptionalDouble.empty();
        }
        if (!(price > 0 && price < Double.POSITIVE_INFINITY)) {
            throw new UsageException("--price (" + price + ") must be above 0");
        }
        return OptionalDouble.of(price);
    }
}
