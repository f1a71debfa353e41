package dev.sextant.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The outcome of a campaign in Markdown. */
final class Report {
    private Report() {}

    /** Number of faults of one kind that were carried out, after which the coordinator ended, and that were skipped. */
    private static final class Line {
        private int carriedOut;
        private int ended;
        private int skipped;
        private double seconds;
    }

    static int faults(List<Voyage.Result> results) {
        return results.stream()
                .mapToInt(result -> result.mischief().size()
                        + (int) result.outcomes().stream()
                                .filter(outcome -> outcome.skipped().isEmpty())
                                .count())
                .sum();
    }

    /** @param options options of Maven that draw the same faults again for the same seed */
    static String of(List<Voyage.Result> results, String options) {
        Map<String, Line> lines = new TreeMap<>();
        for (Voyage.Result result : results) {
            for (Voyage.Outcome outcome : result.outcomes()) {
                Line line = lines.computeIfAbsent(outcome.fault().group() + " | " + outcome.fault(), key -> new Line());
                line.carriedOut += outcome.skipped().isEmpty() ? 1 : 0;
                line.skipped += outcome.skipped().isEmpty() ? 0 : 1;
                line.ended += outcome.skipped().isEmpty() && outcome.ended() ? 1 : 0;
                line.seconds += outcome.seconds();
            }
            for (String mischief : result.mischief()) {
                lines.computeIfAbsent("programs | " + mischief, key -> new Line()).carriedOut++;
            }
        }
        List<String> text = new ArrayList<>();
        long failed =
                results.stream().filter(result -> !result.wrong().isEmpty()).count();
        text.add("# Fault campaign");
        text.add("");
        text.add(String.format(
                Locale.ROOT,
                "%d faults in %d voyages (seeds %d to %d), %.0f s. %s",
                faults(results),
                results.size(),
                results.get(0).seed(),
                results.get(results.size() - 1).seed(),
                results.stream().mapToDouble(Voyage.Result::seconds).sum(),
                failed == 0 ? "Every promise was kept." : failed + " voyages FAILED."));
        text.add("");
        text.add("| group | fault | carried out | coordinator ended | skipped | seconds |");
        text.add("| --- | --- | ---: | ---: | ---: | ---: |");
        lines.forEach((name, line) -> text.add(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.0f |",
                name,
                line.carriedOut,
                line.ended,
                line.skipped,
                line.seconds)));
        text.add("");
        text.add("| seed | study | faults | coordinators | seconds | verdict |");
        text.add("| ---: | --- | ---: | ---: | ---: | --- |");
        for (Voyage.Result result : results) {
            text.add(String.format(
                    Locale.ROOT,
                    "| %d | %s | %d | %d | %.0f | %s |",
                    result.seed(),
                    result.plan().cargo(),
                    faults(List.of(result)),
                    result.starts(),
                    result.seconds(),
                    result.wrong().isEmpty() ? "kept" : "FAILED"));
        }
        for (Voyage.Result result : results) {
            if (!result.wrong().isEmpty()) {
                text.add("");
                text.add("## Seed " + result.seed());
                text.add("");
                text.add("`mvn verify -P campaign -Dseed=" + result.seed() + options + "`");
                text.add("");
                result.outcomes()
                        .forEach(outcome -> text.add("1. " + outcome.fault() + (outcome.ended() ? ": ended" : "")
                                + (outcome.skipped().isEmpty() ? "" : " (skipped: " + outcome.skipped() + ")")));
                text.add("");
                result.wrong().forEach(wrong -> text.add("- " + wrong));
            }
        }
        return String.join("\n", text) + "\n";
    }
}
