package dev.sextant.worker;

import dev.sextant.common.run.Directive;
import dev.sextant.common.run.Reporter;
import dev.sextant.common.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Reporter that records all reports and answers with the directives of the test. */
public final class RecordingReporter implements Reporter {
    private final List<RunReport> reports = new ArrayList<>();
    private final Function<RunReport, Directive> answer;

    private RecordingReporter(Function<RunReport, Directive> answer) {
        this.answer = answer;
    }

    public static RecordingReporter thatContinues() {
        return new RecordingReporter(report -> Directive.CONTINUE);
    }

    public static RecordingReporter that(Function<RunReport, Directive> answer) {
        return new RecordingReporter(answer);
    }

    /** Answers {@code directive} to the report of {@code epoch}; 0 stands for the report of the start. */
    public static RecordingReporter thatSays(Directive directive, int epoch) {
        return new RecordingReporter(report -> epochOf(report) == epoch ? directive : Directive.CONTINUE);
    }

    public static int epochOf(RunReport report) {
        return report instanceof RunReport.EpochDone done ? done.epoch() : 0;
    }

    @Override
    public synchronized Directive report(RunReport report) {
        reports.add(report);
        return answer.apply(report);
    }

    public synchronized List<RunReport> reports() {
        return List.copyOf(reports);
    }

    public synchronized List<RunReport.EpochDone> epochs() {
        return reports.stream()
                .filter(RunReport.EpochDone.class::isInstance)
                .map(RunReport.EpochDone.class::cast)
                .toList();
    }

    public synchronized Map<Integer, Double> values(String metric) {
        Map<Integer, Double> values = new TreeMap<>();
        epochs().forEach(done -> values.put(done.epoch(), done.metrics().get(metric)));
        return values;
    }
}
