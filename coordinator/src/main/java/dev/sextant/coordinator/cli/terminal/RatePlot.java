package dev.sextant.coordinator.cli.terminal;

import dev.sextant.worker.image.train.RangeTest;
import java.util.Arrays;
import java.util.List;

/** A range test drawn in letters: the smoothed loss upwards, learning rates to the right, in powers of ten. */
public final class RatePlot {
    private static final int HEIGHT = 12;
    private static final int WIDTH = 70;

    private RatePlot() {}

    /** The lines of the drawing. What lies above the first loss by more than its fall is cut off. */
    public static List<String> lines(RangeTest test) {
        List<RangeTest.Point> points = test.points();
        double low = test.lowest().smoothed();
        double begin = points.get(0).smoothed();
        double high =
                points.stream().mapToDouble(RangeTest.Point::smoothed).max().orElse(begin);
        high = Math.min(high, begin + Math.max(begin - low, 0.1 * Math.abs(begin)));
        double first = Math.log10(points.get(0).rate());
        double last = Math.log10(points.get(points.size() - 1).rate());
        PlotCanvas field = new PlotCanvas(HEIGHT, WIDTH, low, high);
        for (RangeTest.Point point : points) {
            int column = column(Math.log10(point.rate()), first, last);
            if (point.smoothed() > high) {
                field.markAtTop(column, '^');
            } else {
                field.mark(column, point.smoothed(), '*');
            }
        }
        return framed(field, first, last);
    }

    private static int column(double power, double first, double last) {
        return (int) Math.round((power - first) / (last - first) * (WIDTH - 1));
    }

    private static List<String> framed(PlotCanvas field, double first, double last) {
        char[] axis = new char[WIDTH];
        Arrays.fill(axis, '-');
        StringBuilder names = new StringBuilder(" ".repeat(WIDTH + 8));
        for (int power = (int) Math.ceil(first - 1e-9); power <= last + 1e-9; power++) {
            int column = column(power, first, last);
            axis[column] = '+';
            names.replace(column, column + ("1e" + power).length(), "1e" + power);
        }
        return field.framed(new String(axis), names.toString());
    }
}
