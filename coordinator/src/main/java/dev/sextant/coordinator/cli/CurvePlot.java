package dev.sextant.coordinator.cli;

import dev.sextant.common.study.LearningCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A learning curve drawn in letters: the metric upwards, epochs to the right. */
final class CurvePlot {
    private static final int HEIGHT = 8;
    private static final int WIDTH = 72;

    private CurvePlot() {}

    /** The lines of the drawing; none when no epoch has a finite value. */
    static List<String> lines(LearningCurve curve) {
        double low = finite(curve).min().orElse(Double.NaN);
        double high = finite(curve).max().orElse(Double.NaN);
        if (Double.isNaN(low)) {
            return List.of();
        }
        int width = Math.min(WIDTH, Math.max(curve.epochs() * step(curve), 8));
        char[][] field = new char[HEIGHT][width];
        for (char[] row : field) {
            java.util.Arrays.fill(row, ' ');
        }
        for (int epoch = 1; epoch <= curve.epochs(); epoch++) {
            int column = column(epoch, curve.epochs(), width);
            double value = curve.at(epoch);
            if (Double.isFinite(value)) {
                field[row(value, low, high)][column] = '*';
            } else {
                field[HEIGHT - 1][column] = '!';
            }
        }
        return framed(field, low, high, curve.epochs());
    }

    private static java.util.stream.DoubleStream finite(LearningCurve curve) {
        return IntStream.rangeClosed(1, curve.epochs()).mapToDouble(curve::at).filter(Double::isFinite);
    }

    private static int step(LearningCurve curve) {
        return Math.max(1, Math.min(6, WIDTH / curve.epochs()));
    }

    private static int column(int epoch, int epochs, int width) {
        return epochs == 1 ? 0 : (int) Math.round((epoch - 1.0) * (width - 1) / (epochs - 1));
    }

    private static int row(double value, double low, double high) {
        return high == low ? HEIGHT / 2 : (int) Math.round((high - value) / (high - low) * (HEIGHT - 1));
    }

    private static List<String> framed(char[][] field, double low, double high, int epochs) {
        String top = Words.number(high);
        String bottom = Words.number(low);
        int margin = Math.max(top.length(), bottom.length());
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < HEIGHT; row++) {
            String label =
                    high == low ? row == HEIGHT / 2 ? top : "" : row == 0 ? top : row == HEIGHT - 1 ? bottom : "";
            lines.add(String.format(Locale.ROOT, "%" + margin + "s | %s", label, new String(field[row]))
                    .stripTrailing());
        }
        int width = field[0].length;
        lines.add(" ".repeat(margin) + " +-" + "-".repeat(width));
        String last = epochs == 1 ? "" : Integer.toString(epochs);
        lines.add(" ".repeat(margin + 3) + "1" + " ".repeat(Math.max(1, width - 1 - last.length())) + last + " epochs");
        return lines;
    }
}
