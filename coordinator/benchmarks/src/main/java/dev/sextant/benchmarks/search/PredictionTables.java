package dev.sextant.benchmarks.search;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Tables of prediction errors: one row per suite and number of epochs, with means over studies. */
final class PredictionTables {
    private PredictionTables() {}

    /** A table of all predicted trials and one of the leaders. */
    static String markdown(List<PredictedStudy> studies) {
        StringBuilder text = new StringBuilder();
        text.append("All trials below the top:\n\n").append(table(studies, false));
        text.append("\nThe best quarter of them:\n\n").append(table(studies, true));
        return text.toString();
    }

    private static MarkdownTable table(List<PredictedStudy> all, boolean leaders) {
        MarkdownTable table = new MarkdownTable(List.of(
                "suite",
                "epochs",
                "studies that predict",
                "trials at the top",
                "predicted",
                "error: stays as it is",
                "mean gain",
                "expected",
                "inside the band",
                "above it",
                "median width"));
        Map<String, Map<Long, List<PredictedStudy>>> groups = all.stream()
                .collect(Collectors.groupingBy(
                        PredictedStudy::suite,
                        TreeMap::new,
                        Collectors.groupingBy(PredictedStudy::epochs, TreeMap::new, Collectors.toList())));
        groups.forEach((suite, byEpochs) -> byEpochs.forEach((epochs, studies) -> {
            List<PredictedStudy> predicting = studies.stream()
                    .filter(PredictedStudy::predicts)
                    .map(study -> leaders ? study.leaders() : study)
                    .toList();
            table.row(List.of(
                    suite,
                    Long.toString(epochs),
                    predicting.size() + " of " + studies.size(),
                    mean(predicting, "%.1f", PredictedStudy::atTop),
                    mean(predicting, "%.0f", study -> study.trials().size()),
                    mean(predicting, "%.3f", study -> study.mean(PredictedTrial::errorIfItStays) / study.unit()),
                    mean(predicting, "%.3f", study -> study.mean(PredictedTrial::errorByMeanGain) / study.unit()),
                    mean(predicting, "%.3f", study -> study.mean(PredictedTrial::error) / study.unit()),
                    mean(predicting, "%.0f %%", study -> 100 * study.mean(trial -> trial.isInside() ? 1 : 0)),
                    mean(predicting, "%.0f %%", study -> 100 * study.mean(trial -> trial.isAbove() ? 1 : 0)),
                    mean(predicting, "%.3f", PredictedStudy::medianWidth)));
        }));
        return table;
    }

    private static String mean(List<PredictedStudy> studies, String format, ToDoubleFunction<PredictedStudy> measure) {
        return studies.isEmpty()
                ? "–"
                : String.format(
                        Locale.ROOT,
                        format,
                        studies.stream().mapToDouble(measure).average().orElseThrow());
    }
}
