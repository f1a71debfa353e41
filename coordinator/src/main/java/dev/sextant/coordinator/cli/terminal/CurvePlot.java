package dev.sextant.coordinator.cli.terminal;

import dev.sextant.common.study.LearningCurve;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A plot of a learning curve in characters: the metric by epoch. */
public final class CurvePlot {
    private static final int HEIGHT = 8;
    private static final int WIDTH = 72;

    private CurvePlot() {}

    /** Returns the lines of the plot; none if no epoch has a finite value. */
    public static List<String> lines(LearningCurve curve) {
        double low = finite(curve).min().orElse(Double.NaN);
        double high = finite(curve).max().orElse(Double.NaN);
        if (Double.isNaN(low)) {
            return List.of();
        }
        int width = Math.min(WIDTH, Math.max(curve.epochs() * step(curve), 8));
        PlotCanvas canvas = new PlotCanvas(HEIGHT, width, low, high);
        for (int epoch = 1; epoch <= curve.epochs(); epoch++) {
            int column = column(epoch, curve.epochs(), width);
            double value = curve.at(epoch);
            if (Double.isFinite(value)) {
                canvas.mark(column, value, '*');
            } else {
                canvas.markAtBottom(column, '!');
            }
        }
        return framed(canvas, curve.epochs());
    }

    private static DoubleStream finite(LearningCurve curve) {
        return IntStream.rangeClosed(1, curve.epochs()).mapToDouble(curve::at).filter(Double::isFinite);
    }

    private static int step(LearningCurve curve) {
        return Math.max(1, Math.min(6, WIDTH / curve.epochs()));
    }

    private static int column(int epoch, int epochs, int width) {
        return epochs == 1 ? 0 : (int) Math.round((epoch - 1.0) * (width - 1) / (epochs - 1));
    }

    private static List<String> framed(PlotCanvas canvas, int epochs) {
        String last = epochs == 1 ? "" : Integer.toString(epochs);
        String between = " ".repeat(Math.max(1, canvas.width() - 1 - last.length()));
        return canvas.framed("-".repeat(canvas.width()), "1" + between + last + " epochs");
    }
}
