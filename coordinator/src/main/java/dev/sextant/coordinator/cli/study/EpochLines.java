package dev.sextant.coordinator.cli.study;

import dev.sextant.common.run.RunReport;
import dev.sextant.coordinator.text.DisplayWidth;
import dev.sextant.coordinator.text.TextFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Formats measured epochs as rows of a table. Headings come first, again when the metrics change, and again after some
 * rows. A metric and the same metric on training images share a column: {@code loss (train)}. Used by one thread.
 */
final class EpochLines {
    private static final String TRAIN = "train_";
    private static final String GAP = "  ";

    /** Width of a number with four significant digits. */
    private static final int NUMBER = 7;

    private static final int ROWS_PER_HEADING = 30;

    private static final double SMALL = 1e-3;
    private static final double HUNDRED = 100;
    private static final double LARGE = 1e7;

    /** Shorter headings of metrics that describe the epoch. */
    private static final Map<String, String> HEADINGS = Map.of("learning_rate", "rate", "image_size", "size");

    private static final List<String> LAST = List.of("learning_rate", "image_size");

    private final String objective;
    private final int width;
    private Set<String> metrics = Set.of();
    private List<Column> columns = List.of();
    private int rows;

    /** Column of a metric and, if it is not empty, of a second one in parentheses. */
    private record Column(String heading, String metric, String second, int width) {
        static Column of(String metric, Set<String> metrics) {
            String second = metrics.contains(TRAIN + metric) ? TRAIN + metric : "";
            String heading = HEADINGS.getOrDefault(metric, metric) + (second.isEmpty() ? "" : " (train)");
            int cell = second.isEmpty() ? NUMBER : 2 * NUMBER + 3;
            return new Column(heading, metric, second, Math.max(DisplayWidth.of(heading), cell));
        }

        String cell(Map<String, Double> values) {
            String value = number(values.get(metric));
            return second.isEmpty() ? value : value + " (" + number(values.get(second)) + ")";
        }

        /** Formats values with four decimals or as powers of ten, so that those of a column align. */
        private static String number(double value) {
            double size = Math.abs(value);
            if (value == 0 || !Double.isFinite(value)) {
                return TextFormat.number(value);
            }
            if (size < SMALL || size >= LARGE) {
                return String.format(Locale.ROOT, "%.1e", value);
            }
            return value == Math.rint(value) || size >= HUNDRED
                    ? TextFormat.number(value)
                    : String.format(Locale.ROOT, "%.4f", value);
        }
    }

    /**
     * @param objective metric of the study, which is shown first
     * @param width greatest length of a line; metrics that do not fit are not shown
     */
    EpochLines(String objective, int width) {
        this.objective = objective;
        this.width = width;
    }

    /** Returns the row of an epoch, after headings if they are due. */
    List<String> of(RunReport.EpochDone report) {
        List<String> lines = new ArrayList<>();
        if (!report.metrics().keySet().equals(metrics)) {
            metrics = Set.copyOf(report.metrics().keySet());
            columns = columns();
            rows = 0;
        }
        if (rows++ % ROWS_PER_HEADING == 0) {
            lines.add(line("trial", "epoch", columns.stream().map(Column::heading).toList(), "time"));
        }
        lines.add(line(
                String.valueOf(report.key().trial()),
                String.valueOf(report.epoch()),
                columns.stream().map(column -> column.cell(report.metrics())).toList(),
                TextFormat.seconds(report.seconds())));
        return lines;
    }

    private List<Column> columns() {
        Set<String> order = new LinkedHashSet<>();
        Set<String> sorted = new TreeSet<>(metrics);
        order.add(objective);
        sorted.stream().filter(name -> metrics.contains(TRAIN + name)).forEach(order::add);
        order.addAll(sorted);
        order.removeIf(name -> !metrics.contains(name) || LAST.contains(name) || isSecond(name));
        Map<String, Column> chosen = new LinkedHashMap<>();
        order.forEach(name -> chosen.put(name, Column.of(name, metrics)));
        LAST.stream().filter(metrics::contains).forEach(name -> chosen.put(name, Column.of(name, metrics)));
        List<String> optional = new ArrayList<>(order);
        while (width(chosen) > width && optional.size() > 1) {
            chosen.remove(optional.remove(optional.size() - 1));
        }
        return List.copyOf(chosen.values());
    }

    private boolean isSecond(String name) {
        return name.startsWith(TRAIN) && metrics.contains(name.substring(TRAIN.length()));
    }

    /** Width of a line: two numbers and the time take seven columns each at most. */
    private static int width(Map<String, Column> columns) {
        return columns.values().stream()
                .mapToInt(column -> column.width() + GAP.length())
                .reduce(3 * NUMBER + GAP.length(), Integer::sum);
    }

    private String line(String trial, String epoch, List<String> cells, String time) {
        StringBuilder line = new StringBuilder(right(trial, 5)).append(GAP).append(right(epoch, 5));
        for (int i = 0; i < cells.size(); i++) {
            line.append(GAP).append(right(cells.get(i), columns.get(i).width()));
        }
        return line.append(GAP).append(right(time, NUMBER)).toString();
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - DisplayWidth.of(text))) + text;
    }
}
