package dev.sextant.benchmarks.search;

import dev.sextant.common.text.Plural;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tables of measures: one set per suite, number of slots and budget. */
final class Report {
    private static final String NONE = "-";

    private final List<Group> groups;
    private final Map<String, Integer> epochsOfSuite;

    /** @param epochsOfSuite epochs of a full training, by suite */
    private Report(List<Group> groups, Map<String, Integer> epochsOfSuite) {
        this.groups = groups;
        this.epochsOfSuite = epochsOfSuite;
    }

    /** @param tasks the tasks to report; runs of other tasks are left out */
    static Report of(List<BenchmarkResult> runs, List<BenchmarkTask> tasks) {
        Map<String, BenchmarkTask> known = new TreeMap<>();
        Map<String, Integer> epochs = new TreeMap<>();
        for (BenchmarkTask task : tasks) {
            known.put(task.suite() + "/" + task.name(), task);
            epochs.put(task.suite(), task.epochs());
        }
        Map<Group.Key, List<Measures>> byKey = new LinkedHashMap<>();
        for (BenchmarkResult run : runs) {
            BenchmarkTask task = known.get(run.key().suite() + "/" + run.key().task());
            if (task != null) {
                byKey.computeIfAbsent(Group.Key.of(run.key()), key -> new ArrayList<>())
                        .add(Measures.of(run, task.reference()));
            }
        }
        List<Group> groups = new ArrayList<>();
        byKey.forEach((key, measures) -> groups.add(new Group(key, measures)));
        return new Report(groups, epochs);
    }

    /** The groups of runs. */
    List<Group> groups() {
        return List.copyOf(groups);
    }

    /**
     * The report in Markdown.
     *
     * @param focus the algorithm with which the others are compared
     */
    String markdown(String focus) {
        StringBuilder text = new StringBuilder();
        Map<Group.Table, List<Group>> tables = new TreeMap<>(Comparator.comparing(Group.Table::suite)
                .thenComparing(Group.Table::slots)
                .thenComparing(Group.Table::budget));
        for (Group group : groups) {
            tables.computeIfAbsent(group.key().table(), table -> new ArrayList<>())
                    .add(group);
        }
        tables.forEach((table, members) -> {
            members.sort(Comparator.comparingDouble(group -> group.mean(Measures::area)));
            text.append(String.format(
                    Locale.ROOT,
                    "### %s, %s, %d epochs%n%n",
                    table.suite(),
                    Plural.count(table.slots(), "slot"),
                    table.budget()));
            text.append(summary(table, members)).append('\n');
            members.stream()
                    .filter(group -> group.key().algorithm().equals(focus) && members.size() > 1)
                    .findFirst()
                    .ifPresent(group -> text.append(comparison(group, members)).append('\n'));
            text.append("Median epochs to RS220, task by task:\n\n")
                    .append(tasks(members))
                    .append('\n');
        });
        return text.toString();
    }

    private MarkdownTable summary(Group.Table table, List<Group> members) {
        MarkdownTable markdown = new MarkdownTable(List.of(
                "algorithm",
                "runs",
                "reached",
                "epochs to RS220 (quartiles)",
                "95 %",
                "speed-up",
                "regret at " + table.budget() / 4,
                "at " + table.budget() + " (95 %)",
                "area",
                "recommended",
                "ms a proposal, p50 / p99"));
        for (Group group : members) {
            Quantiles epochs = group.quantiles(Measures::epochsToTarget);
            Bootstrap.Interval interval = Bootstrap.of(group.byTask(Measures::epochsToTarget), Group::median);
            Bootstrap.Interval regret = Bootstrap.of(group.byTask(Measures::finalRegret), Group::mean);
            double median = epochs.at(0.5);
            double full = (double) Reference.RANDOM_RUNS * epochsOfSuite.getOrDefault(table.suite(), 0);
            markdown.row(List.of(
                    group.key().algorithm(),
                    Integer.toString(group.runs().size()),
                    number("%.0f %%", 100 * group.reached()),
                    epochs(median, table.budget()) + " (" + epochs(epochs.at(0.25), table.budget()) + "–"
                            + epochs(epochs.at(0.75), table.budget()) + ")",
                    epochs(interval.low(), table.budget()) + "–" + epochs(interval.high(), table.budget()),
                    Double.isFinite(median)
                            ? number("%.1fx", full / median)
                            : "< " + number("%.1fx", full / table.budget()),
                    number("%.3f", group.mean(Measures::earlyRegret)),
                    number("%.3f", group.mean(Measures::finalRegret)) + " (" + number("%.3f", regret.low()) + "–"
                            + number("%.3f", regret.high()) + ")",
                    number("%.3f", group.mean(Measures::area)),
                    number("%.3f", group.mean(Measures::recommendedRegret)),
                    number("%.2f", median(group, true)) + " / " + number("%.2f", median(group, false))));
        }
        return markdown;
    }

    private static double median(Group group, boolean isMedian) {
        return group.quantiles(
                        run -> isMedian ? run.run().askMillisP50() : run.run().askMillisP99())
                .at(0.5);
    }

    private static String comparison(Group focus, List<Group> members) {
        MarkdownTable markdown = new MarkdownTable(List.of(
                "against " + focus.key().algorithm(), "times the epochs to RS220", "95 %", "its best task", "there"));
        for (Group group : members) {
            if (!group.key().equals(focus.key())) {
                Map<String, double[]> theirs = group.byTask(Measures::censoredEpochs);
                Map<String, double[]> ours = focus.byTask(Measures::censoredEpochs);
                theirs.keySet().retainAll(ours.keySet());
                ours.keySet().retainAll(theirs.keySet());
                if (!theirs.isEmpty()) {
                    compare(markdown, group.key().algorithm(), theirs, ours);
                }
            }
        }
        return "Runs that did not reach RS220 count as if they had at the end of the budget:\n\n" + markdown;
    }

    private static void compare(
            MarkdownTable markdown, String algorithm, Map<String, double[]> theirs, Map<String, double[]> ours) {
        Bootstrap.Interval interval = Bootstrap.ofRatio(theirs, ours, Group::median);
        Optional<String> best = theirs.keySet().stream()
                .min(Comparator.comparingDouble(task -> Group.median(theirs.get(task)) / Group.median(ours.get(task))));
        String task = best.orElseThrow();
        markdown.row(List.of(
                algorithm,
                number("%.2f", Group.median(all(theirs)) / Group.median(all(ours))),
                number("%.2f", interval.low()) + "–" + number("%.2f", interval.high()),
                task,
                number("%.2f", Group.median(theirs.get(task)) / Group.median(ours.get(task)))));
    }

    private static double[] all(Map<String, double[]> byTask) {
        return byTask.values().stream()
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    private static MarkdownTable tasks(List<Group> members) {
        List<String> header = new ArrayList<>(List.of("task"));
        members.forEach(group -> header.add(group.key().algorithm()));
        MarkdownTable markdown = new MarkdownTable(header);
        TreeSet<String> names = new TreeSet<>();
        members.forEach(
                group -> names.addAll(group.byTask(Measures::epochsToTarget).keySet()));
        for (String name : names) {
            List<String> row = new ArrayList<>(List.of(name));
            for (Group group : members) {
                double[] values = group.byTask(Measures::epochsToTarget).get(name);
                row.add(
                        values == null
                                ? NONE
                                : epochs(
                                        Group.median(values),
                                        group.key().table().budget()));
            }
            markdown.row(row);
        }
        return markdown;
    }

    private static String epochs(double epochs, long budget) {
        return Double.isFinite(epochs) ? number("%.0f", epochs) : "> " + budget;
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value);
    }
}
