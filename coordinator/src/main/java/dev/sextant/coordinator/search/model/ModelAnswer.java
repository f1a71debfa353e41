package dev.sextant.coordinator.search.model;

import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.Prediction;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import dev.sextant.coordinator.search.rung.RungTable;
import dev.sextant.coordinator.search.sample.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The configuration that a model proposes, with what the reason of the proposal says about it.
 *
 * @param acquisition name of the acquisition function
 * @param prediction the model's prediction at the configuration, a single point
 * @param feasibility probability that the configuration satisfies all constraints; empty when no constraint is modeled
 * @param region the part of the space that was searched; empty for all of it
 */
record ModelAnswer(
        ModelQuestion question,
        String acquisition,
        Prediction prediction,
        OptionalDouble feasibility,
        Optional<TrustRegion> region,
        UntriedPoints.Untried found) {
    /** The configuration with its reason. */
    Sampler.Sample toSample(String sampler, StudyView view, RungTable table) {
        return new Sampler.Sample(found.configuration(), why(view), details(sampler, view, table));
    }

    private Map<String, Object> details(String sampler, StudyView view, RungTable table) {
        Map<String, Object> details = new TreeMap<>();
        details.put("sampler", sampler);
        details.put("results", (long) question.data().size());
        details.put("mean", prediction.mean(0));
        details.put("deviation", prediction.deviation(0));
        details.put("acquisition", acquisition);
        details.put("value", found.worth());
        details.put("beta", question.beta());
        details.put("seed", view.seed());
        details.put(
                "under_way",
                question.running().stream().map(row -> (long) row + 1).toList());
        List<Object> rungs = new ArrayList<>();
        for (int rung = 0; rung < view.rungs().size(); rung++) {
            rungs.add(Map.of("epochs", (long) view.rungs().get(rung), "trials", (long) table.rankedAt(rung)));
        }
        details.put("rungs", rungs);
        feasibility.ifPresent(probability -> details.put("keeps_constraints", probability));
        question.rung()
                .ifPresent(
                        rung -> details.put("model_of_rung", (long) view.rungs().get(rung)));
        region.ifPresent(
                box -> details.put("trust_region", Map.of("trial", (long) box.trial(), "reach", box.halfWidth())));
        return details;
    }

    private String why(StudyView view) {
        double mean = prediction.mean(0);
        double deviation = prediction.deviation(0);
        String among = question.rung()
                .map(rung -> "those at " + ReasonFormat.epochs(view.rungs().get(rung)))
                .orElse("all trials");
        String constraints = feasibility.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT, ", satisfies the constraints with probability %.2f", feasibility.getAsDouble());
        String running = question.running().isEmpty()
                ? ""
                : " with " + ReasonFormat.count(question.running().size(), "running trial");
        String near = region.map(box -> String.format(
                        Locale.ROOT,
                        ", within %s of each axis around trial %d",
                        ReasonFormat.percent(box.halfWidth()),
                        box.trial()))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "expected in the best %s of %s (%s to %s)%s, by the %s of a model of %s%s%s",
                ReasonFormat.quantile(mean),
                among,
                ReasonFormat.quantile(mean + 2 * deviation),
                ReasonFormat.quantile(mean - 2 * deviation),
                constraints,
                acquisition,
                ReasonFormat.count(question.data().size(), "result"),
                running,
                near);
    }
}
