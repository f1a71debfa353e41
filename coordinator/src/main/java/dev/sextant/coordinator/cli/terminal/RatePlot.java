package dev.sextant.coordinator.cli.terminal;

import dev.sextant.worker.image.train.RangeTest;
import java.util.Arrays;
import java.util.List;

/** A plot of a learning rate range test in characters: the smoothed loss by the logarithm of the learning rate. */
public final class RatePlot {
    private static final int HEIGHT = 12;
    private static final int WIDTH = 70;

    private RatePlot() {}

    /** Returns the lines of the plot. Cuts off losses that exceed the first one by more than its greatest decrease. */
    public static List<String> lines(RangeTest test) {
        List<RangeTest.Point> points = test.points();
        double low = test.lowest().smoothed();
        double initial = points.get(0).smoothed();
        double high =
                points.stream().mapToDouble(RangeTest.Point::smoothed).max().orElse(initial);
        high = Math.min(high, initial + Math.max(initial - low, 0.1 * Math.abs(initial)));
        double first = Math.log10(points.get(0).rate());
        double last = Math.log10(points.get(points.size() - 1).rate());
        PlotCanvas canvas = new PlotCanvas(HEIGHT, WIDTH, low, high);
        for (RangeTest.Point point : points) {
            int column = column(Math.log10(point.rate()), first, last);
            if (point.smoothed() > high) {
                canvas.markAtTop(column, '^');
            } else {
                canvas.mark(column, point.smoothed(), '*');
            }
        }
        return framed(canvas, first, last);
    }

    private static int column(double power, double first, double last) {
        return (int) Math.round((power - first) / (last - first) * (WIDTH - 1));
    }

    private static List<String> framed(PlotCanvas canvas, double first, double last) {
        char[] axis = new char[WIDTH];
        Arrays.fill(axis, '-');
        StringBuilder labels = new StringBuilder(" ".repeat(WIDTH + 8));
        for (int power = (int) Math.ceil(first - 1e-9); power <= last + 1e-9; power++) {
            int column = column(power, first, last);
            axis[column] = '+';
            labels.replace(column, column + ("1e" + power).length(), "1e" + power);
        }
        return canvas.framed(new String(axis), labels.toString());
    }
}
