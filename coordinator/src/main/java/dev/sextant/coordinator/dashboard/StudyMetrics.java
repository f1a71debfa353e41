package dev.sextant.coordinator.dashboard;

import dev.sextant.common.study.StudyState;
import dev.sextant.sql.row.StudySummary;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Totals of studies in the text format of Prometheus. */
final class StudyMetrics {
    private StudyMetrics() {}

    static String text(List<StudySummary> studies) {
        StringBuilder text = new StringBuilder();
        add(text, "trials", "gauge", "Trials of the study", studies, StudySummary::trials);
        add(text, "trials_running", "gauge", "Trials that have a run under way", studies, StudySummary::running);
        add(text, "epochs_total", "counter", "Epochs measured", studies, StudySummary::epochs);
        add(text, "device_seconds_total", "counter", "Seconds of device time", studies, StudySummary::deviceSeconds);
        add(text, "best_value", "gauge", "Best value of the metric", studies, study -> study.bestValue()
                .orElse(Double.NaN));
        add(
                text,
                "running",
                "gauge",
                "1 if the study runs",
                studies,
                study -> study.state() == StudyState.RUNNING ? 1 : 0);
        return text.toString();
    }

    private static void add(
            StringBuilder text,
            String name,
            String type,
            String help,
            List<StudySummary> studies,
            ToDoubleFunction<StudySummary> value) {
        text.append("# HELP sextant_study_%s %s%n# TYPE sextant_study_%s %s%n".formatted(name, help, name, type));
        for (StudySummary study : studies) {
            text.append("sextant_study_%s{study=\"%s\"} %s%n"
                    .formatted(name, label(study.study()), number(value.applyAsDouble(study))));
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String label(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
